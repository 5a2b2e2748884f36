import t from 'tap'
import { personOf, staffOfClaims, STAFF_CLAIMS, SUOMI_FI_CLAIMS } from '../../src/identity/claims.ts'

const HETU = SUOMI_FI_CLAIMS.hetu
const MUNICIPALITY = SUOMI_FI_CLAIMS.municipality
const eidas = { [SUOMI_FI_CLAIMS.eidasPid]: 'DE/FI/123', [SUOMI_FI_CLAIMS.birthDate]: '1980-05-04' }

t.test('a resident is read from code and municipality, and nothing else is taken along', async (t) => {
  const claims = { sub: 'x', name: 'Nobody', [HETU]: '010280-952L', [MUNICIPALITY]: '111' }
  t.same(personOf(claims, SUOMI_FI_CLAIMS, true), {
    hetu: '010280-952L', eidasPid: null, birthDate: '1980-02-01', municipality: '111',
  })
})

t.test('a person with an address ban comes without a municipality', async (t) => {
  for (const municipality of [undefined, null, '', 'Heinola', 111, {}]) {
    t.equal(personOf({ [HETU]: '260991-999R', [MUNICIPALITY]: municipality }, SUOMI_FI_CLAIMS, true).municipality, null)
  }
})

t.test('an artificial code is refused where artificial people are not allowed', async (t) => {
  t.throws(() => personOf({ [HETU]: '010280-952L' }, SUOMI_FI_CLAIMS, false),
    { code: 'unauthenticated', fields: [{ field: 'hetu', code: 'hetu_artificial' }] })
  const real = `010280-123${checkOf('010280123')}`
  t.match(personOf({ [HETU]: real }, SUOMI_FI_CLAIMS, false), { hetu: real, birthDate: '1980-02-01' })
})

function checkOf(digits: string): string {
  return '0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(digits) % 31]!
}

t.test('a person from abroad is known by the eIDAS identifier and its date of birth', async (t) => {
  t.same(personOf(eidas, SUOMI_FI_CLAIMS, false), {
    hetu: null, eidasPid: 'DE/FI/123', birthDate: '1980-05-04', municipality: null,
  })
})

t.test('claims that name nobody sign nobody in, and the answer does not repeat them', async (t) => {
  for (const [claims, field, code] of [
    [{}, 'hetu', 'required'], [{ [HETU]: '010280-952M' }, 'hetu', 'hetu_wrong_check_character'],
    [{ [HETU]: 5 }, 'hetu', 'required'],
    [{ ...eidas, [SUOMI_FI_CLAIMS.birthDate]: '1980-13-04' }, 'birthDate', 'required'],
  ] as const) {
    t.throws(() => personOf(claims, SUOMI_FI_CLAIMS, true), { code: 'unauthenticated', fields: [{ field, code }] })
  }
})

t.test('staff without a role in this service are forbidden, and so is a clerk of two stations', async (t) => {
  for (const [roles, code] of [
    [undefined, 'no_role'], [['vpn'], 'no_role'], [['clerk:a', 'clerk:b'], 'several_stations'],
  ] as const) {
    t.throws(() => staffOfClaims({ sub: '1', name: 'A', roles }, STAFF_CLAIMS),
      { code: 'forbidden', fields: [{ field: 'roles', code }] })
  }
  t.throws(() => staffOfClaims({ sub: '1', roles: ['manager'] }, STAFF_CLAIMS), { code: 'unauthenticated' })
  const names = { roles: 'groups', name: 'name' }
  t.match(staffOfClaims({ sub: '1', name: 'A', groups: 'manager' }, names), { roles: ['manager'] })
})

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import {
  createIdentity, DEMO_STAFF, demoStaffActor, personByHetu, type Role, SecretError,
} from '../../src/identity/index.ts'
import { valueOf } from '../../src/platform/http/index.ts'
import { testDatabase, testWorld } from '../support/index.ts'
import { identityApp, identityDeps } from './app.ts'

const provider = { issuer: 'https://idp.example', clientId: 'osbu', clientSecret: 'x' }

t.test('a demo is refused where artificial people are, which is production', async (t) => {
  const deps = await identityDeps(t, { allowArtificialHetu: false })
  await t.rejects(createIdentity(deps), { name: 'SignInConfigError', message: /can not be used in production/ })
})

t.test('a provider is never asked over plain http, except on this machine', async (t) => {
  const deps = await identityDeps(t, { demo: false })
  const http = { ...provider, issuer: 'http://idp.example' }
  await t.rejects(createIdentity({ ...deps, residents: http }), /must be an https address/)
  await t.rejects(createIdentity({ ...deps, staff: { ...http, issuer: 'nonsense' } }), /must be an https address/)
  const near = { ...http, issuer: 'http://localhost:8080/x' }
  await t.resolves(createIdentity({ ...deps, residents: near, staff: provider }))
})

t.test('the service does not start without the pepper that its database was used with', async (t) => {
  const deps = await identityDeps(t)
  await createIdentity(deps)
  await rm(join(deps.secretsDir, 'service.pepper'))
  await t.rejects(createIdentity(deps), SecretError)
})

t.test('a resident is the same author after every sign-in and after every start', async (t) => {
  const { identity, deps } = await identityApp(t)
  const person = valueOf(personByHetu('010280-952L', '111', true))
  const first = (await identity.signInResident(person)).actor.authorKey
  t.ok((await identity.signInResident({ ...person, municipality: null })).actor.authorKey.equals(first))
  t.ok((await createIdentity(deps)).authorKeyOf(person).equals(first))
})

t.test('what a person may vote on is asked once, with the person, at the sign-in', async (t) => {
  const asked: unknown[] = []
  const { identity, app } = await identityApp(t, {
    votingRightsOf: async (person) => { asked.push(person); return {} },
  })
  const { cookie } = await identity.signInResident(valueOf(personByHetu(' 010280-952l', '111', true)))
  await app.inject({ url: '/for/resident', headers: { cookie } })
  t.same(asked, [{ hetu: '010280-952L', eidasPid: null, birthDate: '1980-02-01', municipality: '111' }])
})

t.test('a sign-in of a resident writes nothing', async (t) => {
  // One connection: it counts what it wrote when it is told to, and another would do so whenever it likes.
  const { identity, deps } = await identityApp(t, { db: await testDatabase(t, 1) })
  const written = async (): Promise<unknown> => (await sql`
    select relname, n_tup_ins, n_tup_upd, n_tup_del from pg_stat_user_tables order by relname`.execute(deps.db)).rows
  await sql`select pg_stat_force_next_flush()`.execute(deps.db)
  const before = await written()
  await identity.signInResident(valueOf(personByHetu('010280-952L', '111', true)))
  await sql`select pg_stat_force_next_flush()`.execute(deps.db)
  t.same(await written(), before)
})

t.test('a sign-in of staff is recorded with the roles that it brought', async (t) => {
  const { identity, deps } = await identityApp(t)
  await identity.signInStaff(demoStaffActor('clerk-spotti'))
  await identity.signInStaff(demoStaffActor('coordinator'))
  const events = await deps.audit.page(1000, 10)
  t.match(events, [
    { actor: 'coordinator', actorName: 'Kaisa Koordinaattori', body: '{"roles":["moderator","manager"]}' },
    { kind: 'staff_signed_in', actor: 'clerk-spotti', body: '{"roles":["clerk:spotti"]}' },
  ])
  t.match(await deps.audit.verify(), { ok: true, events: 2 })
})

t.test('nobody signs in as staff without a role, nor as a clerk without a desk', async (t) => {
  const { identity, deps } = await identityApp(t)
  const actor = demoStaffActor('manager')
  await t.rejects(identity.signInStaff({ ...actor, roles: [] }), { code: 'forbidden' })
  await t.rejects(identity.signInStaff({ ...actor, roles: ['clerk'], station: null }))
  t.same(await deps.audit.page(1000, 10), [])
})

t.test('the demo has a moderator, three clerks, three key holders and a manager', async (t) => {
  const actors = DEMO_STAFF.map(({ id }) => demoStaffActor(id))
  const stations = actors.flatMap(({ station }) => station ?? [])
  t.same(stations, ['spotti', 'kirjasto', 'uimahalli'])
  const count = (role: Role): number => actors.filter(({ roles }) => roles.includes(role)).length
  t.equal(count('key_holder'), 3)
  t.ok(count('moderator') > 0 && count('manager') > 0)
})

t.test('what a page seals in the browser opens by the same purpose alone', async (t) => {
  const world = await testWorld(t, { poolMax: 2 })
  const desk = world.identity.sealedCookie('desk')
  const sealed = desk.seal({ number: 7 })
  t.same(desk.open(sealed), { number: 7 })
  t.equal(world.identity.sealedCookie('vote').open(sealed), null)
  t.equal(desk.open(`${sealed.slice(0, -2)}AA`), null)
})

import fc from 'fast-check'
import { stdnum } from 'stdnum'
import t from 'tap'
import { ageOn, isLocalPath, parseHetu, staffRolesOf } from '../../src/identity/domain.ts'

const PUBLISHED_BY_DVV = [
  '010280-952L', '010469-999W', '010675-9981', '261298-998X',
  '040265-9985', '260991-999R', '020365-999P', '210281-9988',
]
const SIGNS = '+-YXWVUABCDEF'
const CHECKS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

function hetuOf(day: number, month: number, year: number, sign: string, number: number): string {
  const digits = [day, month, year].map((part) => String(part).padStart(2, '0')).join('')
  const person = String(number).padStart(3, '0')
  return `${digits}${sign}${person}${CHECKS[Number(digits + person) % 31]}`
}

const codes = fc.tuple(
  fc.integer({ min: 1, max: 31 }), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 0, max: 99 }),
  fc.constantFrom(...SIGNS), fc.integer({ min: 2, max: 999 }),
).map((parts) => hetuOf(...parts))

function refusalOf(typed: string): string | null {
  const outcome = parseHetu(typed)
  return outcome.ok ? null : outcome.refusal.code
}

function birthDateOf(typed: string): string | null {
  const outcome = parseHetu(typed)
  return outcome.ok ? outcome.value.birthDate : null
}

t.test('the test people whom DVV publishes have valid, artificial codes', async (t) => {
  for (const hetu of PUBLISHED_BY_DVV) t.match(parseHetu(hetu), { ok: true, value: { hetu, artificial: true } })
})

t.test('a code is valid exactly when stdnum says so', async (t) => {
  const stranger = fc.tuple(codes, fc.integer({ min: 0, max: 10 }), fc.constantFrom(...`${CHECKS}${SIGNS}GIOQZ`))
    .map(([code, at, character]) => code.slice(0, at) + character + code.slice(at + 1))
  fc.assert(fc.property(fc.oneof(codes, stranger), (code) => {
    // stdnum knows no lower limit of individual numbers.
    fc.pre(!/^\d{6}.00[01]/.test(code))
    const parsed = parseHetu(code)
    // It also refuses whoever is not born yet; parsing knows no clock, and an age below zero is too young for anything.
    fc.pre(!parsed.ok || parsed.value.birthDate < '2026-01-01')
    return parsed.ok === stdnum.FI!.hetu!.validate(code).isValid
  }), { numRuns: 3000 })
})

t.test('a single wrong digit is always noticed', async () => {
  const place = fc.constantFrom(0, 1, 2, 3, 4, 5, 7, 8, 9)
  fc.assert(fc.property(codes, place, fc.integer({ min: 1, max: 9 }), (code, at, by) => {
    const digit = (Number(code[at]) + by) % 10
    return !parseHetu(code).ok || !parseHetu(code.slice(0, at) + digit + code.slice(at + 1)).ok
  }))
})

t.test('spaces around a code and lower case are accepted, and the code comes back as one', async () => {
  fc.assert(fc.property(codes, fc.constantFrom('', ' ', '\t', '\u00a0', ' \n'), (code, space) => {
    const plain = parseHetu(code)
    const typed = parseHetu(space + code.toLowerCase() + space)
    return plain.ok ? typed.ok && typed.value.hetu === code : !typed.ok && typed.refusal.code === plain.refusal.code
  }))
})

t.test('every century sign says its century', async (t) => {
  t.equal(birthDateOf(hetuOf(31, 12, 99, '+', 2)), '1899-12-31')
  for (const sign of '-YXWVU') t.equal(birthDateOf(hetuOf(1, 1, 90, sign, 123)), '1990-01-01', sign)
  for (const sign of 'ABCDEF') t.equal(birthDateOf(hetuOf(1, 1, 10, sign, 123)), '2010-01-01', sign)
  for (const sign of 'GHZ*/ ') t.equal(refusalOf(hetuOf(1, 1, 10, sign, 123)), 'hetu_malformed', sign)
})

t.test('two people who differ by the century sign alone keep it in their codes', async (t) => {
  t.match(parseHetu('100190-999P'), { ok: true, value: { hetu: '100190-999P', birthDate: '1990-01-10' } })
  t.match(parseHetu('100190Y999P'), { ok: true, value: { hetu: '100190Y999P', birthDate: '1990-01-10' } })
})

t.test('individual numbers 002-899 belong to people and 900-999 are artificial', async (t) => {
  for (const number of [0, 1]) t.equal(refusalOf(hetuOf(1, 1, 80, '-', number)), 'hetu_malformed')
  for (const [number, artificial] of [[2, false], [899, false], [900, true], [999, true]] as const) {
    t.match(parseHetu(hetuOf(1, 1, 80, '-', number)), { ok: true, value: { artificial } })
  }
})

t.test('a day that the calendar does not have is an impossible date', async (t) => {
  for (const [day, month, year, sign] of [
    [31, 4, 80, '-'], [30, 2, 80, '-'], [29, 2, 81, '-'], [29, 2, 0, '-'], [29, 2, 0, '+'], [1, 13, 80, '-'],
    [0, 1, 80, '-'], [1, 0, 80, '-'], [32, 1, 80, '-'],
  ] as const) {
    const hetu = hetuOf(day, month, year, sign, 900)
    t.equal(refusalOf(hetu), 'hetu_impossible_date', hetu)
  }
  t.equal(birthDateOf(hetuOf(29, 2, 80, '-', 900)), '1980-02-29')
  t.equal(birthDateOf(hetuOf(29, 2, 0, 'A', 900)), '2000-02-29')
})

t.test('a wrong check character is named, anything of another form is malformed', async (t) => {
  t.equal(refusalOf('010280-952M'), 'hetu_wrong_check_character')
  for (const typed of [
    '', '010280', '010280-952', '010280-952LL', '010280952L', '01 0280-952L', '010280-952G', '010280-952I',
    '010280–952L', '٠10280-952L', 'x'.repeat(10_000),
  ]) t.equal(refusalOf(typed), 'hetu_malformed', typed.slice(0, 20))
})

t.test('nothing is said of a person beyond the day of birth', async (t) => {
  const outcome = parseHetu('010280-952L')
  t.same(outcome.ok && Object.keys(outcome.value).sort(), ['artificial', 'birthDate', 'hetu'])
})

t.test('age is the calendar years completed on a day', async (t) => {
  t.equal(ageOn('2010-06-15', '2026-06-14'), 15)
  t.equal(ageOn('2010-06-15', '2026-06-15'), 16)
  t.equal(ageOn('2010-06-15', '2010-06-15'), 0)
  t.equal(ageOn('2010-12-31', '2026-01-01'), 15)
  t.ok(ageOn('2030-01-01', '2026-01-01') < 0)
})

t.test('who was born on 29 February completes a year on 1 March of a common year', async (t) => {
  t.equal(ageOn('2008-02-29', '2026-02-28'), 17)
  t.equal(ageOn('2008-02-29', '2026-03-01'), 18)
  t.equal(ageOn('2008-02-29', '2028-02-28'), 19)
  t.equal(ageOn('2008-02-29', '2028-02-29'), 20)
})

t.test('age never falls as days go by', async () => {
  const day = fc.date({ min: new Date('1900-01-01'), max: new Date('2099-12-31'), noInvalidDate: true })
    .map((date) => date.toISOString().slice(0, 10))
  fc.assert(fc.property(day, day, day, (birth, a, b) => {
    const [first, second] = [a, b].sort() as [string, string]
    return ageOn(birth, first) <= ageOn(birth, second)
  }))
})

t.test('a return path stays on this site', async (t) => {
  for (const path of ['/', '/api/session', '/ideat?sivu=2&teema=muu', '/a/b#c', '/%C3%A4', '/a//b', '/:80']) {
    t.ok(isLocalPath(path), path)
  }
  for (const path of [
    '', 'ideat', '//evil.example', '///evil.example', '/\\evil.example', '\\/evil.example', '/a\\b',
    'https://evil.example', 'javascript:alert(1)', ' //evil.example', '/\t/evil.example', '/\n/evil.example',
    '/a\r\nset-cookie: x', '/\u0000', '/ a', '/ä',
    '/.//evil.example', '/..//evil.example', '/a/..//evil.example', '/%2e//evil.example', `/${'a'.repeat(500)}`,
  ]) t.notOk(isLocalPath(path), JSON.stringify(path.slice(0, 40)))
})

t.test('whatever passes as a return path resolves to this site', async () => {
  const part = fc.constantFrom('/', '\\', '.', '..', ':', '@', '%2f', '\t', '\n', '?', '#', 'evil.example', 'http:')
  const own = 'https://osbu.example'
  fc.assert(fc.property(fc.array(part).map((parts) => `/${parts.join('')}`), (path) =>
    !isLocalPath(path) || new URL(path, `${own}/api/x`).origin === own), { numRuns: 2000 })
})

t.test('roles come from the values of the claim and other values say nothing', async (t) => {
  t.same(staffRolesOf(['moderator', 'vpn-users', 'manager']), {
    ok: true, value: { roles: ['moderator', 'manager'], station: null },
  })
  t.same(staffRolesOf(['clerk:uimahalli']), { ok: true, value: { roles: ['clerk'], station: 'uimahalli' } })
  t.same(staffRolesOf(['key_holder', 'key_holder']), { ok: true, value: { roles: ['key_holder'], station: null } })
})

t.test('a clerk without a station, or with two, has no desk to sit at', async (t) => {
  for (const values of [[], ['clerk'], ['clerk:'], ['clerk:A B'], ['Moderator'], ['clerk:spotti:x']]) {
    t.match(staffRolesOf(values), { ok: false, refusal: { code: 'no_role' } }, values.join())
  }
  t.match(staffRolesOf(['clerk:spotti', 'clerk:kirjasto']), { ok: false, refusal: { code: 'several_stations' } })
})

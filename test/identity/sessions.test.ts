import { createHmac } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { KEPT_COOKIES } from '../../src/identity/kept-cookie.ts'
import { demoStaffActor, type Person } from '../../src/identity/index.ts'
import { deriveKey } from '../../src/identity/sessions.ts'
import { dayOf } from '../../src/kernel/index.ts'
import { testDatabase } from '../support/index.ts'
import { identityApp, ROUND, testClock, testFolder } from './app.ts'

const RESIDENT = '__Host-osbu'
const STAFF = '__Host-osbu-staff'
const person: Person = { hetu: '010280-952L', eidasPid: null, birthDate: '1980-02-01', municipality: '111' }

// One database and one set of secrets for the file: no test here depends on what another did.
const shared = { db: await testDatabase(t), secretsDir: await testFolder(t) }

type Claims = Record<string, unknown>

function encode(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A token as an attacker, or another service with the same library, would make it. */
function forge(header: Claims, claims: Claims, key: Buffer | null, hash = 'sha256'): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${key ? createHmac(hash, key).update(input).digest('base64url') : ''}`
}

function claimsOf(token: string): Claims {
  return JSON.parse(Buffer.from(token.split('.')[1]!, 'base64url').toString()) as Claims
}

async function room(t: Test) {
  const clock = testClock()
  const made = await identityApp(t, { ...shared, clock })
  const key = Buffer.from((await readFile(join(made.deps.secretsDir, 'session.key'), 'utf8')).trim(), 'hex')
  const status = async (url: string, cookie: string, headers = {}): Promise<number> =>
    (await made.app.inject({ url, headers: { cookie, ...headers } })).statusCode
  return { ...made, clock, key, status }
}

t.test('a resident has a session of their own, with keys and rights alone in it', async (t) => {
  const { identity, app, status } = await room(t)
  const { cookie, session, actor } = await identity.signInResident(person)
  t.equal(await status('/for/resident', cookie), 200)
  t.same((await app.inject({ url: '/for/resident', headers: { cookie } })).json(), {
    authorKey: actor.authorKey.toString('base64url'), votingRights: actor.votingRights,
  })
  t.same(Object.keys(claimsOf(session.token)).sort(), ['aud', 'authorKey', 'exp', 'iat', 'iss', 'jti', 'votes'])
  t.notMatch(JSON.stringify(claimsOf(session.token)), /010280|952L|1980|111"/)
})

t.test('every sign-in opens a new session', async (t) => {
  const { identity } = await room(t)
  const [a, b] = [await identity.signInResident(person), await identity.signInResident(person)]
  t.not(claimsOf(a.session.token).jti, claimsOf(b.session.token).jti)
})

t.test('a resident can not enter where staff may, nor staff where residents may', async (t) => {
  const { identity, status } = await room(t)
  const resident = await identity.signInResident(person)
  const staff = await identity.signInStaff(demoStaffActor('moderator'))
  t.equal(await status('/for/staff', resident.cookie), 401)
  t.equal(await status('/for/resident', staff.cookie), 401)
  t.equal(await status('/for/staff', `${STAFF}=${resident.session.token}`), 401, 'not in the other cookie either')
  t.equal(await status('/for/resident', `${RESIDENT}=${staff.session.token}`), 401)
})

t.test('staff enter by a role that they have', async (t) => {
  const { identity, status } = await room(t)
  const moderator = await identity.signInStaff(demoStaffActor('moderator'))
  const manager = await identity.signInStaff(demoStaffActor('manager'))
  const clerk = await identity.signInStaff(demoStaffActor('clerk-spotti'))
  t.equal(await status('/for/moderator', moderator.cookie), 200)
  t.equal(await status('/for/moderator', clerk.cookie), 403)
  t.equal(await status('/for/moderator', manager.cookie), 403, 'a manager is no moderator by being one')
  t.equal(await status('/for/desk', clerk.cookie), 200)
  t.equal(await status('/for/staff', manager.cookie), 200)
  t.equal(await status('/for/staff', ''), 401)
})

t.test('a clerk brings the station of their desk', async (t) => {
  const { identity, app } = await room(t)
  const { cookie } = await identity.signInStaff(demoStaffActor('clerk-kirjasto'))
  const response = await app.inject({ url: '/for/staff', headers: { cookie } })
  t.match(response.json(), { roles: ['clerk'], station: 'kirjasto' })
})

t.test('a forged token opens nothing', async (t) => {
  const { identity, key, status } = await room(t)
  const resident = claimsOf((await identity.signInResident(person)).session.token)
  const staff = claimsOf((await identity.signInStaff(demoStaffActor('moderator'))).session.token)
  const hs256 = { alg: 'HS256', typ: 'JWT' }
  const [residentKey, staffKey] = [deriveKey(key, 'resident'), deriveKey(key, 'staff')]
  const good = forge(hs256, resident, residentKey)
  t.equal(await status('/for/resident', `${RESIDENT}=${good}`), 200, 'the forger can forge')
  const cases: [string, string][] = [
    ['no algorithm', forge({ alg: 'none', typ: 'JWT' }, resident, null)],
    ['no algorithm, odd case', forge({ alg: 'nOnE', typ: 'JWT' }, resident, null)],
    ['no algorithm, but a signature', forge({ alg: 'none', typ: 'JWT' }, resident, residentKey)],
    ['no signature', forge(hs256, resident, null)],
    ['another algorithm', forge({ alg: 'HS512', typ: 'JWT' }, resident, residentKey, 'sha512')],
    ['a wrong key', forge(hs256, resident, Buffer.alloc(32))],
    ['the key of the file itself', forge(hs256, resident, key)],
    ['the key of staff', forge(hs256, resident, staffKey)],
    ['another audience', forge(hs256, { ...resident, aud: 'staff' }, residentKey)],
    ['both audiences', forge(hs256, { ...resident, aud: ['resident', 'staff'] }, residentKey)],
    ['no audience', forge(hs256, { ...resident, aud: undefined }, residentKey)],
    ['another issuer', forge(hs256, { ...resident, iss: 'somebody' }, residentKey)],
    ['no issuer', forge(hs256, { ...resident, iss: undefined }, residentKey)],
    ['no end', forge(hs256, { ...resident, exp: undefined }, residentKey)],
    ['no beginning', forge(hs256, { ...resident, iat: undefined }, residentKey)],
    ['no key of an author', forge(hs256, { ...resident, authorKey: undefined }, residentKey)],
    ['claims of staff', forge(hs256, { ...staff, aud: 'resident' }, residentKey)],
    ['changed claims', good.replace(/\.[^.]+\./, `.${encode({ ...resident, authorKey: 'x' })}.`)],
    ['not a token', 'x'], ['dots', '..'], ['nothing', ''],
  ]
  for (const [name, token] of cases) t.equal(await status('/for/resident', `${RESIDENT}=${token}`), 401, name)
  t.equal(await status('/for/staff', `${STAFF}=${forge(hs256, { ...staff, aud: 'resident' }, staffKey)}`), 401)
  t.equal(await status('/for/staff', `${STAFF}=${forge(hs256, { ...staff, roles: ['king'] }, staffKey)}`), 401)
})

t.test('a token is taken from its cookie alone, never from a header', async (t) => {
  const { identity, status } = await room(t)
  const { token } = (await identity.signInResident(person)).session
  t.equal(await status('/for/resident', '', { authorization: `Bearer ${token}` }), 401)
})

t.test('a session of a resident ends after an hour', async (t) => {
  const { identity, clock, status } = await room(t)
  const { cookie } = await identity.signInResident(person)
  clock.forward(59 * 60 + 59)
  t.equal(await status('/for/resident', cookie), 200)
  clock.forward(2)
  t.equal(await status('/for/resident', cookie), 401)
})

t.test('a token that was made to last longer ends with its age all the same', async (t) => {
  const { identity, clock, key, status } = await room(t)
  const claims = claimsOf((await identity.signInResident(person)).session.token)
  const token = forge({ alg: 'HS256' }, { ...claims, exp: Number(claims.exp) + 86_400 }, deriveKey(key, 'resident'))
  t.equal(await status('/for/resident', `${RESIDENT}=${token}`), 200)
  clock.forward(61 * 60)
  t.equal(await status('/for/resident', `${RESIDENT}=${token}`), 401)
})

t.test('a session of staff ends after 15 minutes without use, is renewed by use, and ends after 8 hours', async (t) => {
  const { identity, app, clock, status } = await room(t)
  let { cookie } = await identity.signInStaff(demoStaffActor('moderator'))
  const first = cookie
  clock.forward(30)
  const early = await app.inject({ url: '/for/staff', headers: { cookie } })
  t.notOk(early.headers['set-cookie'], 'a fresh one is not renewed')
  for (let minutes = 14; minutes < 8 * 60; minutes += 14) {
    clock.forward(14 * 60)
    const response = await app.inject({ url: '/for/staff', headers: { cookie } })
    t.equal(response.statusCode, 200)
    const renewed = response.cookies.find(({ name }) => name === STAFF)!
    t.match(renewed, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
    t.notOk('maxAge' in renewed || 'expires' in renewed, 'and goes with the browser’s window')
    t.equal(claimsOf(renewed.value).jti, claimsOf(first.split('=')[1]!).jti, 'it stays the same session')
    cookie = `${STAFF}=${renewed.value}`
  }
  t.equal(await status('/for/staff', first), 401, 'the one that was not renewed has ended')
  clock.forward(4 * 60)
  t.equal(await status('/for/staff', cookie), 401, 'eight hours are over')
})

t.test('the session says who is signed in without any key', async (t) => {
  const { identity, app } = await room(t)
  const resident = await identity.signInResident({ ...person, municipality: null })
  const staff = await identity.signInStaff(demoStaffActor('clerk-spotti'))
  t.same((await app.inject({ url: '/api/session' })).json(), { resident: null, staff: null })
  const response = await app.inject({ url: '/api/session', headers: { cookie: `${resident.cookie}; ${staff.cookie}` } })
  t.same(response.json(), {
    resident: { votingRights: { [ROUND]: { refusal: 'not_a_resident' } } },
    staff: { id: 'clerk-spotti', name: 'Sami Spotti', roles: ['clerk'], station: 'spotti' },
  })
  t.equal(response.headers['cache-control'], 'no-store')
})

t.test('signing out clears both sessions and all that pages kept', async (t) => {
  const { app } = await room(t)
  const response = await app.inject({ method: 'POST', url: '/api/sign-out' })
  t.equal(response.statusCode, 204)
  t.same(response.cookies.map(({ name, value, maxAge, secure }) => ({ name, value, maxAge, secure })),
    [RESIDENT, STAFF, ...Object.values(KEPT_COOKIES)].map((name) => ({ name, value: '', maxAge: 0, secure: true })))
})

t.test('who signs out ends the session for everybody who has a copy of it', async (t) => {
  const { identity, app, clock, status } = await room(t)
  const resident = await identity.signInResident(person)
  const other = await identity.signInResident(person)
  const staff = await identity.signInStaff(demoStaffActor('moderator'))
  clock.forward(120)
  const used = await app.inject({ url: '/for/staff', headers: { cookie: staff.cookie } })
  const renewed = `${STAFF}=${used.cookies.find(({ name }) => name === STAFF)!.value}`
  await app.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie: `${resident.cookie}; ${renewed}` } })
  t.equal(await status('/for/resident', resident.cookie), 401)
  t.equal(await status('/for/staff', renewed), 401)
  t.equal(await status('/for/staff', staff.cookie), 401, 'the token from before the renewal is of the same session')
  t.equal(await status('/for/resident', other.cookie), 200, 'another device of the same person stays signed in')
  const again = await app.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie: resident.cookie } })
  t.equal(again.statusCode, 204, 'signing out twice is signing out once')
})

t.test('a session that was ended is ended in every process, and after a restart', async (t) => {
  const { identity, app, deps } = await room(t)
  const { cookie } = await identity.signInResident(person)
  await app.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie } })
  const elsewhere = await identityApp(t, deps)
  t.equal((await elsewhere.app.inject({ url: '/for/resident', headers: { cookie } })).statusCode, 401)
})

t.test('what was ended is forgotten when it would have run out by itself', async (t) => {
  const { identity, app, clock, deps } = await room(t)
  const signOut = async (): Promise<void> => {
    const { cookie } = await identity.signInResident(person)
    await app.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie } })
  }
  await signOut()
  clock.forward(3 * 24 * 60 * 60)
  await signOut()
  const kept = await deps.db.selectFrom('revoked_session').select('until').execute()
  t.same(kept, [{ until: dayOf(new Date(clock.now().getTime() + 3_600_000)) }], 'a day, and no time')
})

t.test('an operator ends all sessions of a member of staff, and of nobody else', async (t) => {
  const { identity, clock, deps, status } = await room(t)
  const [desk, phone] = [await identity.signInStaff(demoStaffActor('clerk-spotti')), await identity.signInStaff(demoStaffActor('clerk-spotti'))]
  const other = await identity.signInStaff(demoStaffActor('clerk-kirjasto'))
  clock.forward(60)
  await identity.endStaffSessions({ id: 'command-line', name: 'Olli Operaattori' }, 'clerk-spotti')
  const elsewhere = await identityApp(t, deps)
  const inOther = async (cookie: string): Promise<number> => (await elsewhere.app.inject({ url: '/for/staff', headers: { cookie } })).statusCode
  t.same([await inOther(desk.cookie), await inOther(phone.cookie), await inOther(other.cookie)], [401, 401, 200])
  clock.forward(1)
  t.equal(await status('/for/staff', (await elsewhere.identity.signInStaff(demoStaffActor('clerk-spotti'))).cookie), 200,
    'who may, comes back')
  t.match(await deps.audit.page(1000, 10), [{}, { kind: 'staff_sessions_ended', body: '{"staff":"clerk-spotti"}' }])
})

t.test('a sign-out rids the browser of its sessions even when it cannot be stored', async (t) => {
  const db = await testDatabase(t, 2)
  const { app, identity } = await identityApp(t, { ...shared, db, secretsDir: await testFolder(t) })
  const { cookie } = await identity.signInResident(person)
  await db.schema.dropTable('revoked_session').execute()
  const response = await app.inject({ method: 'POST', url: '/api/sign-out', headers: { cookie } })
  t.equal(response.statusCode, 500, 'it is told')
  t.match(response.cookies.map(({ name, value }) => `${name}=${value}`), [`${RESIDENT}=`, `${STAFF}=`])
})

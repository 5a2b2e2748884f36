import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createSealedCookie } from '../../src/identity/sealed-cookie.ts'
import { deriveKey } from '../../src/identity/sessions.ts'
import { createIdentity } from '../../src/identity/index.ts'
import { testDatabase } from '../support/index.ts'
import { bareApp, identityApp, identityDeps, testClock, testFolder } from './app.ts'
import { browser } from './dance.ts'

const SIGN_IN = '__Host-osbu-signin'
const hetu = '010280-952L'

// One database and one set of secrets for the file: no test here changes either.
const shared = { db: await testDatabase(t), secretsDir: await testFolder(t) }

async function room(t: Test) {
  const clock = testClock()
  const lines: string[] = []
  const made = await identityApp(t, { ...shared, clock }, lines)
  const text = await readFile(join(made.deps.secretsDir, 'session.key'), 'utf8')
  const sealed = createSealedCookie(deriveKey(Buffer.from(text.trim(), 'hex'), 'signin'))
  return { ...made, clock, lines, sealed, user: browser(made.app) }
}

type Problem = { code: string; errors: { field: string; code: string }[] }

function errorsOf(response: { json: () => Problem }): unknown {
  const { code, errors } = response.json()
  return { code, errors: errors.map(({ field, code }) => ({ field, code })) }
}

const refusedWith = (code: string): unknown => ({ code: 'unauthenticated', errors: [{ field: 'sign_in', code }] })

t.test('a sign-in asks for a code with PKCE, state and nonce, and for nothing but an identity', async (t) => {
  const { user } = await room(t)
  const response = await user.go('/api/sign-in/resident')
  t.equal(response.statusCode, 303)
  const query = new URL(String(response.headers.location)).searchParams
  t.match(Object.fromEntries(query), {
    response_type: 'code', scope: 'openid', code_challenge_method: 'S256',
    redirect_uri: 'http://localhost:3000/api/sign-in/resident/callback',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) t.match(query.get(name), /^[\w-]{43}$/)
  const [cookie] = response.cookies
  t.match(cookie, { name: SIGN_IN, httpOnly: true, secure: true, sameSite: 'Lax', path: '/', maxAge: 600 })
  const carried = Buffer.from(cookie!.value, 'base64url').toString('latin1')
  t.notMatch(carried, query.get('state')!, 'what it carries is sealed')
})

t.test('a resident comes back with a session to where they were', async (t) => {
  const { user } = await room(t)
  const response = await user.go(await user.toCallback('/api/sign-in/resident?return=/ideat?sivu=2', { hetu }))
  t.equal(response.statusCode, 303)
  t.equal(response.headers.location, '/ideat?sivu=2')
  const session = response.cookies.find(({ name }) => name === '__Host-osbu')!
  t.match(session, { httpOnly: true, secure: true, sameSite: 'Lax', path: '/' })
  t.notOk('maxAge' in session || 'expires' in session, 'it ends with the browser’s window')
  t.match((await user.go('/api/session')).json(), { resident: { votingRights: {} }, staff: null })
  t.notOk(user.jar.has(SIGN_IN), 'what was needed on the way is gone')
})

t.test('without a wish a sign-in ends at the session', async (t) => {
  const { user } = await room(t)
  const response = await user.go(await user.toCallback('/api/sign-in/staff', { staff: 'key-holder-2' }))
  t.equal(response.headers.location, '/api/session')
  t.match((await user.go('/api/session')).json(), {
    resident: null, staff: { id: 'key-holder-2', roles: ['key_holder'] },
  })
})

t.test('a sign-in never leads on to another site', async (t) => {
  const { user } = await room(t)
  for (const path of [
    '//evil.example', '/\\evil.example', 'https://evil.example/', '/\t/evil.example', '/..//evil.example', 'x', '',
  ]) {
    const response = await user.go(`/api/sign-in/resident?return=${encodeURIComponent(path)}`)
    t.equal(response.statusCode, 400, JSON.stringify(path))
    t.same(errorsOf(response), { code: 'invalid_request', errors: [{ field: 'return', code: 'not_a_local_path' }] })
  }
  t.equal((await user.go('/api/sign-in/resident?return=/a&return=//b')).statusCode, 400, 'nor to two at once')
})

t.test('a sign-in begins a new session, and the one that the browser had before ends', async (t) => {
  const { app, user } = await room(t)
  await user.go(await user.toCallback('/api/sign-in/resident', { hetu }))
  const planted = user.jar.get('__Host-osbu')!
  await user.go(await user.toCallback('/api/sign-in/resident', { hetu }))
  t.not(user.jar.get('__Host-osbu'), planted)
  t.equal((await user.go('/for/resident')).statusCode, 200)
  const copy = await app.inject({ url: '/for/resident', headers: { cookie: `__Host-osbu=${planted}` } })
  t.equal(copy.statusCode, 401)
})

t.test('a callback that nobody asked for signs nobody in', async (t) => {
  const { user } = await room(t)
  for (const query of ['', '?', '?code=x&state=y', '?error=access_denied']) {
    const response = await user.go(`/api/sign-in/resident/callback${query}`)
    t.equal(response.statusCode, 401)
    t.same(errorsOf(response), refusedWith('not_started'))
  }
})

t.test('a callback with another state than was sent signs nobody in', async (t) => {
  const { user } = await room(t)
  const callback = new URL(await user.toCallback('/api/sign-in/resident', { hetu }))
  callback.searchParams.set('state', 'another')
  const response = await user.go(callback.href)
  t.equal(response.statusCode, 401)
  t.same(errorsOf(response), refusedWith('answer_not_valid'))
  t.notOk(user.jar.has('__Host-osbu'))
  t.notOk(user.jar.has(SIGN_IN), 'one way out allows one way back')
})

for (const part of ['nonce', 'verifier'] as const) {
  t.test(`an answer to another ${part} than was sent signs nobody in`, async (t) => {
    const { user, sealed } = await room(t)
    const callback = await user.toCallback('/api/sign-in/resident', { hetu })
    const state = sealed.open(user.jar.get(SIGN_IN)!) as Record<string, unknown>
    user.jar.set(SIGN_IN, sealed.seal({ ...state, [part]: 'x'.repeat(43) }))
    const response = await user.go(callback)
    t.equal(response.statusCode, 401)
    t.same(errorsOf(response), refusedWith('answer_not_valid'))
  })
}

t.test('a callback can not be played again, not even with the cookie of the first time', async (t) => {
  const { user } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { hetu })
  const cookie = user.jar.get(SIGN_IN)!
  t.equal((await user.go(callback)).statusCode, 303)
  t.same(errorsOf(await user.go(callback)), refusedWith('not_started'))
  user.jar.set(SIGN_IN, cookie)
  t.same(errorsOf(await user.go(callback)), refusedWith('answer_not_valid'))
})

t.test('a sign-in can not be finished in another browser', async (t) => {
  const { app, user } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { hetu })
  const victim = browser(app)
  t.same(errorsOf(await victim.go(callback)), refusedWith('not_started'))
  await victim.go('/api/sign-in/resident')
  t.same(errorsOf(await victim.go(callback)), refusedWith('answer_not_valid'))
})

t.test('a sign-in of a resident can not be finished as staff', async (t) => {
  const { user } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { hetu })
  t.same(errorsOf(await user.go(callback.replace('/resident/', '/staff/'))), refusedWith('not_started'))
})

t.test('a sign-in cookie that was changed counts for nothing', async (t) => {
  const { user } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { hetu })
  const bytes = Buffer.from(user.jar.get(SIGN_IN)!, 'base64url')
  bytes[40]! ^= 1
  user.jar.set(SIGN_IN, bytes.toString('base64url'))
  t.same(errorsOf(await user.go(callback)), refusedWith('not_started'))
})

t.test('a sign-in that takes longer than ten minutes begins anew', async (t) => {
  const { user, clock } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { hetu })
  clock.forward(601)
  t.same(errorsOf(await user.go(callback)), refusedWith('too_late'))
})

t.test('who turns back at the provider is told so, in none of its words', async (t) => {
  const { user } = await room(t)
  const callback = await user.toCallback('/api/sign-in/resident', { cancel: '1' })
  t.match(callback, 'error=access_denied')
  const response = await user.go(`${callback}&error_description=secret-words`)
  t.equal(response.statusCode, 401)
  t.same(errorsOf(response), refusedWith('refused_by_provider'))
  t.notMatch(response.body, /secret-words|access_denied/)
})

t.test('without a provider nobody signs in, and the service says that it can not', async (t) => {
  const { app } = await identityApp(t, { ...shared, demo: false })
  for (const audience of ['resident', 'staff']) {
    const response = await app.inject({ url: `/api/sign-in/${audience}` })
    t.equal(response.statusCode, 503)
    t.same(errorsOf(response), { code: 'unavailable', errors: [{ field: 'sign_in', code: 'not_configured' }] })
  }
  t.equal((await app.inject({ url: '/demo-idp/auth' })).statusCode, 404, 'and there is no demo')
})

t.test('every route of a sign-in is quiet, the demo provider’s among them', async (t) => {
  const identity = await createIdentity(await identityDeps(t, shared))
  const app = bareApp(identity)
  const loud: string[] = []
  app.addHook('onRoute', ({ url, config }) => { if (!config?.quiet) loud.push(url) })
  await identity.install(app)
  identity.registerRoutes(app)
  await app.ready()
  t.same(loud, [])
  await app.close()
})

t.test('no line of the log has an identity code, a key or a token, even with every line written', async (t) => {
  const { user, lines } = await room(t)
  await user.go(await user.toCallback('/api/sign-in/resident', { hetu }))
  const login = await user.toLogin('/api/sign-in/resident')
  t.equal((await user.go(login, { hetu: '010280-952M' })).statusCode, 400)
  await user.go('/api/session')
  await user.go('/for/resident')
  t.ok(lines.length > 10, 'lines are written')
  const log = lines.join('')
  t.notMatch(log, /010280|952L|952M/)
  for (const [name, value] of user.jar) if (name.startsWith('__Host-')) t.notOk(log.includes(value), name)
  const { authorKey, votingRights } = (await user.go('/for/resident')).json()
  t.notOk(log.includes(authorKey) || log.includes(Object.values<{ voterKey: string }>(votingRights)[0]!.voterKey))
})

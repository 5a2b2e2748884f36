import t from 'tap'
import { DEMO_PEOPLE, parseHetu, signInByDemo } from '../../../src/identity/index.ts'
import { DemoMemory } from '../../../src/identity/demo-provider/memory.ts'
import { testDatabase } from '../../support/index.ts'
import { identityApp, listeningApp, ROUND, testFolder } from '../app.ts'
import { browser } from '../dance.ts'

const shared = { db: await testDatabase(t), secretsDir: await testFolder(t) }

t.test('every demo person has a valid artificial code', async (t) => {
  for (const { hetu } of DEMO_PEOPLE) t.match(parseHetu(hetu), { ok: true, value: { hetu, artificial: true } })
})

t.test('a resident and staff sign in over HTTP, page by page, and keep their sessions', async (t) => {
  const { baseUrl } = await listeningApp(t, shared)
  const resident = await signInByDemo({ baseUrl, who: { hetu: '010280-952L' } })
  const staff = await signInByDemo({ baseUrl, who: { staff: 'clerk-uimahalli' } })
  const session = await fetch(`${baseUrl}/api/session`, { headers: { cookie: `${resident}; ${staff}` } })
  t.match(await session.json(), {
    resident: { votingRights: { [ROUND]: { refusal: null } } },
    staff: { id: 'clerk-uimahalli', roles: ['clerk'], station: 'uimahalli' },
  })
  t.match(await fetch(`${baseUrl}/for/desk`, { headers: { cookie: staff } }), { status: 200 })
  t.match(await fetch(`${baseUrl}/for/desk`, { headers: { cookie: resident } }), { status: 401 })
})

t.test('any valid artificial code signs in, as a resident of Heinola, and many may at once', async (t) => {
  const { baseUrl } = await listeningApp(t, shared)
  const codes = Array.from({ length: 20 }, (_, i) => {
    const digits = `0101${70 + i}9${String(i).padStart(2, '0')}`
    return `${digits.slice(0, 6)}-${digits.slice(6)}${'0123456789ABCDEFHJKLMNPRSTUVWXY'[Number(digits) % 31]}`
  })
  const cookies = await Promise.all(codes.map((hetu) => signInByDemo({ baseUrl, who: { hetu } })))
  const keys = await Promise.all(cookies.map(async (cookie) => {
    const response = await fetch(`${baseUrl}/for/resident`, { headers: { cookie } })
    return (await response.json() as { authorKey: string }).authorKey
  }))
  t.equal(new Set(keys).size, 20)
})

t.test('where a demo person lives is told, unless it may not be', async (t) => {
  const municipalities = new Map<string | null, string | null>()
  const { baseUrl } = await listeningApp(t, {
    ...shared,
    votingRightsOf: async ({ hetu, municipality }) => { municipalities.set(hetu, municipality); return {} },
  })
  for (const { hetu, municipality } of DEMO_PEOPLE.filter(({ signsIn }) => signsIn)) {
    await signInByDemo({ baseUrl, who: { hetu } })
    t.equal(municipalities.get(hetu), municipality, hetu)
  }
  t.equal(municipalities.get('260991-999R'), null)
})

t.test('the dead do not sign in, and a helper that can not sign in says at which step', async (t) => {
  const { baseUrl } = await listeningApp(t, shared)
  await t.rejects(signInByDemo({ baseUrl, who: { hetu: '020365-999P' } }),
    { message: 'sign-in: /api/sign-in/resident/callback answered 401' })
  await t.rejects(signInByDemo({ baseUrl, who: { hetu: '010280-123T' } }), /demo-idp\/login\/.* answered 400/)
  await t.rejects(signInByDemo({ baseUrl, who: { staff: 'nobody' } }), /callback answered 401/)
})

t.test('the login page needs no script, says in Finnish that it is a demo, and names a typing error', async (t) => {
  const { app } = await identityApp(t, shared)
  const user = browser(app)
  const login = await user.toLogin('/api/sign-in/resident')
  const page = await user.go(login)
  t.equal(page.statusCode, 200)
  t.match(page.headers['content-security-policy'], "default-src 'none'")
  t.notMatch(page.body, /<script|onclick|javascript:/)
  t.match(page.body, '<html lang="fi">')
  t.match(page.body, 'Tämä ei ole Suomi.fi-tunnistus')
  for (const { hetu } of DEMO_PEOPLE) t.match(page.body, `value="${hetu}"`)
  const wrong = await user.go(login, { hetu: '"><b>010280-952M' })
  t.equal(wrong.statusCode, 400)
  t.match(wrong.body, /aria-invalid="true" value="&quot;&gt;&lt;b&gt;010280-952M"/)
  const real = `010280-123${'0123456789ABCDEFHJKLMNPRSTUVWXY'[10_280_123 % 31]}`
  t.match((await user.go(login, { hetu: real })).body, '900–999')
  t.equal((await user.go(login, { hetu: '010280-952L' })).statusCode, 303, 'and it can still be put right')
})

t.test('a login page is nobody else’s: without its cookie it has expired', async (t) => {
  const { app } = await identityApp(t, shared)
  const login = await browser(app).toLogin('/api/sign-in/resident')
  const other = browser(app)
  t.equal((await other.go(login)).statusCode, 400)
  t.match((await other.go(login, { hetu: '010280-952L' })).body, 'Tunnistus vanheni')
})

t.test('staff pages list staff alone, and residents can not be chosen there', async (t) => {
  const { app } = await identityApp(t, shared)
  const user = browser(app)
  const login = await user.toLogin('/api/sign-in/staff')
  const page = (await user.go(login)).body
  t.match(page, 'value="clerk-spotti"')
  t.notMatch(page, '010280-952L')
  const chosen = await user.go(login, { hetu: '010280-952L' })
  const callback = await user.go(String(chosen.headers.location))
  t.match(callback.headers.location, 'error=access_denied')
})

t.test('the provider asks again at every sign-in who it is', async (t) => {
  const { app } = await identityApp(t, shared)
  const user = browser(app)
  for (const hetu of ['010280-952L', '010469-999W']) {
    t.equal((await user.go(await user.toCallback('/api/sign-in/resident', { hetu }))).statusCode, 303)
  }
})

t.test('the memory of the provider is bounded and forgets the oldest first', async (t) => {
  const memory = new DemoMemory('AccessToken')
  for (let i = 0; i < 6000; i++) await memory.upsert(String(i), { jti: String(i) }, 60)
  t.equal(await memory.find('999'), undefined)
  t.match(await memory.find('1000'), { jti: '1000' })
  await memory.upsert('late', { jti: 'late' }, -1)
  t.equal(await memory.find('late'), undefined, 'and what has ended is gone')
})

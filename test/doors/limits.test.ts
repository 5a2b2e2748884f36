import Fastify from 'fastify'
import t from 'tap'
import { type Api, limitRequests } from '../../src/platform/http/index.ts'
import { KEY_HOLDER, must, resident, residentHeaders, staffHeaders, votingWorld } from '../support/index.ts'
import { notAProblem } from './unchanged.ts'

const PER_ADDRESS = 20
const { world, slug } = await votingWorld(t, { poolMax: 4, limits: { perAddress: PER_ADDRESS, perPerson: 100 } })
const LIBRARY = '198.51.100.7'
const castId = 'c'.repeat(32)
const ask = (remoteAddress: string, more: object) => world.app.inject({ url: '/', ...more, remoteAddress })
const json = (response: Awaited<ReturnType<typeof ask>>) =>
  ({ status: response.statusCode, headers: response.headers, text: response.body, body: response.json() })

t.test('an address that asked too much is not let in again because many others came', async (t) => {
  const app: Api = Fastify()
  t.teardown(() => app.close())
  await limitRequests(app, { perAddress: 1, perPerson: 0 }, { person: () => null, way: () => null })
  app.get('/', async () => '')
  const from = async (remoteAddress: string): Promise<number> => (await app.inject({ url: '/', remoteAddress })).statusCode
  t.equal(await from('192.0.2.1'), 200)
  t.equal(await from('192.0.2.1'), 500, 'too much, in an app that has no words for it')
  for (let i = 0; i < 6000; i++) await from(`10.0.${i >> 8}.${i & 255}`)
  t.equal(await from('192.0.2.1'), 500)
})

t.test('a whole library votes from one address, even while somebody there asks far too much as nobody', async (t) => {
  for (let i = 0; i < PER_ADDRESS; i++) t.equal((await ask(LIBRARY, { url: '/health' })).statusCode, 200)
  const refused = await ask(LIBRARY, { url: '/api/rounds' })
  t.equal(notAProblem(json(refused)), null)
  t.match(refused.json(), { status: 429, code: 'too_many_requests', details: { minutes: 1 } })
  t.match(refused.headers['retry-after'], /^([1-9]|[1-5]\d|60)$/)
  for (let i = 1; i <= 30; i++) {
    const cast = await ask(LIBRARY, {
      method: 'POST', url: `/api/rounds/${slug}/my-ballot`, headers: await residentHeaders(world, i), payload: { picks: [1], castId },
    })
    t.equal(cast.statusCode, 201)
  }
})

t.test('who asks too much at a page is told so in their language, and when to come back', async (t) => {
  for (const [path, sentence] of [['/', 'Pyyntöjä tuli liikaa.'], ['/sv', 'Det kom för många'], ['/en', 'Too many requests.']] as const) {
    const page = await ask(LIBRARY, { url: path })
    t.equal(page.statusCode, 429)
    t.match(page.headers, { 'retry-after': /^\d+$/, 'cache-control': 'no-store', 'content-type': /^text\/html/ })
    t.match(page.body, sentence)
  }
})

t.test('a vote that is not taken because of too many is never lost in silence, and one that was taken stays', async (t) => {
  const headers = await residentHeaders(world, 50)
  const send = () => ask('198.51.100.8', {
    method: 'POST', url: `/api/rounds/${slug}/my-ballot`, headers, payload: { picks: [2], castId },
  })
  for (let i = 0; i < 60; i++) t.match((await send()).statusCode, i === 0 ? 201 : 200)
  const refused = await send()
  t.equal(notAProblem(json(refused)), null)
  t.match({ status: refused.statusCode, code: refused.json().code }, { status: 429, code: 'cast_too_often' })
  const page = await ask('198.51.100.8', {
    method: 'POST', url: '/aanesta/tarkista', headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, payload: 'pick=2',
  })
  t.equal(page.statusCode, 429)
  t.match(page.body, /tätä lähetystä ei otettu vastaan\. Odota 1 min ja lähetä ääni uudelleen/)
  t.match(page.body, /href="\/aanesta\/tarkista"/, 'and led back to the vote that the browser still holds')
  t.match(must(await world.urn.myBallot(await resident(world, 50), slug)), { ballot: { revision: 1 } })
})

t.test('whoever tries shares is stopped, and the next person of staff is not', async (t) => {
  const send = async (who: typeof KEY_HOLDER) => {
    const headers = await staffHeaders(world, who)
    return async () => (await ask('198.51.100.9', {
      method: 'POST', url: `/api/rounds/${slug}/keys/proof`, headers, payload: { share: 'nonsense' },
    })).statusCode
  }
  const guess = await send(KEY_HOLDER)
  for (let i = 0; i < 30; i++) t.not(await guess(), 429)
  t.equal(await guess(), 429)
  t.not(await (await send({ ...KEY_HOLDER, id: 'key-holder-2' }))(), 429)
})

t.test('a sign-in that was begun once may come back five times and no more, and stops nobody else', async (t) => {
  const back = async (cookie: string): Promise<number> => (await ask('198.51.100.10', {
    url: '/api/sign-in/resident/callback?code=guess&state=x', headers: { cookie: `__Host-osbu-signin=${cookie}` },
  })).statusCode
  for (let i = 0; i < 5; i++) t.equal(await back('stolen'), 401)
  t.equal(await back('stolen'), 429)
  t.equal(await back('other'), 401)
})

t.test('no address is written anywhere', async (t) => {
  t.notMatch(world.logLines.join(''), /198\.51\.100/)
  t.notMatch(JSON.stringify(await world.audit.page(Number.MAX_SAFE_INTEGER, 200)), /198\.51\.100/)
})

import { type ZodTypeProvider } from '@fastify/type-provider-zod'
import Fastify, { type InjectOptions } from 'fastify'
import t from 'tap'
import { type Limits, limitRequests, networkOf, noticeProxy, TooManyRequests } from '../../../src/platform/http/index.ts'

async function doorWith(limits: Limits, trustProxy: string | false = false) {
  const app = Fastify({ trustProxy }).withTypeProvider<ZodTypeProvider>()
  const warned: string[] = []
  app.setErrorHandler((error, _request, reply) => reply.code(error instanceof TooManyRequests ? 429 : 500).send({}))
  const header = (name: string) => (request: { headers: Record<string, unknown> }) => (request.headers[name] as string | undefined) ?? null
  await limitRequests(app as never, limits, { person: header('x-person'), way: header('x-way') })
  noticeProxy(app as never, { warn: (message: string) => { warned.push(message) } } as never)
  app.get('/', async () => ({}))
  app.get('/strict', { config: { limit: 'share' } }, async () => ({}))
  const ask = async (headers: Record<string, string> = {}, more: InjectOptions = {}): Promise<number> =>
    (await app.inject({ url: '/', headers, ...more })).statusCode
  return { ask, warned }
}

t.test('who is nobody is counted by their address, and who is signed in by themselves', async (t) => {
  const { ask } = await doorWith({ perAddress: 2, perPerson: 3 })
  t.same([await ask(), await ask(), await ask()], [200, 200, 429])
  t.same([await ask({ 'x-person': 'a' }), await ask({ 'x-person': 'a' }), await ask({ 'x-person': 'a' }), await ask({ 'x-person': 'a' })],
    [200, 200, 200, 429], 'from the very address that asked too much')
  t.equal(await ask({ 'x-person': 'b' }), 200)
  t.equal(await ask({}, { remoteAddress: '192.0.2.7' }), 200, 'another address')
})

t.test('nobody becomes another address by saying so, and a proxy that is named is believed', async (t) => {
  const alone = await doorWith({ perAddress: 1, perPerson: 0 })
  t.equal(await alone.ask({ 'x-forwarded-for': '192.0.2.1' }), 200)
  t.equal(await alone.ask({ 'x-forwarded-for': '192.0.2.2' }), 429)
  t.equal(alone.warned.length, 1, 'that a proxy is not named is said once')
  const behind = await doorWith({ perAddress: 1, perPerson: 0 }, '127.0.0.1')
  t.equal(await behind.ask({ 'x-forwarded-for': '192.0.2.1' }), 200)
  t.equal(await behind.ask({ 'x-forwarded-for': '192.0.2.2' }), 200)
  t.equal(await behind.ask({ 'x-forwarded-for': '192.0.2.9, 192.0.2.2' }), 429, 'what stands before the proxy’s own word counts for nothing')
})

t.test('a stricter limit counts people, never an address, and 0 takes all of it away', async (t) => {
  const { ask } = await doorWith({ perAddress: 0, perPerson: 1000 })
  const strict = (headers: Record<string, string> = {}): Promise<number> => ask(headers, { url: '/strict' })
  for (let i = 0; i < 31; i++) t.equal(await strict({ 'x-person': 'a' }), i < 30 ? 200 : 429)
  t.equal(await strict({ 'x-person': 'b' }), 200)
  for (let i = 0; i < 31; i++) await strict()
  t.equal(await strict(), 200)
  const off = await doorWith({ perAddress: 0, perPerson: 0 })
  for (let i = 0; i < 31; i++) await off.ask({ 'x-person': 'a' }, { url: '/strict' })
  t.equal(await off.ask({ 'x-person': 'a' }, { url: '/strict' }), 200)
})

t.test('of an IPv6 address the half that names a network counts, and an address of IPv4 is one however it is written', async (t) => {
  t.equal(networkOf('2001:db8:1:2::5'), networkOf('2001:db8:1:2:ffff:1:2:3'))
  t.not(networkOf('2001:db8:1:2::5'), networkOf('2001:db8:1:3::5'))
  t.equal(networkOf('::ffff:192.0.2.1'), networkOf('192.0.2.1'))
  t.not(networkOf('192.0.2.1'), networkOf('192.0.2.2'))
  t.equal(networkOf('unknown'), 'unknown')
})

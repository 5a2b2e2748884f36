import cookie from '@fastify/cookie'
import Fastify, { type InjectOptions } from 'fastify'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import t from 'tap'
import { answerFromShared, createSharedAnswers, keepShared, shared as config } from '../../../src/platform/shared/index.ts'

const LONG = 'What everybody reads. '.repeat(200)

/** An app whose answers tell by a number which rendering they come from. */
async function door() {
  const answers = createSharedAnswers()
  answers.setHearing(true)
  const app = Fastify()
  let renderings = 0
  let gate: Promise<void> = Promise.resolve()
  answerFromShared(app, answers, '__Host-osbu')
  await app.register(cookie)
  keepShared(app, '__Host-osbu')
  app.get('/shared', { config }, async () => { await gate; return `${++renderings} ${LONG}` })
  app.get('/plain', async () => `${++renderings}`)
  app.get('/no-store', { config }, async (_, reply) => { reply.header('cache-control', 'no-store'); return `${++renderings}` })
  app.get('/cookie', { config }, async (_, reply) => { reply.setCookie('a', 'b'); return `${++renderings}` })
  app.get('/missing', { config }, async (_, reply) => { renderings += 1; return reply.code(404).send('nothing') })
  app.get('/broken', { config }, async () => { await gate; throw new Error(`${++renderings}`) })
  app.get('/tagged', { config }, async (request, reply) => {
    renderings += 1
    reply.header('etag', '"own"')
    return request.headers['if-none-match'] === undefined ? LONG : reply.code(304).send()
  })
  await app.ready()
  return {
    app, answers, renderings: () => renderings,
    ask: (url: string, headers: Record<string, string> = {}, more: InjectOptions = {}) => app.inject({ url, headers, ...more }),
    hold: () => {
      const { promise, resolve } = Promise.withResolvers<void>()
      gate = promise
      return resolve
    },
  }
}

t.test('what is the same for everybody is rendered once', async (t) => {
  const { app, ask, renderings } = await door()
  const answers = [await ask('/shared'), await ask('/shared'), await ask('/shared', { cookie: 'theme=dark' })]
  t.same(new Set(answers.map(({ body }) => body)).size, 1)
  t.equal(renderings(), 1)
  t.same(answers.map(({ statusCode }) => statusCode), [200, 200, 200])
  const [first, second] = answers.map(({ headers: { date, connection, 'keep-alive': _, ...rest } }) => rest)
  t.same(first, second, 'with the same headers')
  t.match(first, { 'cache-control': 'public, no-cache', vary: 'accept-encoding, cookie', 'content-length': /^\d+$/ })
  t.not((await ask('/shared?a')).body, answers[0]!.body, 'another address is another answer')
  await app.close()
})

t.test('whoever has a cookie of ours, or says who they are, is answered apart, and nobody else gets that answer', async (t) => {
  const { app, ask, renderings } = await door()
  const headers: Record<string, string>[] = [{ cookie: 'a=b; __Host-osbu-staff=x' }, { cookie: '__Host-osbu-vote=y' }, { authorization: 'Bearer x' }]
  for (const own of headers) await ask('/shared', own)
  t.equal(renderings(), 3)
  const { body } = await ask('/shared')
  t.match(body, /^4 /)
  for (const own of headers) t.not((await ask('/shared', own)).body, body)
  t.equal((await ask('/shared')).body, body)
  t.notHas((await ask('/shared', headers[0])).headers, { etag: /./ })
  await app.close()
})

t.test('what is not marked, not to be stored, sets a cookie or is no success is never kept', async (t) => {
  const { app, ask, renderings } = await door()
  for (const url of ['/plain', '/no-store', '/cookie', '/missing', '/broken']) {
    const before = renderings()
    await ask(url)
    await ask(url)
    t.equal(renderings(), before + 2, url)
  }
  t.equal((await ask('/nowhere')).statusCode, 404)
  t.equal((await ask('/shared', {}, { method: 'POST' })).statusCode, 404)
  await app.close()
})

t.test('a route of one person’s, or a limited one, cannot be marked', async (t) => {
  const app = Fastify()
  answerFromShared(app, createSharedAnswers(), 'x')
  t.throws(() => app.get('/a', { config: { ...config, quiet: true } }, async () => ''), /cannot be shared/)
  t.throws(() => app.get('/b', { config: { ...config, limit: 'cast' } }, async () => ''), /cannot be shared/)
  t.throws(() => app.post('/c', { config }, async () => ''), /cannot be shared/)
})

t.test('many who ask at once wait for one rendering, and when it fails each is told so', async (t) => {
  const { app, ask, renderings, hold } = await door()
  let open = hold()
  const asked = Array.from({ length: 50 }, () => ask('/shared'))
  open()
  t.equal(new Set((await Promise.all(asked)).map(({ body }) => body)).size, 1)
  t.equal(renderings(), 1)
  open = hold()
  const failing = Array.from({ length: 5 }, () => ask('/broken'))
  open()
  t.same((await Promise.all(failing)).map(({ statusCode }) => statusCode), Array(5).fill(500))
  await app.close()
})

t.test('an answer that was under way when something changed is not kept', async (t) => {
  const { app, answers, ask, renderings, hold } = await door()
  const open = hold()
  const asked = ask('/shared')
  await new Promise(setImmediate)
  answers.drop()
  open()
  t.match((await asked).body, /^1 /)
  t.match((await ask('/shared')).body, /^2 /)
  t.match((await ask('/shared')).body, /^2 /)
  answers.setHearing(false)
  t.match((await ask('/shared')).body, /^3 /, 'and while changes are not heard of each is rendered')
  t.match((await ask('/shared')).body, /^4 /)
  t.equal(renderings(), 4)
  await app.close()
})

t.test('whoever has an answer already is told so, packed or not', async (t) => {
  const { app, ask, renderings } = await door()
  const { headers: { etag }, body } = await ask('/shared')
  const packed = await ask('/shared', { 'accept-encoding': 'gzip, br' })
  t.match(packed.headers, { 'content-encoding': 'br', etag: `W/${etag}` })
  t.equal(brotliDecompressSync(packed.rawPayload).toString(), body)
  const gzip = await ask('/shared', { 'accept-encoding': 'br;q=0, gzip' })
  t.equal(gzip.headers['content-encoding'], 'gzip')
  t.equal(gunzipSync(gzip.rawPayload).toString(), body)
  for (const tag of [String(etag), `"x", W/${etag}`, '*']) {
    const found = await ask('/shared', { 'if-none-match': tag, 'accept-encoding': 'br' })
    t.same([found.statusCode, found.body, found.headers['content-length'], found.headers['content-type']], [304, '', undefined, undefined])
    t.match(found.headers, { etag, vary: /cookie/ })
  }
  t.equal((await ask('/shared', { 'if-none-match': '"x"' })).statusCode, 200)
  t.equal(renderings(), 1)
  await app.close()
})

t.test('one who asks first for what they have already does not keep it from the others', async (t) => {
  const { app, ask, renderings } = await door()
  t.equal((await ask('/tagged', { 'if-none-match': 'W/"own"' })).statusCode, 304)
  const other = await ask('/tagged')
  t.match({ status: other.statusCode, body: other.body, etag: other.headers.etag }, { status: 200, body: LONG, etag: '"own"' })
  t.equal(renderings(), 1)
  await app.close()
})

t.test('who asks for the head alone is told the same without the body', async (t) => {
  const { app, ask } = await door()
  const unkept = await ask('/shared', {}, { method: 'HEAD' })
  const { headers: { etag }, rawPayload } = await ask('/shared')
  const head = await ask('/shared', {}, { method: 'HEAD' })
  t.same([unkept.body, head.body], ['', ''])
  t.match(head.headers, { etag, 'content-length': String(rawPayload.length) })
  t.equal(unkept.headers['content-length'], String(rawPayload.length))
  await app.close()
})

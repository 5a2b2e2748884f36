import { connect, type AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import t from 'tap'
import { createApp } from '../../src/app.ts'
import { PATIENCE } from '../../src/platform/http/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { MANAGER, ORIGIN, residentHeaders, staffHeaders, votingWorld } from '../support/index.ts'
import { insiderOf, operationsOf, urlOf } from './operations.ts'

const { world, slug } = await votingWorld(t, { poolMax: 4 })
await world.app.listen({ host: '127.0.0.1', port: 0 })
const { port } = world.app.server.address() as AddressInfo

/** What the service says to bytes as they are, which no client that keeps the rules would send. */
async function say(text: string): Promise<string> {
  const socket = connect(port, '127.0.0.1')
  let answer = ''
  socket.setEncoding('utf8').on('data', (chunk) => { answer += String(chunk) }).on('error', () => undefined)
  socket.write(text)
  await new Promise((done) => { socket.once('close', done) })
  return answer
}

t.test('a request that is no HTTP, is said to end in two places, or never stops beginning, is refused at once', async (t) => {
  const start = 'POST /api/rounds HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n'
  t.match(await say(`${start}Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /`), /^HTTP\/1\.1 400 /)
  t.match(await say(`${start}Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello`), /^HTTP\/1\.1 400 /)
  t.match(await say(`${start}X-A: b\nX-C: d\u0000e\r\n\r\n`), /^HTTP\/1\.1 400 /)
  t.match(await say('hello\r\n\r\n'), /^HTTP\/1\.1 400 /)
  t.match(await say(`GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`), /^HTTP\/1\.1 431 /)
  t.match(await say('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), /^HTTP\/1\.1 400 /, 'nor without a host')
})

t.test('who names another host in what they ask for gets the page of that path, and no link to elsewhere', async (t) => {
  for (const [target, swedish] of [['http://evil.example/tietoa', '/sv/tietoa'], ['HTTPS://evil.example', '/sv']]) {
    const answer = await say(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`)
    t.match(answer, /^HTTP\/1\.1 200 /)
    t.match(answer, `href="${swedish}" hreflang="sv"`)
    t.notMatch(answer, /evil/i)
  }
})

t.test('whatever a browser keeps for us fits into a request, so that nobody is locked out by it', async (t) => {
  const names = ['__Host-osbu', '__Host-osbu-staff', '__Host-osbu-idea-1', '__Host-osbu-idea-2', '__Host-osbu-answer-1', '__Host-osbu-answer-2']
  const cookie = names.map((name) => `${name}=${'a'.repeat(3900)}`).join('; ')
  t.match(await say(`GET /tietoa HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: ${cookie}\r\n\r\n`), /^HTTP\/1\.1 200 /)
})

t.test('a client that sends a byte at a time is cut off, in its head and in its body, and so is one that does not read', async (t) => {
  const { headersTimeout, requestTimeout, keepAliveTimeout, timeout } = world.app.server
  t.same([headersTimeout, requestTimeout], [PATIENCE.headersMs, PATIENCE.requestMs])
  t.ok(keepAliveTimeout > 0 && keepAliveTimeout <= 120_000)
  t.equal(timeout, PATIENCE.stillMs)
  t.ok(PATIENCE.headersMs <= 30_000 && PATIENCE.requestMs <= 120_000 && PATIENCE.checkMs <= 10_000 && PATIENCE.stillMs <= 120_000)

  const hasty = await createApp({
    services: world.services, logger: createLogger('error', { write: () => undefined }), publicUrl: () => ORIGIN, trustProxy: null,
    patience: { headersMs: 250, requestMs: 500, checkMs: 50, stillMs: 400 },
  })
  await hasty.listen({ host: '127.0.0.1', port: 0 })
  t.teardown(() => hasty.close())
  const { port } = hasty.server.address() as AddressInfo
  const drip = async (before: string): Promise<{ answer: string; ms: number }> => {
    const socket = connect(port, '127.0.0.1')
    let answer = ''
    // An error, as of a byte that is sent after the end, is followed by the close; `once` of events would throw at it.
    const closed = new Promise((done) => { socket.once('close', done) })
    socket.setEncoding('utf8').on('data', (chunk) => { answer += String(chunk) }).on('error', () => undefined)
    const began = performance.now()
    socket.write(before)
    const dripping = setInterval(() => socket.write('a'), 20)
    const enough = setTimeout(() => socket.destroy(), 10_000)
    await closed
    clearInterval(dripping)
    clearTimeout(enough)
    return { answer, ms: performance.now() - began }
  }
  const head = `POST /api/sign-out HTTP/1.1\r\nHost: localhost\r\nOrigin: ${ORIGIN}\r\n`
  const slow = await Promise.all([drip('POST /api/'), drip(`${head}X-Slow: `), drip(`${head}Content-Type: application/json\r\nContent-Length: 60000\r\n\r\n`)])
  for (const { answer, ms } of slow) {
    t.match(answer, /^HTTP\/1\.1 408 /)
    t.ok(ms >= 200, 'but not at once')
  }
  const deaf = connect(port, '127.0.0.1').on('error', () => undefined)
  t.teardown(() => deaf.destroy())
  deaf.pause()
  // More answers than the system keeps for somebody who reads none of them.
  deaf.write('GET /api/openapi.json HTTP/1.1\r\nHost: localhost\r\n\r\n'.repeat(100))
  const connections = promisify(hasty.server.getConnections.bind(hasty.server)) as () => Promise<number>
  await sleep(200)
  t.equal(await connections(), 1, 'but not at once')
  for (const until = Date.now() + 10_000; await connections() > 0 && Date.now() < until;) await sleep(20)
  t.equal(await connections(), 0)
  t.equal((await fetch(`http://127.0.0.1:${port}/health`)).status, 200, 'and others are answered')
})

t.test('no page and no address is made of what a request says of its host', async (t) => {
  const evil = { host: 'evil.example', 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'javascript', forwarded: 'host=evil.example' }
  const { cookie } = await staffHeaders(world, MANAGER)
  for (const url of ['/', '/sv', '/aanesta', '/tulokset', '/ideat', '/hallinta', '/piste', '/ei-ole', '/api/rounds', '/api/openapi.json',
    '/api/nothing', '/api/session', `/api/rounds/${slug}`]) {
    for (const headers of [evil, { ...evil, cookie: cookie! }]) {
      const response = await world.app.inject({ url, headers })
      t.notMatch(response.body + JSON.stringify(response.headers), /evil\.example/, url)
    }
  }
})

t.test('no cache keeps what is told to somebody who is signed in', async (t) => {
  const { operations } = operationsOf(world)
  const open = /documents|\.(csv|json|pb|txt)$|photo/
  const asked = operations.filter(({ method, access, path }) => method === 'GET' && access !== 'everybody' && !open.test(path))
  t.ok(asked.length >= 5)
  for (const operation of [...asked, ...operations.filter(({ name }) => name === 'GET /api/session' || name === 'GET /api/ideas/{id}')]) {
    const who = insiderOf(operation) ?? 1
    const headers = typeof who === 'number' ? await residentHeaders(world, who) : await staffHeaders(world, who)
    const response = await world.app.inject({ url: urlOf(operation, { slug, id: '1', number: '1' }), headers })
    t.equal(response.headers['cache-control'], 'no-store', operation.name)
  }
})

t.test('every answer says what it is, may stand in no frame, and lets nothing in from elsewhere', async (t) => {
  for (const url of ['/', '/ei-ole', '/api/rounds', '/api/nothing', '/api/docs', `/api/rounds/${slug}/urn-list.txt`]) {
    const { headers } = await world.app.inject({ url })
    const policy = String(headers['content-security-policy'])
    for (const rule of ["default-src 'self'", "object-src 'none'", "base-uri 'none'", "frame-ancestors 'none'"]) t.match(policy, rule, url)
    t.match(headers, {
      'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin', 'strict-transport-security': /^max-age=31536000/,
    }, url)
    t.notOk('access-control-allow-origin' in headers || 'server' in headers || 'x-powered-by' in headers, url)
    if (headers['content-length'] !== '0' && headers.location === undefined) t.match(headers['content-type'], /charset=utf-8|json/, url)
  }
})

t.test('no proxy is let to pack the answers of voting and the desk, whose lengths are made even', async (t) => {
  for (const url of ['/aanesta', `/aanesta/valitse?kierros=${slug}`, '/sv/aanesta/tarkista', '/piste', `/api/rounds/${slug}/my-ballot`]) {
    const { headers } = await world.app.inject({ url, headers: { 'accept-encoding': 'gzip, br' } })
    t.equal(headers['content-encoding'], 'identity', url)
  }
  const found = await world.app.inject({ method: 'POST', url: '/tulokset/tarkista', headers: { origin: ORIGIN } })
  t.equal(found.headers['content-encoding'], 'identity', 'a ballot that is looked up')
  t.equal((await world.app.inject({ url: '/', headers: { 'accept-encoding': 'gzip' } })).headers['content-encoding'], 'gzip', 'what is everybody’s is packed')
})

t.test('a form cannot reach into what all objects share, nor set a field twice to get past a check', async (t) => {
  const headers = { ...await residentHeaders(world, 3), origin: ORIGIN }
  const nasty = '__proto__[polluted]=1&__proto__.polluted=1&constructor[prototype][polluted]=1&__proto__=polluted&title=a&title=b'
  for (const url of ['/ideat/uusi', '/aanesta/valitse', '/aanesta/tarkista', '/tulokset/tarkista']) {
    const response = await world.app.inject({
      method: 'POST', url, headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' }, payload: nasty,
    })
    t.ok(response.statusCode < 500, `${url} ${response.statusCode}`)
  }
  const part = (name: string): string => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n1\r\n`
  const parts = await world.app.inject({
    method: 'POST', url: '/ideat/uusi', headers: { ...headers, 'content-type': 'multipart/form-data; boundary=x' },
    payload: `${part('__proto__')}${part('constructor')}${part('toString')}--x--\r\n`,
  })
  t.ok(parts.statusCode < 500, `multipart ${parts.statusCode}`)
  t.notOk('polluted' in {})
  t.notMatch(world.logLines.join(''), /"level":50|"level":60/)
})

t.test('TRACE and other methods that nobody wrote answer nothing', async (t) => {
  const trace = await say(`TRACE / HTTP/1.1\r\nHost: localhost\r\nOrigin: ${ORIGIN}\r\nX-Secret: me\r\nConnection: close\r\n\r\n`)
  t.match(trace, /^HTTP\/1\.1 404 /)
  t.notMatch(trace, 'X-Secret')
})

t.test('of a defect whoever asks learns a number to name it by, and nothing else', async (t) => {
  await world.db.schema.alterTable('round').renameTo('round_elsewhere').execute()
  const door = await world.app.inject({ url: '/api/rounds', headers: { 'accept-language': 'en' } })
  t.match({ status: door.statusCode, body: door.json() }, { status: 500, body: { code: 'defect', requestId: /^[0-9a-f-]{36}$/ } })
  t.same(Object.keys(door.json()).sort(), ['code', 'requestId', 'status', 'title', 'type'])
  const page = await world.app.inject({ url: '/' })
  t.equal(page.statusCode, 500)
  for (const { body } of [door, page]) t.notMatch(body, /relation|does not exist|42P01|select|node_modules|\.ts|at async/)
  t.match(page.body, /<code>[0-9a-f-]{36}<\/code>/)
  t.match(world.logLines.join(''), 'relation', 'the log tells the rest')
})

import Fastify from 'fastify'
import t from 'tap'
import { Fault } from '../../../src/kernel/index.ts'
import { requireSameOrigin } from '../../../src/platform/http/index.ts'

const OWN = 'https://osbu.heinola.fi'

t.test('unsafe requests come from the service’s own pages', async (t) => {
  const app = Fastify()
  requireSameOrigin(app, () => OWN, (url) => url.startsWith('/elsewhere/'))
  app.setErrorHandler((error, _request, reply) => reply.code(error instanceof Fault ? 403 : 500).send())
  app.all('/*', async () => 'in')
  t.teardown(() => app.close())
  const status = async (method: string, headers: Record<string, string>, url = '/x'): Promise<number> =>
    (await app.inject({ method: method as 'POST', url, headers })).statusCode

  await t.test('by their Origin, exactly', async (t) => {
    t.equal(await status('POST', { origin: OWN }), 200)
    for (const origin of [
      'https://evil.example', 'http://osbu.heinola.fi', 'https://osbu.heinola.fi:8443',
        'https://osbu.heinola.fi.evil.example',
      'https://evil.example/https://osbu.heinola.fi', 'https://OSBU.heinola.fi', 'null', '', `${OWN}/`,
    ]) t.equal(await status('POST', { origin }), 403, origin)
  })

  await t.test('or, where there is none, by Sec-Fetch-Site', async (t) => {
    t.equal(await status('POST', { 'sec-fetch-site': 'same-origin' }), 200)
    for (const site of ['same-site', 'cross-site', 'none', '']) t.equal(await status('POST',
      { 'sec-fetch-site': site }), 403, site)
    t.equal(await status('POST', {}), 403, 'and without either they stay outside')
    t.equal(await status('POST', { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin' }), 403,
      'the Origin goes first')
  })

  await t.test('whatever the method, while reading is free', async (t) => {
    for (const method of ['POST', 'PUT', 'PATCH', 'DELETE']) t.equal(await status(method, {}), 403, method)
    for (const method of ['GET', 'HEAD', 'OPTIONS']) t.equal(await status(method, { origin: 'https://evil.example' }),
      200, method)
    t.equal(await status('POST', { 'x-http-method-override': 'GET' }), 403)
  })

  await t.test('but for what is said to be another server', async (t) => {
    t.equal(await status('POST', {}, '/elsewhere/x'), 200)
    t.equal(await status('POST', {}, '/x/elsewhere/'), 403)
  })
})

import t from 'tap'
import { recountModules } from '../../src/web/recount/index.ts'
import { testWorld } from '../support/index.ts'

t.test('the recount runs in a browser by the very code of the count', async (t) => {
  const { modules, bytes, address, page } = recountModules()
  const paths = [...modules.keys()]
  const own = paths.filter((path) => !path.startsWith('vendor/'))
  t.ok(['greedy', 'equal-shares', 'phragmen', 'top-n'].every((rule) => paths.includes(`tally/rules/${rule}.ts`)), 'every rule is among it')
  t.same(own.filter((path) => !/^(kernel|tally\/rules|open-data|platform\/pabulib|web\/recount)\//.test(path)), [], 'and nothing of the service')
  for (const [path, { text }] of modules) {
    t.notMatch(text, /from ['"]node:/, `${path} needs nothing of Node`)
    t.notMatch(text.replace(/\/\*[^]*?\*\/|\/\/.*/g, ''), /\bBuffer\.|^import type/m, `${path} is plain JavaScript`)
  }
  t.ok(bytes < 100_000, `${bytes} bytes in all, packed`)

  await t.test('served for ever, under a policy that lets nothing out', async (t) => {
    const world = await testWorld(t)
    for (const [encoding, header] of [['br', 'br'], ['gzip', 'gzip'], ['identity', undefined]] as const) {
      const reply = await world.app.inject({ url: page, headers: { 'accept-encoding': encoding } })
      t.match(reply.headers, { 'content-type': /^text\/javascript/, 'cache-control': /immutable/, 'content-security-policy': /connect-src 'none'/ })
      t.equal(reply.headers['content-encoding'], header)
    }
    t.equal((await world.app.inject(address('tally/service.ts'))).statusCode, 404)
    t.equal((await world.app.inject('/assets/recount/x/web/recount/page.js')).statusCode, 404)
    const shown = await world.app.inject('/tietoa/laske-uudelleen')
    t.equal(shown.statusCode, 200)
    t.match(shown.headers['content-security-policy'], /connect-src 'none'/)
    t.match(shown.body, page)
  })
})

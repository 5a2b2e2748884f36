import { readdirSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import { parse } from 'node-html-parser'
import t from 'tap'
import { asset } from '../../src/web/assets/index.ts'
import { testWorld } from '../support/index.ts'

const KB = 1000
const packed = (body: Buffer): number => gzipSync(body, { level: 9 }).length

t.test('what a page weighs on the way to a phone', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const get = async (url: string, headers: Record<string, string> = {}) => {
    const { statusCode, rawPayload, headers: answered } = await world.app.inject({ method: 'GET', url, headers })
    t.equal(statusCode, 200, url)
    return { body: rawPayload, headers: answered }
  }
  const page = await get('/')
  const root = parse(page.body.toString())
  const addresses = root.querySelectorAll('link[href], script[src], img[src]')
    .map((element) => (element.getAttribute('href') ?? element.getAttribute('src'))!)
  const loaded = new Map(await Promise.all(addresses.map(async (url) => [url, (await get(url)).body] as const)))
  const weight = (ending: string): number => [...loaded].filter(([url]) => url.endsWith(ending)).reduce((sum, [, body]) => sum + packed(body), 0)

  t.same(addresses.filter((url) => !url.startsWith('/assets/')), [], 'nothing comes from another host')
  t.equal(root.querySelectorAll('style, [style], script:not([src])').length, 0)
  t.ok(weight('.css') > 0 && weight('.css') <= 25 * KB, `the style weighs ${weight('.css')} bytes`)
  const css = [...loaded].find(([url]) => url.endsWith('.css'))![1].toString()
  t.same([...css.matchAll(/url\(["']?([^)"']+)/g)].map(([, url]) => url!).filter((url) => !/^(\/assets\/|data:)/.test(url)), [])
  const all = packed(page.body) + weight('')
  t.ok(all <= 80 * KB, `the front page weighs ${all} bytes with its font`)
  t.comment(`style ${weight('.css')}, front page ${all} bytes`)

  await t.test('all scripts together stay small, whichever pages they are for', async (t) => {
    const names = readdirSync(new URL('../../src/web/assets', import.meta.url)).filter((name) => name.endsWith('.js'))
    const bytes = (await Promise.all(names.map(async (name) => packed((await get(asset(name))).body)))).reduce((sum, each) => sum + each, 0)
    t.ok(names.length > 2 && bytes <= 5 * KB, `scripts weigh ${bytes} bytes`)
    t.comment(`scripts ${bytes} bytes`)
  })

  await t.test('a page for everybody comes packed to whoever can unpack it, one of somebody’s own does not', async (t) => {
    for (const [accepted, packing, unpack] of [['gzip', 'gzip', gunzipSync], ['gzip, deflate, br', 'br', brotliDecompressSync]] as const) {
      const small = await get('/', { 'accept-encoding': accepted })
      t.match(small.headers, { 'content-encoding': packing, vary: /accept-encoding/ })
      t.same(unpack(small.body).toString(), page.body.toString())
    }
    t.equal(page.headers['content-encoding'], undefined)
    const own = await get('/aanesta', { 'accept-encoding': 'gzip' })
    t.match(own.headers, { 'cache-control': 'no-store' })
    t.equal(own.headers['content-encoding'], 'identity', 'nor may a proxy pack it')
  })
})

import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'
import { stylesheet } from './stylesheet.ts'

export { packPages } from './packing.ts'

const require = createRequire(import.meta.url)

type Asset = { readonly type: string; readonly body: Buffer; readonly packed: boolean; readonly address: string }

const FONT = '@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2'
const FONT_EXTENDED = '@fontsource-variable/source-sans-3/files/source-sans-3-latin-ext-wght-normal.woff2'

function own(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, name))
}

function addressed(name: string, body: Buffer): string {
  const hash = createHash('sha256').update(body).digest('base64url').slice(0, 10)
  return `/assets/${name.replace(/(\.[^.]+)$/, `.${hash}$1`)}`
}

function make(name: string, type: string, body: Buffer): [string, Asset] {
  return [name, { type, body, packed: type !== 'font/woff2', address: addressed(name, body) }]
}

/** Everything that a page loads, in memory. An address changes with its content, so it may be kept for ever. */
function read(): Map<string, Asset> {
  const fonts = [
    make('source-sans-3.woff2', 'font/woff2', readFileSync(require.resolve(FONT))),
    make('source-sans-3-ext.woff2', 'font/woff2', readFileSync(require.resolve(FONT_EXTENDED))),
  ]
  const scripts = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.js'))
    .map((name) => make(name, 'text/javascript; charset=utf-8', own(name)))
  // The stylesheet names its fonts plainly; here they get the addresses that change with them.
  const css = fonts.reduce((text, [name, font]) => text.replaceAll(`url(${name})`, `url(${font.address})`), stylesheet())
  return new Map([
    ...fonts,
    make('osbu.css', 'text/css; charset=utf-8', Buffer.from(css)),
    ...scripts,
    make('icon.svg', 'image/svg+xml', own('icon.svg')),
  ])
}

const assets = read()

/** The address of an asset by its name. Throws when there is none. */
export function asset(name: string): string {
  const found = assets.get(name)
  if (!found) throw new Error(`there is no asset ${name}`)
  return found.address
}

/** Serves the assets, packed ahead of time with Brotli or gzip. */
export function assetRoutes(app: FastifyInstance): void {
  for (const { type, body, packed, address } of assets.values()) {
    let brotli: Buffer | undefined
    let gzip: Buffer | undefined
    app.get(address, { config: { quiet: true } }, async (request, reply) => {
      reply.type(type).header('cache-control', 'public, max-age=31536000, immutable')
      if (!packed) return reply.send(body)
      const accepted = request.headers['accept-encoding'] ?? ''
      reply.header('vary', 'accept-encoding')
      if (/\bbr\b/.test(accepted)) {
        brotli ??= brotliCompressSync(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } })
        return reply.header('content-encoding', 'br').send(brotli)
      }
      if (/\bgzip\b/.test(accepted)) {
        gzip ??= gzipSync(body, { level: 9 })
        return reply.header('content-encoding', 'gzip').send(gzip)
      }
      return reply.send(body)
    })
  }
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { createRequire, stripTypeScriptTypes } from 'node:module'
import { dirname, join, posix, relative } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const require = createRequire(import.meta.url)
const SRC = join(import.meta.dirname, '../..')
const ENTRIES = ['web/recount/page.js', 'web/recount/worker.ts'] as const
const BASE = '/assets/recount'

/** The one package that the browser needs: its folder here, by the name that the code imports it by. */
const PACKAGE = '@noble/hashes/'
const VENDOR = dirname(require.resolve('@noble/hashes/sha2.js'))

/**
 * Nothing may be fetched or sent by these scripts: files that somebody chose stay on their device. A worker goes by the
 * policy that its own script came with, so the page and the scripts have the same one.
 */
export const NOTHING_LEAVES = "default-src 'none'; script-src 'self'; worker-src 'self'; style-src 'self'; font-src 'self'; "
  + "img-src 'self' data:; connect-src 'none'; form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"

export type RecountModules = {
  /** The scripts by their path: those of `src`, and `vendor/…` for the package. */
  readonly modules: ReadonlyMap<string, { readonly text: string; readonly brotli: Buffer; readonly gzip: Buffer }>
  /** The address of the script that the page loads. */
  readonly page: string
  readonly address: (path: string) => string
  /** What a browser loads in all, packed. */
  readonly bytes: number
}

function source(path: string): string {
  const text = readFileSync(path.startsWith('vendor/') ? join(VENDOR, path.slice('vendor/'.length)) : join(SRC, path), 'utf8')
  return path.endsWith('.ts') ? stripTypeScriptTypes(text) : text
}

const IMPORT = /((?:^|\n)\s*(?:import|export)\b[^'"`;]*?\bfrom\s*)['"]([^'"]+)['"]/g

/** Where an import leads: beside the module itself, or into the package. */
function pathOf(from: string, specifier: string): string {
  if (specifier.startsWith('.')) return posix.join(posix.dirname(from), specifier)
  if (specifier.startsWith(PACKAGE)) return `vendor/${specifier.slice(PACKAGE.length)}`
  throw new Error(`${from} imports ${specifier}, which no browser has`)
}

function build(): RecountModules {
  const texts = new Map<string, string>()
  const take = (path: string): void => {
    if (texts.has(path)) return
    const found: string[] = []
    texts.set(path, source(path).replace(IMPORT, (_, begin: string, specifier: string) => {
      const to = pathOf(path, specifier)
      found.push(to)
      const address = relative(posix.dirname(path), to)
      return `${begin}'${address.startsWith('.') ? address : `./${address}`}'`
    }))
    found.forEach(take)
  }
  ENTRIES.forEach(take)
  const hash = createHash('sha256')
  for (const path of [...texts.keys()].sort()) hash.update(`${path}\n${texts.get(path)!}\n`)
  const base = `${BASE}/${hash.digest('base64url').slice(0, 10)}`
  const modules = new Map([...texts].map(([path, text]) =>
    [path, { text, brotli: brotliCompressSync(text), gzip: gzipSync(text, { level: 9 }) }]))
  return {
    modules, page: `${base}/${ENTRIES[0]}`, address: (path) => `${base}/${path}`,
    bytes: [...modules.values()].reduce((sum, { gzip }) => sum + gzip.length, 0),
  }
}

let built: RecountModules | undefined

/** The very code of the count as modules for a browser, its types stripped; made when somebody first asks. */
export function recountModules(): RecountModules {
  built ??= build()
  return built
}

/** Serves the modules under an address that changes with any of them, so that they may be kept for ever. */
export function recountRoutes(app: FastifyInstance): void {
  app.get(`${BASE}/*`, { config: { quiet: true } }, async (request, reply) => {
    const { modules, address } = recountModules()
    const url = request.url.split('?')[0]!
    const [, module] = [...modules].find(([path]) => address(path) === url) ?? []
    if (module === undefined) return reply.callNotFound()
    reply.type('text/javascript; charset=utf-8').header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', NOTHING_LEAVES).header('vary', 'accept-encoding')
    const accepted = request.headers['accept-encoding'] ?? ''
    if (/\bbr\b/.test(accepted)) return reply.header('content-encoding', 'br').send(module.brotli)
    if (/\bgzip\b/.test(accepted)) return reply.header('content-encoding', 'gzip').send(module.gzip)
    return reply.send(module.text)
  })
}

import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Answer } from './answers.ts'

/**
 * An answer as it is written: its headers, names and values in turn, and the bytes of its body as a text in Latin-1, which Node
 * writes together with the headers at once, and bytes by themselves after them.
 */
export type Form = { readonly status: 200 | 304; readonly headers: string[]; readonly latin1: string }

/** What fits into one packet arrives no sooner for being packed. */
const WORTH_IT_BYTES = 1_400

/** The best that pack a page in a millisecond or two. */
const PACKERS = {
  br: (body: Buffer): Promise<Buffer> => promisify(brotliCompress)(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 5, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  }),
  gzip: (body: Buffer): Promise<Buffer> => promisify(gzip)(body, { level: 6 }),
} as const
type Packing = keyof typeof PACKERS

const TAKES: Readonly<Record<Packing, RegExp>> = {
  br: /\bbr\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/, gzip: /\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))/,
}

/** The packing that a browser takes (RFC 9110, 12.5.3), Brotli before gzip; one that it refuses by `q=0` is left out. */
function packingFor(accepted: string | undefined, body: Buffer): Packing | null {
  if (accepted === undefined || body.length < WORTH_IT_BYTES) return null
  return TAKES.br.test(accepted) ? 'br' : TAKES.gzip.test(accepted) ? 'gzip' : null
}

function opaque(tag: string): string {
  return tag.replace(/^W\//, '')
}

/** Does the caller have it? A list of tags or `*`, compared weakly (RFC 9110, 13.1.2). */
function hasAlready(header: string | undefined, { etag }: Answer): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => opaque(tag.trim()) === opaque(etag))
}

function headersOf({ headers, etag }: Answer, more: Record<string, string | number>): string[] {
  const all = { ...headers, etag, ...more }
  return Object.entries(all).flatMap(([name, value]) => [value].flat().flatMap((each) => [name, String(each)]))
}

/** Headers of a body, which an answer without one must not have. */
const OF_A_BODY = /^content-(?!security)/

function unchanged(answer: Answer): Form {
  const headers = Object.fromEntries(Object.entries(answer.headers).filter(([name]) => !OF_A_BODY.test(name)))
  return { status: 304, headers: headersOf({ ...answer, headers }, {}), latin1: '' }
}

/** Made once for each answer; a promise for as long as it is being made. */
function formOf(answer: Answer, name: string, make: () => Form | Promise<Form>): Form | Promise<Form> {
  const known = answer.forms.get(name) as Form | Promise<Form> | undefined
  if (known !== undefined) return known
  const made = make()
  answer.forms.set(name, made)
  if (made instanceof Promise) made.then((form) => answer.forms.set(name, form), () => answer.forms.delete(name))
  return made
}

/** The form of an answer that a request is given: nothing when it has it already, else packed as it likes. */
export function formFor(answer: Answer, headers: { readonly [name: string]: string | string[] | undefined }): Form | Promise<Form> {
  if (hasAlready(headers['if-none-match'] as string | undefined, answer)) return formOf(answer, '304', () => unchanged(answer))
  const { body } = answer
  const packing = packingFor(headers['accept-encoding'] as string | undefined, body)
  if (packing === null) {
    return formOf(answer, 'plain', () => ({ status: 200, headers: headersOf(answer, { 'content-length': body.length }), latin1: body.toString('latin1') }))
  }
  return formOf(answer, packing, async () => {
    const packed = await PACKERS[packing](body)
    // Other bytes than the tag was made of, so that it holds weakly.
    const more = { 'content-encoding': packing, 'content-length': packed.length, etag: `W/${opaque(answer.etag)}` }
    return { status: 200, headers: headersOf(answer, more), latin1: packed.toString('latin1') }
  })
}

import { brotliCompressSync, brotliDecompressSync } from 'node:zlib'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { COOKIE_OPTIONS, type SealedCookie } from '../../../identity/index.ts'
import type { Clock } from '../../../kernel/index.ts'
import type { Typed } from '../../site/index.ts'

/** Two cookies of what a browser keeps hold any text that people write; together with a session they fit into a request. */
const NAMES = {
  idea: ['__Host-osbu-idea-1', '__Host-osbu-idea-2'],
  answer: ['__Host-osbu-answer-1', '__Host-osbu-answer-2'],
} as const
const CHUNK_CHARACTERS = 3800
/** Long enough for a sign-in with its apps and codes, short enough for a computer that others use next. */
const HOURS = 2

const kept = z.object({ packed: z.string(), at: z.number() })
const draftSchema = z.object({ typed: z.record(z.string(), z.string()), photo: z.boolean() })

export type Draft = { readonly typed: Typed; /** A photo had been chosen. It has to be chosen again. */ readonly photo: boolean }

/** Takes what was written and not sent out of the browser. */
export function clearDrafts(reply: FastifyReply): void {
  for (const name of [...NAMES.idea, ...NAMES.answer]) reply.clearCookie(name, COOKIE_OPTIONS)
}

export type Drafts = ReturnType<typeof createDrafts>

/** A text that was written before its author signed in. It stays in their browser, sealed, and is stored nowhere else. */
export function createDrafts(of: keyof typeof NAMES, { seal, open }: SealedCookie, clock: Clock) {
  const names = NAMES[of]

  /** Whether it fits. What does not fit must be sent some other way. */
  function keep(reply: FastifyReply, draft: Draft): boolean {
    const packed = brotliCompressSync(Buffer.from(JSON.stringify(draft))).toString('base64')
    const text = seal({ packed, at: clock.now().getTime() })
    if (text.length > names.length * CHUNK_CHARACTERS) return false
    for (const [i, name] of names.entries()) {
      const chunk = text.slice(i * CHUNK_CHARACTERS, (i + 1) * CHUNK_CHARACTERS)
      // Without an age it goes with the browser's window.
      if (chunk) reply.setCookie(name, chunk, COOKIE_OPTIONS)
      else reply.clearCookie(name, COOKIE_OPTIONS)
    }
    return true
  }

  function read(request: FastifyRequest): Draft | null {
    const text = names.map((name) => request.cookies[name] ?? '').join('')
    if (text === '') return null
    const { data } = kept.safeParse(open(text))
    if (!data || clock.now().getTime() - data.at > HOURS * 60 * 60 * 1000) return null
    const unpacked: unknown = JSON.parse(brotliDecompressSync(Buffer.from(data.packed, 'base64')).toString('utf8'))
    return draftSchema.safeParse(unpacked).data ?? null
  }

  function clear(reply: FastifyReply): void {
    for (const name of names) reply.clearCookie(name, COOKIE_OPTIONS)
  }

  return { keep, read, clear }
}

import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHmac } from 'node:crypto'
import { z } from 'zod'
import type { Clock } from '../kernel/index.ts'
import { createSealedCookie } from './sealed-cookie.ts'
import { COOKIE_OPTIONS, deriveKey } from './sessions.ts'

/** What a browser keeps for a page, by purpose: each is sealed by a key of its own. Signing out takes all of them. */
export const KEPT_COOKIES = {
  'vote-draft': '__Host-osbu-vote', 'vote-order': '__Host-osbu-order', 'vote-receipt': '__Host-osbu-receipt',
  'desk-form': '__Host-osbu-form', 'desk-slip': '__Host-osbu-slip', 'desk-sitting': '__Host-osbu-sitting',
  ceremony: '__Host-osbu-ceremony', opening: '__Host-osbu-opening',
} as const
export type KeptPurpose = keyof typeof KEPT_COOKIES

/**
 * What outlives the browser's window, for a telephone closes windows by itself: picks that nobody has confirmed yet and the order
 * that they were picked in. All else is gone for the next person at a library's computer when the browser is closed.
 */
const LASTING: readonly KeptPurpose[] = ['vote-draft', 'vote-order']

const contentSchema = z.strictObject({ until: z.int(), value: z.unknown() })

/** Something small that the browser carries and that nobody but this service can read or change. */
export type KeptCookie = {
  /** What was kept, to be checked by a schema; null when there is nothing, nothing that we sealed, or nothing that still holds. */
  readonly read: (request: FastifyRequest) => unknown
  /** The end is sealed with the value: it holds no longer, whatever a browser does with it. */
  readonly write: (reply: FastifyReply, value: object, seconds: number) => void
  readonly clear: (reply: FastifyReply) => void
  /** 32 bytes that stand for a text, the same each time, and that without the key tell nothing of it. */
  readonly tagOf: (text: string) => Buffer
}

export function createKeptCookie(sessionKey: Buffer, purpose: KeptPurpose, clock: Clock): KeptCookie {
  const name = KEPT_COOKIES[purpose]
  const sealed = createSealedCookie(deriveKey(sessionKey, `page ${purpose}`))
  const nowSeconds = (): number => Math.floor(clock.now().getTime() / 1000)
  const tagKey = deriveKey(sessionKey, `page ${purpose} tag`)
  return {
    read(request) {
      const text = request.cookies[name]
      const { data } = contentSchema.safeParse(text === undefined ? null : sealed.open(text))
      return data && nowSeconds() <= data.until ? data.value : null
    },
    write: (reply, value, seconds) => {
      const lasting = LASTING.includes(purpose) ? { maxAge: seconds } : {}
      reply.setCookie(name, sealed.seal({ until: nowSeconds() + seconds, value }), { ...COOKIE_OPTIONS, ...lasting })
    },
    clear: (reply) => { reply.clearCookie(name, COOKIE_OPTIONS) },
    tagOf: (text) => createHmac('sha256', tagKey).update(text).digest(),
  }
}

/** Takes everything that was kept out of the browser. */
export function clearKept(reply: FastifyReply): void {
  for (const name of Object.values(KEPT_COOKIES)) reply.clearCookie(name, COOKIE_OPTIONS)
}

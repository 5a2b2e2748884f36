import type { FastifyReply, FastifyRequest } from 'fastify'
import { createHmac } from 'node:crypto'
import { createSealedCookie } from './sealed-cookie.ts'
import { COOKIE_OPTIONS, deriveKey } from './sessions.ts'

/** What a browser keeps for a page, by purpose: each is sealed by a key of its own. Signing out takes all of them. */
export const KEPT_COOKIES = {
  'vote-draft': '__Host-osbu-vote', 'vote-order': '__Host-osbu-order', 'vote-receipt': '__Host-osbu-receipt',
  'desk-form': '__Host-osbu-form', 'desk-slip': '__Host-osbu-slip', 'desk-sitting': '__Host-osbu-sitting',
  ceremony: '__Host-osbu-ceremony', opening: '__Host-osbu-opening',
} as const
export type KeptPurpose = keyof typeof KEPT_COOKIES

/** Something small that the browser carries and that nobody but this service can read or change. */
export type KeptCookie = {
  /** What was kept, to be checked by a schema; null when there is nothing, or nothing that we sealed. */
  readonly read: (request: FastifyRequest) => unknown
  readonly write: (reply: FastifyReply, value: object, maxAgeSeconds: number) => void
  readonly clear: (reply: FastifyReply) => void
  /** 32 bytes that stand for a text, the same each time, and that without the key tell nothing of it. */
  readonly tagOf: (text: string) => Buffer
}

export function createKeptCookie(sessionKey: Buffer, purpose: KeptPurpose): KeptCookie {
  const name = KEPT_COOKIES[purpose]
  const sealed = createSealedCookie(deriveKey(sessionKey, `page ${purpose}`))
  const tagKey = deriveKey(sessionKey, `page ${purpose} tag`)
  return {
    read(request) {
      const text = request.cookies[name]
      return text === undefined ? null : sealed.open(text)
    },
    write: (reply, value, maxAgeSeconds) => {
      reply.setCookie(name, sealed.seal(value), { ...COOKIE_OPTIONS, maxAge: maxAgeSeconds })
    },
    clear: (reply) => { reply.clearCookie(name, COOKIE_OPTIONS) },
    tagOf: (text) => createHmac('sha256', tagKey).update(text).digest(),
  }
}

/** Takes everything that was kept out of the browser. */
export function clearKept(reply: FastifyReply): void {
  for (const name of Object.values(KEPT_COOKIES)) reply.clearCookie(name, COOKIE_OPTIONS)
}

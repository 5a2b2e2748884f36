import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { z } from 'zod'
import type { Audit } from '../../audit/index.ts'
import type { Ideas } from '../../ideas/index.ts'
import type { Auth, Identity, ResidentActor, Role, StaffActor } from '../../identity/index.ts'
import { assert, type Clock, type FieldError } from '../../kernel/index.ts'
import type { Moderation } from '../../moderation/index.ts'
import { fieldErrorsOf, type Language, LANGUAGES, type LimitName } from '../../platform/http/index.ts'
import { shared } from '../../platform/shared/index.ts'
import type { Implementation, Proposals } from '../../proposals/index.ts'
import type { Rounds } from '../../rounds/index.ts'
import type { Stations } from '../../stations/index.ts'
import type { Tally } from '../../tally/index.ts'
import type { Urn } from '../../urn/index.ts'
import { type Format, formatOf } from '../format/index.ts'
import type { Html } from '../html/index.ts'
import { createUnsaved, hasUnsavedVote, type Unsaved } from '../unsaved/index.ts'
import { type Words, wordsOf } from '../words/index.ts'
import { signedOutPage, signedOutQuietly, toSignIn } from './sign-in.ts'

export type Contact = { readonly email: string | null; readonly phone: string | null }

/** The rooms that pages call: the same use-cases as the JSON door. */
export type Rooms = {
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly ideas: Ideas
  readonly moderation: Moderation
  readonly proposals: Proposals
  readonly implementation: Implementation
  readonly urn: Urn
  readonly stations: Stations
  readonly tally: Tally
  readonly identity: Identity
  /** Whom people reach with feedback; null for what the town has not told. */
  readonly contact: Contact
  /** The origin that browsers use, known once the service listens. */
  readonly publicUrl: () => string
}

/** One request for a page: whose, in which language, with the words and figures of that language. */
export type Visit = {
  readonly language: Language
  readonly words: Words
  readonly format: Format
  /** The path without its language: `/ideat/12`. */
  readonly path: string
  /** An address in the language of the visit. `path` begins with a slash. */
  readonly href: (path: string) => string
  readonly resident: ResidentActor | null
  readonly staff: StaffActor | null
  /** Whether a vote was begun in this browser and not confirmed. */
  readonly unsaved: Unsaved
  readonly request: FastifyRequest
  readonly reply: FastifyReply
}

/** Where to go after a POST: always 303, so that reloading sends nothing twice. */
export type Redirect = { readonly redirect: string }

/** A page, a page with a status of its own, or where to go. */
export type Answer = Html | { readonly page: Html; readonly status: number } | Redirect

export type Handler = (visit: Visit) => Promise<Answer> | Answer

export type PageOptions = {
  /** No line in the log: for pages of casting and the desk. */
  readonly quiet?: boolean
  /** Staff with one of these roles; an empty list means any staff. Others are sent to sign in or told no. */
  readonly staff?: readonly Role[]
  /** Residents who are signed in; others are sent to sign in and come back. */
  readonly resident?: boolean
  /** One of the stricter limits on how often it may be asked. */
  readonly limit?: LimitName
  /**
   * The page is the same for everybody who has no cookie of ours, whenever they ask, and depends on nothing but its address:
   * it is kept for a second. Never for the voting flow, nor where an order or a code is drawn.
   */
  readonly shared?: boolean
}

export type Site = {
  readonly rooms: Rooms
  readonly app: FastifyInstance
  readonly get: (path: string, options: PageOptions, handler: Handler) => void
  readonly post: (path: string, options: PageOptions, handler: Handler) => void
}

const PREFIXES: Readonly<Record<Language, string>> = { fi: '', sv: '/sv', en: '/en' }

/** The address of a path in a language: Finnish has no prefix. */
export function addressOf(language: Language, path: string): string {
  return path === '/' ? PREFIXES[language] || '/' : PREFIXES[language] + path
}

/** The language of an address and its path without it. */
export function splitAddress(address: string): { language: Language; path: string } {
  const [, prefix, rest] = /^\/(sv|en)(\/.*)?$/.exec(address) ?? []
  return prefix ? { language: prefix as Language, path: rest ?? '/' } : { language: 'fi', path: address }
}

export function visitOf(request: FastifyRequest, reply: FastifyReply, auth: Pick<Auth, 'maybeResidentOf' | 'maybeStaffOf'>): Visit {
  const { language, path } = splitAddress(request.url.split('?')[0] ?? '/')
  return {
    language, path, words: wordsOf(language), format: formatOf(language), href: (to) => addressOf(language, to),
    resident: auth.maybeResidentOf(request), staff: auth.maybeStaffOf(request), request, reply,
    unsaved: { state: hasUnsavedVote({ request }) ? 'unknown' : 'no', slug: null },
  }
}

function send(reply: FastifyReply, answer: Answer): FastifyReply {
  if ('redirect' in answer) return reply.redirect(answer.redirect, 303)
  const [page, status] = 'page' in answer ? [answer.page, answer.status] : [answer, 200]
  return reply.code(status).type('text/html; charset=utf-8').serializer(String).send(String(page))
}

/** Where the people begin whose page this is. */
function homeOf(path: string): string {
  return ['/piste', '/hallinta'].find((home) => path.startsWith(home)) ?? '/omat-ideat'
}

/** Registers pages under the three languages, with sign-in before them and 303 after forms. */
export function createSite(app: FastifyInstance, rooms: Rooms): Site {
  const { auth } = rooms.identity
  const unsavedOf = createUnsaved(rooms)

  function register(method: 'GET' | 'POST', path: string, options: PageOptions, handler: Handler): void {
    const signInMissing = (visit: Visit): 'resident' | 'staff' | null =>
      options.resident && !visit.resident ? 'resident' : options.staff && !visit.staff ? 'staff' : null
    assert(!options.shared || (method === 'GET' && !options.resident && !options.staff && !options.quiet), `${path} cannot be shared`)
    const personal = options.resident === true || options.staff !== undefined || options.quiet === true
    for (const language of LANGUAGES) {
      app.route({
        method,
        url: addressOf(language, path),
        config: { ...options.quiet ? { quiet: true } : {}, ...options.limit ? { limit: options.limit } : {}, ...options.shared ? shared : {} },
        // Whether somebody of staff has the role is the same question as at the JSON door, so it is asked there.
        onRequest: async (request, reply) => {
          const visit = visitOf(request, reply, auth)
          const missing = signInMissing(visit)
          if (missing === null && options.staff) await auth.staff(...options.staff)(request, reply)
          if (missing !== null && method === 'GET') return toSignIn(visit, missing)
        },
        handler: async (request, reply) => {
          const visit = visitOf(request, reply, auth)
          const missing = signInMissing(visit)
          if (missing !== null && options.quiet) {
            const comesBack = app.hasRoute({ method: 'GET', url: addressOf(language, path) })
            return signedOutQuietly(visit, missing, comesBack ? visit.path : homeOf(path))
          }
          if (missing !== null) return signedOutPage(visit, missing, homeOf(path))
          const begun = visit.unsaved.state !== 'no'
          if (personal || begun || visit.resident || visit.staff || method === 'POST') reply.header('cache-control', 'no-store')
          return send(reply, await handler(begun && !options.quiet ? { ...visit, unsaved: await unsavedOf(visit) } : visit))
        },
      })
    }
  }

  return {
    rooms, app,
    get: (path, options, handler) => register('GET', path, options, handler),
    post: (path, options, handler) => register('POST', path, options, handler),
  }
}

/** A form as it was typed: one text a field, the last where there are several. For showing it again. */
export type Typed = Readonly<Record<string, string>>

export type Form<T> =
  | { readonly ok: true; readonly value: T; readonly typed: Typed }
  | { readonly ok: false; readonly errors: readonly FieldError[]; readonly typed: Typed }

/** All values of one field of a form, as a list: checkboxes. */
export function valuesOf(body: unknown, field: string): string[] {
  const value = (body as Record<string, unknown> | null)?.[field]
  return Array.isArray(value) ? value.map(String) : value === undefined ? [] : [String(value)]
}

export function typedOf(body: unknown): Typed {
  const entries = Object.entries((body as Record<string, unknown> | null) ?? {})
  return Object.fromEntries(entries.map(([name, value]) => [name, String(Array.isArray(value) ? value.at(-1) : value)]))
}

/**
 * Reads a form by the schema of the JSON door. `shape` makes the schema's object from the texts of the form: numbers,
 * lists, things left empty. What was typed comes back with the errors.
 */
export function readForm<S extends z.ZodType>(schema: S, body: unknown, shape: (typed: Typed) => unknown): Form<z.infer<S>> {
  const typed = typedOf(body)
  const source = shape(typed)
  const parsed = schema.safeParse(source)
  return parsed.success
    ? { ok: true, value: parsed.data, typed }
    : { ok: false, errors: fieldErrorsOf(parsed.error, source), typed }
}

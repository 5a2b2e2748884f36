import cookie from '@fastify/cookie'
import jwt from '@fastify/jwt'
import type { FastifyRequest } from 'fastify'
import { hkdfSync } from 'node:crypto'
import { z } from 'zod'
import { assert, type Clock, newId, present } from '../kernel/index.ts'
import type { Api } from '../platform/http/index.ts'
import { type ResidentActor, ROLES, type StaffActor } from './domain.ts'
import type { Held, Revocations } from './revocations.ts'

declare module '@fastify/jwt' {
  interface FastifyJWT {
    namespaces: Audience
  }
}

export type Audience = 'resident' | 'staff'

/** In the name of every cookie of the service: a browser without one is shown what everybody is shown. */
export const COOKIE_MARK = '__Host-osbu'
export const COOKIES = { resident: COOKIE_MARK, staff: `${COOKIE_MARK}-staff` } as const
export const COOKIE_OPTIONS = { path: '/', httpOnly: true, secure: true, sameSite: 'lax' } as const

const ISSUER = 'osbu'
const LIFETIME_SECONDS = { resident: 60 * 60, staff: 15 * 60 } as const
export const STAFF_LIFETIME_MAX_SECONDS = 8 * 60 * 60
const RENEW_AFTER_SECONDS = 60
/** Browsers keep four kilobytes of a cookie, name and attributes included, and drop a longer one without a word. */
const TOKEN_MAX_CHARACTERS = 3900

const base = { iss: z.literal(ISSUER), jti: z.string(), iat: z.int(), exp: z.int() }
const residentToken = z.strictObject({
  ...base, aud: z.literal('resident'), authorKey: z.string(),
  votes: z.record(z.string(), z.tuple([z.string(), z.string().nullable()])),
})
const staffToken = z.strictObject({
  ...base, aud: z.literal('staff'), authTime: z.int(), sub: z.string(), name: z.string(),
  roles: z.array(z.enum(ROLES)), station: z.string().nullable(),
})

/** A session as it goes to a browser: the cookie's name and its value. */
export type Issued = { readonly name: string; readonly token: string }

export type StaffSession = { readonly actor: StaffActor; readonly renewed: Issued | null }

export type Sessions = ReturnType<typeof createSessions>

/** A key of its own for each purpose, from the one in the file. */
export function deriveKey(sessionKey: Buffer, purpose: Audience | 'signin' | `page ${string}`): Buffer {
  return Buffer.from(hkdfSync('sha256', sessionKey, '', `osbu ${purpose}`, 32))
}

/**
 * Sessions as signed tokens in cookies, residents and staff apart: a key, an audience and a cookie for each.
 * A resident's lasts an hour; one of staff lasts 15 minutes from its last use and 8 hours from the sign-in at most.
 * One that was ended holds no more, whoever has a copy of it.
 */
export function createSessions({ key, clock, revocations }: { key: Buffer; clock: Clock; revocations: Revocations }) {
  let app: Api | null = null

  function tokens(audience: Audience) {
    return present(app, 'sessions are installed into the app before they are used').jwt[audience]
  }

  function nowSeconds(): number {
    return Math.floor(clock.now().getTime() / 1000)
  }

  /** Registers cookies and tokens. Await it on the app itself, before any route. */
  async function install(target: Api): Promise<void> {
    if (!target.hasPlugin('@fastify/cookie')) await target.register(cookie)
    for (const audience of ['resident', 'staff'] as const) {
      await target.register(jwt, {
        secret: deriveKey(key, audience),
        namespace: audience,
        cookie: { cookieName: COOKIES[audience], signed: false },
        sign: { algorithm: 'HS256', iss: ISSUER, aud: audience },
        // The plugin would take any algorithm that fits the key: each of these closes a door that it leaves open.
        verify: {
          algorithms: ['HS256'], allowedIss: ISSUER, allowedAud: audience, maxAge: LIFETIME_SECONDS[audience],
          onlyCookie: true, requiredClaims: ['iss', 'aud', 'jti', 'iat', 'exp'],
        },
      })
    }
    target.addHook('onRequest', async ({ cookies, log }) => {
      if (cookies[COOKIES.resident] === undefined && cookies[COOKIES.staff] === undefined) return
      try {
        await revocations.refresh()
      } catch (error) {
        // Without the database a session opens next to nothing, and its holder must still be told so and be able to leave.
        log.error({ err: error }, 'the ended sessions could not be read')
      }
    })
    app = target
  }

  function issue(audience: Audience, payload: object): Issued {
    const token = tokens(audience).sign(payload)
    assert(token.length <= TOKEN_MAX_CHARACTERS, 'a session fits into a cookie')
    return { name: COOKIES[audience], token }
  }

  function issueResident(actor: ResidentActor): Issued {
    const iat = nowSeconds()
    const exp = iat + LIFETIME_SECONDS.resident
    const votes = Object.fromEntries(
      Object.entries(actor.votingRights).map(([roundId, right]) => [roundId, [right.voterKey, right.refusal]]),
    )
    return issue('resident', { jti: newId(), iat, exp, authorKey: actor.authorKey.toString('base64url'), votes })
  }

  function issueStaff(actor: StaffActor, session = { jti: newId(), authTime: nowSeconds() }): Issued {
    const iat = nowSeconds()
    const exp = Math.min(iat + LIFETIME_SECONDS.staff, session.authTime + STAFF_LIFETIME_MAX_SECONDS)
    const { id: sub, name, roles, station } = actor
    return issue('staff', { ...session, iat, exp, sub, name, roles, station })
  }

  /**
   * The verified claims of a request's token; null when none holds. Never `decode`: that verifies nothing. The plugin goes by the
   * machine's own clock, for an option of a call makes it build a verifier anew each time; the callers ask the house's clock too.
   */
  function verified(audience: Audience, request: FastifyRequest): unknown {
    // Most requests hold one session or none; looking for the other by the plugin would make an error each time.
    const token = request.cookies[COOKIES[audience]]
    if (token === undefined) return null
    try {
      return tokens(audience).verify(token)
    } catch (error) {
      // Everything that the plugin refuses is a token that does not hold; a defect of our own must not hide among them.
      if (typeof (error as { code?: unknown }).code === 'string') return null
      throw error
    }
  }

  /** A token ends at its own end, and with its age whatever that says. */
  function isYoung(audience: Audience, { iat, exp }: { iat: number; exp: number }): boolean {
    return nowSeconds() < Math.min(exp, iat + LIFETIME_SECONDS[audience])
  }

  /** What a session says that a request holds, as far as it holds. */
  function claimsOf<Claims extends z.infer<z.ZodObject<typeof base>>>(
    audience: Audience, token: z.ZodType<Claims>, request: FastifyRequest,
  ): Claims | null {
    const claims = verified(audience, request)
    if (claims === null) return null
    const { data } = token.safeParse(claims)
    return data && isYoung(audience, data) && !revocations.isRevoked(data.jti) ? data : null
  }

  const residentClaims = (request: FastifyRequest) => claimsOf('resident', residentToken, request)

  function staffClaims(request: FastifyRequest) {
    const data = claimsOf('staff', staffToken, request)
    const holds = data && nowSeconds() < data.authTime + STAFF_LIFETIME_MAX_SECONDS && !revocations.isStaffEnded(data.sub, data.authTime)
    return holds ? data : null
  }

  function readResident(request: FastifyRequest): ResidentActor | null {
    const data = residentClaims(request)
    if (data === null) return null
    const votingRights = Object.fromEntries(
      Object.entries(data.votes).map(([roundId, [voterKey, refusal]]) => [roundId, { voterKey, refusal }]),
    )
    return { kind: 'resident', authorKey: Buffer.from(data.authorKey, 'base64url'), votingRights }
  }

  /** Who of staff asks, and a renewed session when theirs is older than a minute. */
  function readStaff(request: FastifyRequest): StaffSession | null {
    const data = staffClaims(request)
    if (data === null) return null
    const { sub: id, name, roles, station, jti, authTime, iat } = data
    const actor: StaffActor = { kind: 'staff', id, name, roles, station }
    return { actor, renewed: nowSeconds() - iat > RENEW_AFTER_SECONDS ? issueStaff(actor, { jti, authTime }) : null }
  }

  /** The session of one kind that a request holds, as far as it holds. */
  function heldOf(audience: Audience, request: FastifyRequest): Held | null {
    if (audience === 'staff') {
      const data = staffClaims(request)
      return data && { id: data.jti, lastSecond: data.authTime + STAFF_LIFETIME_MAX_SECONDS }
    }
    const data = residentClaims(request)
    return data && { id: data.jti, lastSecond: data.exp }
  }

  return { install, issueResident, issueStaff, readResident, readStaff, heldOf }
}

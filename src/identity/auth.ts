import type { FastifyReply, FastifyRequest } from 'fastify'
import { Fault, present } from '../kernel/index.ts'
import type { ResidentActor, Role, StaffActor } from './domain.ts'
import { clearKept } from './kept-cookie.ts'
import type { Held, Revocations } from './revocations.ts'
import { COOKIE_OPTIONS, COOKIES, type Issued, type Sessions, type StaffSession } from './sessions.ts'

/** For a route's `onRequest`: who may not enter is told so before the request is read any further. */
export type AuthHook = ((request: FastifyRequest, reply: FastifyReply) => Promise<void>) & {
  /** Whose session it asks for: what the API's document tells of the route. */
  readonly audience: Audience
}

type Audience = keyof typeof COOKIES

/** The cookies that the hooks ask for, by their audience, as the API's document names them. */
export const SECURITY_SCHEMES = {
  resident: { type: 'apiKey', in: 'cookie', name: COOKIES.resident },
  staff: { type: 'apiKey', in: 'cookie', name: COOKIES.staff },
} as const satisfies Record<Audience, object>

/** What a route with these hooks asks for, as the API's document says it; null when everybody may enter. */
export function securityOf(hooks: unknown): { [audience: string]: string[] }[] | null {
  const audiences = [hooks].flat().map((hook) => (hook as Partial<AuthHook> | undefined)?.audience).filter((each) => each !== undefined)
  return audiences.length === 0 ? null : [Object.fromEntries(audiences.map((audience) => [audience, []]))]
}

export type Auth = {
  /** Throws the Fault `unauthenticated` unless a resident is signed in. */
  readonly resident: AuthHook
  /**
   * Throws `unauthenticated` unless somebody of staff is signed in, and `forbidden` unless they have one of the roles;
   * no roles mean any staff. A manager has no other role by being one.
   */
  readonly staff: (...roles: readonly Role[]) => AuthHook
  /** The resident who asks, after the hook ran. */
  readonly residentOf: (request: FastifyRequest) => ResidentActor
  readonly staffOf: (request: FastifyRequest) => StaffActor
  /** The resident who asks, if one is signed in: for public routes. */
  readonly maybeResidentOf: (request: FastifyRequest) => ResidentActor | null
  readonly maybeStaffOf: (request: FastifyRequest) => StaffActor | null
  /** Ends the session of one kind that the browser holds: a new sign-in never goes on in an old session. */
  readonly endHeld: (request: FastifyRequest, audience: Audience) => Promise<void>
  /**
   * Signs out, as a resident and as staff: takes both sessions and all that was kept for them out of the browser, and ends
   * them for whoever has a copy. The browser is rid of them even when this throws because the database is away.
   */
  readonly signOut: (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

/**
 * Puts a session into the browser, for as long as its window is open: the next person at a library's computer finds it closed. The
 * token has an end of its own besides.
 */
export function setSession(reply: FastifyReply, { name, token }: Issued): void {
  reply.setCookie(name, token, COOKIE_OPTIONS)
}

export function createAuth(sessions: Sessions, revocations: Revocations): Auth {
  const residents = new WeakMap<FastifyRequest, ResidentActor | null>()
  const staffSessions = new WeakMap<FastifyRequest, StaffSession | null>()

  function maybeResidentOf(request: FastifyRequest): ResidentActor | null {
    const known = residents.get(request)
    if (known !== undefined) return known
    const actor = sessions.readResident(request)
    residents.set(request, actor)
    return actor
  }

  function staffSessionOf(request: FastifyRequest): StaffSession | null {
    const known = staffSessions.get(request)
    if (known !== undefined) return known
    const session = sessions.readStaff(request)
    staffSessions.set(request, session)
    return session
  }

  function maybeStaffOf(request: FastifyRequest): StaffActor | null {
    return staffSessionOf(request)?.actor ?? null
  }

  const resident: AuthHook = Object.assign(async (request: FastifyRequest) => {
    if (!maybeResidentOf(request)) throw new Fault('unauthenticated')
  }, { audience: 'resident' } as const)

  function staff(...roles: readonly Role[]): AuthHook {
    return Object.assign(async (request: FastifyRequest, reply: FastifyReply) => {
      const session = staffSessionOf(request)
      if (!session) throw new Fault('unauthenticated')
      if (session.renewed) setSession(reply, session.renewed)
      if (roles.length > 0 && !roles.some((role) => session.actor.roles.includes(role))) throw new Fault('forbidden')
    }, { audience: 'staff' } as const)
  }

  function heldBy(request: FastifyRequest, audiences: readonly Audience[]): Held[] {
    return audiences.map((audience) => sessions.heldOf(audience, request)).filter((held) => held !== null)
  }

  async function signOut(request: FastifyRequest, reply: FastifyReply): Promise<void> {
    for (const name of Object.values(COOKIES)) reply.clearCookie(name, COOKIE_OPTIONS)
    clearKept(reply)
    await revocations.revoke(heldBy(request, ['resident', 'staff']))
    residents.set(request, null)
    staffSessions.set(request, null)
  }

  return {
    resident,
    staff,
    residentOf: (request) => present(maybeResidentOf(request), 'the route has the hook `resident`'),
    staffOf: (request) => present(maybeStaffOf(request), 'the route has the hook `staff`'),
    maybeResidentOf,
    maybeStaffOf,
    endHeld: (request, audience) => revocations.revoke(heldBy(request, [audience])),
    signOut,
  }
}

import type { Audit } from '../audit/index.ts'
import { assert, type Clock, done, Fault } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import type { Api, Askers } from '../platform/http/index.ts'
import { type Auth, createAuth } from './auth.ts'
import {
  type Claims, personOf, type ResidentClaims, signInFault, STAFF_CLAIMS, type StaffClaims, staffOfClaims,
  SUOMI_FI_CLAIMS,
} from './claims.ts'
import { createDemoProvider } from './demo-provider/index.ts'
import type { Person, ResidentActor, StaffActor, VotingRight } from './domain.ts'
import { personKeyOf } from './keys.ts'
import { createKeptCookie, type KeptCookie, type KeptPurpose } from './kept-cookie.ts'
import { createOidcClient, issuerFault, type OidcClient, type OidcFetch, type OidcSettings } from './oidc.ts'
import { createRevocations } from './revocations.ts'
import { registerIdentityRoutes, SIGN_IN_COOKIE } from './routes.ts'
import { type SignInState, signInState } from './schema.ts'
import { createSealedCookie, type SealedCookie } from './sealed-cookie.ts'
import { openPepper, openSessionKey } from './secrets.ts'
import { type Audience, createSessions, deriveKey, type Issued, STAFF_LIFETIME_MAX_SECONDS } from './sessions.ts'
import { storeStaffSessionsEnd } from './store.ts'

export type ResidentSettings = OidcSettings & { readonly claims?: ResidentClaims }
export type StaffSettings = OidcSettings & { readonly claims?: StaffClaims }

export type IdentityDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly secretsDir: string
  /** The origin that browsers use, known once the service listens. */
  readonly publicUrl: () => string
  /** Null: nobody can sign in this way, unless the demo's provider takes its place. */
  readonly residents: ResidentSettings | null
  readonly staff: StaffSettings | null
  readonly allowArtificialHetu: boolean
  readonly demo: boolean
  /** What a person may vote on, by round id: asked once, at the sign-in. */
  readonly votingRightsOf: (person: Person) => Promise<Record<string, VotingRight>>
}

/** A session that was just opened. `cookie` is the value of a `Cookie` header that carries it. */
export type SignedIn<Actor> = { readonly actor: Actor; readonly session: Issued; readonly cookie: string }

export type Identity = {
  readonly auth: Auth
  /** Who asks, for counting requests. */
  readonly askers: Askers
  readonly authorKeyOf: (person: Pick<Person, 'hetu' | 'eidasPid'>) => Buffer
  readonly signInResident: (person: Person) => Promise<SignedIn<ResidentActor>>
  readonly signInStaff: (actor: StaffActor) => Promise<SignedIn<StaffActor>>
  /**
   * Where people end their session at the provider that they signed in by, which signing out here does not reach. Null when
   * the provider offers no such address, can't be asked now, or is not there.
   */
  readonly providerSignOutUrl: (audience: Audience) => Promise<string | null>
  /**
   * Ends all sessions of a member of staff, by their id at the town's provider, wherever they are: within a second in every
   * process. A new sign-in opens new ones, as long as the provider still gives a role.
   */
  readonly endStaffSessions: (by: { readonly id: string; readonly name: string }, staffId: string) => Promise<void>
  /** Seals what a page keeps in the browser, unreadable there, with a key of its own for each purpose. */
  readonly sealedCookie: (purpose: string) => SealedCookie
  /** A sealed cookie for a purpose of the pages. */
  readonly kept: (purpose: KeptPurpose) => KeptCookie
  /** Cookies, tokens and, in a demo, its provider. Await it on the app itself, before any routes. */
  readonly install: (app: Api) => Promise<void>
  readonly registerRoutes: (api: Api) => void
}

/** Starting must fail: the message says what an operator has to change. */
export class SignInConfigError extends Error {
  constructor(message: string) {
    super(message)
    this.name = 'SignInConfigError'
  }
}

const SIGN_IN_SECONDS_MAX = 10 * 60

export type SignIn = ReturnType<typeof createSignIn>

function signedIn<Actor>(actor: Actor, session: Issued): SignedIn<Actor> {
  return { actor, session, cookie: `${session.name}=${session.token}` }
}

/** The way out to a provider and back, for both kinds of people. */
function createSignIn(deps: {
  clock: Clock
  sealed: ReturnType<typeof createSealedCookie>
  clients: Readonly<Record<Audience, OidcClient | null>>
  open: Readonly<Record<Audience, (claims: Claims) => Promise<SignedIn<unknown>>>>
}) {
  const nowSeconds = (): number => Math.floor(deps.clock.now().getTime() / 1000)

  function clientOf(audience: Audience): OidcClient {
    const client = deps.clients[audience]
    if (!client) throw signInFault('sign_in', 'not_configured', 'unavailable')
    return client
  }

  async function start(
    audience: Audience, returnPath: string,
  ): Promise<{ url: string; sealed: string; maxAgeSeconds: number }> {
    const { url, transient } = await clientOf(audience).start()
    const state: SignInState = { audience, ...transient, returnPath, at: nowSeconds() }
    return { url, sealed: deps.sealed.seal(state), maxAgeSeconds: SIGN_IN_SECONDS_MAX }
  }

  /** Throws `unauthenticated` unless the browser comes back from the very sign-in that it went out on. */
  async function finish(
    audience: Audience, sealed: string | undefined, query: string,
  ): Promise<{ session: Issued; returnPath: string }> {
    const { data: state } = signInState.safeParse(sealed === undefined ? null : deps.sealed.open(sealed))
    if (!state || state.audience !== audience) throw signInFault('sign_in', 'not_started')
    if (nowSeconds() - state.at > SIGN_IN_SECONDS_MAX) throw signInFault('sign_in', 'too_late')
    const claims = await clientOf(audience).finish(query, state, nowSeconds() - state.at)
    return { session: (await deps.open[audience](claims)).session, returnPath: state.returnPath }
  }

  return { start, finish }
}

/**
 * Reads the secrets and wires the room. Throws when a secret is missing or wrong, when a provider would be asked over
 * plain http, or when a demo is asked for where artificial identity codes are refused, which is production.
 */
export async function createIdentity(deps: IdentityDeps): Promise<Identity> {
  const { db, clock, audit, secretsDir, publicUrl, allowArtificialHetu } = deps
  if (deps.demo && !allowArtificialHetu) {
    throw new SignInConfigError('The demo sign-in lets anybody in as anybody: it can not be used in production.')
  }
  for (const settings of [deps.residents, deps.staff]) {
    const fault = settings && issuerFault(settings.issuer)
    if (fault) throw new SignInConfigError(`Sign-in: ${fault}.`)
  }
  const pepper = await openPepper(db, secretsDir)
  const sessionKey = await openSessionKey(secretsDir)
  const revocations = createRevocations({ db, clock })
  await revocations.refresh()
  const sessions = createSessions({ key: sessionKey, clock, revocations })
  const auth = createAuth(sessions, revocations)
  const demo = deps.demo ? createDemoProvider({ publicUrl, redirectUri }) : null
  const residentClaims = deps.residents?.claims ?? SUOMI_FI_CLAIMS
  const staffClaims = deps.staff?.claims ?? STAFF_CLAIMS

  function redirectUri(audience: Audience): string {
    return `${publicUrl()}/api/sign-in/${audience}/callback`
  }

  function clientOf(
    audience: Audience, configured: OidcSettings | null, isComplete: (claims: Claims) => boolean,
  ): OidcClient | null {
    const common = { redirectUri: () => redirectUri(audience), signedOutUri: () => `${publicUrl()}/`, isComplete }
    if (configured) return createOidcClient({ ...common, settings: () => configured, allowInsecure: false })
    if (!demo) return null
    const fetch: OidcFetch = demo.fetch
    return createOidcClient({ ...common, settings: () => demo.settings(audience), allowInsecure: true, fetch })
  }

  function authorKeyOf(person: Pick<Person, 'hetu' | 'eidasPid'>): Buffer {
    return personKeyOf(pepper, person)
  }

  /** Turns a person into keys and rights, and forgets the person. Writes nothing: nobody can look up who signed in. */
  async function signInResident(person: Person): Promise<SignedIn<ResidentActor>> {
    const votingRights = await deps.votingRightsOf(person)
    const actor: ResidentActor = { kind: 'resident', authorKey: authorKeyOf(person), votingRights }
    return signedIn(actor, sessions.issueResident(actor))
  }

  async function signInStaff(actor: StaffActor): Promise<SignedIn<StaffActor>> {
    if (actor.roles.length === 0) throw new Fault('forbidden')
    assert(actor.roles.includes('clerk') === (actor.station !== null), 'clerks, and they alone, have a station')
    const roles = actor.roles.map((role) => role === 'clerk' ? `clerk:${actor.station}` : role)
    const recorded = await transact(db, async (tx) => {
      await audit.record(tx, { kind: 'staff_signed_in', actor: { id: actor.id, name: actor.name }, body: { roles } })
      return done()
    })
    assert(recorded.ok, 'a sign-in is recorded')
    return signedIn(actor, sessions.issueStaff(actor))
  }

  async function endStaffSessions(by: { readonly id: string; readonly name: string }, staffId: string): Promise<void> {
    const now = clock.now()
    const ended = await transact(db, async (tx) => {
      await storeStaffSessionsEnd(tx, staffId, now, new Date(now.getTime() - STAFF_LIFETIME_MAX_SECONDS * 1000))
      await audit.record(tx, { kind: 'staff_sessions_ended', actor: by, body: { staff: staffId } })
      return done()
    })
    assert(ended.ok, 'sessions are ended')
  }

  const clients = {
    resident: clientOf('resident', deps.residents, (claims) =>
      claims[residentClaims.hetu] !== undefined || claims[residentClaims.eidasPid] !== undefined),
    staff: clientOf('staff', deps.staff, (claims) => claims[staffClaims.roles] !== undefined),
  }

  const signIn = createSignIn({
    clock,
    sealed: createSealedCookie(deriveKey(sessionKey, 'signin')),
    clients,
    open: {
      resident: async (claims) => signInResident(personOf(claims, residentClaims, allowArtificialHetu)),
      staff: async (claims) => signInStaff(staffOfClaims(claims, staffClaims)),
    },
  })

  const askers: Askers = {
    person(request) {
      const staff = auth.maybeStaffOf(request)
      if (staff) return `staff ${staff.id}`
      return auth.maybeResidentOf(request)?.authorKey.toString('base64') ?? null
    },
    way: (request) => request.cookies[SIGN_IN_COOKIE] ?? null,
  }

  async function install(app: Api): Promise<void> {
    await sessions.install(app)
    if (demo) await demo.mount(app)
  }

  return {
    auth, askers, authorKeyOf, signInResident, signInStaff, endStaffSessions, install,
    providerSignOutUrl: async (audience) => await clients[audience]?.signOutUrl() ?? null,
    kept: (purpose) => createKeptCookie(sessionKey, purpose, clock),
    sealedCookie: (purpose) => createSealedCookie(deriveKey(sessionKey, `page ${purpose}`)),
    registerRoutes: (api) => registerIdentityRoutes(api, { auth, signIn }),
  }
}

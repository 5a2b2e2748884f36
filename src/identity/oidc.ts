import * as oidc from 'openid-client'
import { Fault, systemClock } from '../kernel/index.ts'
import { type Claims, signInFault } from './claims.ts'

/** A provider as config names it. `clientSecret` null: a public client, held by PKCE alone. */
export type OidcSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string | null
  readonly scope?: string
  /** How strongly people must have been identified: one of these, in the provider's own words. None: it is not asked. */
  readonly acr?: readonly string[]
  /** The provider does not tell when people identified themselves: that it asked them anew is then taken on trust. */
  readonly authTimeOptional?: boolean
}

export type OidcFetch = oidc.CustomFetch

/** What has to be remembered between the way out and the way back. */
export type Transient = { readonly verifier: string; readonly state: string; readonly nonce: string }

export type OidcClient = ReturnType<typeof createOidcClient>

const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const TIMEOUT_SECONDS = 10
/** By how much the clocks of a provider and of this machine may differ. */
const CLOCK_TOLERANCE_SECONDS = 30

/** Why an issuer can't be used, or null. Tokens over plain http are anybody's, except on this machine itself. */
export function issuerFault(issuer: string): string | null {
  const url = URL.parse(issuer)
  if (url?.protocol === 'https:' || url?.protocol === 'http:' && LOOPBACK.has(url.hostname)) return null
  return `the issuer ${issuer} must be an https address`
}

/** Our words for what went wrong: the provider's own text goes neither to the browser nor into the log. */
function faultOf(error: unknown): Fault {
  if (error instanceof Fault) return error
  if (error instanceof oidc.AuthorizationResponseError) return signInFault('sign_in', 'refused_by_provider')
  if (error instanceof oidc.ResponseBodyError) return signInFault('sign_in', 'answer_not_valid')
  const { code, name } = error as { code?: string; name?: string }
  if (code === 'OAUTH_TIMEOUT' || name === 'TypeError' || name === 'TimeoutError') {
    return signInFault('sign_in', 'provider_unreachable', 'unavailable')
  }
  return signInFault('sign_in', 'answer_not_valid')
}

/**
 * Throws unless people identified themselves since they were sent out, `elapsedSeconds` ago. A provider keeps a session of its own,
 * which stays in a library's browser when somebody signs out here: without this the next person would come back as them.
 * The library's own check has no words for a provider that tells no time, so that it is made here, by the same clock.
 */
function checkAskedAnew(authTime: number | undefined, elapsedSeconds: number, optional: boolean): void {
  if (authTime === undefined) {
    if (!optional) throw signInFault('sign_in', 'auth_time_missing')
    return
  }
  const sentOutAt = systemClock.now().getTime() / 1000 - elapsedSeconds
  if (authTime < sentOutAt - CLOCK_TOLERANCE_SECONDS) throw signInFault('sign_in', 'not_asked_anew')
}

/**
 * The code flow with PKCE, state and nonce against one provider (OpenID Connect Core 3.1; RFC 9700, 2.1).
 * The provider is asked for its addresses at the first sign-in and again after a failure, not at start: the demo's
 * lives in this very process, and the town's may be away while the service starts. `isComplete` says whether the ID
 * token's claims suffice; otherwise its userinfo is asked too. All errors are Faults.
 */
export function createOidcClient(deps: {
  settings: () => OidcSettings
  redirectUri: () => string
  /** Where the provider sends people after they have signed out there. */
  signedOutUri: () => string
  isComplete: (claims: Claims) => boolean
  allowInsecure: boolean
  fetch?: OidcFetch
}) {
  let discovered: Promise<oidc.Configuration> | null = null

  async function discover(): Promise<oidc.Configuration> {
    const { issuer, clientId, clientSecret } = deps.settings()
    const config = await oidc.discovery(
      new URL(issuer), clientId, clientSecret === null ? undefined : clientSecret,
      clientSecret === null ? oidc.None() : oidc.ClientSecretBasic(clientSecret),
      {
        timeout: TIMEOUT_SECONDS,
        execute: [
          // The token comes straight from the provider; to check its signature as well costs next to nothing.
          oidc.enableNonRepudiationChecks,
          ...(deps.allowInsecure || issuerFault(issuer) === null && issuer.startsWith('http:')
            ? [oidc.allowInsecureRequests] : []),
        ],
        ...(deps.fetch ? { [oidc.customFetch]: deps.fetch } : {}),
      },
    )
    config.timeout = TIMEOUT_SECONDS
    return config
  }

  async function configuration(): Promise<oidc.Configuration> {
    discovered ??= discover()
    try {
      return await discovered
    } catch {
      discovered = null
      throw signInFault('sign_in', 'provider_unreachable', 'unavailable')
    }
  }

  /** Where to send the browser, and what to remember until it comes back. */
  async function start(): Promise<{ url: string; transient: Transient }> {
    const config = await configuration()
    const transient = {
      verifier: oidc.randomPKCECodeVerifier(), state: oidc.randomState(), nonce: oidc.randomNonce(),
    }
    const wanted = deps.settings().acr ?? []
    const url = oidc.buildAuthorizationUrl(config, {
      redirect_uri: deps.redirectUri(),
      scope: deps.settings().scope ?? 'openid',
      code_challenge: await oidc.calculatePKCECodeChallenge(transient.verifier),
      code_challenge_method: 'S256',
      state: transient.state,
      nonce: transient.nonce,
      // Nobody comes in by a session that somebody else left open at the provider (OpenID Connect Core, 3.1.2.1).
      prompt: 'login',
      max_age: '0',
      ...wanted.length > 0 ? { acr_values: wanted.join(' ') } : {},
    })
    return { url: url.href, transient }
  }

  /**
   * The claims for the code that the browser brought back in `query`, `elapsedSeconds` after it was sent out. When people
   * identified themselves is not among them: that is checked here and then forgotten.
   */
  async function finish(query: string, transient: Transient, elapsedSeconds: number): Promise<Claims> {
    const config = await configuration()
    try {
      const tokens = await oidc.authorizationCodeGrant(config, new URL(`${deps.redirectUri()}?${query}`), {
        pkceCodeVerifier: transient.verifier, expectedState: transient.state, expectedNonce: transient.nonce,
        idTokenExpected: true,
      })
      const token = tokens.claims()
      if (!token) throw signInFault('sign_in', 'answer_not_valid')
      const { auth_time: authTime, ...claims } = token
      checkAskedAnew(authTime, elapsedSeconds, deps.settings().authTimeOptional ?? false)
      // To ask for it is only a wish (OpenID Connect Core, 3.1.2.1): what was done stands in the token.
      const wanted = deps.settings().acr ?? []
      if (wanted.length > 0 && !wanted.some((acr) => acr === claims.acr)) throw signInFault('sign_in', 'not_strong_enough')
      if (deps.isComplete(claims) || !config.serverMetadata().userinfo_endpoint) return claims
      return { ...await oidc.fetchUserInfo(config, tokens.access_token, claims.sub), ...claims }
    } catch (error) {
      throw faultOf(error)
    }
  }

  /**
   * Where people end their session at the provider itself (OpenID Connect RP-Initiated Logout 1.0); null when it has no such
   * address or can't be asked now. It is told which service they come from and no token: none is kept.
   */
  async function signOutUrl(): Promise<string | null> {
    try {
      const config = await configuration()
      if (!config.serverMetadata().end_session_endpoint) return null
      return oidc.buildEndSessionUrl(config, { post_logout_redirect_uri: deps.signedOutUri() }).href
    } catch {
      return null
    }
  }

  return { start, finish, signOutUrl }
}

import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { interactionPolicy, Provider } from 'oidc-provider'
import { STAFF_CLAIMS, SUOMI_FI_CLAIMS } from '../claims.ts'
import { parseHetu } from '../domain.ts'
import { DemoMemory } from './memory.ts'
import { expiredPage, PAGE_POLICY } from './page.ts'
import { DEMO_PEOPLE, DEMO_STAFF } from './people.ts'

/** Where people whom nobody listed live: a person who is typed in must be able to play a voter. */
const MUNICIPALITY_OF_OTHERS = '111'

export type DemoClient = { readonly clientId: string; readonly clientSecret: string; readonly redirectUri: string }

type AccountClaims = { sub: string; [claim: string]: string | string[] }

/** The claims of a resident or of staff; an account's id is the identity code or the id of staff. */
function claimsOf(accountId: string): AccountClaims | null {
  const staff = DEMO_STAFF.find(({ id }) => id === accountId)
  if (staff) return { sub: staff.id, [STAFF_CLAIMS.name]: staff.name, [STAFF_CLAIMS.roles]: [...staff.roles] }
  const hetu = parseHetu(accountId)
  if (!hetu.ok || !hetu.value.artificial) return null
  const listed = DEMO_PEOPLE.find((person) => person.hetu === hetu.value.hetu)
  const municipality = listed ? listed.municipality : MUNICIPALITY_OF_OTHERS
  return {
    sub: accountId, [SUOMI_FI_CLAIMS.hetu]: accountId,
    ...(municipality === null ? {} : { [SUOMI_FI_CLAIMS.municipality]: municipality }),
  }
}

/**
 * The provider itself: code flow with PKCE, keys made at start, everything in memory. Every default that it would warn
 * of is set, for its advice is to those who run a provider in earnest.
 */
export function buildProvider(issuer: string, loginPath: string, clients: readonly DemoClient[]): Provider {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const jwk = { ...privateKey.export({ format: 'jwk' }), kid: 'demo', alg: 'ES256', use: 'sig' }
  const policy = interactionPolicy.base()
  policy.remove('consent')
  const provider = new Provider(issuer, {
    adapter: DemoMemory,
    jwks: { keys: [jwk as never] },
    cookies: { keys: [randomBytes(32).toString('hex')], names: { session: 'demo-idp-session' } },
    clients: clients.map(({ clientId, clientSecret, redirectUri }) => ({
      client_id: clientId, client_secret: clientSecret, redirect_uris: [redirectUri],
      response_types: ['code' as const], grant_types: ['authorization_code'],
      token_endpoint_auth_method: 'client_secret_basic' as const, id_token_signed_response_alg: 'ES256' as const,
    })),
    scopes: ['openid'],
    claims: { openid: ['sub', ...Object.values(SUOMI_FI_CLAIMS), ...Object.values(STAFF_CLAIMS)] },
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false }, userinfo: { enabled: false }, rpInitiatedLogout: { enabled: false },
    },
    pkce: { required: () => true },
    interactions: { policy, url: (_ctx, interaction) => `${loginPath}/${interaction.uid}` },
    findAccount: async (_ctx, accountId) => {
      const claims = claimsOf(accountId)
      return claims ? { accountId, claims: async () => claims } : undefined
    },
    // Nobody is asked for consent: the town's services may know what they ask for.
    loadExistingGrant: async (ctx) => {
      const clientId = ctx.oidc.client?.clientId
      const accountId = ctx.oidc.session?.accountId
      if (!clientId || !accountId) return undefined
      const grant = new ctx.oidc.provider.Grant({ clientId, accountId })
      grant.addOIDCScope('openid')
      await grant.save()
      return grant
    },
    expiresWithSession: async () => false,
    issueRefreshToken: async () => false,
    clientBasedCORS: () => false,
    ttl: TTL_SECONDS,
    renderError: async (ctx) => {
      ctx.type = 'html'
      ctx.set('content-security-policy', PAGE_POLICY)
      ctx.body = expiredPage()
    },
  })
  // Behind a proxy that ends TLS the request itself says http; the mount tells the provider its public address.
  provider.proxy = true
  return provider
}

const TTL_SECONDS = {
  AccessToken: 60, AuthorizationCode: 60, Grant: 120, IdToken: 300, Interaction: 600, Session: 60, RefreshToken: 60,
} as const

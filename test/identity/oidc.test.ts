import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { createOidcClient, issuerFault, type OidcFetch } from '../../src/identity/oidc.ts'

const ISSUER = 'https://idp.example'
const settings = { issuer: ISSUER, clientId: 'osbu', clientSecret: 'hunter2' }
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

type Play = {
  away?: boolean
  signedBy?: typeof keys
  idToken?: Record<string, unknown>
  userinfo?: Record<string, unknown>
  tokenError?: string
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A provider that is not ours: `play` says how it behaves, and what it was asked is written down. */
function fakeProvider(play: Play) {
  const asked: { path: string; body: URLSearchParams; authorization: string | undefined }[] = []
  const fetch: OidcFetch = async (url, { headers, body }) => {
    const { pathname } = new URL(url)
    asked.push({ path: pathname, body: new URLSearchParams(String(body ?? '')), authorization: headers.authorization })
    if (play.away) throw new TypeError('fetch failed')
    switch (pathname) {
      case '/.well-known/openid-configuration':
        return Response.json({
          issuer: ISSUER, authorization_endpoint: `${ISSUER}/auth`, token_endpoint: `${ISSUER}/token`,
          jwks_uri: `${ISSUER}/jwks`, userinfo_endpoint: `${ISSUER}/me`,
          id_token_signing_alg_values_supported: ['ES256'],
          response_types_supported: ['code'], subject_types_supported: ['public'],
        })
      case '/jwks':
        return Response.json({
          keys: [{ ...keys.publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: 'a' }],
        })
      case '/me':
        return Response.json(play.userinfo)
      case '/token': {
        if (play.tokenError) {
          return Response.json({ error: 'invalid_grant', error_description: play.tokenError }, { status: 400 })
        }
        const now = Math.floor(Date.now() / 1000)
        const claims = { iss: ISSUER, aud: 'osbu', sub: 'somebody', iat: now, exp: now + 60, ...play.idToken }
        const input = `${base64url({ alg: 'ES256', kid: 'a' })}.${base64url(claims)}`
        const key = (play.signedBy ?? keys).privateKey
        const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
        return Response.json({ access_token: 'x', token_type: 'Bearer', id_token: `${input}.${signature}` })
      }
      default:
        return new Response(null, { status: 404 })
    }
  }
  const client = createOidcClient({
    settings: () => settings, redirectUri: () => 'https://osbu.example/api/sign-in/staff/callback',
    isComplete: (claims) => claims.roles !== undefined, allowInsecure: false, fetch,
  })

  /** Out to the provider and back with a code. */
  async function signIn() {
    const { transient } = await client.start()
    play.idToken = { nonce: transient.nonce, ...play.idToken }
    return { transient, claims: await client.finish(`code=c&state=${transient.state}`, transient) }
  }

  return { client, asked, signIn }
}

function refusedWith(code: string, fault = 'unauthenticated') {
  return { code: fault, fields: [{ field: 'sign_in', code }] }
}

t.test('a code is exchanged with the verifier of its challenge and the client’s secret', async (t) => {
  const { client, asked, signIn } = fakeProvider({ idToken: { roles: ['manager'] } })
  const { url, transient } = await client.start()
  const challenge = createHash('sha256').update(transient.verifier).digest('base64url')
  t.equal(new URL(url).searchParams.get('code_challenge'), challenge)
  const { transient: sent, claims } = await signIn()
  t.match(claims, { sub: 'somebody', roles: ['manager'] })
  const token = asked.find(({ path }) => path === '/token')!
  t.equal(token.body.get('code_verifier'), sent.verifier)
  t.equal(token.authorization, `Basic ${Buffer.from('osbu:hunter2').toString('base64')}`)
  t.notOk(asked.some(({ path }) => path === '/me'), 'who is known well enough is not asked about again')
})

t.test('a provider that tells little in its token is asked for the rest', async (t) => {
  const { signIn } = fakeProvider({ userinfo: { sub: 'somebody', roles: ['moderator'] } })
  t.match((await signIn()).claims, { roles: ['moderator'] })
})

t.test('the rest must be about the same person', async (t) => {
  const { signIn } = fakeProvider({ userinfo: { sub: 'somebody else', roles: ['moderator'] } })
  await t.rejects(signIn(), refusedWith('answer_not_valid'))
})

t.test('a provider that was away is asked again at the next sign-in, and once only when it is there', async (t) => {
  const play: Play = { away: true, idToken: { roles: [] } }
  const { client, asked, signIn } = fakeProvider(play)
  await t.rejects(client.start(), refusedWith('provider_unreachable', 'unavailable'))
  play.away = false
  await signIn()
  delete play.idToken!.nonce
  await signIn()
  t.equal(asked.filter(({ path }) => path.startsWith('/.well-known')).length, 2)
  const { transient } = await client.start()
  play.away = true
  const finished = client.finish(`code=c&state=${transient.state}`, transient)
  await t.rejects(finished, refusedWith('provider_unreachable', 'unavailable'))
})

t.test('a token that the provider did not sign, or made for others or for another time, signs nobody in', async (t) => {
  for (const [name, play] of Object.entries<Play>({
    'another key': { signedBy: otherKeys },
    'another issuer': { idToken: { iss: 'https://evil.example' } },
    'another client': { idToken: { aud: 'somebody' } },
    'another nonce': { idToken: { nonce: 'x' } },
    'an old one': { idToken: { exp: Math.floor(Date.now() / 1000) - 120 } },
  })) {
    const { signIn } = fakeProvider({ ...play, idToken: { roles: [], ...play.idToken } })
    await t.rejects(signIn(), refusedWith('answer_not_valid'), name)
  }
})

t.test('nothing that the provider says of an error is handed on', async (t) => {
  const { signIn } = fakeProvider({ tokenError: 'Code of 010280-952L is spent' })
  const error = await signIn().then(() => null, (reason: Error) => reason)
  t.match(error, refusedWith('answer_not_valid'))
  t.notMatch(JSON.stringify([error, error?.message, error?.stack, error?.cause]), /010280|spent|invalid_grant/)
})

t.test('an issuer is an https address, or stands on this machine', async (t) => {
  const good = ['https://idp.example/realm', 'http://localhost:3000/demo-idp', 'http://127.0.0.1:1', 'http://[::1]:1']
  for (const issuer of good) {
    t.equal(issuerFault(issuer), null, issuer)
  }
  for (const issuer of ['http://idp.example', 'http://localhost.evil.example', 'ftp://x', 'x', '']) {
    t.ok(issuerFault(issuer), issuer)
  }
})

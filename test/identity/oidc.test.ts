import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import t from 'tap'
import { createOidcClient, issuerFault, type OidcFetch, type OidcSettings } from '../../src/identity/oidc.ts'

const ISSUER = 'https://idp.example'
const SERVICE = 'https://osbu.example'
const settings = { issuer: ISSUER, clientId: 'osbu', clientSecret: 'hunter2' }
const keys = generateKeyPairSync('ec', { namedCurve: 'P-256' })
const otherKeys = generateKeyPairSync('ec', { namedCurve: 'P-256' })

type Play = {
  away?: boolean
  signedBy?: typeof keys
  idToken?: Record<string, unknown>
  userinfo?: Record<string, unknown>
  tokenError?: string
  /** What it says of itself, in place of the truth. */
  metadata?: Record<string, unknown>
  /** The keys that it shows: the first is named `a`, the second `b`. */
  shows?: readonly (typeof keys)[]
  /** The name of the key in its token. */
  kid?: string
  /** Makes an ID token in a way of its own. */
  idTokenOf?: (claims: Record<string, unknown>) => string
}

function base64url(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

/** A provider that is not ours: `play` says how it behaves, and what it was asked is written down. */
function fakeProvider(play: Play, more: Partial<OidcSettings> = {}) {
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
          response_types_supported: ['code'], subject_types_supported: ['public'], ...play.metadata,
        })
      case '/jwks':
        return Response.json({
          keys: (play.shows ?? [keys]).map((pair) => ({
            ...pair.publicKey.export({ format: 'jwk' }), alg: 'ES256', use: 'sig', kid: pair === keys ? 'a' : 'b',
          })),
        })
      case '/me':
        return Response.json(play.userinfo)
      case '/token': {
        if (play.tokenError) {
          return Response.json({ error: 'invalid_grant', error_description: play.tokenError }, { status: 400 })
        }
        const now = Math.floor(Date.now() / 1000)
        const claims = { iss: ISSUER, aud: 'osbu', sub: 'somebody', iat: now, exp: now + 60, auth_time: now, ...play.idToken }
        if (play.idTokenOf) return Response.json({ access_token: 'x', token_type: 'Bearer', id_token: play.idTokenOf(claims) })
        const input = `${base64url({ alg: 'ES256', kid: play.kid ?? 'a' })}.${base64url(claims)}`
        const key = (play.signedBy ?? keys).privateKey
        const signature = sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')
        return Response.json({ access_token: 'x', token_type: 'Bearer', id_token: `${input}.${signature}` })
      }
      default:
        return new Response(null, { status: 404 })
    }
  }
  const client = createOidcClient({
    settings: () => ({ ...settings, ...more }), redirectUri: () => `${SERVICE}/api/sign-in/staff/callback`,
    signedOutUri: () => `${SERVICE}/`,
    isComplete: (claims) => claims.roles !== undefined, allowInsecure: false, fetch,
  })

  /** Out to the provider and back with a code, some seconds later. */
  async function signIn(more = '', elapsedSeconds = 0) {
    const { transient } = await client.start()
    play.idToken = { nonce: transient.nonce, ...play.idToken }
    return { transient, claims: await client.finish(`code=c&state=${transient.state}${more}`, transient, elapsedSeconds) }
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
  const finished = client.finish(`code=c&state=${transient.state}`, transient, 0)
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

t.test('a token that anybody could have made signs nobody in', async (t) => {
  const part = (header: object, claims: object): string => `${base64url(header)}.${base64url(claims)}`
  const mac = (input: string, key: string | Buffer): string => createHmac('sha256', key).update(input).digest('base64url')
  const publicKey = keys.publicKey.export({ format: 'pem', type: 'spki' })
  for (const [name, idTokenOf] of Object.entries<(claims: Record<string, unknown>) => string>({
    'without a signature': (claims) => `${part({ alg: 'none' }, claims)}.`,
    'by the public key as if it were a secret': (claims) => {
      const input = part({ alg: 'HS256', kid: 'a' }, claims)
      return `${input}.${mac(input, publicKey)}`
    },
    'by the client’s own secret': (claims) => {
      const input = part({ alg: 'HS256' }, claims)
      return `${input}.${mac(input, settings.clientSecret)}`
    },
    'with a key of its own in it': (claims) => {
      const input = part({ alg: 'ES256', jwk: otherKeys.publicKey.export({ format: 'jwk' }) }, claims)
      return `${input}.${sign('sha256', Buffer.from(input), { key: otherKeys.privateKey, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`
    },
  })) {
    await t.rejects(fakeProvider({ idToken: { roles: [] }, idTokenOf }).signIn(), refusedWith('answer_not_valid'), name)
  }
})

t.test('a provider that calls itself another one is not asked', async (t) => {
  const { client } = fakeProvider({ metadata: { issuer: 'https://evil.example' } })
  await t.rejects(client.start(), refusedWith('provider_unreachable', 'unavailable'))
})

t.test('an answer that comes from another provider signs nobody in', async (t) => {
  const { signIn } = fakeProvider({ idToken: { roles: [] } })
  await t.rejects(signIn('&iss=https%3A%2F%2Fevil.example'), refusedWith('answer_not_valid'))
  const named = fakeProvider({ idToken: { roles: [] }, metadata: { authorization_response_iss_parameter_supported: true } })
  await t.rejects(named.signIn(), refusedWith('answer_not_valid'), 'who says that it names itself always does')
  const right = fakeProvider({ idToken: { roles: [] }, metadata: { authorization_response_iss_parameter_supported: true } })
  t.match((await right.signIn(`&iss=${encodeURIComponent(ISSUER)}`)).claims, { sub: 'somebody' })
})

t.test('a provider may change its keys, and a key that it no longer shows signs nobody in', async (t) => {
  t.match((await fakeProvider({ shows: [keys, otherKeys], kid: 'b', signedBy: otherKeys, idToken: { roles: [] } }).signIn()).claims, {
    sub: 'somebody',
  })
  await t.rejects(fakeProvider({ shows: [otherKeys], idToken: { roles: [] } }).signIn(), refusedWith('answer_not_valid'))
})

t.test('where two factors are wanted the provider is asked for them, and a sign-in without them is none', async (t) => {
  const strong = ['loa3', 'loa4']
  const { client, signIn } = fakeProvider({ idToken: { roles: [], acr: 'loa4' } }, { acr: strong })
  t.equal(new URL((await client.start()).url).searchParams.get('acr_values'), 'loa3 loa4')
  t.match((await signIn()).claims, { acr: 'loa4' })
  for (const idToken of [{ roles: [], acr: 'loa2' }, { roles: [] }, { roles: [], acr: ['loa4'], amr: ['loa4'] }]) {
    await t.rejects(fakeProvider({ idToken, userinfo: { sub: 'somebody', acr: 'loa4' } }, { acr: strong }).signIn(), {
      code: 'unauthenticated',
    }, JSON.stringify(idToken))
  }
  await t.rejects(fakeProvider({ idToken: { roles: [], acr: 'loa2' } }, { acr: strong }).signIn(), refusedWith('not_strong_enough'))
  const { client: plain } = fakeProvider({})
  t.equal(new URL((await plain.start()).url).searchParams.has('acr_values'), false)
})

const ago = (seconds: number): number => Math.floor(Date.now() / 1000) - seconds

t.test('at a computer where a voter’s session is left open at the provider the next person comes in as themselves or not at all', async (t) => {
  const left = { sub: 'voter', roles: [], auth_time: ago(300) }
  for (const listens of [true, false]) {
    const play: Play = {}
    const { client, signIn } = fakeProvider(play)
    const asked = new URL((await client.start()).url).searchParams
    const asks = listens && (asked.get('prompt') === 'login' || asked.get('max_age') === '0')
    play.idToken = asks ? { sub: 'the next', roles: [] } : left
    if (listens) t.match((await signIn()).claims, { sub: 'the next' })
    else await t.rejects(signIn(), refusedWith('not_asked_anew'), 'as when it does not listen to our wish')
  }
})

t.test('everybody is to identify themselves anew, and a session that was open at the provider signs nobody in', async (t) => {
  const { client, signIn } = fakeProvider({ idToken: { roles: [] } })
  const asked = new URL((await client.start()).url).searchParams
  t.match(Object.fromEntries(asked), { prompt: 'login', max_age: '0' })
  t.notOk('auth_time' in (await signIn()).claims, 'when they did is told to nobody')
  const late = (seconds: number, elapsed: number, more: Partial<OidcSettings> = {}) =>
    fakeProvider({ idToken: { roles: [], auth_time: ago(seconds) } }, more).signIn('', elapsed)
  t.ok(await late(240, 300), 'people may take their time on the way')
  t.ok(await late(310, 300), 'and clocks differ a little')
  await t.rejects(late(60, 0), refusedWith('not_asked_anew'))
  await t.rejects(late(3600, 300), refusedWith('not_asked_anew'))
  await t.rejects(late(3600, 300, { authTimeOptional: true }), refusedWith('not_asked_anew'), 'whoever tells it is believed')
})

t.test('a provider that does not tell when people identified themselves is refused, unless the town trusts it to have asked', async (t) => {
  const idToken = { roles: [], auth_time: undefined }
  await t.rejects(fakeProvider({ idToken: { ...idToken } }).signIn(), refusedWith('auth_time_missing'))
  t.match((await fakeProvider({ idToken: { ...idToken } }, { authTimeOptional: true }).signIn()).claims, { sub: 'somebody' })
})

t.test('people are led to the end of their session at the provider, if it has an address for that, and nothing of them is told', async (t) => {
  const { client } = fakeProvider({ metadata: { end_session_endpoint: `${ISSUER}/logout?a=b` } })
  const url = new URL((await client.signOutUrl())!)
  t.equal(url.origin + url.pathname, `${ISSUER}/logout`)
  t.same(Object.fromEntries(url.searchParams), { a: 'b', client_id: 'osbu', post_logout_redirect_uri: `${SERVICE}/` })
  t.equal(await fakeProvider({}).client.signOutUrl(), null)
  t.equal(await fakeProvider({ away: true }).client.signOutUrl(), null, 'nor does signing out fail when it is away')
  const plain = fakeProvider({ metadata: { end_session_endpoint: 'http://idp.example/logout' } })
  t.equal(await plain.client.signOutUrl(), null)
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

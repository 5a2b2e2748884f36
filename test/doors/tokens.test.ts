import { createHmac, generateKeyPairSync, randomBytes, sign } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { deriveKey } from '../../src/identity/sessions.ts'
import { CLERK, MANAGER, ORIGIN, person, testWorld, votingWorld } from '../support/index.ts'
import { operationsOf, urlOf } from './operations.ts'
import { digestOf, notAProblem } from './unchanged.ts'

type Claims = Record<string, unknown>
const RESIDENT = '__Host-osbu'
const STAFF = '__Host-osbu-staff'

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url')
const hmac = (hash: string, key: Buffer, input: string): string =>
  createHmac(hash, key).update(input).digest('base64url')

/** A token with a signature by HMAC, as somebody without our code would make it. */
function forge(header: Claims, claims: Claims, key: Buffer, hash = 'sha256'): string {
  const input = `${encode(header)}.${encode(claims)}`
  return `${input}.${hmac(hash, key, input)}`
}

t.test('a token that was forged, changed, lent or outlived opens no door', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const sessionKey = Buffer.from((await readFile(join(world.secretsDir, 'session.key'), 'utf8')).trim(), 'hex')
  const { operations } = operationsOf(world)
  const people = {
    resident: {
      name: RESIDENT, key: deriveKey(sessionKey, 'resident'),
        token: (await world.identity.signInResident(person(1))).session.token,
      doors: operations.filter((operation) => operation.access === 'resident'),
    },
    staff: {
      // A manager and a clerk in one, so that any door of staff but a key holder's would open to the token if it held.
      name: STAFF, key: deriveKey(sessionKey, 'staff'),
      token: (await world.identity.signInStaff({ ...MANAGER, roles: ['manager', 'moderator', 'key_holder', 'clerk'],
        station: CLERK.station }))
        .session.token,
      doors: operations.filter((operation) => Array.isArray(operation.access)),
    },
  }
  const other = { resident: people.staff, staff: people.resident }
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })

  function forgeries(audience: 'resident' | 'staff'): Record<string, Record<string, string>> {
    const { name, key, token } = people[audience]
    const [header, payload, signature] = token.split('.') as [string, string, string]
    const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as Claims & { iat: number; exp: number }
    const H256 = { alg: 'HS256', typ: 'JWT' }
    const now = Math.floor(Date.now() / 1000)
    const none = (alg: string): string => `${encode({ alg, typ: 'JWT' })}.${payload}.`
    const signed = (change: Claims): string => forge(H256, { ...claims, ...change }, key)
    const without = (claim: string): string =>
      forge(H256, Object.fromEntries(Object.entries(claims).filter(([one]) => one !== claim)), key)
    const rsa = `${encode({ alg: 'RS256', typ: 'JWT' })}.${payload}`
    const tokens: Record<string, string> = {
      'alg none': none('none'), 'alg None': none('None'), 'alg NONE': none('NONE'), 'alg empty': none(''),
      'alg none with the old signature': `${encode({ alg: 'none' })}.${payload}.${signature}`,
      'no signature': `${header}.${payload}.`, 'two parts': `${header}.${payload}`,
        'a wrong key': forge(H256, claims, randomBytes(32)),
      'an empty key': forge(H256, claims, Buffer.alloc(0)),
        'the key of the other audience': forge(H256, claims, other[audience].key),
      'the key in the file itself': forge(H256, claims, sessionKey),
        'HS512 by the right key': forge({ alg: 'HS512' }, claims, key, 'sha512'),
      'HS384 by the right key': forge({ alg: 'HS384' }, claims, key, 'sha384'),
      'an RSA key of their own': `${rsa}.${sign('sha256', Buffer.from(rsa), privateKey).toString('base64url')}`,
      'a key named in the header': forge({ ...H256, jwk: { kty: 'oct', k: encode('x') }, kid: '../../dev/null' },
        claims, Buffer.alloc(0)),
      expired: signed({ iat: now - 7200, exp: now - 3600 }),
        'expired a second ago': signed({ iat: now - 600, exp: now - 1 }),
      'too old, whatever it says': signed({ iat: now - 90_000, exp: now + 3600 }),
      'without an end': without('exp'), 'without a beginning': without('iat'), 'without an issuer': without('iss'),
      'of another issuer': signed({ iss: 'elsewhere' }),
        'for the other audience': signed({ aud: audience === 'staff' ? 'resident' : 'staff' }),
      'for nobody': without('aud'), 'with a claim too many': signed({ admin: true }),
      'another payload under the old signature': `${header}.${encode({ ...claims, sub: 'x' })}.${signature}`,
      'the other audience’s token': other[audience].token, nothing: '', nonsense: 'a.b.c', 'a word': 'undefined',
        'very long': 'a'.repeat(8000),
    }
    return {
      ...Object.fromEntries(Object.entries(tokens).map(([what, one]) => [what, { cookie: `${name}=${one}` }])),
      'a right token as a bearer': { authorization: `Bearer ${token}` },
      'a right token in the other cookie': { cookie: `${other[audience].name}=${token}` },
      'a right token in a cookie without the prefix': { cookie: `${name.replace('__Host-', '')}=${token}` },
    }
  }

  for (const audience of ['resident', 'staff'] as const) {
    await t.test(`of ${audience}`, async (t) => {
      const { name, token, doors } = people[audience]
      const before = await digestOf(world)
      const wrong: string[] = []
      for (const [what, headers] of Object.entries(forgeries(audience))) {
        for (const operation of doors) {
          const response = await world.app.inject({
            method: operation.method, url: urlOf(operation, { slug, id: '1', number: '1' }),
              headers: { origin: ORIGIN, ...headers },
          })
          const answer = { status: response.statusCode, headers: response.headers, text: response.body,
            body: response.json() }
          const problem = notAProblem(answer) ?? (answer.status === 401
            && answer.body.code === 'unauthenticated' ? null : response.body)
          if (problem !== null) wrong.push(`${operation.name} ${what}: ${problem}`)
          if ('set-cookie' in response.headers) wrong.push(`${operation.name} ${what}: it was given a session`)
        }
      }
      t.same(wrong, [])
      t.same(await digestOf(world), before, 'nothing changed')
      const reading = doors.find((operation) => operation.method === 'GET' && /my-ballot|audit$/.test(operation.path))!
      const open = await world.app.inject({ url: urlOf(reading, { slug }), headers: { cookie: `${name}=${token}` } })
      t.equal(open.statusCode, 200, 'while the token that was given opens the door')
      world.clock.set(Date.now() + 3_600_001)
      const late = await world.app.inject({ url: urlOf(reading, { slug }), headers: { cookie: `${name}=${token}` } })
      t.equal(late.statusCode, 401, 'until its time is over')
      world.clock.reset()
    })
  }
})

t.test('the document of the JSON door says of each operation whose session it asks for', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { paths, components } = world.app.swagger() as unknown as {
    paths: Record<string, Record<string, { security?: object[] }>>
    components: { securitySchemes: object }
  }
  t.match(components.securitySchemes, { resident: { in: 'cookie', name: RESIDENT }, staff: { in: 'cookie', name: STAFF } })
  for (const { name, method, path, access } of operationsOf(world).operations) {
    const told = paths[path]![method.toLowerCase()]!.security
    t.same(told, access === 'everybody' ? undefined : access === 'resident' ? [{ resident: [] }] : [{ staff: [] }], name)
  }
})

import Ajv from 'ajv/dist/2020.js'
import t, { type Test } from 'tap'
import { MANAGER, must, ORIGIN, person, resident, votingWorld } from '../support/index.ts'
import { sampleOf, wrongBodies } from './bodies.ts'
import { type Answer, doorOf } from './door.ts'
import { fuzz } from './fuzzing.ts'
import { insiderOf, type Operation, operationsOf, type Schema, STAFF, urlOf } from './operations.ts'
import { digestOf, notAProblem } from './unchanged.ts'

const { world, slug, shares } = await votingWorld(t, { poolMax: 4 })
must(await world.urn.cast(await resident(world, 2), slug, { picks: [1], replaces: 0, castId: 'c'.repeat(32) }))
const { call, headersOf } = doorOf(world)
const { operations, unknown, gone } = operationsOf(world)
const JSON_TYPE = { 'content-type': 'application/json' }
const PARAMS = { slug, id: '1', number: '1' }
// Sessions first: a sign-in of staff is an act that the chain tells.
for (const who of [1, ...STAFF]) await headersOf(who)

/** Says what an answer should be: a problem with one of these statuses and, where it is given, this code. */
type Expect = (what: string, answer: Answer, statuses: readonly number[], code?: string) => void

/** Runs a matrix of requests and says which answers are not what they should be, and whether anything changed. */
async function matrix(t: Test, work: (expect: Expect) => Promise<void>): Promise<void> {
  const before = await digestOf(world)
  const wrong: string[] = []
  let asked = 0
  await work((what, answer, statuses, code) => {
    asked++
    const problem = notAProblem(answer)
    const told = `${answer.status} ${answer.body.code}`
    if (problem !== null) wrong.push(`${what}: ${problem}`)
    else if (!statuses.includes(answer.status)) wrong.push(`${what}: ${told}, not ${statuses.join('/')} (${answer.text})`)
    else if (code !== undefined && answer.body.code !== code) wrong.push(`${what}: ${told}, not ${code}`)
  })
  t.same(wrong, [])
  t.same(await digestOf(world), before, 'nothing changed')
  t.comment(`${asked} requests`)
}

const closed = operations.filter((operation) => operation.access !== 'everybody')
const unsafe = operations.filter((operation) => operation.method !== 'GET')
const withBody = operations.filter((operation) => operation.body !== null)
/** What only somebody who knows this house can fill in. */
const overridesOf = ({ name }: Operation): Record<string, unknown> =>
  /desk\/(check|ballots)/.test(name) ? { hetu: person(9).hetu } : /roll/.test(name) ? { hetus: [person(9).hetu] }
    : /\/ideas(\/received)?$/.test(name) ? { contactEmail: 'aino@example.fi' } : {}

t.test('every operation is in the matrix, with who may enter', async (t) => {
  t.same(unknown, [])
  t.same(gone, [])
})

t.test('the samples that go wrong in the matrix are right by the document', async (t) => {
  const ajv = new Ajv.Ajv2020({ strict: false, validateFormats: false })
  for (const operation of withBody) {
    const shapes: Schema[] = operation.body!.oneOf ?? [operation.body!]
    for (const shape of shapes) {
      const validate = ajv.compile(shape)
      t.ok(validate({ ...sampleOf(shape) as object, ...overridesOf(operation) }),
        `${operation.name} ${JSON.stringify(validate.errors)}`)
    }
  }
})

t.test('without a session it is 401, whatever else is wrong', (t) => matrix(t, async (expect) => {
  for (const operation of closed) {
    for (const url of [urlOf(operation, PARAMS),
      urlOf(operation, { slug: 'no-such-round', id: '999', number: '999' })]) {
      expect(`${operation.name} ${url}`, await call(null, operation.method, url), [401], 'unauthenticated')
    }
    if (operation.method === 'GET') continue
    const garbage = await call(null, operation.method, urlOf(operation, PARAMS), '{', JSON_TYPE)
    expect(`${operation.name} with garbage`, garbage, [401], 'unauthenticated')
  }
}))

t.test('with the wrong role it is 403, and a resident is nobody to staff, nor staff to residents',
  (t) => matrix(t, async (expect) => {
  for (const operation of closed) {
    const url = urlOf(operation, PARAMS)
    const body = operation.method === 'GET' ? undefined : { anything: 1 }
    if (operation.access === 'resident') {
      for (const who of STAFF) {
        expect(`${operation.name} as ${who.id}`, await call(who, operation.method, url, body), [401], 'unauthenticated')
      }
      continue
    }
    expect(`${operation.name} as a resident`, await call(1, operation.method, url, body), [401], 'unauthenticated')
    for (const who of STAFF.filter((one) => !operation.access.includes(one as never))) {
      expect(`${operation.name} as ${who.id}`, await call(who, operation.method, url, body), [403], 'forbidden')
    }
  }
}))

t.test('from another site it is 403', (t) => matrix(t, async (expect) => {
  const sites: Record<string, string>[] = [
    {}, { origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${ORIGIN}.evil.example` },
    { origin: 'https://localhost:3000' }, { 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' },
    { origin: 'https://evil.example', 'sec-fetch-site': 'same-origin', referer: `${ORIGIN}/` },
  ]
  for (const operation of unsafe) {
    const { cookie } = await headersOf(insiderOf(operation))
    for (const site of sites) {
      const response = await world.app.inject({
        method: operation.method as 'POST', url: urlOf(operation, PARAMS),
        headers: { ...site, ...(cookie ? { cookie } : {}) },
      })
      const answer = { status: response.statusCode, headers: response.headers, text: response.body,
        body: response.json() }
      expect(`${operation.name} from ${JSON.stringify(site)}`, answer, [403], 'cross_site_request')
    }
  }
}))

t.test('a field that is wrong is 400 and named', (t) => matrix(t, async (expect) => {
  for (const operation of withBody) {
    for (const { where, what, body } of wrongBodies(operation.body!, overridesOf(operation))) {
      const answer = await call(insiderOf(operation), operation.method, urlOf(operation, PARAMS), JSON.stringify(body),
        JSON_TYPE)
      // A list that breaks the limit of a whole body is too much at once, whatever is in it.
      expect(`${operation.name} ${where}: ${what}`, answer, what === 'too many' ? [400, 413] : [400])
      if (answer.status !== 400) continue
      const fields: string[] = (answer.body.errors ?? []).map((error: { field: string }) => error.field)
      // In a choice of shapes a wrong body as a whole is told by the field that chooses.
      const named = fields.some((field) => field === where || field.startsWith(`${where}.`)
        || where.startsWith(`${field}.`))
      if (!named && where !== '') expect(`${operation.name} ${where}: ${what} named ${fields.join()}`, answer, [])
    }
  }
}))

t.test('a body that cannot be read is 400, 413 or 415', (t) => matrix(t, async (expect) => {
  for (const operation of unsafe) {
    const send = (body: string, headers: Record<string, string>) =>
      call(insiderOf(operation), operation.method, urlOf(operation, PARAMS), body, headers)
    for (const text of ['{', '{"picks":[1,]}', "{'a':1}", '{"a":1}}', '\u0000', '{"__proto__":{"a":1}}',
      '{"constructor":{"prototype":{}}}', '\ufeff{']) {
      expect(`${operation.name} ${JSON.stringify(text)}`, await send(text, JSON_TYPE), [400], 'invalid_request')
    }
    expect(`${operation.name} far too large`, await send(`{"a":"${'a'.repeat(1_100_000)}"}`, JSON_TYPE), [413],
      'body_too_large')
    for (const type of ['application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x',
      'image/png', 'x', 'application/json5']) {
      expect(`${operation.name} ${type}`, await send('a=1', { 'content-type': type }), [415], 'unsupported_media_type')
    }
    if (operation.body === null) continue
    for (const text of ['null', '[]', '"text"', '7', 'true', '[{}]', '',
      `${'['.repeat(20_000)}${']'.repeat(20_000)}`]) {
      expect(`${operation.name} ${text.slice(0, 10)}`, await send(text, JSON_TYPE), [400], 'invalid_request')
    }
    expect(`${operation.name} without a body`,
      await call(insiderOf(operation), operation.method, urlOf(operation, PARAMS)), [400])
    expect(`${operation.name} as text`, await send('{}', { 'content-type': 'text/plain' }), [400, 415])
  }
}))

t.test('an address where nothing is, is 404', (t) => matrix(t, async (expect) => {
  const odd = {
    slug: [
      'no-such-round', 'OSBU', 'osbu--2026', '-', '..', '%2e%2e%2f', '%00', 'a%00b', 'a%0ab', '%zz', '%ff', '%', 'ä',
      '%F0%9F%91%8D',
      `'%20or%201=1--`, '%24%7B7*7%7D', 'a'.repeat(61), 'a'.repeat(201), 'a'.repeat(5000), 'null', 'undefined',
      '__proto__',
    ],
    id: [
      '999999', '9007199254740991', '9007199254740992', '99999999999999999999', '0', '-1', '1.5', 'NaN', 'Infinity',
      '1e400', 'abc', '%00',
      '1%00', '%zz', '1;', '1'.repeat(300), '0x1',
    ],
    file: ['nothing', '..', '%2e%2e%2fsession.key', '%00', '1.jpg', 'a'.repeat(300), '%ff'],
    number: ['9999', '10000', '2147483648', '99999999999999999999', '0', '-1', '1.5', 'x', '%00', '%ff', '0x1'],
  } as const
  for (const operation of operations) {
    for (const name of ['slug', 'id', 'file', 'number'] as const) {
      if (!operation.path.includes(`{${name}}`)) continue
      const body = operation.body === null ? undefined
        : { ...sampleOf(operation.body) as object, ...overridesOf(operation) }
      for (const value of odd[name]) {
        const answer = await call(insiderOf(operation), operation.method,
          urlOf(operation, { ...PARAMS, [name]: value }), body)
        expect(`${operation.name} ${name} ${value.slice(0, 30)}`, answer, [404], 'not_found')
      }
    }
  }
  for (const url of ['/api', '/api/', '/api/nothing', '/api/rounds/', `/api/rounds/${slug}/`, '/api/rounds/%',
    '/api/%00', '/api/.env', '/api/../api/x']) {
    expect(url, await call(MANAGER, 'GET', url), [404], 'not_found')
  }
  for (const method of ['PUT', 'DELETE', 'PATCH'] as const) {
    expect(`${method} /api/rounds`, await call(MANAGER, method, '/api/rounds'), [404])
  }
}))

t.test('a query that is wrong is 400 and named', (t) => matrix(t, async (expect) => {
  for (const operation of operations) {
    for (const [name, schema] of Object.entries(operation.query)) {
      if (name === 'return') continue
      const values = schema.type === 'integer'
        ? ['x', '1.5', String((schema.minimum ?? 0) - 1), String((schema.maximum ?? Number.MAX_SAFE_INTEGER) + 1),
          '1e400', '%00', `1&${name}=2`, '0x1', '%201']
        : ['%00', 'a'.repeat(300), `aa&${name}=bb`, '']
      for (const value of values) {
        const answer = await call(insiderOf(operation), 'GET', `${urlOf(operation, PARAMS)}?${name}=${value}`)
        expect(`${operation.name} ${name}=${value.slice(0, 20)}`, answer, [400], 'invalid_request')
        if (answer.body.errors?.[0]?.field !== name) expect(`${operation.name} ${name}=${value} is named`, answer, [])
      }
      expect(`${operation.name} unknown`,
        await call(insiderOf(operation), 'GET', `${urlOf(operation, PARAMS)}?nothing=1`), [400])
    }
  }
}))

t.test('at the end the service is whole', async (t) => {
  t.equal((await call(null, 'GET', '/ready')).status, 200)
  t.notMatch(world.logLines.join(''), /"level":50|"level":60/, 'no defect was logged on the way')
})

t.test('whatever is sent to whatever operation by whomever changes no more than it may', async (t) => {
  const { findings, requests, changes } = await fuzz(world, {
    requests: 120, seed: 5, sceneOf: async () => ({ slugs: [slug], ideaIds: [1, 2], shares: { [slug]: shares } }),
  })
  t.same(findings, [])
  t.comment(`${requests} generated requests, ${changes} changes; many more by npm run fuzz`)
})

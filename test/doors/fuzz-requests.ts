import fc from 'fast-check'
import type { StaffActor } from '../../src/identity/index.ts'
import { ORIGIN, OTHER_CLERK, person } from '../support/index.ts'
import { sampleOf } from './bodies.ts'
import type { Who } from './door.ts'
import type { Scene } from './fuzz-scene.ts'
import { type Operation, type Schema, STAFF, urlOf } from './operations.ts'

export type FuzzRequest = {
  readonly operation: Operation
  readonly who: Who
  /** The round that the address names, where it names one of the scene. */
  readonly slug: string | null
  readonly url: string
  readonly payload: string | undefined
  readonly headers: Readonly<Record<string, string>>
  /** It comes from another site, by what a browser says of it. */
  readonly crossSite: boolean
}

/** Everybody who asks: nobody, residents of whom two sent ideas, and staff. */
export const ASKERS: readonly Who[] = [null, 1, 2, 5, ...STAFF, OTHER_CLERK]
const PEOPLE = 12
const ODD_TEXTS = ['', '..', '%00', '%zz', '%ff', '__proto__', 'null', '-1', '0', '1e400', '99999999999999999999', "'%20or%201=1--", 'a'.repeat(300)]
const OTHER_SITES: readonly Record<string, string>[] = [
  { origin: 'https://evil.example' }, { origin: 'null' }, { origin: `${ORIGIN}.evil.example` }, { origin: '', 'sec-fetch-site': 'cross-site' },
]
const OTHER_TYPES = ['text/plain', 'application/xml', 'multipart/form-data; boundary=x', 'application/json; charset=utf-16', 'x']

const mostly = <T>(weight: number, usual: fc.Arbitrary<T>, seldom: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight }, { arbitrary: seldom, weight: 1 })

const words = fc.string({ unit: 'grapheme', maxLength: 80 })
const hetu = fc.integer({ min: 0, max: PEOPLE }).map((index) => person(index).hetu)

/** Values by the name of their field, which a rule of this house may take; by its schema alone hardly anything passes the door. */
function likely(name: string, { slugs, ideaIds, shares }: Scene, slug: string): fc.Arbitrary<unknown> | null {
  const minutes = (from: number, to: number) =>
    fc.integer({ min: from, max: to }).map((minute) => new Date(Date.now() + minute * 60_000).toISOString())
  switch (name) {
    case 'slug': return mostly(2, fc.stringMatching(/^[a-z]{2,9}$/), fc.constantFrom(...slugs))
    case 'rehearsalOf': return fc.constantFrom(...slugs)
    case 'confirm': return fc.constant(slug)
    case 'theme': return fc.constant('muu')
    case 'hetu': case 'hetus.0': return hetu
    // The slug may be `__proto__` too, whose shares are no list.
    case 'share': case 'shares.0': return fc.constantFrom(...Object.hasOwn(shares, slug) ? shares[slug]! : ['x'], ...Object.values(shares).flat())
    case 'picks.0': case 'number': return fc.integer({ min: 1, max: 3 })
    case 'replaces': case 'seq': case 'after': return fc.integer({ min: 0, max: 2 })
    case 'castId': return fc.stringMatching(/^[0-9a-f]{32}$/)
    case 'contactEmail': return fc.constant('aino@example.fi')
    case 'ideaIds.0': case 'ideas.0': case 'into': return fc.constantFrom(...ideaIds)
    case 'votingCloseAt': return minutes(30, 500)
    case 'paperUntil': return minutes(400, 700)
    case 'happenedOn': return fc.constant(new Date().toISOString().slice(0, 10))
    default: return null
  }
}

function valueOf(schema: Schema, name: string, scene: Scene, slug: string): fc.Arbitrary<unknown> {
  const known = likely(name, scene, slug)
  const bySchema = (): fc.Arbitrary<unknown> => {
    if (schema.const !== undefined) return fc.constant(schema.const)
    if (schema.enum) return fc.constantFrom(...schema.enum)
    const choice = schema.oneOf ?? schema.anyOf
    if (choice) return fc.oneof(...choice.map((one) => valueOf(one, name, scene, slug)))
    switch (schema.type) {
      case 'object': return fc.record(
        Object.fromEntries(Object.entries(schema.properties ?? {}).map(([key, inner]) => [key, valueOf(inner, key, scene, slug)])),
        { requiredKeys: schema.required ?? [] })
      case 'array': return fc.array(valueOf(schema.items ?? {}, `${name}.0`, scene, slug),
        { minLength: schema.minItems ?? 0, maxLength: Math.min(schema.maxItems ?? 9, (schema.minItems ?? 0) + 4) })
      case 'integer': case 'number': return fc.integer({
        min: Math.max(schema.minimum ?? -9e15, -9e15), max: Math.min(schema.maximum ?? 9e15, 9e15) })
      case 'boolean': return fc.boolean()
      case 'null': return fc.constant(null)
      default:
        if (schema.format !== undefined || schema.pattern !== undefined) return fc.constant(sampleOf(schema))
        return fc.string({ unit: 'grapheme', minLength: schema.minLength ?? 0,
          maxLength: Math.min(schema.maxLength ?? 80, Math.max(schema.minLength ?? 0, 80)) })
    }
  }
  return mostly(60, known === null ? bySchema() : mostly(9, known, bySchema()), fc.jsonValue())
}

function payloadOf({ body, method }: Operation, scene: Scene, slug: string): fc.Arbitrary<string | undefined> {
  if (method === 'GET') return fc.constant(undefined)
  const garbage = fc.oneof(words, fc.json(), fc.constantFrom('{', 'null', '[]', '{"__proto__":{"a":1}}', '{"constructor":{"prototype":{}}}'))
  if (body === null) return mostly(9, fc.constant(undefined), garbage)
  const whole = valueOf(body, '', scene, slug)
  const crowded = fc.tuple(whole, fc.constantFrom('roles', 'id', 'roundId', 'state', 'constructor'), fc.jsonValue())
    .map(([value, key, more]) => ({ ...value as object, [key]: more }) as unknown)
  return mostly(30, mostly(20, whole, crowded).map((value) => JSON.stringify(value)), garbage)
}

function queryOf({ query }: Operation): fc.Arbitrary<string> {
  const names = Object.keys(query)
  if (names.length === 0) return mostly(30, fc.constant(''), words.map((text) => `?${encodeURIComponent(text)}=1`))
  const value = fc.oneof(words.map((text) => encodeURIComponent(text)), fc.integer().map(String), fc.constantFrom(...ODD_TEXTS))
  return fc.array(fc.tuple(fc.constantFrom(...names), value), { maxLength: 3 })
    .map((pairs) => (pairs.length === 0 ? '' : `?${pairs.map(([name, text]) => `${name}=${text}`).join('&')}`))
}

function whoOf({ access }: Operation): fc.Arbitrary<Who> {
  const anybody = fc.constantFrom<Who>(...ASKERS)
  if (access === 'everybody') return anybody
  return mostly(3, access === 'resident' ? fc.constantFrom<Who>(1, 2, 5) : fc.constantFrom<Who>(...access as readonly StaffActor[]), anybody)
}

/** One request to any operation, as anybody, about anything of the scene: often one that passes the door, often just not. */
export function requestOf(operations: readonly Operation[], scene: Scene): fc.Arbitrary<FuzzRequest> {
  const unsafe = operations.filter(({ method }) => method !== 'GET')
  return fc.tuple(mostly(2, fc.constantFrom(...unsafe), fc.constantFrom(...operations)), mostly(24, fc.constantFrom(...scene.slugs),
    fc.constantFrom(...ODD_TEXTS))).chain(([operation, slug]) => {
    const odd = fc.constantFrom(...ODD_TEXTS)
    return fc.record({
      operation: fc.constant(operation), who: whoOf(operation),
      slug: fc.constant(scene.slugs.includes(slug) && operation.path.includes('{slug}') ? slug : null),
      url: fc.tuple(mostly(20, fc.constantFrom(...scene.ideaIds.map(String)), odd), mostly(20, fc.constantFrom('1', '2', '3'), odd),
        mostly(2, fc.constant('large.webp'), odd), queryOf(operation))
        .map(([id, number, file, query]) => urlOf(operation, { slug, id, number, seq: number, file }) + query),
      payload: payloadOf(operation, scene, slug),
      type: mostly(30, fc.constant('application/json'), fc.constantFrom(...OTHER_TYPES)),
      site: mostly(30, fc.constant(null), fc.constantFrom(...OTHER_SITES)),
    }).map(({ type, site, ...request }) => ({
      ...request, crossSite: site !== null && operation.method !== 'GET',
      headers: { ...request.payload === undefined ? {} : { 'content-type': type }, ...site },
    }))
  })
}

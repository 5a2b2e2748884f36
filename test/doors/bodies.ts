import type { Schema } from './operations.ts'

/** One thing wrong with a body: where, what, and the body. */
export type Wrong = { readonly where: string; readonly what: string; readonly body: unknown }

const BY_FORMAT: Record<string, string> = {
  'date-time': '2026-12-06T14:00:00+02:00', date: '2026-12-31', email: 'aino@example.fi',
  uuid: '7d9f9b0e-5d0f-4a4e-9a7b-0d7c3f1f2a10',
}
const BY_PATTERN = [
  [/^[a-z0-9]+(-[a-z0-9]+)*$/, 'muu'], [/^[0-9a-f]{32}$/, '0'.repeat(32)], [/^[0-9a-f]{64}$/, '0'.repeat(64)], [/^\d{3}$/, '111'],
] as const

function sampleText(schema: Schema): string {
  if (schema.format !== undefined && BY_FORMAT[schema.format] !== undefined) return BY_FORMAT[schema.format]!
  const known = BY_PATTERN.find(([pattern]) => pattern.source === schema.pattern)
  if (known) return known[1]
  if (schema.pattern !== undefined) throw new Error(`no sample for the pattern ${schema.pattern}`)
  return 'a'.repeat(Math.max(schema.minLength ?? 1, 1))
}

/** A value that the schema takes: every property filled, lists as short as they may be. */
export function sampleOf(schema: Schema): unknown {
  if (schema.const !== undefined) return schema.const
  if (schema.enum) return schema.enum[0]
  const choice = schema.oneOf ?? schema.anyOf
  if (choice) return sampleOf(choice[0]!)
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, inner]) => [name, sampleOf(inner)]))
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, 1) }, () => sampleOf(schema.items ?? {}))
    case 'integer':
    case 'number':
      return Math.max(schema.minimum ?? 0, 0)
    case 'boolean':
      return true
    case 'null':
      return null
    default:
      return sampleText(schema)
  }
}

const KINDS: Record<string, readonly unknown[]> = {
  string: ['text'], integer: [1, 1.5, -1, 1e308], boolean: [true], object: [{}, { a: 1 }], array: [[], [[]]],
  null: [null],
}

function kindsOf(schema: Schema): string[] {
  const choice = schema.oneOf ?? schema.anyOf
  if (choice) return choice.flatMap(kindsOf)
  if (schema.enum || schema.const !== undefined) return [typeof (schema.enum ?? [schema.const])[0]]
  return [schema.type === 'number' ? 'integer' : schema.type ?? 'string']
}

type Bad = readonly [what: string, value: unknown]

function badTexts(schema: Schema, good: string): Bad[] {
  const beginning = good.slice(0, -1)
  const bad: Bad[] = [['a NUL character', `${beginning}\u0000`], ['half a surrogate pair', `${beginning}\ud800`]]
  if (schema.enum || schema.const !== undefined) return [['not among the choices', 'nonsense'], ['empty', '']]
  if (schema.maxLength !== undefined) bad.push(['too long', 'a'.repeat(schema.maxLength + 1)])
  if ((schema.minLength ?? 0) > 0 || schema.pattern !== undefined) bad.push(['empty', ''])
  if ((schema.minLength ?? 0) > 1) bad.push(['too short', 'a'.repeat(schema.minLength! - 1)])
  if (schema.pattern !== undefined || schema.format !== undefined) {
    bad.push(['of the wrong form', '?!'], ['with a line break', `${good}\n`])
  }
  return bad
}

function badNumbers(schema: Schema): Bad[] {
  return [
    ['too small', (schema.minimum ?? Number.MIN_SAFE_INTEGER) - 1],
    ['too big', (schema.maximum ?? Number.MAX_SAFE_INTEGER) + 1],
    ['far too big', 1e300], ['not whole', (schema.minimum ?? 0) + 0.5], ['a number as text', '1'],
  ]
}

/** What is wrong with one value by its schema, and with what stands in it. `good` is a value that the schema takes. */
function* badOf(
  schema: Schema, good: unknown, where: string, kinds = kindsOf(schema),
): Generator<{ where: string; what: string; value: unknown }> {
  for (const [kind, values] of Object.entries(KINDS)) {
    if (kinds.includes(kind)) continue
    for (const value of values) yield { where, what: `${kind} ${JSON.stringify(value)}`, value }
  }
  const choice = schema.oneOf ?? schema.anyOf
  if (choice) {
    for (const inner of choice.filter(({ type }) => type !== 'null')) {
      yield* badOf(inner, sampleOf(inner), where, Object.keys(KINDS))
    }
    return
  }
  if (typeof good === 'string') for (const [what, value] of badTexts(schema, good)) yield { where, what, value }
  if (typeof good === 'number') for (const [what, value] of badNumbers(schema)) yield { where, what, value }
  if (Array.isArray(good)) {
    if (schema.maxItems !== undefined) {
      yield { where, what: 'too many', value: Array.from({ length: schema.maxItems + 1 }, () => good[0]) }
    }
    if (schema.minItems) yield { where, what: 'too few', value: good.slice(0, schema.minItems - 1) }
    for (const { value, ...told } of badOf(schema.items ?? {}, good[0], `${where}.0`)) {
      yield { ...told, value: [value, ...good.slice(1)] }
    }
  } else if (schema.type === 'object') {
    yield* badMembers(schema, good as Record<string, unknown>, where)
  }
}

function* badMembers(
  schema: Schema, good: Record<string, unknown>, where: string,
): Generator<{ where: string; what: string; value: unknown }> {
  const at = (name: string): string => (where === '' ? name : `${where}.${name}`)
  if (schema.additionalProperties === false) {
    for (const name of ['unknownField', 'constructor', 'toString']) {
      yield { where: at(name), what: 'unknown', value: { ...good, [name]: 1 } }
    }
  }
  for (const [name, inner] of Object.entries(schema.properties ?? {})) {
    if (schema.required?.includes(name)) {
      const { [name]: _, ...rest } = good
      yield { where: at(name), what: 'missing', value: rest }
    }
    for (const { value, ...told } of badOf(inner, good[name], at(name))) {
      yield { ...told, value: { ...good, [name]: value } }
    }
  }
}

/** Every body with one thing wrong that a schema tells of. */
export function wrongBodies(schema: Schema, overrides: Record<string, unknown>): Wrong[] {
  const shapes = schema.oneOf ?? schema.anyOf ?? [schema]
  return shapes.flatMap((shape) => {
    const good = { ...sampleOf(shape) as object, ...overrides }
    return [...badOf(shape, good, '')].map(({ value, ...told }) => ({ ...told, body: value }))
  })
}

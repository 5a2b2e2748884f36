import type { TallyResult } from './types.ts'

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function show(value: unknown): string {
  return value === undefined ? 'missing' : JSON.stringify(value)
}

/** What a published result carries beyond its count, and what its rows do: texts, times, and the urn. */
const BESIDE: ReadonlySet<string> = new Set(['schema', 'round', 'imported', 'sealedCount', 'openedCount', 'unopenable'])
const BESIDE_ROW: ReadonlySet<string> = new Set(['title', 'titles', 'costIsExample'])

/** How a list's entry is named: rows by place and proposal, ballots by tracker, anything else by place. */
function entry(name: string, index: number, recounted: unknown): string {
  const told = isRecord(recounted)
    ? typeof recounted['number'] === 'number' ? ` (proposal ${recounted['number']})`
      : typeof recounted['tracker'] === 'string' ? ` (${recounted['tracker']})` : ''
    : ''
  return `${name}, place ${index + 1}${told}`
}

const NOTHING: ReadonlySet<string> = new Set()

/** `beside` are the keys that the published side may have and the count does not. */
function difference(path: string, published: unknown, recounted: unknown, beside = NOTHING): string | null {
  if (Array.isArray(recounted) && Array.isArray(published)) {
    if (published.length !== recounted.length) {
      return `${path}: ${published.length} in the published result, ${recounted.length} in the recount`
    }
    for (const [index, item] of recounted.entries()) {
      const found = difference(entry(path, index, item), published[index], item, path === 'rows' ? BESIDE_ROW : NOTHING)
      if (found !== null) return found
    }
    return null
  }
  if (isRecord(recounted) && isRecord(published)) {
    for (const [key, value] of Object.entries(recounted)) {
      const found = difference(path === '' ? key : `${path}: ${key}`, published[key], value)
      if (found !== null) return found
    }
    const more = Object.keys(published).find((key) => published[key] !== undefined && recounted[key] === undefined && !beside.has(key))
    return more === undefined ? null
      : `${path === '' ? more : `${path}: ${more}`}: ${show(published[more])} in the published result, missing in the recount`
  }
  return published === recounted ? null
    : `${path}: ${show(published)} in the published result, ${show(recounted)} in the recount`
}

/**
 * The first difference between a published result and a recount, in plain English, or null when every figure agrees.
 * What the published result carries beyond a count, such as titles, is not looked at; a figure that it lacks, or that it
 * has and the count does not, is a difference. `published` may be anything that was read from a file.
 */
export function compareResults(published: unknown, recounted: TallyResult): string | null {
  if (!isRecord(published)) return 'the published result is no JSON object'
  return difference('', published, recounted, BESIDE)
}

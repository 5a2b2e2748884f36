import { z } from 'zod'
import { compareResults, count, inputFault, inputOf, sha256, type TallyBallot, type TallyResult } from '../tally/index.ts'
import { BALLOTS_HEADER, POINTED_HEADER } from './documents.ts'
import { resultSchema } from './schema.ts'

/** A file that cannot be recounted, and where. */
export class RecountError extends Error {}

/** `unchecked` is what the files do not let anybody check; `result` is null where nothing could be counted. */
export type Recount =
  | {
    readonly agrees: true; readonly checked: readonly string[]; readonly unchecked: readonly string[]
    readonly result: TallyResult | null
  }
  | { readonly agrees: false; readonly difference: string }

function parseResult(text: string) {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    throw new RecountError('the result is not JSON')
  }
  const parsed = resultSchema.safeParse(json)
  if (parsed.success) return parsed.data
  throw new RecountError(`the result is not one of ours:\n${z.prettifyError(parsed.error)}`)
}

const LINE = /^([0-9A-HJKMNP-TV-Z]{16});((?:[1-9]\d{0,3}(?:,[1-9]\d{0,3})*)?)$/
const POINTED_LINE = new RegExp(`${LINE.source.slice(0, -1)};((?:\\d{1,7}(?:,\\d{1,7})*)?)$`)

function numbersOf(list: string): number[] {
  return list === '' ? [] : list.split(',').map(Number)
}

/** Reads `ballots.csv`. Throws a RecountError that names the line. */
export function parseBallots(text: string): TallyBallot[] {
  const lines = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  if (lines.at(-1) === '') lines.pop()
  const pointed = lines[0] === POINTED_HEADER
  if (!pointed && lines[0] !== BALLOTS_HEADER) throw new RecountError(`line 1 of the ballots is not "${BALLOTS_HEADER}"`)
  return lines.slice(1).map((line, i) => {
    const match = (pointed ? POINTED_LINE : LINE).exec(line)
    if (!match) throw new RecountError(`line ${i + 2} of the ballots is not a tracker and picks: ${line.slice(0, 60)}`)
    const ballot = { tracker: match[1]!, picks: numbersOf(match[2]!) }
    return pointed ? { ...ballot, points: numbersOf(match[3]!) } : ballot
  })
}

/**
 * Counts the published ballots anew and compares with the published result, from the two files alone: the hash of
 * what was counted, every row, every tie, the money. Throws a RecountError for files that cannot be read.
 */
export function recount(resultText: string, ballotsText: string): Recount {
  const published = parseResult(resultText)
  const ballots = parseBallots(ballotsText)
  if (ballots.length !== published.openedCount) {
    return { agrees: false, difference: `the result tells of ${published.openedCount} ballots, the file has ${ballots.length}` }
  }
  if (published.openedCount + published.unopenable.length !== published.sealedCount) {
    return { agrees: false, difference: `${published.sealedCount} ballots were sealed, but ${published.openedCount} opened and ${published.unopenable.length} named as unopenable` }
  }
  const input = inputOf(published, ballots)
  const fault = inputFault(input)
  if (fault !== null) return { agrees: false, difference: fault }
  const result = count(input, { sha256 })
  const difference = compareResults(published, result)
  if (difference !== null) return { agrees: false, difference }
  const invalid = result.invalidBallots.length
  return {
    agrees: true, result, unchecked: [],
    checked: [
      `${ballots.length} ballots with ${result.votes} votes for ${result.rows.length} proposals, ${invalid} of them invalid`,
      `the hash of all that was counted is ${result.inputSha256}`,
      `the rule ${result.rule} with ties by ${result.tieRule} gives the same rows, ranks, percentages and reasons`,
      result.ties.length === 0 ? 'no two proposals have equal votes'
        : result.ties.length === 1 ? 'one tie is broken the same way' : `${result.ties.length} ties are broken the same way`,
      `${(result.spentCents / 100).toFixed(2)} EUR of ${(result.envelopeCents / 100).toFixed(2)} EUR are used`,
    ],
  }
}

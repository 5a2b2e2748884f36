import type { TallyBallot } from '../tally/index.ts'

export const BALLOTS_HEADER = 'tracker;picks'
/** The header where ballots give points, which elections held elsewhere may do. */
export const POINTED_HEADER = `${BALLOTS_HEADER};points`

/** A file that cannot be recounted, and where. */
export class RecountError extends Error {}

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

import type { TallyBallot, TallyInput, TallyProposal, TallyResult, TallyRules } from './types.ts'

/** The first line of a canonical input: another layout gets another number. */
export const CANONICAL_HEADER = 'osbu-tally-input/1'

const TRACKER = /^[!-~]{1,128}$/

/** Whether an amount is whole cents that a number holds exactly. */
function isAmount(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0
}

function isSortedStrictly(ballots: readonly TallyBallot[]): boolean {
  for (let i = 1; i < ballots.length; i++) if (ballots[i - 1]!.tracker >= ballots[i]!.tracker) return false
  return true
}

/** Trackers are ASCII and unique: JavaScript's order is that of code points and of bytes (`LC_ALL=C sort`). */
export function byTracker(a: { readonly tracker: string }, b: { readonly tracker: string }): number {
  return a.tracker < b.tracker ? -1 : 1
}

function proposalFault(proposals: readonly TallyProposal[]): string | null {
  const numbers = new Set<number>()
  for (const { number, costMinCents, costMaxCents } of proposals) {
    if (!isAmount(number) || number < 1) return `proposal number ${number} is not a whole number from 1 up`
    if (numbers.has(number)) return `proposal ${number} is there twice`
    numbers.add(number)
    if (![costMinCents, costMaxCents].every(isAmount)) return `the cost of proposal ${number} is not in whole cents`
    if (costMinCents > costMaxCents) return `proposal ${number} costs more at least than at most`
  }
  return null
}

function ballotFault(ballots: readonly TallyBallot[]): string | null {
  for (const { tracker, picks } of ballots) {
    if (!TRACKER.test(tracker)) return `tracker ${JSON.stringify(tracker)} is not printable ASCII without spaces`
    if (!picks.every(Number.isSafeInteger)) return `ballot ${tracker} has a pick that is no whole number`
  }
  if (isSortedStrictly(ballots)) return null
  const trackers = new Set<string>()
  for (const { tracker } of ballots) {
    if (trackers.has(tracker)) return `two ballots have the tracker ${tracker}`
    trackers.add(tracker)
  }
  return null
}

/**
 * What makes an input no election at all, in words, or null. A ballot that breaks the round's rules is no such fault:
 * it is counted as invalid. A tracker that is there twice is one, because one of the two ballots would be doubled.
 */
export function inputFault(input: TallyInput): string | null {
  const { envelopeCents, picksMin, picksMax, voters, ballots } = input
  if (!isAmount(envelopeCents)) return 'the envelope is not in whole cents'
  if (!isAmount(picksMin) || !isAmount(picksMax)) return 'the limits of picks are not whole numbers'
  if (picksMax < 1 || picksMin > picksMax) return `nobody can pick at least ${picksMin} and at most ${picksMax}`
  if (voters !== null && !isAmount(voters)) return 'the number of voters is not a whole number'
  if (voters !== null && voters < ballots.length) return `there are ${ballots.length} ballots from ${voters} voters`
  return proposalFault(input.proposals) ?? ballotFault(ballots)
}

function picksOf(picks: readonly number[]): string {
  if (picks.length === 0) return '-'
  let sorted = picks
  for (let i = 1; i < picks.length; i++) {
    if (picks[i - 1]! <= picks[i]!) continue
    sorted = picks.toSorted((a, b) => a - b)
    break
  }
  let text = String(sorted[0])
  for (let i = 1; i < sorted.length; i++) text += `,${sorted[i]}`
  return text
}

/** The lines of the canonical input, without their line feeds. `docs/counting.md` defines them. */
export function* canonicalLines(input: TallyInput): Generator<string> {
  yield CANONICAL_HEADER
  yield `rule ${input.rule}`
  yield `cost-basis ${input.costBasis}`
  yield `tie-rule ${input.tieRule}`
  yield `envelope-cents ${input.envelopeCents}`
  yield `picks-min ${input.picksMin}`
  yield `picks-max ${input.picksMax}`
  yield `voters ${input.voters ?? 'unknown'}`
  yield `proposals ${input.proposals.length}`
  for (const { number, costMinCents, costMaxCents } of input.proposals.toSorted((a, b) => a.number - b.number)) {
    yield `${number} ${costMinCents} ${costMaxCents}`
  }
  yield `ballots ${input.ballots.length}`
  const ballots = isSortedStrictly(input.ballots) ? input.ballots : input.ballots.toSorted(byTracker)
  for (const { tracker, picks } of ballots) yield `${tracker} ${picksOf(picks)}`
}

/**
 * The exact text whose SHA-256 is the count's `inputSha256`: ASCII, one line per fact, each ended by one line feed.
 * The input must have no `inputFault`.
 */
export function canonicalInput(input: TallyInput): string {
  return `${[...canonicalLines(input)].join('\n')}\n`
}

/** The input of a published result: its rules and proposals, and the published ballots. */
export function inputOf(
  result: TallyRules & Pick<TallyResult, 'voters'> & { readonly rows: readonly TallyProposal[] },
  ballots: readonly TallyBallot[],
): TallyInput {
  return {
    rule: result.rule,
    costBasis: result.costBasis,
    tieRule: result.tieRule,
    envelopeCents: result.envelopeCents,
    picksMin: result.picksMin,
    picksMax: result.picksMax,
    voters: result.voters,
    proposals: result.rows.map(({ number, costMinCents, costMaxCents }) => ({ number, costMinCents, costMaxCents })),
    ballots,
  }
}

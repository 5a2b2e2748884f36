import { createAsciiWriter } from './ascii.ts'
import type { TallyBallot, TallyInput, TallyProposal, TallyResult, TallyRules } from './types.ts'

/**
 * The first line of a canonical input: another layout gets another number. The second says everything that the first
 * has no words for; what the first can say keeps it, so that a hash that was published stays true.
 */
const FIRST_HEADER = 'osbu-tally-input/1'
const SECOND_HEADER = 'osbu-tally-input/2'

/** Printable ASCII without spaces, as `/^[!-~]{1,128}$/` says it, which takes three times as long a hundred thousand times. */
function isTracker(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i)
    if (code < 33 || code > 126) return false
  }
  return text.length >= 1 && text.length <= 128
}


/** The most points for one pick: sums over any electorate then stay exact in a number. */
const POINTS_MAX = 1_000_000

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

/** Whether ballots of a vote type give points with their picks. */
export function hasPoints(rules: TallyRules): boolean {
  return rules.voteType === 'cumulative' || rules.voteType === 'scoring'
}

function ballotFault(ballots: readonly TallyBallot[], withPoints: boolean): string | null {
  for (const { tracker, picks, points } of ballots) {
    if (!isTracker(tracker)) return `tracker ${JSON.stringify(tracker)} is not printable ASCII without spaces`
    for (const pick of picks) if (!Number.isSafeInteger(pick)) return `ballot ${tracker} has a pick that is no whole number`
    if (withPoints !== (points !== undefined)) return `ballot ${tracker} ${withPoints ? 'lacks points' : 'gives points, but the vote type has none'}`
    if (points === undefined) continue
    if (points.length !== picks.length) return `ballot ${tracker} has ${picks.length} picks, but ${points.length} points`
    if (!points.every((point) => isAmount(point) && point <= POINTS_MAX)) {
      return `ballot ${tracker} has points that are no whole number from 0 to ${POINTS_MAX}`
    }
  }
  if (isSortedStrictly(ballots)) return null
  const trackers = new Set<string>()
  for (const { tracker } of ballots) {
    if (trackers.has(tracker)) return `two ballots have the tracker ${tracker}`
    trackers.add(tracker)
  }
  return null
}

/** What does not fit together in the rules themselves. */
function rulesFault(rules: TallyRules): string | null {
  const { rule, topN, equalShares } = rules
  if ((rule === 'top-n') !== (topN !== undefined)) return 'top-n needs the number of proposals, and no other rule has one'
  if (topN !== undefined && (!isAmount(topN) || topN < 1)) return 'the number of proposals that top-n takes is not a whole number from 1 up'
  if ((rule === 'equal-shares') !== (equalShares !== undefined)) return 'equal-shares needs its options, and no other rule has them'
  if (equalShares !== undefined) {
    if (!isAmount(equalShares.stepCents) || equalShares.stepCents < 1) return 'the step of equal shares is not a whole number of cents from 1 up'
    if (equalShares.utility === 'cost' && !isApproval(rules)) return 'equal shares counts cost as utility for approvals alone'
  }
  return rule === 'phragmen' && !isApproval(rules) ? 'phragmen is defined for approvals alone' : null
}

/** Whether a ballot only names what it approves of. */
export function isApproval({ voteType = 'approval' }: TallyRules): boolean {
  return voteType === 'approval' || voteType === 'choose-1'
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
  return rulesFault(input) ?? proposalFault(input.proposals) ?? ballotFault(ballots, hasPoints(input))
}

/** The lines that only the second layout has, in their order. */
function settingsOf(input: TallyInput): string[] {
  const { voteType = 'approval', topN, equalShares } = input
  if (equalShares === undefined) return [`vote-type ${voteType}`, ...topN === undefined ? [] : [`top-n ${topN}`]]
  return [
    `vote-type ${voteType}`, `utility ${equalShares.utility}`, `completion ${equalShares.completion}`,
    `starting-budget ${equalShares.startingBudget}`, `stop-when-exhausted ${equalShares.stopWhenExhausted ? 'yes' : 'no'}`,
    `step-cents ${equalShares.stepCents}`,
  ]
}

function isOfTheFirst(input: TallyInput): boolean {
  return (input.rule === 'greedy' || input.rule === 'greedy-no-skip') && (input.voteType ?? 'approval') === 'approval'
    && input.tieRule !== 'none'
}

type Writer = ReturnType<typeof createAsciiWriter>

/** The picks as numbers go, or as the voter put them where their order means something; points after a colon. */
function writePicks(write: Writer, { picks, points }: TallyBallot, ordered: boolean): void {
  if (picks.length === 0) write.text('-')
  let order: readonly number[] | null = null
  for (let i = 1; i < picks.length && !ordered; i++) {
    if (picks[i - 1]! < picks[i]!) continue
    order = picks.map((_, at) => at).sort((a, b) => picks[a]! - picks[b]! || (points?.[a] ?? 0) - (points?.[b] ?? 0))
    break
  }
  for (let i = 0; i < picks.length; i++) {
    const at = order === null ? i : order[i]!
    if (i > 0) write.text(ordered ? '>' : ',')
    const pick = picks[at]!
    if (pick >= 0) write.digits(pick)
    else write.text(String(pick))
    if (points === undefined) continue
    write.text(':')
    write.digits(points[at]!)
  }
}

/**
 * The bytes whose SHA-256 is the count's `inputSha256`: ASCII, one line per fact, each ended by one line feed.
 * `docs/counting.md` defines them. The input must have no `inputFault`.
 */
export function canonicalBytes(input: TallyInput): Uint8Array {
  const write = createAsciiWriter()
  const first = isOfTheFirst(input)
  const proposals = input.proposals.toSorted((a, b) => a.number - b.number)
  for (const line of [
    first ? FIRST_HEADER : SECOND_HEADER,
    `rule ${input.rule}`,
    ...first ? [] : settingsOf(input),
    `cost-basis ${input.costBasis}`,
    `tie-rule ${input.tieRule}`,
    `envelope-cents ${input.envelopeCents}`,
    `picks-min ${input.picksMin}`,
    `picks-max ${input.picksMax}`,
    `voters ${input.voters ?? 'unknown'}`,
    `proposals ${proposals.length}`,
    ...proposals.map(({ number, costMinCents, costMaxCents }) => `${number} ${costMinCents} ${costMaxCents}`),
    `ballots ${input.ballots.length}`,
  ]) write.text(`${line}\n`)
  const ordered = input.voteType === 'ordinal'
  for (const ballot of isSortedStrictly(input.ballots) ? input.ballots : input.ballots.toSorted(byTracker)) {
    write.text(ballot.tracker)
    write.text(' ')
    writePicks(write, ballot, ordered)
    write.text('\n')
  }
  return write.written()
}

/** The canonical input as text, to be read by people. */
export function canonicalInput(input: TallyInput): string {
  return new TextDecoder().decode(canonicalBytes(input))
}

/** The rules' settings that are there, so that a result without them looks as it did before there were any. */
export function settingsGiven({ voteType, topN, equalShares }: TallyRules): Pick<TallyRules, 'voteType' | 'topN' | 'equalShares'> {
  return {
    ...voteType === undefined || voteType === 'approval' ? {} : { voteType }, ...topN === undefined ? {} : { topN },
    ...equalShares === undefined ? {} : { equalShares },
  }
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
    ...settingsGiven(result),
    voters: result.voters,
    proposals: result.rows.map(({ number, costMinCents, costMaxCents }) => ({ number, costMinCents, costMaxCents })),
    ballots,
  }
}

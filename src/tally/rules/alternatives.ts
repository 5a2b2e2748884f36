import { assert, type CountingRule, type EqualSharesOptions, fraction, percent, present, toDecimal } from '../../kernel/index.ts'
import { inputFault, isApproval } from './input.ts'
import { carriedOutInOrder } from './order.ts'
import { tally } from './tally.ts'
import type { Sha256, TallyBallot, TallyInput, TallyResult, Undecided } from './types.ts'

/** What one rule chooses from the same ballots. Averages are over the valid ballots, blank ones too. */
export type Alternative = {
  readonly rule: CountingRule
  readonly topN?: number | undefined
  readonly equalShares?: EqualSharesOptions | undefined
  /** The rule that decides; the others are for comparison alone. */
  readonly isOwn: boolean
  /** In the order in which the rule took them. */
  readonly winners: readonly number[]
  readonly spentCents: number
  /** Valid ballots that picked at least one of the winners, and what percent of all valid ballots they are. */
  readonly represented: number
  readonly representedPercent: string
  /** How many winners a voter picked, on the average: `"1.42"`. */
  readonly winnersPerVoter: string
  /** What the winners that a voter picked cost together, on the average; whole cents, half up. */
  readonly costPerVoterCents: number
  /** There only when the rule leaves the choice to people; the winners are then those that are certain. */
  readonly undecided?: Undecided
}

export type Comparison = {
  readonly envelopeCents: number
  /** The valid ballots: the whole of which percents and averages are taken. */
  readonly validBallots: number
  /** The round's own rule first. */
  readonly alternatives: readonly Alternative[]
}

/** What a voter supports: with points on the ballot, the picks that got any. */
function supportOf({ picks, points }: TallyBallot): readonly number[] {
  return points === undefined ? picks : picks.filter((_, at) => points[at]! > 0)
}

function alternativeOf(input: TallyInput, isOwn: boolean, valid: readonly TallyBallot[], result: TallyResult): Alternative {
  const winners = carriedOutInOrder(result)
  const costOf = new Map(winners.map(({ number, costCents }) => [number, costCents]))
  const supporters = new Map(winners.map(({ number }) => [number, 0]))
  let represented = 0
  for (const ballot of valid) {
    let isRepresented = false
    for (const number of supportOf(ballot)) {
      const before = supporters.get(number)
      if (before === undefined) continue
      supporters.set(number, before + 1)
      isRepresented = true
    }
    if (isRepresented) represented += 1
  }
  const voters = BigInt(Math.max(1, valid.length))
  let picked = 0n
  let cost = 0n
  for (const [number, count] of supporters) {
    picked += BigInt(count)
    cost += BigInt(count) * BigInt(present(costOf.get(number), 'a winner has its cost'))
  }
  const { rule, topN, equalShares } = input
  return {
    rule, ...topN === undefined ? {} : { topN }, ...equalShares === undefined ? {} : { equalShares }, isOwn,
    winners: winners.map(({ number }) => number), spentCents: result.spentCents, represented,
    representedPercent: percent(represented, valid.length), winnersPerVoter: toDecimal(fraction(picked, voters), 2),
    costPerVoterCents: Number(toDecimal(fraction(cost, voters), 0)),
    ...result.undecided === undefined ? {} : { undecided: result.undecided },
  }
}

/** Add-one takes a run for each step: where few voters share much money, a step is at least this part of a share. */
const STEPS_PER_SHARE = 1000

/** The usual settings of equal shares as they suit these ballots. */
function settingsFor(input: TallyInput, usual: EqualSharesOptions): EqualSharesOptions {
  const part = Math.ceil(input.envelopeCents / Math.max(1, input.ballots.length) / STEPS_PER_SHARE)
  return {
    ...usual, stepCents: Math.max(usual.stepCents, part),
    utility: isApproval(input) ? usual.utility : 'cardinal',
  }
}

/**
 * What each rule chooses from the same ballots, the round's own first. Another rule counts with the round's envelope,
 * cost basis and tie rule; `top-n` promises as many as the round's own rule chose, and equal shares have the `usual`
 * settings. A rule that is not defined for how the ballots speak is left out. Lots are drawn for each rule of
 * its own, because the rule is a part of what they are drawn from. A defect when the input has an `inputFault`.
 */
export function alternatives(
  input: TallyInput, { sha256, usual }: { readonly sha256: Sha256; readonly usual: EqualSharesOptions },
): Comparison {
  const own = tally(input, { sha256 })
  const invalid = new Set(own.invalidBallots.map(({ tracker }) => tracker))
  const valid = input.ballots.filter(({ tracker }) => !invalid.has(tracker))
  const won = carriedOutInOrder(own).length
  const { rule: ownRule, topN: _topN, equalShares: _equalShares, ...same } = input
  const others: readonly TallyInput[] = [
    { ...same, rule: 'greedy' }, { ...same, rule: 'greedy-no-skip' }, { ...same, rule: 'top-n', topN: won },
    { ...same, rule: 'equal-shares', equalShares: settingsFor(input, usual) }, { ...same, rule: 'phragmen' },
  ]
  const counted = others.filter((other) => other.rule !== ownRule && inputFault(other) === null)
  assert(counted.length > 0, 'a rule of the list is defined for every ballot')
  return {
    envelopeCents: input.envelopeCents,
    validBallots: valid.length,
    alternatives: [
      alternativeOf(input, true, valid, own),
      ...counted.map((other) => alternativeOf(other, false, valid, tally(other, { sha256 }))),
    ],
  }
}

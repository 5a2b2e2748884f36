import { Defect, type EqualSharesOptions, fraction, type Fraction, present, ZERO } from '../../kernel/index.ts'
import { greedy } from './greedy.ts'
import type { RankGroup } from './ranking.ts'
import { type Decision, didNotFit, type RoundsReckoning } from './reckoning.ts'
import { exactText } from './shares-ledger.ts'
import { runShares, type SharesElection, type SharesRun } from './shares-run.ts'

/** Step S2: each voter's share of the envelope, exactly, or cut down to whole steps of the currency. */
function firstShare(envelopeCents: number, sharers: number, options: EqualSharesOptions): Fraction {
  if (sharers === 0) return ZERO
  if (options.startingBudget === 'exact') return fraction(envelopeCents, sharers)
  const step = BigInt(options.stepCents)
  return fraction(BigInt(envelopeCents) / (BigInt(sharers) * step) * step)
}

/**
 * The places that a run left and more money could still buy. Without a supporter, or above the whole envelope, a proposal
 * never is: waiting for it add-one would not end.
 */
function openPlaces({ groups, costsCents, envelopeCents }: SharesElection, { purchases }: SharesRun): number[] {
  const bought = new Set(purchases.map(({ place }) => place))
  return [...costsCents.keys()].filter((place) =>
    !bought.has(place) && costsCents[place]! <= envelopeCents && groups.supportVoters[place]! > 0)
}

/** More runs than any election needs: whoever sets a step that makes so many is told, instead of waiting for ever. */
const RUNS_MAX = 1_000_000

/**
 * How many steps can be skipped after a run because their outcome is the same. When nobody was short, everybody pays the
 * same prices from a larger share too; and a proposal whose supporters would have less than its cost even if they had
 * bought nothing cannot be bought. So nothing changes before the first step at which one of those could be. Without
 * this, one dear proposal with one supporter would make a run for every euro that it costs.
 */
function firstChange(
  { groups, costsCents }: SharesElection, { purchases }: SharesRun, open: readonly number[], first: Fraction, step: bigint,
): number {
  if (purchases.some(({ paidLess }) => paidLess > 0)) return 0
  return Math.min(...open.map((place) => {
    const voters = BigInt(groups.supportVoters[place]!)
    // voters × (first + steps × step) ≥ cost, for the least whole number of steps.
    const missing = BigInt(costsCents[place]!) * first.den - voters * first.num
    const each = voters * step * first.den
    return missing <= 0n ? 0 : Number((missing + each - 1n) / each)
  }))
}

/**
 * Step S5, add-one: everybody's share grows by one step at a time, each time everything is bought anew, and the last
 * outcome that the envelope pays stands. It ends when the next one costs too much, when every proposal with a supporter is
 * bought (more money would change nothing for ever) and, where the rules say so, as soon as none of the others fits.
 */
function addOne(election: SharesElection, first: Fraction, options: EqualSharesOptions) {
  const step = BigInt(options.stepCents)
  const shareAfter = (steps: number): Fraction => fraction(first.num + BigInt(steps) * step * first.den, first.den)
  let run = runShares(election, first)
  let steps = 0
  for (let runs = 1; runs < RUNS_MAX; runs++) {
    const open = openPlaces(election, run)
    const isExhausted = !open.some((place) => election.costsCents[place]! <= run.leftCents)
    if (run.end === 'tie' || open.length === 0 || (options.stopWhenExhausted && isExhausted)) {
      return { run, share: shareAfter(steps), runs: steps + 1 }
    }
    const nextSteps = Math.max(steps + 1, firstChange(election, run, open, first, step))
    const next = runShares(election, shareAfter(nextSteps))
    if (next.end === 'over_the_envelope') {
      const share = shareAfter(nextSteps - 1)
      return { run: runShares(election, share), share, runs: nextSteps + 1 }
    }
    run = next
    steps = nextSteps
  }
  throw new Defect(`add-one made ${RUNS_MAX} runs: its step of ${options.stepCents} cents is too small for these costs`)
}

/**
 * `equal-shares`: the Method of Equal Shares with its completions. Step numbers as in `docs/counting.md`. `numbers` are
 * the proposals by place, `groups` the same in the order of votes, which the greedy completion goes down; `sharers`
 * are the voters with a valid ballot, blank ones too, for their share of the envelope is theirs to leave.
 */
export function equalShares(
  election: SharesElection, groups: readonly RankGroup[], numbers: readonly number[], sharers: number,
  options: EqualSharesOptions,
): RoundsReckoning {
  const numberOf = (place: number): number => present(numbers[place], 'a place is a proposal')
  const first = firstShare(election.envelopeCents, sharers, options)
  const adds = options.completion === 'add-one' || options.completion === 'add-one-greedy'
  const { run, share, runs } = adds ? addOne(election, first, options)
    : { run: runShares(election, first), share: first, runs: 1 }

  const decided = new Map<number, Decision>()
  run.purchases.forEach(({ place, supporters, price }, index) => decided.set(numberOf(place), {
    number: numberOf(place), outcome: 'carried_out',
    reason: { code: 'shares_paid', round: index + 1, supporters, priceCents: exactText(price) },
  }))

  // Step S6: what is left goes down the list of votes, if the round says so.
  const rest = groups.map((group) => ({ ...group, proposals: group.proposals.filter(({ number }) => !decided.has(number)) }))
  const fills = run.end === 'complete' && (options.completion === 'greedy' || options.completion === 'add-one-greedy')
  const filled = fills ? greedy(rest, run.leftCents) : null
  filled?.decisions.forEach((decision) => decided.set(decision.number, decision))

  // Step S7: why the others are not.
  function whyNot(number: number, place: number): Decision {
    const costCents = election.costsCents[place]!
    if (run.end === 'tie') return { number, outcome: 'undecided', reason: { code: 'undecided' } }
    if (election.groups.supportVoters[place] === 0) return { number, outcome: 'too_little_support', reason: { code: 'no_supporters' } }
    if (costCents > election.envelopeCents) return didNotFit(number, costCents, election.envelopeCents)
    const supportersHaveCents = exactText(run.moneyOf(place))
    return { number, outcome: 'too_little_support', reason: { code: 'supporters_short', costCents, supportersHaveCents } }
  }
  numbers.forEach((number, place) => {
    if (decided.has(number)) return
    decided.set(number, whyNot(number, place))
  })

  const ties = run.purchases.flatMap(({ tied }, index) =>
    (tied.length > 1 ? [{ round: index + 1, numbers: tied.map(numberOf) }] : []))
  return {
    decisions: [...decided.values()],
    tieMattered: filled?.tieMattered ?? groups.map(() => false),
    tiedNumbers: run.end === 'tie' ? run.tied.map(numberOf) : null,
    ties,
    trace: {
      rule: 'equal-shares',
      sharers,
      shareCents: exactText(share),
      runs,
      rounds: run.purchases.map(({ place, supporters, price, paidLess, paidLessMoney }) => ({
        number: numberOf(place), costCents: election.costsCents[place]!, supporters, priceCents: exactText(price), paidLess,
        paidLessCents: exactText(paidLessMoney),
      })),
      completion: filled?.decisions.filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => number) ?? [],
    },
  }
}

/** The counting rules; `docs/counting.md` tells them step by step, and each has a file of its own in the tally. */
export const COUNTING_RULES = ['greedy', 'greedy-no-skip', 'top-n', 'equal-shares', 'phragmen'] as const
export type CountingRule = (typeof COUNTING_RULES)[number]

/**
 * How a ballot speaks. Ours are `approval`. The others come with elections held elsewhere: `choose-1` is an approval
 * of one; an `ordinal` ballot lists its picks from the dearest down; `cumulative` and `scoring` ballots give points.
 */
export const VOTE_TYPES = ['approval', 'choose-1', 'ordinal', 'cumulative', 'scoring'] as const
export type VoteType = (typeof VOTE_TYPES)[number]

/**
 * The settings of equal shares. `utility`: what a voter gets from a proposal, its cost or one each. `completion`: what is
 * done with money that is left. `startingBudget`: the voter's share of the envelope exactly, or cut down to whole steps.
 * `stopWhenExhausted`: whether add-one stops at the first outcome after which nothing with a vote fits any more.
 * `stepCents`: what add-one adds to each share, one unit of the currency.
 */
export type EqualSharesOptions = {
  readonly utility: 'cost' | 'cardinal'
  readonly completion: 'none' | 'greedy' | 'add-one' | 'add-one-greedy'
  readonly startingBudget: 'exact' | 'integral'
  readonly stopWhenExhausted: boolean
  readonly stepCents: number
}

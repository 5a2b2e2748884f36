import type { CostBasis, CountingRule, EqualSharesOptions, VoteType } from '../../kernel/index.ts'

/**
 * What places proposals with equal votes one after another. It is fixed before voting. `none` places nobody: a tie that
 * decides something then leaves the count undecided, for people to break by their own means.
 */
export type TieRule = 'lower-cost' | 'proposal-number' | 'lot' | 'none'

/** What placed tied proposals: a tie rule, or one of the orders that `lower-cost` asks before the number. */
export type TieBreaker = TieRule | 'more-votes'

/** A proposal as the count sees it. `number` is 1 or more and unique in the round. */
export type TallyProposal = {
  readonly number: number
  readonly costMinCents: number
  readonly costMaxCents: number
}

/**
 * An opened ballot: the voter's tracker (printable ASCII without spaces, unique) and the numbers they picked. `points`
 * are there in `cumulative` and `scoring` elections alone, one whole number for each pick.
 */
export type TallyBallot = {
  readonly tracker: string
  readonly picks: readonly number[]
  readonly points?: readonly number[] | undefined
}

/** The rules of a round that decide a count. They stand in the result, so that it can be recounted from itself. */
export type TallyRules = {
  readonly rule: CountingRule
  readonly costBasis: CostBasis
  readonly tieRule: TieRule
  readonly envelopeCents: number
  readonly picksMin: number
  readonly picksMax: number
  /** `approval` unless told. */
  readonly voteType?: VoteType | undefined
  /** How many proposals `top-n` promises; there with that rule alone. */
  readonly topN?: number | undefined
  /** There with `equal-shares` alone. */
  readonly equalShares?: EqualSharesOptions | undefined
}

/**
 * All that a count depends on. The order of proposals, of ballots and of the picks in a ballot means nothing.
 * `voters` is everybody who voted, blank and invalid ballots included; null when nobody knows it any more.
 * Amounts are whole cents up to 2^53 - 1, because foreign elections are counted too.
 */
export type TallyInput = TallyRules & {
  readonly voters: number | null
  readonly proposals: readonly TallyProposal[]
  readonly ballots: readonly TallyBallot[]
}

/** Why a ballot gave no votes. The first of these that holds, in this order. */
export type InvalidReason =
  | { readonly code: 'too_many_picks'; readonly picks: number; readonly picksMax: number }
  | { readonly code: 'too_few_picks'; readonly picks: number; readonly picksMin: number }
  | { readonly code: 'unknown_proposal'; readonly number: number }
  | { readonly code: 'same_pick_twice'; readonly number: number }

export type InvalidBallot = { readonly tracker: string; readonly reason: InvalidReason }

/**
 * What becomes of a proposal. `too_little_support` is a share of the money that its supporters did not have; `undecided`
 * waits for people, see `Undecided`.
 */
export type RowOutcome = 'carried_out' | 'did_not_fit' | 'below_the_cut' | 'too_little_support' | 'undecided'

/**
 * Why, with the figures that somebody needs to check it. Amounts that need not be whole cents are exact: `"1250/3"`.
 * `fits` and `does_not_fit` are also what the completion of equal shares says.
 */
export type RowReason =
  | {
    readonly code: 'fits'
    readonly costCents: number
    readonly leftBeforeCents: number
    readonly leftAfterCents: number
  }
  | { readonly code: 'does_not_fit'; readonly costCents: number; readonly leftCents: number }
  | { readonly code: 'below_the_cut'; readonly stoppedAtNumber: number }
  | { readonly code: 'among_the_first'; readonly place: number; readonly topN: number }
  | { readonly code: 'not_among_the_first'; readonly place: number; readonly topN: number }
  | { readonly code: 'shares_paid'; readonly round: number; readonly supporters: number; readonly priceCents: string }
  | { readonly code: 'supporters_short'; readonly costCents: number; readonly supportersHaveCents: string }
  | { readonly code: 'load_lowest'; readonly round: number; readonly supporters: number; readonly load: string }
  | { readonly code: 'no_supporters' }
  | { readonly code: 'undecided' }

/**
 * One proposal in the result. Proposals with equal votes share a `rank` (1, 2, 2, 4) and name each other in `tiedWith`;
 * the rows stand in that order, which is the order in which the greedy rules take them. `tieBrokenBy` is empty unless another order of the
 * tied proposals would have changed which of them are carried out.
 */
export type TallyRow = {
  readonly rank: number
  readonly number: number
  /** Valid ballots that picked it. */
  readonly votes: number
  /** The points it got, where ballots give points or an order: the ranking then goes by these. */
  readonly points?: number
  /** Percent of the votes given, two decimals, half up: `"19.86"`. */
  readonly percent: string
  /** Percent of the voters; null when their number is unknown. */
  readonly percentOfVoters: string | null
  readonly costMinCents: number
  readonly costMaxCents: number
  /** The end of the range that the round's cost basis uses. */
  readonly costCents: number
  readonly outcome: RowOutcome
  readonly reason: RowReason
  readonly tiedWith: readonly number[]
  readonly tieBrokenBy: readonly TieBreaker[]
}

/** Proposals with equal votes, in the order of the rows, and the tie rules that placed them so. */
export type Tie = {
  readonly votes: number
  readonly numbers: readonly number[]
  readonly matters: boolean
  readonly brokenBy: readonly TieBreaker[]
}

/** Proposals between which a step of a rule could not choose by itself, the one that was taken first. */
export type StepTie = { readonly round: number; readonly numbers: readonly number[]; readonly brokenBy: readonly TieBreaker[] }

/**
 * What equal shares did: with how much each voter began in the last run, how many runs add-one made, and each round of
 * that run. A voter with less than `priceCents` paid all that was left to them: `paidLess` voters, `paidLessCents` together.
 * `priceCents` × (`supporters` − `paidLess`) + `paidLessCents` is the cost, exactly. With points on the ballots the
 * price is for one point, and the sum has the points of those who paid in full instead of their number. `completion` are the proposals that the completion by votes added.
 */
export type EqualSharesTrace = {
  readonly rule: 'equal-shares'
  readonly sharers: number
  readonly shareCents: string
  readonly runs: number
  readonly rounds: readonly {
    readonly number: number
    readonly costCents: number
    readonly supporters: number
    readonly priceCents: string
    readonly paidLess: number
    readonly paidLessCents: string
  }[]
  readonly completion: readonly number[]
  readonly ties: readonly StepTie[]
}

/** What Phragmén's rule did: each round with the load that its supporters carry afterwards, in cents. */
export type PhragmenTrace = {
  readonly rule: 'phragmen'
  readonly rounds: readonly {
    readonly number: number
    readonly costCents: number
    readonly supporters: number
    readonly load: string
  }[]
  readonly ties: readonly StepTie[]
}

/**
 * A count that cannot be finished as it is: `tie` needs people to choose among `numbers`; `over_the_envelope` is a
 * promise of N proposals that the envelope cannot pay, so that none is carried out.
 */
export type Undecided =
  | { readonly code: 'tie'; readonly numbers: readonly number[] }
  | { readonly code: 'over_the_envelope'; readonly numbers: readonly number[]; readonly envelopeCents: number }

/** A finished count. The same input gives the same result, byte for byte as JSON. */
export type TallyResult = TallyRules & {
  /** The version of the counting code's answers, `TALLY_VERSION`. */
  readonly version: number
  /** SHA-256 of the canonical input, lower-case hexadecimal. */
  readonly inputSha256: string
  readonly voters: number | null
  readonly ballots: number
  /** Valid ballots without a pick, which only a round with `picksMin` 0 can have. */
  readonly blankBallots: number
  /** Picks on valid ballots: the whole of which `percent` is a part. */
  readonly votes: number
  /** All points given, where ballots give points or an order: `percent` is then a part of these. */
  readonly points?: number
  readonly spentCents: number
  readonly rows: readonly TallyRow[]
  readonly ties: readonly Tie[]
  /** Sorted by tracker. */
  readonly invalidBallots: readonly InvalidBallot[]
  /** How a rule that goes by rounds came to its rows. */
  readonly trace?: EqualSharesTrace | PhragmenTrace
  /** There only when the count is not finished. Such a result cannot be published. */
  readonly undecided?: Undecided
}

/** SHA-256 of bytes, or of a text's UTF-8, as 64 lower-case hexadecimal digits. An argument, because rules are pure. */
export type Sha256 = (data: Uint8Array | string) => string

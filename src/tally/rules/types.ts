import type { CostBasis } from '../../kernel/index.ts'

/** The counting rules, each in a file of its own; `docs/counting.md` tells them step by step. */
export type Rule = 'greedy' | 'greedy-no-skip'

/** What places proposals with equal votes one after another. It is fixed before voting. */
export type TieRule = 'lower-cost' | 'proposal-number' | 'lot'

/** A proposal as the count sees it. `number` is 1 or more and unique in the round. */
export type TallyProposal = {
  readonly number: number
  readonly costMinCents: number
  readonly costMaxCents: number
}

/** An opened ballot: the voter's tracker (printable ASCII without spaces, unique) and the numbers they picked. */
export type TallyBallot = { readonly tracker: string; readonly picks: readonly number[] }

/** The rules of a round that decide a count. They stand in the result, so that it can be recounted from itself. */
export type TallyRules = {
  readonly rule: Rule
  readonly costBasis: CostBasis
  readonly tieRule: TieRule
  readonly envelopeCents: number
  readonly picksMin: number
  readonly picksMax: number
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

/** What becomes of a proposal. */
export type RowOutcome = 'carried_out' | 'did_not_fit' | 'below_the_cut'

/** Why, with the figures that somebody needs to check it. */
export type RowReason =
  | {
    readonly code: 'fits'
    readonly costCents: number
    readonly leftBeforeCents: number
    readonly leftAfterCents: number
  }
  | { readonly code: 'does_not_fit'; readonly costCents: number; readonly leftCents: number }
  | { readonly code: 'below_the_cut'; readonly stoppedAtNumber: number }

/**
 * One proposal in the result. Proposals with equal votes share a `rank` (1, 2, 2, 4) and name each other in `tiedWith`;
 * the order of the rows is the order in which the rule took them. `tieBrokenBy` is empty unless another order of the
 * tied proposals would have changed which of them are carried out.
 */
export type TallyRow = {
  readonly rank: number
  readonly number: number
  readonly votes: number
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
  readonly tieBrokenBy: readonly TieRule[]
}

/** Proposals with equal votes, in the order of the rows, and the tie rules that placed them so. */
export type Tie = {
  readonly votes: number
  readonly numbers: readonly number[]
  readonly matters: boolean
  readonly brokenBy: readonly TieRule[]
}

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
  readonly spentCents: number
  readonly rows: readonly TallyRow[]
  readonly ties: readonly Tie[]
  /** Sorted by tracker. */
  readonly invalidBallots: readonly InvalidBallot[]
}

/** SHA-256 of a text's UTF-8 bytes as 64 lower-case hexadecimal digits. An argument, because rules are pure. */
export type Sha256 = (text: string) => string

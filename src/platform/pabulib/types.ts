/** Vote types of the format. The reader gives picks for all of them; what they mean is the caller's to know. */
export const VOTE_TYPES = ['approval', 'choose-1', 'ordinal', 'cumulative', 'scoring'] as const
export type PabulibVoteType = (typeof VOTE_TYPES)[number]

/** A row of PROJECTS. `cost` is the decimal text of the file, `costCents` the same exactly in hundredths. */
export type PabulibProject = {
  readonly line: number
  readonly id: string
  readonly cost: string
  readonly costCents: number
  /** Empty when the file has no such column. */
  readonly name: string
  readonly votes: number | null
  /** The `selected` column as it stands (`1` is chosen), null when the file has none. */
  readonly selected: string | null
  /** Every cell by its column. */
  readonly fields: Readonly<Record<string, string>>
}

/** A row of VOTES. A blank vote has no picks. */
export type PabulibVote = {
  readonly line: number
  readonly voterId: string
  /** Project ids in the order of the file; unknown and repeated ones are kept, so that the caller can report them. */
  readonly picks: readonly string[]
  readonly voteText: string
  readonly points: string | null
  readonly votingMethod: string | null
}

/** Everything that stands before the votes. */
export type PabulibHead = {
  readonly meta: ReadonlyMap<string, string>
  /** The line of each META key, for errors of whoever reads its value. */
  readonly metaLines: ReadonlyMap<string, number>
  readonly budgetCents: number
  readonly voteType: PabulibVoteType
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly projects: readonly PabulibProject[]
  readonly voteColumns: readonly string[]
}

export type PabulibFile = PabulibHead & { readonly votes: readonly PabulibVote[] }

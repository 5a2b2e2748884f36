import type { ColumnType, JSONColumnType } from 'kysely'
import type { CostBasis, CountingRule, EqualSharesOptions, VoteType } from '../kernel/index.ts'
import type { RoundKind, Theme, TieRule, Translated } from './domain.ts'

type Instant = ColumnType<Date, Date, Date>
type MaybeInstant = ColumnType<Date | null, Date | null | undefined, Date | null>

export type RoundTable = {
  id: string
  slug: string
  kind: RoundKind
  rehearsal_of: string | null
  name: JSONColumnType<Translated>
  envelope_cents: number
  picks_min: number
  picks_max: number
  themes: JSONColumnType<Theme[]>
  voting_age: number
  age_cutoff: string
  municipality_codes: string[]
  may_replace: boolean
  counting_rule: CountingRule
  top_n: ColumnType<number | null, number | null | undefined, number | null>
  equal_shares: ColumnType<EqualSharesOptions | null, string | null | undefined, string | null>
  vote_type: ColumnType<VoteType, VoteType | undefined, VoteType>
  cost_basis: CostBasis
  tie_rule: TieRule
  appeal_days: ColumnType<number, number | undefined, number>
  ideas_open_at: Instant
  ideas_close_at: Instant
  voting_open_at: Instant
  voting_close_at: Instant
  paper_until: Instant
  keys_ready_at: MaybeInstant
  proposals_ready_at: MaybeInstant
  rehearsed_at: MaybeInstant
  published_at: MaybeInstant
  forgotten_at: MaybeInstant
  created_at: Instant
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    round: RoundTable
  }
}

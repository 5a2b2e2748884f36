import type { ColumnType } from 'kysely'
import type { Channel, Residence } from './domain.ts'

export type RoundKeyTable = {
  round_id: string
  public_key: Buffer
  share_fingerprints: Buffer[]
  share_holders: string[]
  pepper_check: Buffer
  receipt_key_check: Buffer
  proved_fingerprints: ColumnType<Buffer[], Buffer[] | undefined, Buffer[]>
}

/** The urn. A column more here is a trace more: see the test that says which may exist. */
export type SealedBallotTable = {
  round_id: string
  voter_key: Buffer
  channel: Channel
  revision: number
  mark: Buffer
  sealed: Buffer
  cast_on: ColumnType<string, string, string>
  station: string | null
  clerk: string | null
  residence: Residence | null
  correction_reason: string | null
}

export type UrnListTable = { round_id: string; sealed_count: number; hashes: Buffer; sha256: Buffer }

export type ForgettingTable = { round_id: string; begun_at: ColumnType<Date, Date, never>; witness: string }

declare module '../platform/database/tables.ts' {
  interface Tables {
    round_key: RoundKeyTable
    forgetting: ForgettingTable
    roll: { round_id: string; entries: number }
    roll_entry: { round_id: string; voter_key: Buffer }
    sealed_ballot: SealedBallotTable
    urn_list: UrnListTable
  }
}

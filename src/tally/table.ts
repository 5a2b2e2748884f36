import type { ColumnType, JSONColumnType } from 'kysely'
import type { Translated } from '../rounds/index.ts'
import type { UnopenableReason } from './domain.ts'
import type { TallyResult } from './rules/index.ts'

declare module '../platform/database/tables.ts' {
  interface Tables {
    opening: {
      round_id: string
      sealed_count: number
      opened_count: number
      opened_at: ColumnType<Date, Date, never>
    }
    ballot: { round_id: string; tracker: string; picks: number[]; points: ColumnType<number[] | null, number[] | null | undefined, never> }
    unopenable: { round_id: string; sealed_sha256: Buffer; reason: UnopenableReason }
    tally: {
      round_id: string
      rule: string
      version: string
      input_sha256: Buffer
      result: JSONColumnType<TallyResult>
      counted_at: ColumnType<Date, Date, never>
    }
    import_source: {
      round_id: string
      voters: number | null
      note: JSONColumnType<Translated>
      meta: ColumnType<Record<string, string> | null, string | null | undefined, never>
      file_sha256: ColumnType<Buffer | null, Buffer | null | undefined, never>
    }
  }
}

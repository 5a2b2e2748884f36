import type { JSONColumnType } from 'kysely'
import type { Decide } from './schema.ts'

export type PreparedDecisionTable = {
  idea_id: number
  decision: JSONColumnType<Decide>
  revision: number
  staff_id: string
  staff_name: string
  prepared_at: Date
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    prepared_decision: PreparedDecisionTable
  }
}

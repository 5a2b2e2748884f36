import type { Generated, JSONColumnType } from 'kysely'
import type { Translated } from '../rounds/index.ts'

export type ProposalTable = {
  round_id: string
  number: number
  title: JSONColumnType<Translated>
  summary: JSONColumnType<Translated>
  cost_min_cents: number
  cost_max_cents: number
  cost_is_example: Generated<boolean>
  created_at: Date
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    proposal: ProposalTable
    proposal_idea: { idea_id: number; round_id: string; number: number }
  }
}

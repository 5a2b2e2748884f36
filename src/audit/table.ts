import type { ColumnType } from 'kysely'

export type AuditEventTable = {
  seq: number
  at: ColumnType<Date, Date, never>
  kind: string
  actor: string
  actor_name: string
  round_id: string | null
  body: string
  prev_hash: Buffer
  hash: Buffer
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    audit_event: AuditEventTable
    audit_head: { one: boolean; seq: number; hash: Buffer }
    audit_daily_head: { day: string; seq: number; hash: Buffer }
  }
}

import type { ColumnType, Generated } from 'kysely'
import type { Language } from '../http/index.ts'

export type OutboxTable = {
  id: Generated<number>
  message_id: Generated<string>
  kind: string
  about: string
  occasion: string
  language: Language
  to_address: string | null
  params: ColumnType<Record<string, unknown> | null, string | null, null>
  made_at: Date
  due_at: Date
  tries: Generated<number>
  done_at: ColumnType<Date | null, undefined, Date>
  outcome: ColumnType<'sent' | 'given_up' | 'stopped' | null, undefined, 'sent' | 'given_up' | 'stopped'>
}

declare module '../database/tables.ts' {
  interface Tables {
    outbox: OutboxTable
  }
}

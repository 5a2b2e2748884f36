import type { ColumnType, Generated } from 'kysely'
import type { Language } from '../platform/http/index.ts'
import type { PhotoFileName } from '../platform/photos/index.ts'
import type { ActKind, LastKind } from './domain.ts'

export type IdeaSource = 'online' | 'paper' | 'workshop'

export type IdeaTable = {
  id: Generated<number>
  round_id: string
  author_key: Buffer | null
  author_name: string | null
  contact_email: string | null
  language: Language
  source: IdeaSource
  entered_by: string | null
  title: string
  body: string
  theme: string
  place: string | null
  submitted_at: Date
  /** What was erased of it: who sent it, or all. */
  erased: ColumnType<'person' | 'all' | null, undefined, 'person' | 'all'>
  submission_id: ColumnType<string | null, string | null | undefined, never>
  /** Made by the database, for the search alone. */
  words: ColumnType<string, never, never>
}

export type IdeaHistoryTable = {
  idea_id: number
  seq: number
  kind: ActKind
  staff_id: string | null
  staff_name: string | null
  text: string | null
  text_hidden: boolean
  into_idea_id: number | null
  at: Date
}

export type IdeaPhotoFileTable = {
  idea_id: number
  name: PhotoFileName
  width: number
  height: number
  sha256: Buffer
  bytes: Buffer
}

/** A view: the last act on each idea. */
export type IdeaStateView = {
  idea_id: ColumnType<number, never, never>
  last_kind: ColumnType<LastKind, never, never>
  last_seq: ColumnType<number, never, never>
  last_at: ColumnType<Date, never, never>
  into_idea_id: ColumnType<number | null, never, never>
  text_hidden: ColumnType<boolean, never, never>
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    idea: IdeaTable
    idea_history: IdeaHistoryTable
    idea_state: IdeaStateView
    idea_photo: { idea_id: number; alt: string }
    idea_photo_file: IdeaPhotoFileTable
  }
}

import { type Insertable, type Selectable, sql } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import { type ActKind, isLive, lastKindsOf, type IdeaState, IDEA_STATES, stateAfter } from './domain.ts'
import type { IdeaHistoryTable, IdeaTable } from './table.ts'

export type IdeaRow = Omit<Selectable<IdeaTable>, 'words' | 'submission_id'>
export type ActRow = Selectable<IdeaHistoryTable>

const COLUMNS = [
  'id', 'round_id', 'author_key', 'author_name', 'contact_email', 'language', 'source', 'entered_by', 'title', 'body',
  'theme', 'place', 'submitted_at', 'erased',
] as const

/** An idea whose row is locked: its state cannot change until the transaction ends. */
export type LockedIdea = {
  readonly id: number
  readonly roundId: string
  readonly authorKey: Buffer | null
  readonly title: string
  readonly state: IdeaState
  readonly seq: number
  readonly last: { readonly kind: ActKind | 'submit'; readonly staffName: string | null; readonly at: Date }
}

/** The themes of a round that something was sent under. */
export async function themesInUse(tx: Tx, roundId: string): Promise<string[]> {
  const rows = await tx.selectFrom('idea').select('theme').distinct().where('round_id', '=', roundId).orderBy('theme').execute()
  return rows.map(({ theme }) => theme)
}

/** The new row; null when there is one with the same submission id. */
export async function insert(tx: Tx, row: Insertable<IdeaTable>): Promise<IdeaRow | null> {
  return await tx.insertInto('idea').values(row).onConflict((conflict) => conflict.column('submission_id').doNothing())
    .returning(COLUMNS).executeTakeFirst() ?? null
}

/** The idea that an author has already sent by this form. */
export async function findSubmission(tx: Tx, submissionId: string, authorKey: Buffer): Promise<number | null> {
  const row = await tx.selectFrom('idea').select('id').where('submission_id', '=', submissionId)
    .where('author_key', '=', authorKey).executeTakeFirst()
  return row?.id ?? null
}

/**
 * Puts the submissions of one author in one round in line until the end of the transaction, so that a count of them
 * holds. Two authors who share a lock by chance only wait for each other.
 */
export async function lockAuthor(tx: Tx, roundId: string, authorKey: Buffer): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`idea ${roundId} ${authorKey.toString('hex')}`}, 0))`
    .execute(tx)
}

export async function countLive(tx: Tx, roundId: string, authorKey: Buffer): Promise<number> {
  const { count } = await tx.selectFrom('idea').innerJoin('idea_state', 'idea_state.idea_id', 'idea.id')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('round_id', '=', roundId).where('author_key', '=', authorKey)
    .where('last_kind', 'in', lastKindsOf(IDEA_STATES.filter(isLive))).executeTakeFirstOrThrow()
  return count
}

export async function findById(db: Db, id: number): Promise<IdeaRow | null> {
  return await db.selectFrom('idea').select(COLUMNS).where('id', '=', id).executeTakeFirst() ?? null
}

export function ofAuthor(db: Db, authorKey: Buffer): Promise<IdeaRow[]> {
  return db.selectFrom('idea').select(COLUMNS).where('author_key', '=', authorKey)
    .orderBy('submitted_at', 'desc').orderBy('id', 'desc').limit(1000).execute()
}

/** Locks ideas, always in the order of their ids so that two who lock the same ones never wait for each other. */
export async function lock(tx: Tx, ids: readonly number[]): Promise<Map<number, LockedIdea>> {
  if (ids.length === 0) return new Map()
  const rows = await tx.selectFrom('idea').select(['id', 'round_id', 'author_key', 'title', 'submitted_at'])
    .where('id', 'in', ids).orderBy('id').forUpdate().execute()
  if (rows.length === 0) return new Map()
  // A statement of its own, after the locks: it sees what those who held them before have written.
  const last = await tx.selectFrom('idea_history').distinctOn('idea_id').selectAll()
    .where('idea_id', 'in', rows.map((row) => row.id)).orderBy('idea_id').orderBy('seq', 'desc').execute()
  const lastOf = new Map(last.map((act) => [act.idea_id, act]))
  return new Map(rows.map((row) => {
    const act = lastOf.get(row.id)
    return [row.id, {
      id: row.id, roundId: row.round_id, authorKey: row.author_key, title: row.title,
      state: stateAfter(act?.kind ?? 'submit'), seq: act?.seq ?? 0,
      last: { kind: act?.kind ?? 'submit', staffName: act?.staff_name ?? null, at: act?.at ?? row.submitted_at },
    }]
  }))
}

/** Whether the act was added; false when its place in the history is taken. */
export async function append(tx: Tx, act: Insertable<IdeaHistoryTable>): Promise<boolean> {
  const added = await tx.insertInto('idea_history').values(act)
    .onConflict((conflict) => conflict.columns(['idea_id', 'seq']).doNothing()).returning('seq').executeTakeFirst()
  return added !== undefined
}

/**
 * Erases who sent an idea, or all of it with its photo and its author's answers. The idea is locked, and its state says
 * that this much may go.
 */
export async function erase(tx: Tx, id: number, erasure: 'person' | 'all'): Promise<void> {
  await tx.updateTable('idea').set({ author_key: null, author_name: null, contact_email: null, erased: erasure })
    .$if(erasure === 'all', (query) => query.set({ title: '', body: '', place: null }))
    .where('id', '=', id).execute()
  if (erasure === 'person') return
  await tx.deleteFrom('idea_photo_file').where('idea_id', '=', id).execute()
  await tx.deleteFrom('idea_photo').where('idea_id', '=', id).execute()
  await tx.updateTable('idea_history').set({ text: '' }).where('idea_id', '=', id).where('kind', '=', 'answer').execute()
}

export async function lastAct(tx: Tx, ideaId: number): Promise<ActRow> {
  return tx.selectFrom('idea_history').selectAll().where('idea_id', '=', ideaId)
    .orderBy('seq', 'desc').limit(1).executeTakeFirstOrThrow()
}

export function historyOf(db: Db, ids: readonly number[]): Promise<ActRow[]> {
  if (ids.length === 0) return Promise.resolve([])
  return db.selectFrom('idea_history').selectAll().where('idea_id', 'in', ids)
    .orderBy('idea_id').orderBy('seq').execute()
}

export function countMergedInto(db: Db, id: number): Promise<number> {
  return db.selectFrom('idea_history').select((eb) => eb.fn.countAll<number>().as('count'))
    .where('into_idea_id', '=', id).executeTakeFirstOrThrow().then((row) => row.count)
}

import type { Insertable, Selectable, Updateable } from 'kysely'
import type { CostRange } from '../kernel/index.ts'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Translated } from '../rounds/index.ts'
import type { ProposalTable } from './table.ts'

/** What stands on the ballot. `costIsExample` marks an invented cost of an imported round. */
export type Proposal = CostRange & {
  readonly number: number
  readonly title: Translated
  readonly summary: Translated
  readonly costIsExample: boolean
}

type Texts = { readonly title: Translated; readonly summary: Translated } & CostRange

function toProposal(row: Selectable<ProposalTable>): Proposal {
  return {
    number: row.number, title: row.title, summary: row.summary, costMinCents: row.cost_min_cents,
    costMaxCents: row.cost_max_cents, costIsExample: row.cost_is_example,
  }
}

export function toRow(texts: Texts) {
  return {
    title: JSON.stringify(texts.title), summary: JSON.stringify(texts.summary),
    cost_min_cents: texts.costMinCents, cost_max_cents: texts.costMaxCents,
  }
}

export async function ofRound(db: Db, roundId: string): Promise<Proposal[]> {
  const rows = await db.selectFrom('proposal').selectAll().where('round_id', '=', roundId).orderBy('number').execute()
  return rows.map(toProposal)
}

export async function find(db: Db, roundId: string, number: number): Promise<Proposal | null> {
  const row = await db.selectFrom('proposal').selectAll().where('round_id', '=', roundId)
    .where('number', '=', number).executeTakeFirst()
  return row ? toProposal(row) : null
}

export async function numbersOf(db: Db, roundId: string): Promise<number[]> {
  const rows = await db.selectFrom('proposal').select('number').where('round_id', '=', roundId)
    .orderBy('number').execute()
  return rows.map((row) => row.number)
}

/** The highest number in use, 0 when there is none. */
export async function highestNumber(tx: Tx, roundId: string): Promise<number> {
  const { highest } = await tx.selectFrom('proposal').select((eb) => eb.fn.max('number').as('highest'))
    .where('round_id', '=', roundId).executeTakeFirstOrThrow() as { highest: number | null }
  return highest ?? 0
}

/** A statement has at most 65 535 parameters, and a row has eight. */
const ROWS_PER_STATEMENT = 1_000

export async function insert(tx: Tx, rows: Insertable<ProposalTable>[]): Promise<void> {
  for (let from = 0; from < rows.length; from += ROWS_PER_STATEMENT) {
    await tx.insertInto('proposal').values(rows.slice(from, from + ROWS_PER_STATEMENT)).execute()
  }
}

export async function update(
  tx: Tx, roundId: string, number: number, change: Updateable<ProposalTable>,
): Promise<void> {
  await tx.updateTable('proposal').set(change).where('round_id', '=', roundId).where('number', '=', number).execute()
}

/** Whether there was such a proposal. Its ideas are free again. */
export async function remove(tx: Tx, roundId: string, number: number): Promise<boolean> {
  const removed = await tx.deleteFrom('proposal').where('round_id', '=', roundId).where('number', '=', number)
    .returning('number').executeTakeFirst()
  return removed !== undefined
}

export async function removeAll(tx: Tx, roundId: string): Promise<void> {
  await tx.deleteFrom('proposal').where('round_id', '=', roundId).execute()
}

/** Makes ideas part of a proposal, and returns those that are already part of one: they are refused. */
export async function attach(tx: Tx, roundId: string, number: number, ideaIds: readonly number[]): Promise<number[]> {
  const rows = ideaIds.map((id) => ({ idea_id: id, round_id: roundId, number }))
  const attached = await tx.insertInto('proposal_idea').values(rows)
    .onConflict((conflict) => conflict.column('idea_id').doNothing()).returning('idea_id').execute()
  const ids = new Set(attached.map((row) => row.idea_id))
  return ideaIds.filter((id) => !ids.has(id))
}

export async function detachAll(tx: Tx, roundId: string, number: number): Promise<void> {
  await tx.deleteFrom('proposal_idea').where('round_id', '=', roundId).where('number', '=', number).execute()
}

export function ideasOf(db: Db, roundId: string): Promise<{ id: number; number: number; title: string }[]> {
  return db.selectFrom('proposal_idea').innerJoin('idea', 'idea.id', 'proposal_idea.idea_id')
    .select(['idea.id', 'proposal_idea.number', 'idea.title']).where('proposal_idea.round_id', '=', roundId)
    .orderBy('idea.id').execute()
}

/**
 * The number of the proposal that each of these ideas is part of; ideas in none are left out. Given to the rooms below,
 * which must not move an idea that a proposal was made from.
 */
export async function proposalsOf(db: Db, ideaIds: readonly number[]): Promise<Map<number, number>> {
  if (ideaIds.length === 0) return new Map()
  const rows = await db.selectFrom('proposal_idea').select(['idea_id', 'number'])
    .where('idea_id', 'in', ideaIds).execute()
  return new Map(rows.map((row) => [row.idea_id, row.number]))
}

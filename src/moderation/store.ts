import type { Db, Tx } from '../platform/database/index.ts'
import type { StaffActor } from '../identity/index.ts'
import type { Decide } from './schema.ts'

/** A decision that waits to be published. `revision` grows each time somebody writes it anew. */
export type Prepared = {
  readonly ideaId: number
  readonly title: string
  readonly round: string
  readonly decision: Decide
  readonly revision: number
  readonly staffName: string
  readonly preparedAt: Date
}

function prepared(db: Db) {
  return db.selectFrom('prepared_decision').innerJoin('idea', 'idea.id', 'prepared_decision.idea_id')
    .innerJoin('round', 'round.id', 'idea.round_id')
    .select([
      'idea_id as ideaId', 'idea.title', 'round.slug as round', 'decision', 'revision', 'staff_name as staffName',
      'prepared_at as preparedAt',
    ])
}

/** What waits to be published, in the order in which it was prepared. */
export function preparedDecisions(db: Db): Promise<Prepared[]> {
  return prepared(db).orderBy('prepared_at').orderBy('idea_id').execute()
}

export async function preparedOf(db: Db, ideaId: number): Promise<Prepared | null> {
  return await prepared(db).where('idea_id', '=', ideaId).executeTakeFirst() ?? null
}

/**
 * Writes a decision in the place of the revision that was seen, 0 for none. False when somebody else has written
 * another meanwhile.
 */
export async function prepare(
  tx: Tx, ideaId: number, decision: Decide, replaces: number, staff: StaffActor, at: Date,
): Promise<boolean> {
  const row = { decision: JSON.stringify(decision), staff_id: staff.id, staff_name: staff.name, prepared_at: at }
  const written = replaces === 0
    ? await tx.insertInto('prepared_decision').values({ idea_id: ideaId, revision: 1, ...row })
      .onConflict((conflict) => conflict.column('idea_id').doNothing()).returning('revision').executeTakeFirst()
    : await tx.updateTable('prepared_decision').set({ revision: replaces + 1, ...row })
      .where('idea_id', '=', ideaId).where('revision', '=', replaces).returning('revision').executeTakeFirst()
  return written !== undefined
}

/** Whether there was one. */
export async function discardPrepared(tx: Tx, ideaId: number): Promise<boolean> {
  const gone = await tx.deleteFrom('prepared_decision').where('idea_id', '=', ideaId).returning('idea_id').executeTakeFirst()
  return gone !== undefined
}

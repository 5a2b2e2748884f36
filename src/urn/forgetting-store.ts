import { sql } from 'kysely'
import { type Db, rewriteTable, type Tx } from '../platform/database/index.ts'

export type Votes = { readonly sealedBallots: number; readonly rollEntries: number }

/** How much of a round could still be led back to people, or to how they voted. */
export async function countVotes(db: Db, roundId: string): Promise<Votes> {
  const { rows: [row] } = await sql<Votes>`select
    (select count(*)::int from sealed_ballot where round_id = ${roundId}) as "sealedBallots",
    (select count(*)::int from roll_entry where round_id = ${roundId}) as "rollEntries"`.execute(db)
  return row!
}

/** Deletes the sealed ballots and the roll. How many stood on the roll stays: the result tells the turnout by it. */
export async function deleteVotes(tx: Tx, roundId: string): Promise<Votes> {
  const ballots = await tx.deleteFrom('sealed_ballot').where('round_id', '=', roundId).executeTakeFirstOrThrow()
  const entries = await tx.deleteFrom('roll_entry').where('round_id', '=', roundId).executeTakeFirstOrThrow()
  return { sealedBallots: Number(ballots.numDeletedRows), rollEntries: Number(entries.numDeletedRows) }
}

/**
 * Writes the urn and the roll anew without what was deleted before the transaction `since`. False when something still sees it. Voters of
 * another round wait meanwhile, so it gives up soon when somebody else uses the urn.
 */
export async function rewriteVotes(tx: Tx, since: string): Promise<boolean> {
  await sql`select set_config('lock_timeout', '2s', true)`.execute(tx)
  return await rewriteTable(tx, 'sealed_ballot', 'sealed_ballot_pkey', since)
    && await rewriteTable(tx, 'roll_entry', 'roll_entry_pkey', since)
}

export type Begun = { readonly begunAt: Date; readonly witness: string }

export async function findBegun(db: Db, roundId: string): Promise<Begun | null> {
  const row = await db.selectFrom('forgetting').select(['begun_at as begunAt', 'witness'])
    .where('round_id', '=', roundId).executeTakeFirst()
  return row ?? null
}

/** Says that Forget has begun. False when it had begun before. */
export async function insertBegun(tx: Tx, roundId: string, { begunAt, witness }: Begun): Promise<boolean> {
  const row = await tx.insertInto('forgetting').values({ round_id: roundId, begun_at: begunAt, witness })
    .onConflict((conflict) => conflict.doNothing()).returning('round_id').executeTakeFirst()
  return row !== undefined
}

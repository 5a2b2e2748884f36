import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'

/** The roll of a round in place of any earlier one. Returns how many people are on it: one entry a person. */
export async function replaceRoll(tx: Tx, roundId: string, voterKeys: readonly Buffer[]): Promise<number> {
  await tx.deleteFrom('roll').where('round_id', '=', roundId).execute()
  await tx.deleteFrom('roll_entry').where('round_id', '=', roundId).execute()
  // In the order of the keys, so that the place of a row tells nothing of the extract that it came from.
  const sorted = voterKeys.toSorted(Buffer.compare)
  await sql`insert into roll_entry (round_id, voter_key)
    select ${roundId}, key from unnest(${sorted}::bytea[]) as key on conflict do nothing`.execute(tx)
  const { entries } = await tx.selectFrom('roll_entry').select((eb) => eb.fn.countAll<number>().as('entries'))
    .where('round_id', '=', roundId).executeTakeFirstOrThrow()
  await tx.insertInto('roll').values({ round_id: roundId, entries }).execute()
  return entries
}

/** Whether a person is on the roll of a round; null when the round has none. */
export async function isOnRoll(db: Db, roundId: string, voterKey: Buffer): Promise<boolean | null> {
  const roll = await db.selectFrom('roll').select('round_id').where('round_id', '=', roundId).executeTakeFirst()
  if (!roll) return null
  const entry = await db.selectFrom('roll_entry').select('round_id')
    .where('round_id', '=', roundId).where('voter_key', '=', voterKey).executeTakeFirst()
  return entry !== undefined
}

/** How many people are on the roll of a round; null when it has none. */
export async function rollSize(db: Db, roundId: string): Promise<number | null> {
  const roll = await db.selectFrom('roll').select('entries').where('round_id', '=', roundId).executeTakeFirst()
  return roll?.entries ?? null
}

import { sql } from 'kysely'
import type { Db } from '../../src/platform/database/index.ts'

/**
 * Runs `work` while commits of new ballots wait, as they do for a standby that is away. `begun` ends when so many of them do.
 * What is sent must not be awaited before `work` has ended.
 */
export async function whileCommitsWait<T>(db: Db, work: (begun: (ballots: number) => Promise<void>) => Promise<T>): Promise<T> {
  await sql`create function wait_at_commit() returns trigger language plpgsql
    as $$ begin perform pg_advisory_xact_lock(1); return null; end $$`.execute(db)
  await sql`create constraint trigger wait_at_commit after insert on sealed_ballot deferrable initially deferred
    for each row execute function wait_at_commit()`.execute(db)
  const waiting = async (): Promise<number> =>
    (await sql`select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database
      where datname = current_database())`.execute(db)).rows.length
  try {
    return await db.transaction().execute(async (tx) => {
      await sql`select pg_advisory_xact_lock(1)`.execute(tx)
      return work(async (ballots) => {
        while (await waiting() < ballots) await new Promise((resolve) => { setTimeout(resolve, 5) })
      })
    })
  } finally {
    await sql`drop trigger wait_at_commit on sealed_ballot`.execute(db)
    await sql`drop function wait_at_commit`.execute(db)
  }
}

import { sql } from 'kysely'
import type { Db } from '../../platform/database/index.ts'

const LOCK = sql`hashtextextended('osbu demo seed', 0)`

/**
 * Does the work while no other process does it on the same database; whoever comes second waits. The lock belongs to
 * one connection, so it falls with a process that dies.
 */
export function alone<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return db.connection().execute(async (held) => {
    await sql`select pg_advisory_lock(${LOCK})`.execute(held)
    try {
      return await work()
    } finally {
      await sql`select pg_advisory_unlock(${LOCK})`.execute(held)
    }
  })
}

import { sql } from 'kysely'
import type { Db, Tx } from './connect.ts'

/** The number of this transaction: every one that was over before it has a lower one. For `haveEnded` and `rewriteTable`. */
export async function transactionNumber(tx: Tx): Promise<string> {
  return (await sql<{ xid: string }>`select pg_current_xact_id()::text as xid`.execute(tx)).rows[0]!.xid
}

/**
 * Whether all transactions have ended that were under way at the transaction `since`. Those that write in other databases of the
 * server count too: no snapshot taken meanwhile is younger than they are, not even that of `rewriteTable`.
 */
export async function haveEnded(db: Db, since: string): Promise<boolean> {
  const { rows: [row] } = await sql<{ ended: boolean }>`
    select pg_snapshot_xmin(pg_current_snapshot()) > ${since}::xid8 as ended`.execute(db)
  return row?.ended ?? false
}

/**
 * Writes a table and its index anew in the order of that index, so that nothing of the rows that were deleted before the
 * transaction `since` stays in its files; the old files are emptied at the commit. Nobody else can use the table meanwhile.
 * False when a snapshot that is older than that may still see such rows, which then stay: the caller rolls back and tries
 * again later.
 */
export async function rewriteTable(tx: Tx, table: string, index: string, since: string): Promise<boolean> {
  await sql`lock table ${sql.table(table)} in access exclusive mode`.execute(tx)
  await sql`cluster ${sql.table(table)} using ${sql.ref(index)}`.execute(tx)
  // CLUSTER leaves here the horizon that it went by: what was deleted before it is gone, what came later was kept.
  const { rows: [row] } = await sql<{ clean: boolean }>`
    select age(relfrozenxid) <= age(${since}::xid8::xid) as clean from pg_class where oid = ${table}::regclass`.execute(tx)
  return row?.clean ?? false
}

/** More than this of the write-ahead log is not overwritten by a request: four gigabytes. */
const SEGMENTS_MAX = 256
const INSUFFICIENT_PRIVILEGE = '42501'

const SEGMENTS = sql`(select name from pg_ls_waldir() where name ~ '^[0-9A-F]{24}$') as segment`

/**
 * Overwrites the write-ahead log on the server's disk with nothing: what was logged up to now is in none of its files
 * afterwards. False when it could not: the service's role in the database may not look there, a standby or an archive
 * still holds old segments, or there are too many of them. Copies that were taken elsewhere are not reached.
 */
export async function overwriteLog(db: Db): Promise<boolean> {
  try {
    const { rows: [old] } = await sql<{ name: string }>`select pg_walfile_name(pg_switch_wal()) as name`.execute(db)
    await sql`checkpoint`.execute(db)
    // Old segments were renamed to come again: the last of those is where all have been written over.
    const { rows: [last] } = await sql<{ name: string; segments: number }>`
      select max(name) as name, count(*)::int as segments from ${SEGMENTS}`.execute(db)
    if (!old || !last || last.segments > SEGMENTS_MAX) return false
    for (let reached = ''; reached <= last.name;) {
      await sql`select count(pg_logical_emit_message(false, 'osbu', repeat('0', 1048576))) from generate_series(1, 16)`.execute(db)
      reached = (await sql<{ name: string }>`select pg_walfile_name(pg_current_wal_lsn()) as name`.execute(db)).rows[0]!.name
    }
    await sql`checkpoint`.execute(db)
    const { rows: [held] } = await sql<{ segments: number }>`
      select count(*)::int as segments from ${SEGMENTS} where name <= ${old.name}`.execute(db)
    return held?.segments === 0
  } catch (error) {
    if ((error as { code?: unknown }).code === INSUFFICIENT_PRIVILEGE) return false
    throw error
  }
}

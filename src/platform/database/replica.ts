import { AsyncLocalStorage } from 'node:async_hooks'
import { setTimeout as sleep } from 'node:timers/promises'
import type { PostgresPool, PostgresPoolClient } from 'kysely'
import pg from 'pg'

const forEverybody = new AsyncLocalStorage<boolean>()

/**
 * Does something whose reads may be answered by a replica: rendering what is the same for everybody. All else reads the
 * primary, so that a replica that lags never shows people an older state of what is theirs.
 */
export function readForEverybody<T>(work: () => T): T {
  return forEverybody.run(true, work)
}

/** Does something by the primary alone, whatever it is part of: every transaction. */
export function readPrimary<T>(work: () => T): T {
  return forEverybody.run(false, work)
}

const PAUSE_MS = 250

/** Has the replica replayed the log up to there? One that was promoted has a log of its own. */
const HAS = `select coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end >= $1::pg_lsn,
  false) as has`

/**
 * A pool that takes its connections from a replica for what is read for everybody, while the replica is there and has all
 * that this process has heard of; otherwise from the primary. Nothing fails because of the replica: whatever it does not
 * answer, or answers with an error, is asked of the primary. For single statements that read; transactions are the primary's.
 */
export function withReplica(primary: pg.Pool, replica: pg.Pool): { readonly pool: PostgresPool; readonly changed: () => void } {
  let trusted = false
  let turn = 0
  let ended = false

  /** Finds out from when on the replica may be read. Whatever happens meanwhile begins it anew. */
  async function catchUp(): Promise<void> {
    trusted = false
    const mine = ++turn
    let lsn: string | undefined
    while (mine === turn && !ended) {
      try {
        lsn ??= (await primary.query<{ lsn: string }>('select pg_current_wal_lsn()::text as lsn')).rows[0]!.lsn
        const has = (await replica.query<{ has: boolean }>(HAS, [lsn])).rows[0]!.has
        if (has && mine === turn) trusted = true
        if (has) return
      } catch {
        // One of them is away: the primary is read until both are there.
      }
      await sleep(PAUSE_MS, undefined, { ref: false })
    }
  }

  /** A connection to the replica whose failures the primary makes good. */
  function careful(client: pg.PoolClient): PostgresPoolClient {
    let broken = false
    const query = (text: string, values: readonly unknown[]): Promise<unknown> => client.query(text, [...values]).catch(() => {
      broken = true
      void catchUp()
      return primary.query(text, [...values])
    })
    return { query, release: () => client.release(broken) } as unknown as PostgresPoolClient
  }

  async function connect(): Promise<PostgresPoolClient> {
    if (!trusted || forEverybody.getStore() !== true) return primary.connect() as Promise<PostgresPoolClient>
    try {
      return careful(await replica.connect())
    } catch {
      void catchUp()
      return primary.connect() as Promise<PostgresPoolClient>
    }
  }

  async function end(): Promise<void> {
    ended = true
    await Promise.all([primary.end(), replica.end()])
  }

  void catchUp()
  return { pool: { connect, end, options: primary.options }, changed: () => { void catchUp() } }
}

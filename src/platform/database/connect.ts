import { Kysely, PostgresDialect, type PostgresPool, type Transaction } from 'kysely'
import pg from 'pg'
import { onChange } from './changes.ts'
import { withReplica } from './replica.ts'
import type { Tables } from './tables.ts'
import { createTurns } from './turns.ts'

export type Db = Kysely<Tables>
/** A function that takes a `Tx` must run inside `transact`; a plain `Db` cannot be passed for it. */
export type Tx = Transaction<Tables>

export type DatabaseOptions = {
  readonly url: string
  /** Connections kept at most. The width of a group commit, so not more than the server has to spare. */
  readonly poolMax?: number
  /** A streaming replica, for what is read for everybody (`readForEverybody`); null for none. */
  readonly readUrl?: string | null
  readonly onIdleError?: (error: Error) => void
}

const INT8 = 20
const DATE = 1082

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 out of range: ${text}`)
  return value
}

/** int8 comes as a number (and never silently rounded), a date as its text: a Date would move it into a zone. */
const types: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (format !== 'binary' && oid === INT8) return safeInteger
    if (format !== 'binary' && oid === DATE) return (text: string) => text
    return pg.types.getTypeParser(oid, format as 'text')
  }) as pg.CustomTypesConfig['getTypeParser'],
}

/** A replica that does not answer in this time is done without. */
const REPLICA_MS = 2_000

/** How long anybody waits for a connection, or for the turn of their transaction. */
const WAIT_MS = 10_000

const turns = new WeakMap<Db, ReturnType<typeof createTurns>>()

/**
 * Does something that writes when it has its turn. A standby that is away holds up each commit for as long as it is, and
 * must not take all connections that way: people go on reading.
 */
export function inTurn<T>(db: Db, work: () => Promise<T>): Promise<T> {
  return turns.get(db)!(work)
}

/** A pool of connections behind Kysely. Close it with `destroy()`. */
export function connect(options: DatabaseOptions): Db {
  const poolMax = options.poolMax ?? 16
  const poolOf = (connectionString: string, more: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({
      connectionString, max: poolMax, connectionTimeoutMillis: WAIT_MS, idleTimeoutMillis: 30_000, types,
      // Else a server that has vanished is waited for as long as the system likes.
      keepAlive: true, keepAliveInitialDelayMillis: 5_000,
      application_name: 'osbu', ...more,
    })
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    pool.on('error', (error) => options.onIdleError?.(error))
    // So does one that breaks between two statements of a transaction, where the pool does not listen: the next one fails.
    pool.on('connect', (client) => { client.on('error', () => undefined) })
    return pool
  }
  const primary = poolOf(options.url, {})
  const dbOf = (pool: PostgresPool): Db => {
    const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
    // Of sixteen six: casting has as many for itself when the worst comes (`urn/group-commit.ts`), and four are left to read by.
    turns.set(db, createTurns(Math.max(2, Math.floor(poolMax * 3 / 8)), WAIT_MS))
    return db
  }
  if (!options.readUrl) return dbOf(primary)
  const { pool, changed } = withReplica(primary, poolOf(options.readUrl, {
    connectionTimeoutMillis: REPLICA_MS, query_timeout: REPLICA_MS,
  }))
  const db = dbOf(pool)
  onChange(db, changed)
  return db
}

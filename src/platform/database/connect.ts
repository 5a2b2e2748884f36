import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { onChange } from './changes.ts'
import { withReplica } from './replica.ts'
import type { Tables } from './tables.ts'

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

/** A pool of connections behind Kysely. Close it with `destroy()`. */
export function connect(options: DatabaseOptions): Db {
  const poolOf = (connectionString: string, more: pg.PoolConfig): pg.Pool => {
    const pool = new pg.Pool({
      connectionString, max: options.poolMax ?? 16, connectionTimeoutMillis: 10_000, idleTimeoutMillis: 30_000, types,
      application_name: 'osbu', ...more,
    })
    // A connection that breaks while idle is replaced by the pool; without a listener it would end the process.
    pool.on('error', (error) => options.onIdleError?.(error))
    // So does one that breaks between two statements of a transaction, where the pool does not listen: the next one fails.
    pool.on('connect', (client) => { client.on('error', () => undefined) })
    return pool
  }
  const primary = poolOf(options.url, {})
  if (!options.readUrl) return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: primary }) })
  const { pool, changed } = withReplica(primary, poolOf(options.readUrl, {
    connectionTimeoutMillis: REPLICA_MS, query_timeout: REPLICA_MS,
  }))
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) })
  onChange(db, changed)
  return db
}

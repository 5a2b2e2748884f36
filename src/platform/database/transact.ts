import { sql } from 'kysely'
import { type Outcome, refuse, type Refusal } from '../../kernel/index.ts'
import { tellChange } from './changes.ts'
import { type Db, inTurn, type Tx } from './connect.ts'
import { readPrimary } from './replica.ts'

class Rollback extends Error {
  readonly refusal: Refusal
  constructor(refusal: Refusal) {
    super(refusal.code)
    this.refusal = refusal
  }
}

/**
 * No transaction waits or idles for as long as a minute, the margin by which rules freeze before voting opens: a change
 * that is under way is written before that or not at all.
 */
const LIMITS = sql`select set_config('lock_timeout', '20s', true), set_config('idle_in_transaction_session_timeout', '50s', true)`

const DEADLOCK_DETECTED = '40P01'
const TRIES_MAX = 3

/**
 * The only way to write. Runs `work` in one transaction: it commits when the outcome is done, and rolls back when it
 * is a refusal or something is thrown. Kysely alone would commit on any return, a refusal among them.
 * A deadlock that the database resolved against us is tried again, so `work` must do nothing but SQL.
 *
 * After the commit this process lets go of the answers that it keeps for everybody, before the caller can tell anybody of it.
 * `private` says that nothing is written that the public reads, as when somebody signs out, so that they may be kept.
 */
export async function transact<T, Code extends string>(
  db: Db,
  work: (tx: Tx) => Promise<Outcome<T, Code>>,
  writes: 'public' | 'private' = 'public',
): Promise<Outcome<T, Code>> {
  for (let tries = 1; ; tries++) {
    try {
      const outcome = await inTurn(db, () => readPrimary(() => db.transaction().setIsolationLevel('read committed').execute(async (tx) => {
        await LIMITS.execute(tx)
        const outcome = await work(tx)
        if (!outcome.ok) throw new Rollback(outcome.refusal)
        return outcome
      })))
      if (writes === 'public') tellChange(db)
      return outcome
    } catch (error) {
      if (error instanceof Rollback) return { ok: false, refusal: error.refusal as Refusal<Code> }
      if ((error as { code?: unknown }).code !== DEADLOCK_DETECTED || tries === TRIES_MAX) throw error
    }
  }
}

const RESTRICT_VIOLATION = '23001'

/**
 * For the `catch` of a `transact`: a trigger of ours refused the change because its time is over or has not come by the database's
 * clock, where the service's had let it pass. Its refusal as ours, by this code; any other error is thrown on.
 */
export function restrictedAs<Code extends string>(code: Code): (error: unknown) => Outcome<never, Code> {
  return (error) => {
    if ((error as { code?: unknown }).code === RESTRICT_VIOLATION) return refuse(code)
    throw error
  }
}

/** Data, constraint, lost conflict with another transaction, or an exception of our own: by the classes of SQLSTATE. */
const REFUSED = /^(22|23|40|P0)...$/

/** Whether the database undid a statement for what was in it or what it met, and is otherwise well. */
export function wasRefused(error: unknown): boolean {
  const { code } = error as { code?: unknown }
  return typeof code === 'string' && REFUSED.test(code)
}

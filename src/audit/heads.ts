import { sql } from 'kysely'
import { type Clock, dayOf } from '../kernel/index.ts'
import type { Db } from '../platform/database/index.ts'
import './table.ts'

/** The head of the chain on a day, as it was published. `day` is `yyyy-mm-dd` in Heinola, `hash` lower-case hex. */
export type DailyHead = { readonly day: string; readonly seq: number; readonly hash: string }

/** A head that somebody kept: the hash, and the place in the chain where they know it. */
export type KeptHead = { readonly hash: string; readonly seq?: number }

/**
 * The published heads of the chain. Each is stored once and never changed; what makes them worth something is that people
 * elsewhere keep them, for whoever could write the chain anew could write these anew too.
 */
export function createHeads({ db, clock }: { db: Db; clock: Clock }) {
  /** Stores the head that the chain has now as the day's, if the day has none yet. For the timer of every process. */
  async function publishHead(): Promise<void> {
    const day = dayOf(clock.now())
    await db.insertInto('audit_daily_head').columns(['day', 'seq', 'hash'])
      .expression((eb) => eb.selectFrom('audit_head')
        .select([sql<string>`${day}::date`.as('day'), 'seq', 'hash']).where('seq', '>', 0))
      .onConflict((conflict) => conflict.column('day').doNothing()).execute()
  }

  /** The published heads before a day, newest first. */
  async function heads(before: string, limit: number): Promise<DailyHead[]> {
    const rows = await db.selectFrom('audit_daily_head').selectAll().where('day', '<', before)
      .orderBy('day', 'desc').limit(limit).execute()
    return rows.map(({ day, seq, hash }) => ({ day, seq, hash: hash.toString('hex') }))
  }

  /** The first of our own published heads that the chain does not hold; null when it holds them all. */
  async function missingOwn(): Promise<DailyHead | null> {
    const row = await db.selectFrom('audit_daily_head as h').selectAll('h')
      .where((eb) => eb.not(eb.exists(eb.selectFrom('audit_event as e').select('e.seq')
        .whereRef('e.seq', '=', 'h.seq').whereRef('e.hash', '=', 'h.hash'))))
      .orderBy('h.day').executeTakeFirst()
    return row ? { day: row.day, seq: row.seq, hash: row.hash.toString('hex') } : null
  }

  /**
   * Where the chain holds a head that somebody kept; null when it does not, or elsewhere than they know it. It says
   * something of a chain that `verify` found whole.
   */
  async function placeOf({ hash, seq }: KeptHead): Promise<number | null> {
    const row = await db.selectFrom('audit_event').select('seq').where('hash', '=', Buffer.from(hash, 'hex')).executeTakeFirst()
    return row === undefined || (seq !== undefined && seq !== row.seq) ? null : row.seq
  }

  return { publishHead, heads, missingOwn, placeOf }
}

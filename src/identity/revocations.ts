import { createHash } from 'node:crypto'
import { assert, type Clock, dayOf, done } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import { revokedSessions, staffSessionsEnds, storeRevoked } from './store.ts'

/** A session that a request holds: its id, and the last second since 1970 in which any token of it could hold. */
export type Held = { readonly id: string; readonly lastSecond: number }

export type Revocations = ReturnType<typeof createRevocations>

/** For how long a process goes by what it read. What was ended in another process may hold on for as long. */
const FRESH_MS = 1000

function hashOf(id: string): string {
  return createHash('sha256').update(id).digest('base64url')
}

/**
 * Sessions that were ended before their time, so that a copy of the token opens nothing any more. Each process keeps the
 * few of today in memory and reads them anew at most once a second, when somebody with a session asks for something.
 * Stored is a hash and a day: neither whose session it was nor when it ended.
 */
export function createRevocations({ db, clock }: { db: Db; clock: Clock }) {
  let known = new Set<string>()
  let staffEnds = new Map<string, number>()
  let readAt = -Infinity
  let reading: Promise<void> | null = null

  const today = (): string => dayOf(clock.now())

  async function read(): Promise<void> {
    const asked = performance.now()
    const [hashes, ends] = await Promise.all([revokedSessions(db, today()), staffSessionsEnds(db)])
    known = new Set(hashes.map((hash) => hash.toString('base64url')))
    staffEnds = new Map(ends.map(({ staff_id: id, ended_at: at }) => [id, Math.floor(at.getTime() / 1000)]))
    readAt = asked
  }

  /** Sees to it that what was ended up to a second ago is known. Throws when the database is away: then the old holds. */
  async function refresh(): Promise<void> {
    if (performance.now() - readAt < FRESH_MS) return
    reading ??= read().finally(() => { reading = null })
    await reading
  }

  /** Ends sessions for good, in this process at once. */
  async function revoke(sessions: readonly Held[]): Promise<void> {
    if (sessions.length === 0) return
    const ended = sessions.map(({ id, lastSecond }) => ({ hash: hashOf(id), until: dayOf(new Date(lastSecond * 1000)) }))
    const stored = await transact(db, async (tx) => {
      await storeRevoked(tx, ended.map(({ hash, until }) => ({ hash: Buffer.from(hash, 'base64url'), until })), today())
      return done()
    }, 'private')
    assert(stored.ok, 'a session is ended')
    const remember = (): void => { for (const { hash } of ended) known.add(hash) }
    remember()
    // A reading that began before the commit does not know of it and would put its own knowledge in place of this.
    if (reading === null) return
    await reading.catch(() => undefined)
    remember()
  }

  return {
    isRevoked: (id: string): boolean => known.has(hashOf(id)),
    /** Whether an operator ended all that this member of staff had at the second in which they signed in. */
    isStaffEnded: (staffId: string, authTime: number): boolean => authTime <= (staffEnds.get(staffId) ?? -Infinity),
    refresh, revoke,
  }
}

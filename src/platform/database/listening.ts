import pg from 'pg'
import type { Db } from './connect.ts'
import { tellChange } from './changes.ts'

/** What the triggers of the public's tables call out: migrations/20261122-23-told-changes.sql. */
const CHANNEL = 'osbu_change'
const PAUSE_MS = 1_000
/** How often the connection is asked whether it is still there: one that was cut off says nothing by itself. */
const ASK_MS = 5_000
const ANSWER_MS = 2_000

export type ListeningOptions = {
  /** A connection of its own, and not through a pool that shares one among transactions, which would lose what it hears. */
  readonly url: string
  readonly db: Db
  /** Told when changes are heard from now on, and when they no longer are. */
  readonly onHearing: (hears: boolean) => void
  readonly onBroken: (error: Error) => void
}

/**
 * Listens for changes that any process commits and tells them on by `tellChange`, for as long as it can; a connection that
 * breaks is made anew after a pause. Whoever keeps something that must not grow old asks `onHearing`, for what was committed
 * in between was told to nobody. Returns what ends it.
 */
export function listenForChanges({ url, db, onHearing, onBroken }: ListeningOptions): () => Promise<void> {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null

  function lose(of: pg.Client, error: Error): void {
    if (client !== of) return
    client = null
    if (timer !== null) clearTimeout(timer)
    onHearing(false)
    of.end().catch(() => {})
    onBroken(error)
    timer = setTimeout(() => { void begin() }, PAUSE_MS)
    timer.unref()
  }

  function askSoon(of: pg.Client): void {
    timer = setTimeout(() => {
      of.query('select 1').then(() => { if (client === of) askSoon(of) }, (error: Error) => lose(of, error))
    }, ASK_MS)
    timer.unref()
  }

  async function begin(): Promise<void> {
    const fresh = new pg.Client({
      connectionString: url, application_name: 'osbu changes', keepAlive: true, connectionTimeoutMillis: 10_000, query_timeout: ANSWER_MS,
    })
    client = fresh
    fresh.on('error', (error) => lose(fresh, error))
    fresh.on('end', () => lose(fresh, new Error('the connection ended')))
    fresh.on('notification', () => tellChange(db))
    try {
      await fresh.connect()
      await fresh.query(`listen ${CHANNEL}`)
      if (client !== fresh) return void fresh.end()
      // What was committed before this was told to nobody here.
      tellChange(db)
      onHearing(true)
      askSoon(fresh)
    } catch (error) {
      lose(fresh, error as Error)
    }
  }

  void begin()
  return async () => {
    if (timer !== null) clearTimeout(timer)
    const last = client
    client = null
    onHearing(false)
    await last?.end().catch(() => {})
  }
}

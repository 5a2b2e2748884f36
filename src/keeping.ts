import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { DAY_MS, dayOf, done, TIME_ZONE } from './kernel/index.ts'
import { type Db, transact } from './platform/database/index.ts'
import type { Logger } from './platform/logging/index.ts'
import { forgetFinished } from './platform/mail/index.ts'
import { createMetrics, type Metrics } from './platform/metrics/index.ts'
import type { Services } from './services.ts'

const VERSION = (JSON.parse(readFileSync(join(import.meta.dirname, '../package.json'), 'utf8')) as { version: string }).version

/** The metrics of this release, with nothing but its requests and alarms in them yet. */
export function newMetrics(): Promise<Metrics> {
  return createMetrics({ version: VERSION })
}

async function numberOf(db: Db, query: ReturnType<typeof sql<{ value: number }>>): Promise<number> {
  const { rows } = await query.execute(db)
  return Number(rows[0]!.value)
}

/**
 * Hangs onto the metrics what tells an operator that something needs them: asked for when somebody reads, and nothing of
 * it counts ballots, or grows with them as the size of the database does.
 */
export function tellState(metrics: Metrics, { db, urn, clock }: Services): void {
  metrics.tell({
    name: 'osbu_database_up', help: '1 while the database answers.',
    read: () => sql`select 1`.execute(db).then(() => 1, () => 0),
  })
  metrics.tell({
    name: 'osbu_clock_difference_seconds', help: 'The clock of the service less that of the database, in whole seconds.',
    read: async () => {
      const before = clock.now().getTime()
      const database = await numberOf(db, sql`select extract(epoch from clock_timestamp()) * 1000 as value`)
      return Math.trunc((((before + clock.now().getTime()) / 2) - database) / 1000)
    },
  })
  metrics.tell({
    name: 'osbu_archive_failing', help: '1 while the archiving of the write-ahead log fails: the last try did.',
    read: () => numberOf(db, sql`
      select (last_failed_time is not null and (last_archived_time is null or last_failed_time > last_archived_time))::int as value
      from pg_stat_archiver`),
  })
  metrics.tell({
    name: 'osbu_round_secrets_missing', help: '1 for a round whose secret files are missing or wrong: casting stops.', label: 'round',
    read: async () => Object.fromEntries((await urn.roundsWithoutSecrets()).map((slug) => [slug, 1])),
  })
  metrics.tell({
    name: 'osbu_mail_waiting', help: 'Mail that waits to be sent.',
    read: () => numberOf(db, sql`select count(*) as value from outbox where done_at is null`),
  })
  metrics.tell({
    name: 'osbu_mail_oldest_seconds', help: 'How long the oldest of it has waited.',
    read: () => numberOf(db, sql`
      select coalesce(floor(extract(epoch from ${clock.now()}::timestamptz - min(made_at))), 0) as value
      from outbox where done_at is null`),
  })
  metrics.tell({
    name: 'osbu_retention_last_run_seconds', help: 'When the nightly run of retention last ended, in seconds since 1970; 0 for never.',
    read: () => numberOf(db, sql`select coalesce(floor(extract(epoch from max(at))), 0) as value from retention_run`),
  })
}

/**
 * Does something beside the requests, again and again, until it is stopped. What fails is told in the log as `failed` and
 * tried again at its next turn. `run` does it at once; `stop` ends it, and waits for the turn under way if one awaits it.
 */
export function repeat(
  everyMs: number, work: () => Promise<unknown>, { logger, failed }: { logger: Logger; failed: string },
): { readonly run: () => void; readonly stop: () => Promise<void> } {
  let last: Promise<void> = Promise.resolve()
  const run = (): void => {
    last = work().then(() => {}, (error: unknown) => logger.error({ err: error }, failed))
  }
  const timer = setInterval(run, everyMs)
  timer.unref()
  return {
    run,
    stop: () => {
      clearInterval(timer)
      return last
    },
  }
}

/** How often the secret files are looked at, so that a lost one is noticed before somebody wants to vote, and a left one at all. */
const SECRETS_MS = 5 * 60_000

/**
 * Alarms when the secrets of a round are not there, or those of a forgotten one are, at once and as long as it is so. Returns
 * what stops it.
 */
export function startSecretsWatch(
  { urn }: Pick<Services, 'urn'>, alarm: (message: string) => void, logger: Logger,
): () => void {
  const timer = repeat(SECRETS_MS, async () => {
    for (const slug of await urn.roundsWithoutSecrets()) {
      alarm(`the secret files of ${slug} are missing or not the ones it was made with: restore SECRETS_DIR`)
    }
    for (const slug of await urn.forgottenWithSecrets()) {
      alarm(`secret files of ${slug} are here although the round was forgotten: run forget on this machine too`)
    }
  }, { logger, failed: 'the secret files could not be looked at' })
  timer.run()
  return timer.stop
}

/** How long the service remembers that a mail was sent. */
const MAIL_DAYS = 365
/** How often the timer asks whether the night's run is due, and from which hour in Heinola on it is. */
const RETENTION_MS = 30 * 60_000
const RETENTION_HOUR = 3

export type Retained = Readonly<Record<'addresses' | 'authors' | 'withdrawn' | 'mails', number>>

/**
 * Takes away what the table in docs/operations.md says is not needed any more, and says how much that was. Running it
 * twice takes nothing more.
 */
export async function runRetention({ db, clock, ideas }: Pick<Services, 'db' | 'clock' | 'ideas'>): Promise<Retained> {
  const retained = { ...await ideas.forgetOld(), mails: await forgetFinished(db, new Date(clock.now().getTime() - MAIL_DAYS * DAY_MS)) }
  // The planner's samples of what was erased since the night before go with new ones.
  await sql`analyze idea, idea_history`.execute(db)
  return retained
}

/** Runs it unless another process has today. The day is taken when it has ended, so that one cut off is done again. */
export async function runRetentionOfToday(services: Pick<Services, 'db' | 'clock' | 'ideas'>): Promise<Retained | null> {
  const { db, clock } = services
  const today = dayOf(clock.now())
  const { rows } = await sql`select from retention_run where day = ${today}`.execute(db)
  if (rows.length > 0) return null
  const counts = await runRetention(services)
  await transact(db, async (tx) => {
    await sql`insert into retention_run (day, at, counts) values (${today}, ${clock.now()}, ${JSON.stringify(counts)})
      on conflict do nothing`.execute(tx)
    return done()
  })
  return counts
}

/** Runs it once a night. Returns what stops it. */
export function startRetentionTimer(services: Services, logger: Logger): () => void {
  const hour = new Intl.DateTimeFormat('en-GB', { timeZone: TIME_ZONE, hour: 'numeric' })
  return repeat(RETENTION_MS, async () => {
    if (Number(hour.format(services.clock.now())) < RETENTION_HOUR) return
    const retained = await runRetentionOfToday(services)
    if (retained !== null) logger.info({ retained }, 'the nightly run of retention is done')
  }, { logger, failed: 'the nightly run of retention failed' }).stop
}

import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { SYSTEM } from './audit/index.ts'
import { type Seeded, seedDemo } from './cli/index.ts'
import type { Config } from './config.ts'
import { newMetrics, repeat, startRetentionTimer, startSecretsWatch, tellState } from './keeping.ts'
import { type Clock, systemClock } from './kernel/index.ts'
import { connect, type Db, listenForChanges, migrate, onChange, requireDurability } from './platform/database/index.ts'
import type { Api } from './platform/http/index.ts'
import type { Logger } from './platform/logging/index.ts'
import { type MetricsDoor, serveMetrics } from './platform/metrics/index.ts'
import { createMailTransport, createSender } from './platform/mail/index.ts'
import { startEmbeddedPostgres } from './platform/postgres/index.ts'
import { createSharedAnswers, type SharedAnswers } from './platform/shared/index.ts'
import { createServices, type Services } from './services.ts'
import { createMailRenderer } from './web/mail/index.ts'

export type Backend = {
  readonly db: Db
  /** Where changes are listened for. */
  readonly listenUrl: string
  readonly services: Services
  /** Writes an alarm into the log: `alarm: true`, for whoever watches it. */
  readonly alarm: (message: string) => void
  readonly stop: () => Promise<void>
}

export type Running = {
  readonly app: Api
  readonly services: Services
  /** Where people reach it. */
  readonly url: string
  /** The port where Prometheus reads; null when nobody asked for one. */
  readonly metricsPort: number | null
  /** Answers what is under way, then lets go of everything. */
  readonly stop: () => Promise<void>
}

/** How often the timer asks whether an urn list is due. It stores it once; a late one delays the opening, nothing else. */
const URN_LIST_MS = 15_000
/** How often the timer asks whether the day has its published head of the audit chain. */
const HEAD_MS = 10 * 60_000
/** How long a stop waits for a mail that is under way and the like. */
const BESIDE_MS = 10_000
/** How often the outbox is looked into. */
const MAIL_MS = 5_000

/**
 * Brings the schema up to date. The lock of that is a connection's own from one statement to another, so it goes where changes
 * are listened for: a pooler that shares connections among transactions would keep it for ever.
 */
async function bringUpToDate(db: Db, listenUrl: string | null): Promise<string[]> {
  if (listenUrl === null) return migrate(db)
  const own = connect({ url: listenUrl, poolMax: 2 })
  try {
    return await migrate(own)
  } finally {
    await own.destroy()
  }
}

/** The database, brought up to date, with the rooms on it: all that the command line needs. */
export async function startBackend(
  config: Config, logger: Logger, publicUrl: () => string, clock: Clock = systemClock, alarmed: () => void = () => {},
): Promise<Backend> {
  const alarm = (message: string): void => {
    alarmed()
    logger.fatal({ alarm: true }, message)
  }
  const embedded = config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres'), log: (line) => logger.info(line) })
    : null
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const db = connect({
    url, readUrl: config.databaseReadUrl, poolMax: config.databasePoolMax,
    onIdleError: (error) => logger.warn({ err: error }, 'a database connection broke'),
  })
  const stop = async (): Promise<void> => {
    await db.destroy()
    await embedded?.stop()
  }
  try {
    await requireDurability(db)
    const migrated = await bringUpToDate(db, config.databaseListenUrl)
    if (migrated.length > 0) logger.info({ migrated }, 'the database was brought up to date')
    const services = await createServices({ config, db, clock, publicUrl, alarm })
    return { db, listenUrl: config.databaseListenUrl ?? url, services, alarm, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

/** Where a demo keeps the shares of its key holders. */
export function demoSharesFile(config: Pick<Config, 'dataDir'>): string {
  return join(config.dataDir, 'demo-shares.txt')
}

/** Fills an empty database with the demo's rounds, or completes it; any other is left as it is. Says which it was. */
export function fillDemo(
  config: Config, { db, services }: Pick<Backend, 'db' | 'services'>, logger: Logger, publicUrl: () => string,
): Promise<Seeded> {
  return seedDemo({
    db, rounds: services.rounds, sharesFile: demoSharesFile(config),
    roomsOn: (clock) => createServices({
      config, db, clock, publicUrl, alarm: (message) => logger.fatal({ alarm: true }, message),
    }),
  })
}

function startUrnListTimer(services: Services, logger: Logger): () => void {
  return repeat(URN_LIST_MS, () => services.urn.storeDueUrnLists(SYSTEM), { logger, failed: 'storing an urn list failed' }).stop
}

/** Publishes the day's head of the audit chain: when the service starts, then soon after each midnight. Stopping waits for it. */
function startHeadTimer(services: Services, logger: Logger): () => Promise<void> {
  const timer = repeat(HEAD_MS, () => services.audit.publishHead(), { logger, failed: 'publishing the head of the audit chain failed' })
  timer.run()
  return timer.stop
}

/** Sends the mail of the outbox, beside the requests and never in them. Stopping waits for the mail under way. */
function startMail(config: Config, services: Services, logger: Logger, publicUrl: () => string): () => Promise<void> {
  const sender = createSender({
    db: services.db, clock: services.clock, logger,
    transport: createMailTransport({ url: config.mailUrl, from: config.mailFrom, folder: join(config.dataDir, 'mail') }),
    render: createMailRenderer({ publicUrl, seal: services.identity.sealedCookie('mail stop').seal }),
  })
  const timer = repeat(MAIL_MS, () => sender.sendDue(), { logger, failed: 'the outbox could not be read' })
  return () => {
    void timer.stop()
    return sender.stop()
  }
}

/** Answers that are the same for everybody are kept while changes are heard of. */
function startSharing({ db, listenUrl }: Backend, logger: Logger): { shared: SharedAnswers; stop: () => Promise<void> } {
  const shared = createSharedAnswers()
  onChange(db, shared.drop)
  const stop = listenForChanges({
    url: listenUrl, db, onHearing: shared.setHearing,
    onBroken: (error) => logger.warn({ err: error }, 'changes are not heard of, so every page is made anew'),
  })
  return { shared, stop }
}

/** Starts the whole service. Throws when a port is taken, a secret is missing or the database cannot be reached. */
export async function start(config: Config, logger: Logger): Promise<Running> {
  let listening: string | null = null
  // Until it listens nobody can be on the way to it, so nothing asks before there is an answer.
  const publicUrl = (): string => config.publicUrl ?? listening ?? `http://${config.host}:${config.port}`
  const metrics = config.metrics === null ? null : await newMetrics()
  const backend = await startBackend(config, logger, publicUrl, systemClock, metrics?.alarm)
  if (config.demo) {
    try {
      logger.info({ demo: await fillDemo(config, backend, logger, publicUrl) }, 'the demo is there')
    } catch (error) {
      await backend.stop()
      throw error
    }
  }
  if (metrics !== null) tellState(metrics, backend.services)
  const { shared, stop: stopSharing } = startSharing(backend, logger)
  // The operator's commands ask for a backend too, and none of them needs the pages: they are a quarter of what there is to load.
  const { createApp } = await import('./app.ts')
  const app = await createApp({
    services: backend.services, logger, publicUrl, trustProxy: config.trustProxy, limits: config.limits, shared,
    ...metrics && { metrics },
  })
  const stopTimer = startUrnListTimer(backend.services, logger)
  const stopHeads = startHeadTimer(backend.services, logger)
  const stopMail = startMail(config, backend.services, logger, publicUrl)
  const stopWatch = startSecretsWatch(backend.services, backend.alarm, logger)
  const stopRetention = startRetentionTimer(backend.services, logger)
  let metricsDoor: MetricsDoor | null = null
  let stopping: Promise<void> | null = null
  const stop = (): Promise<void> => {
    stopping ??= (async () => {
      stopTimer()
      stopWatch()
      stopRetention()
      // First of all the door: a mail server or a standby that does not answer must not cost anybody their answer.
      await app.close()
      await Promise.race([Promise.all([stopHeads(), stopMail()]), sleep(BESIDE_MS, undefined, { ref: false })])
      await metricsDoor?.close()
      await stopSharing()
      await backend.stop()
    })()
    return stopping
  }
  try {
    if (metrics !== null && config.metrics !== null) metricsDoor = await serveMetrics(metrics, config.metrics)
    await app.listen({ host: config.host, port: config.port })
  } catch (error) {
    await stop()
    throw error
  }
  const { port } = app.server.address() as AddressInfo
  listening = `http://${['0.0.0.0', '::'].includes(config.host) ? 'localhost' : config.host}:${port}`
  return { app, services: backend.services, url: publicUrl(), metricsPort: metricsDoor?.port ?? null, stop }
}

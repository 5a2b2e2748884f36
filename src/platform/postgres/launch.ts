import { readFileSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findBinaries, removeOldCopies } from './binaries.ts'
import { prepareCluster, readPassword, ROLE } from './cluster.ts'
import { codeOf, EmbeddedPostgresError } from './errors.ts'
import { findHome } from './home.ts'
import type { Home } from './home.ts'
import { endKeeping, joinUsers, leaveUsers, withLock } from './owner.ts'
import { findPostmaster, launchPostmaster, notReady, stopPostmaster } from './postmaster.ts'
import type { Postmaster } from './postmaster.ts'

/** A running server and this process's hold on it. */
export type EmbeddedPostgres = {
  /** `postgres://osbu:…@127.0.0.1:PORT/osbu`: a loopback address with the scram password in it. Never log it. */
  readonly url: string
  /** Where cluster, password file and log lie: `dataDir`, or the folder that `postgres-is-at` in it names. */
  readonly folder: string
  /** Gives up the hold. The last live process to do so stops the server by a fast shutdown, unless it is to be kept. */
  stop(): Promise<void>
}

export type StartOptions = {
  /** The folder for cluster, password and log; made when missing. It must belong to the user of this process. */
  readonly dataDir: string
  /** Takes one plain English line for the operator at a time. */
  readonly log?: (line: string) => void
  /** Further settings of the server, `{ max_connections: '200' }` say. A server that runs already keeps its own. */
  readonly parameters?: Readonly<Record<string, string>>
  /** The server outlives this process and every stop(), until stopEmbeddedPostgres. For scripts around a test run. */
  readonly keepRunning?: boolean
}

/** Replaying the log after a crash may take long; other failures end much sooner. */
const START_LIMIT_MS = 120_000

/** What a killed server leaves is freed when its last session notices, after a second or two. */
const HELD_LIMIT_MS = 15_000

/**
 * Starts the PostgreSQL that comes with the service, or joins the one that runs in `dataDir` already, be it another
 * process's or left behind by one that was killed. Processes that start at the same moment end with one server.
 *
 * As root the server runs as `postgres`, else as `nobody`; see `findHome` for where its files go then. It listens on
 * 127.0.0.1 alone, on a port that the system chose and that is kept between starts while it is free.
 * Throws EmbeddedPostgresError, with the end of the server's log where there is one.
 */
export async function startEmbeddedPostgres(options: StartOptions): Promise<EmbeddedPostgres> {
  const { parameters = {}, keepRunning = false, log = () => {} } = options
  verifyNames(parameters)
  const home = findHome(options.dataDir)
  return withLock(home.folder, async () => {
    const url = await ensureRunning(home, parameters, log)
    const id = joinUsers(home.folder, keepRunning)
    return { url, folder: home.folder, stop: onceOnly(() => leave(home, id, log)) }
  })
}

/**
 * Stops a server that was kept running or left behind. True when it did; false when none ran, or when living processes
 * use it: then it is no longer kept and the last of them stops it, so that of two test runs at once the first to end
 * does not take the database from the other.
 */
export async function stopEmbeddedPostgres(options: Pick<StartOptions, 'dataDir' | 'log'>): Promise<boolean> {
  const home = findHome(options.dataDir)
  return withLock(home.folder, async () => {
    if (!endKeeping(home.folder)) return false
    const stopped = await stopPostmaster(home, () => findBinaries(home))
    if (stopped) options.log?.(`PostgreSQL in ${home.cluster} is stopped`)
    return stopped
  })
}

async function leave(home: Home, id: string, log: (line: string) => void): Promise<void> {
  await withLock(home.folder, async () => {
    if (!leaveUsers(home.folder, id)) return
    await stopPostmaster(home, () => findBinaries(home))
    log(`PostgreSQL in ${home.cluster} is stopped`)
  })
}

async function ensureRunning(
  home: Home, parameters: Readonly<Record<string, string>>, log: (line: string) => void,
): Promise<string> {
  const began = Date.now()
  for (;;) {
    const left = began + START_LIMIT_MS - Date.now()
    const running = findPostmaster(home) ?? await startHere(home, parameters, left, log)
    if (running.ready) {
      const url = `postgres://${ROLE}:${readPassword(home)}@127.0.0.1:${running.port}/${ROLE}`
      if (await answers(url, home)) {
        log(`PostgreSQL in ${home.cluster} listens on 127.0.0.1:${running.port} (process ${running.pid})`)
        return url
      }
    }
    // Somebody else's server on its way up or down, or one that recovers from the crash of a session.
    if (left < 0) throw notReady(home, START_LIMIT_MS)
    await sleep(10)
  }
}

async function startHere(
  home: Home, parameters: Readonly<Record<string, string>>, limitMs: number, log: (line: string) => void,
): Promise<Postmaster> {
  const binaries = findBinaries(home)
  removeOldCopies(home, binaries)
  if (await prepareCluster(home, binaries)) {
    const whose = home.user === undefined ? '' : ` for user ${home.user.name}`
    log(`made a new PostgreSQL ${binaries.major} cluster in ${home.cluster}${whose}`)
  }
  const heldUntil = Date.now() + HELD_LIMIT_MS
  let port = rememberedPort(home)
  for (let attempt = 0, pauseMs = 25; ; attempt += 1) {
    if (port === undefined || !(await isFree(port))) port = await freePort()
    const result = await launchPostmaster(home, binaries, port, parameters, limitMs)
    if ('pid' in result) {
      writeFileSync(join(home.folder, 'port'), `${result.port}\n`)
      return result
    }
    const hopeless = result.reason === 'other' || result.reason === 'port' && attempt > 5
    if (hopeless || Date.now() > heldUntil) throw didNotStart(home, result.reason, result.lines)
    if (result.reason === 'port') {
      port = undefined
      continue
    }
    // A server that a killed process had just begun to start may have won.
    const other = findPostmaster(home)
    if (other !== undefined) return other
    if (pauseMs === 100) log('PostgreSQL waits for what a killed server still holds')
    await sleep(pauseMs)
    pauseMs = Math.min(pauseMs * 2, 400)
  }
}

function didNotStart(home: Home, reason: string, lines: string): EmbeddedPostgresError {
  const advice = reason === 'held'
    ? ` Processes of a killed server still hold it after ${HELD_LIMIT_MS / 1000} s: find and end them.` : ''
  return new EmbeddedPostgresError(
    `PostgreSQL did not start in ${home.cluster}.${advice} Its log, ${home.logFile}, ends:\n${lines}`)
}

/** Whether the server lets us in; makes the database when the cluster is fresh. False when it should be asked again. */
async function answers(url: string, home: Home): Promise<boolean> {
  try {
    await query(url, 'SELECT 1')
    return true
  } catch (error) {
    const code = codeOf(error)
    if (code === '3D000') return makeDatabase(url)
    if (code === '28P01') {
      throw new EmbeddedPostgresError(
        `the password in ${home.passwordFile} does not open the database in ${home.cluster}: bring the right one back`,
        { cause: error })
    }
    // Class 57P: it starts or stops; 53300: all its connections are taken; else it went away as we knocked.
    const why = code ?? (error instanceof Error ? error.message : '')
    if (/^(57P|53300|ECONN|EPIPE|Connection terminated|timeout)/.test(why)) return false
    throw error
  }
}

async function makeDatabase(url: string): Promise<boolean> {
  await query(url.replace(/\/[^/]*$/, '/postgres'), `CREATE DATABASE ${ROLE}`)
  return true
}

async function query(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url, ssl: false, connectionTimeoutMillis: 5000 })
  // A server that goes away between two messages must not end the process.
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(sql)
  } finally {
    await client.end().catch(() => {})
  }
}

function rememberedPort(home: Home): number | undefined {
  try {
    const port = Number(readFileSync(join(home.folder, 'port'), 'utf8'))
    return Number.isInteger(port) && port > 0 && port < 65536 ? port : undefined
  } catch {
    return undefined
  }
}

async function isFree(port: number): Promise<boolean> {
  return (await bind(port)) !== undefined
}

async function freePort(): Promise<number> {
  const port = await bind(0)
  if (port === undefined) throw new EmbeddedPostgresError('the system gives no free port on 127.0.0.1')
  return port
}

/** Takes the port for a moment; the port, or undefined when it is not to be had. */
function bind(port: number): Promise<number | undefined> {
  return new Promise((resolve) => {
    const server = createServer()
    server.on('error', () => resolve(undefined))
    server.listen({ host: '127.0.0.1', port }, () => {
      const taken = (server.address() as AddressInfo).port
      server.close(() => resolve(taken))
    })
  })
}

function verifyNames(parameters: Readonly<Record<string, string>>): void {
  const wrong = Object.keys(parameters).filter((name) => !/^[a-z][a-z0-9_.]*$/.test(name))
  if (wrong.length > 0) throw new EmbeddedPostgresError(`these are no settings of PostgreSQL: ${wrong.join(', ')}`)
}

function onceOnly(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined
  return () => done ??= work()
}

import { spawn, spawnSync } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { closeSync, openSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Binaries } from './binaries.ts'
import { doesNotRun, environment, runAs } from './cluster.ts'
import { EmbeddedPostgresError } from './errors.ts'
import type { Home } from './home.ts'
import { answersSignals, birthOf, commandOf } from './processes.ts'

/** A living server of the cluster. `port` is 0 until it has told one. */
export type Postmaster = { readonly pid: number; readonly port: number; readonly ready: boolean }

/** How a start ended that gave no server: somebody took the port, or what a killed server left is still held. */
export type Failure = { readonly reason: 'port' | 'held' | 'other'; readonly lines: string }

const STOP_LIMIT_MS = 60_000
const POLL_MS = 5
const TORN_AFTER_MS = 2_000
const LOG_LIMIT_BYTES = 8 * 1024 * 1024

/**
 * What the server is told whatever the caller wishes. No line of the log may tell of a ballot: errors of statements,
 * their text, their details with key values and the times of checkpoints stay out; what concerns the server itself
 * stays in.
 */
const FIXED: Readonly<Record<string, string>> = {
  listen_addresses: '127.0.0.1',
  unix_socket_directories: '',
  password_encryption: 'scram-sha-256',
  logging_collector: 'off',
  log_destination: 'stderr',
  log_min_messages: 'log',
  log_min_error_statement: 'panic',
  log_error_verbosity: 'terse',
  log_checkpoints: 'off',
  log_statement: 'none',
}

/**
 * The living server of the cluster, if any. The lock file of a server that was killed may name a process that has
 * nothing to do with it; PostgreSQL would believe it, so such a file is removed.
 */
export function findPostmaster(home: Home): Postmaster | undefined {
  const path = join(home.cluster, 'postmaster.pid')
  const lines = readLines(path)
  const pid = Number(lines[0])
  if (!Number.isInteger(pid) || pid <= 0) {
    removeTorn(path)
    return undefined
  }
  if (isPostmasterOf(pid, home.cluster)) {
    return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' }
  }
  // Where the process is gone PostgreSQL itself does better: it also looks at the shared memory that the file names.
  if (answersSignals(pid) && !isEnding(pid)) rmSync(path, { force: true })
  return undefined
}

/** A process that has given up its memory, and its command line with it, but is not gone yet. It may be the server. */
function isEnding(pid: number): boolean {
  return birthOf(pid) !== undefined && commandOf(pid)?.[0] === ''
}

/** A crash of the machine can leave the file empty, at which PostgreSQL stops; a server writes it within moments. */
function removeTorn(path: string): void {
  const stat = statSync(path, { throwIfNoEntry: false })
  if (stat !== undefined && Date.now() - stat.mtimeMs > TORN_AFTER_MS) rmSync(path, { force: true })
}

function isPostmasterOf(pid: number, cluster: string): boolean {
  if (birthOf(pid) === undefined) return false
  const command = commandOf(pid)
  // What can't be seen is taken for the server: to remove the lock file of a living one is the greater harm.
  if (command === undefined) return true
  return /^postgres(\.exe)?$/.test(basename(command[0] ?? '')) && command.some((word) => word.trim() === cluster)
}

/**
 * Starts a server and waits until it takes connections, for at most `limitMs`. It is in a session of its own, so that
 * Ctrl-C reaches the service alone, which then stops it in order.
 */
export async function launchPostmaster(
  home: Home, binaries: Binaries, port: number, parameters: Readonly<Record<string, string>>, limitMs: number,
): Promise<Postmaster | Failure> {
  const settings = Object.entries({ fsync: 'on', ...parameters, ...FIXED, port: String(port) })
  const args = ['-D', home.cluster, ...settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])]
  const from = turnLog(home)
  const log = openSync(home.logFile, 'a', 0o600)
  let child: ChildProcess
  try {
    child = spawn(binaries.postgres, args, {
      ...runAs(home.user), cwd: home.folder, env: environment, stdio: ['ignore', log, log], detached: true,
      windowsHide: true,
    })
  } finally {
    closeSync(log)
  }
  child.unref()
  let fault: unknown
  child.on('error', (error) => { fault = error })
  const deadline = Date.now() + limitMs
  while (fault === undefined && child.exitCode === null && child.signalCode === null) {
    const found = findPostmaster(home)
    if (found?.pid === child.pid && found?.ready) return found
    if (Date.now() > deadline) throw notReady(home, limitMs)
    await sleep(POLL_MS)
  }
  if (fault !== undefined) throw doesNotRun(binaries.postgres, fault)
  return failureFrom(logLines(home, from))
}

/** The error of a server that lives but takes no connections in time. It goes on: it may be replaying its log. */
export function notReady(home: Home, limitMs: number): EmbeddedPostgresError {
  return new EmbeddedPostgresError(
    `PostgreSQL in ${home.cluster} runs but took no connections for ${Math.round(limitMs / 1000)} s. It may be`
    + ` recovering from a crash: start again later. Its log, ${home.logFile}, ends:\n${logLines(home, 0)}`)
}

/** Stops the server by a fast shutdown: sessions are ended, their transactions rolled back. False when none runs. */
export async function stopPostmaster(home: Home, binaries: () => Binaries): Promise<boolean> {
  const found = findPostmaster(home)
  if (found === undefined) return false
  const birth = birthOf(found.pid)
  if (process.platform === 'win32') {
    spawnSync(binaries().pgCtl, ['stop', '-D', home.cluster, '-m', 'fast', '-w'], { windowsHide: true })
  } else {
    process.kill(found.pid, 'SIGINT')
  }
  const deadline = Date.now() + STOP_LIMIT_MS
  while (birth !== undefined && birthOf(found.pid) === birth) {
    if (Date.now() > deadline) {
      throw new EmbeddedPostgresError(
        `PostgreSQL (process ${found.pid}) did not stop within ${STOP_LIMIT_MS / 1000} s.`
        + ` Its log, ${home.logFile}, ends:\n${logLines(home, 0)}`)
    }
    await sleep(POLL_MS)
  }
  return true
}

function failureFrom(lines: string): Failure {
  const reason = /could not (bind|create any TCP)/.test(lines) ? 'port'
    : /lock file ".*" (already exists|is empty)|bogus data in lock file|pre-existing shared memory/.test(lines) ? 'held'
    : 'other'
  return { reason, lines }
}

/** Begins a new log when the old one has grown; gives the length of the log, where the next start's lines begin. */
function turnLog(home: Home): number {
  const length = statSync(home.logFile, { throwIfNoEntry: false })?.size ?? 0
  if (length < LOG_LIMIT_BYTES) return length
  renameSync(home.logFile, `${home.logFile}.1`)
  return 0
}

function logLines(home: Home, from: number): string {
  try {
    return readFileSync(home.logFile).subarray(from).toString('utf8').trim().split('\n').slice(-12).join('\n')
  } catch {
    return '(there is no log)'
  }
}

function readLines(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n')
  } catch {
    return []
  }
}

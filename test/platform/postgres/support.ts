import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { stopEmbeddedPostgres } from '../../../src/platform/postgres/index.ts'

type Test = { teardown(work: () => unknown): unknown }

/** A path for a data folder that is not there yet; what comes to run in it is stopped and removed after the test. */
export function freshDataDir(t: Test, mode = 0o711): string {
  const parent = mkdtempSync(join(tmpdir(), 'osbu-test-'))
  chmodSync(parent, mode)
  const dataDir = join(parent, 'data')
  t.teardown(async () => {
    const pointer = join(dataDir, 'postgres-is-at')
    const elsewhere = existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : undefined
    if (existsSync(dataDir)) await stopEmbeddedPostgres({ dataDir }).catch(() => false)
    if (elsewhere?.includes('/osbu-postgres/')) rmSync(elsewhere, { recursive: true, force: true })
    rmSync(parent, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 })
  })
  return dataDir
}

/** The rows that a statement gives on a connection of its own. */
export async function ask(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  // A server that a test kills under a session is reported by the query alone.
  client.on('error', () => {})
  await client.connect()
  try {
    return (await client.query(sql)).rows
  } finally {
    await client.end()
  }
}

/** The process number of the server that runs in a folder. */
export function postmasterPid(folder: string): number {
  return Number(readFileSync(join(folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])
}

/** Whether the process still runs. One that has ended and was not yet fetched by its parent does not. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

export type Service = {
  readonly process: ChildProcess
  readonly url: Promise<string>
  readonly folder: Promise<string>
}

/** Another process that starts the server and holds it until it is killed, or stops it in order on SIGTERM. */
export function spawnService(t: Test, dataDir: string, mode: 'hold' | 'keep' = 'hold'): Service {
  const script = join(dirname(import.meta.filename), 'child-service.ts')
  const child = spawn(process.execPath, [script, dataDir, mode], { stdio: ['ignore', 'pipe', 'inherit'] })
  t.teardown(() => child.kill('SIGKILL'))
  const told = once(createInterface(child.stdout), 'line')
    .then(([line]) => JSON.parse(line as string) as { url: string; folder: string })
  const [url, folder] = [told.then((line) => line.url), told.then((line) => line.folder)]
  return { process: child, url, folder }
}

/** Ends a process and waits until it is gone. */
export async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill(signal)
  await gone
}

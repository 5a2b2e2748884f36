import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { startProxy } from './proxy.ts'

const CONNECTIONS = 60

/** The processes of a PostgreSQL: its postmaster and all that it started. */
function processesOf(postmaster: number): number[] {
  try {
    const children = execFileSync('pgrep', ['-P', String(postmaster)], { encoding: 'utf8' })
    return [postmaster, ...children.trim().split('\n').map(Number)]
  } catch {
    return [postmaster]
  }
}

function send(pids: readonly number[], signal: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, signal)
    } catch {
      // It has ended by itself.
    }
  }
}

/** A PostgreSQL of its own, behind a door that stays at one address while the server is killed and comes back. */
export async function startCluster() {
  const dataDir = mkdtempSync(join(tmpdir(), 'osbu-torture-'))
  const parameters = { max_connections: String(CONNECTIONS) }
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, parameters })
  const proxy = await startProxy(() => ({ host: '127.0.0.1', port: Number(new URL(server.url).port) }))
  const postmaster = (): number =>
    Number(readFileSync(join(server.folder, 'cluster', 'postmaster.pid'), 'utf8').split('\n')[0])

  /** The address of a database, through the door. */
  function url(database: string): string {
    const address = new URL(server.url)
    address.port = String(proxy.port)
    address.pathname = `/${database}`
    return address.href
  }

  /** Kills the postmaster where it stands, waits for its processes to notice, and starts it again. */
  async function kill(): Promise<void> {
    send([postmaster()], 'SIGKILL')
    proxy.cut()
    await sleep(50)
    server = await startEmbeddedPostgres({ dataDir, parameters })
  }

  /** Stands still for a while, every process of it. */
  async function freeze(ms: number): Promise<void> {
    const pids = processesOf(postmaster())
    send(pids, 'SIGSTOP')
    await sleep(ms)
    send(pids, 'SIGCONT')
  }

  async function stop(): Promise<void> {
    await proxy.close()
    await server.stop()
    rmSync(dataDir, { recursive: true, force: true })
  }

  return { url, direct: () => server.url, kill, freeze, proxy, stop, connections: CONNECTIONS }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

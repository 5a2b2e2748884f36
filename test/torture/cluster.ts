import { execFileSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { archivingTo } from '../keeping/documented.ts'
import { freshDataDir, isAlive, postmasterPid } from '../platform/postgres/support.ts'
import { startProxy } from './proxy.ts'
import { baseBackup, bringBack, makeArchive, replaying } from './restoring.ts'

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
  let remove: () => unknown = () => undefined
  const dataDir = freshDataDir({ teardown: (work) => { remove = work } })
  const archive = join(dirname(dataDir), 'archive')
  makeArchive(archive)
  const parameters = { max_connections: String(CONNECTIONS), ...archivingTo(archive) }
  let server: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir, parameters })
  const proxy = await startProxy(() => ({ host: '127.0.0.1', port: Number(new URL(server.url).port) }))
  /** Every process of the server; none after it gave up. */
  function processes(): number[] {
    try {
      return processesOf(postmasterPid(server.folder))
    } catch {
      return []
    }
  }

  /** The address of a database, through the door. */
  function url(database: string): string {
    const address = new URL(server.url)
    address.port = String(proxy.port)
    address.pathname = `/${database}`
    return address.href
  }

  /** Kills the postmaster where it stands, waits for its processes to notice, and starts it again. */
  async function kill(): Promise<void> {
    send(processes().slice(0, 1), 'SIGKILL')
    proxy.cut()
    await sleep(50)
    const killed = server
    server = await startEmbeddedPostgres({ dataDir, parameters })
    // Each start is a hold of its own; one that is not given up keeps the server running for ever.
    await killed.stop()
  }

  /** Loses the folder of the database while people vote, some time after a base backup, and restores it to the end of its log. */
  async function restore(ms: number): Promise<void> {
    const keeping = { cluster: join(server.folder, 'cluster'), archive, base: join(dirname(dataDir), 'base') }
    await baseBackup(server.url, keeping)
    await sleep(ms)
    const pids = processes()
    send(pids, 'SIGKILL')
    proxy.cut()
    while (pids.some(isAlive)) await sleep(5)
    await server.stop()
    bringBack(keeping)
    server = await startEmbeddedPostgres({ dataDir, parameters: { ...parameters, ...replaying(archive) } })
  }

  /**
   * Leaves no room for the log for a while: no process of it may write beyond the first megabyte of a file. The server
   * gives up at once then, and cannot recover before there is room again.
   */
  async function fillDisk(ms: number): Promise<void> {
    const limit = (bytes: string): void => {
      for (const pid of processes()) {
        try {
          execFileSync('prlimit', ['--pid', String(pid), `--fsize=${bytes}`], { stdio: 'ignore' })
        } catch {
          // It has ended by itself.
        }
      }
    }
    limit('1048576:unlimited')
    await sleep(ms)
    limit('unlimited')
    await kill()
  }

  /** Stands still for a while, every process of it. */
  async function freeze(ms: number): Promise<void> {
    const pids = processes()
    send(pids, 'SIGSTOP')
    await sleep(ms)
    send(pids, 'SIGCONT')
  }

  async function stop(): Promise<void> {
    await proxy.close()
    await server.stop()
    await remove()
  }

  return { url, direct: () => server.url, kill, restore, fillDisk, freeze, proxy, stop, connections: CONNECTIONS }
}

export type Cluster = Awaited<ReturnType<typeof startCluster>>

import { randomBytes } from 'node:crypto'
import { dirname } from 'node:path'
import pg from 'pg'
import { freePort } from '../../test/torture/service.ts'
import { deployed } from './deployed.ts'
import type { Programs } from './programs.ts'
import { type Server, type Servers, until } from './servers.ts'

export const PASSWORD = randomBytes(24).toString('hex')

/** The name by which a standby is known to the primary that waits for it: deploy/scale/replica.sh. */
const STANDBY = 'replica'

/** As docs/operations.md has them, but for sizes. A standby that was cut off comes back at once, and memory goes with the folder. */
const SETTINGS = {
  listen_addresses: '127.0.0.1', unix_socket_directories: '', fsync: 'on', full_page_writes: 'on', synchronous_commit: 'on',
  log_min_messages: 'log', log_min_error_statement: 'panic', log_statement: 'none', log_checkpoints: 'off',
  wal_retrieve_retry_interval: '200ms', max_connections: '120', shared_buffers: '32MB', jit: 'off', dynamic_shared_memory_type: 'mmap',
}

export type Database = Awaited<ReturnType<typeof startPrimary>>

async function ask<Row extends object>(port: number, statement: string, database: string): Promise<Row[]> {
  const client = new pg.Client({
    host: '127.0.0.1', port, user: 'osbu', password: PASSWORD, database, connectionTimeoutMillis: 2_000, query_timeout: 5_000,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    return (await client.query<Row>(statement)).rows
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A PostgreSQL over a folder of data that is there. It comes back at the same port when it was killed. */
async function runOver(servers: Servers, programs: Programs, data: string) {
  const port = await freePort()
  let server: Server | null = null
  let failed: string | null = null

  async function start(): Promise<void> {
    await until('PostgreSQL', async () => {
      if (server === null || failed !== null) {
        failed = null
        // After a kill its children hold the memory for a moment more, in which it does not start.
        server = servers.start(programs.postgres('postgres'), ['-D', data, '-c', `port=${port}`, ...parameters()],
          (said) => { failed = said })
      }
      return (await ask(port, 'select 1', 'postgres')).length
    })
  }
  const parameters = (): string[] => Object.entries(SETTINGS).flatMap(([name, value]) => ['-c', `${name}=${value}`])

  /** Kills the postmaster where it stands. */
  async function kill(): Promise<void> {
    await server?.end('SIGKILL')
    server = null
  }

  await start()
  return {
    port, start, kill,
    ask: <Row extends object>(statement: string, name = 'postgres') => ask<Row>(port, statement, name),
  }
}

/** How PostgreSQL's own programs come to a server, as in docker-compose.yml. */
function accountAt(port: number): Record<string, string> {
  return { PGHOST: '127.0.0.1', PGPORT: String(port), PGUSER: 'osbu', PGDATABASE: 'osbu', PGPASSWORD: PASSWORD }
}

/** Runs statements that are deployed. */
async function runDeployed(servers: Servers, programs: Programs, name: string, port: number): Promise<void> {
  const file = servers.writeFile(name, deployed(name))
  await servers.finish(programs.postgres('psql'), ['--quiet', '--no-psqlrc', '--output=/dev/null', '--set=ON_ERROR_STOP=1', `--file=${file}`], accountAt(port))
}

/** A new PostgreSQL with an empty database `osbu`. */
export async function startPrimary(servers: Servers, programs: Programs) {
  const data = servers.makeFolder('primary')
  const password = servers.writeFile('password', PASSWORD)
  await servers.finish(programs.postgres('initdb'), [
    '-D', data, '--username=osbu', `--pwfile=${password}`, '--auth=scram-sha-256', '--encoding=UTF8', '--locale=C.UTF-8', '--no-sync',
  ])
  const database = await runOver(servers, programs, data)
  await database.ask('create database osbu')
  return database
}

/** A copy of another PostgreSQL that follows it; returns when the other one sends to it. `name` is of its folder. */
export async function startStandby(servers: Servers, programs: Programs, primary: Database, name: string): Promise<Database> {
  await runDeployed(servers, programs, 'let-replica-follow.sql', primary.port)
  const data = servers.makeFolder(name)
  await servers.finish('sh', [servers.writeFile('replica.sh', deployed('replica.sh')), 'true'], {
    ...accountAt(primary.port), PGDATA: data, PATH: `${dirname(programs.postgres('pg_basebackup'))}:${process.env['PATH'] ?? ''}`,
  })
  const standby = await runOver(servers, programs, data)
  await isFollowed(primary)
  return standby
}

/** Waits until a standby receives what the primary writes. */
export async function isFollowed(primary: Database): Promise<void> {
  await until('the standby', async () =>
    (await primary.ask(`select from pg_stat_replication where application_name = '${STANDBY}' and state = 'streaming'`)).length || null)
}

/** From now on nothing is acknowledged before a standby has it on its disk. */
export async function waitForStandby(servers: Servers, programs: Programs, primary: Database): Promise<void> {
  await runDeployed(servers, programs, 'acknowledge-with-replica.sql', primary.port)
  await until('synchronous replication', async () =>
    (await primary.ask(`select from pg_stat_replication where sync_state = 'quorum'`)).length || null)
}

/** Makes a standby the primary, with nobody to wait for. */
export async function promote(standby: Database): Promise<void> {
  await standby.ask('select pg_promote()')
  await standby.ask('alter system reset synchronous_standby_names')
  await standby.ask('select pg_reload_conf()')
}

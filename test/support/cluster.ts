import { createHash } from 'node:crypto'
import { accessSync, constants, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import pg from 'pg'
import { connect, migrate, MIGRATIONS_FOLDER } from '../../src/platform/database/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'

const root = resolve(import.meta.dirname, '../..')

/** Where Linux keeps files in memory. A database is made and dropped there in a fifth of the time. */
export const MEMORY = '/dev/shm'
const ROOM_BYTES = 3 * 1024 ** 3

/** Whether a folder may be written to and has room for a cluster. */
export function hasRoom(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    const { bavail, bsize } = statfsSync(folder)
    return bavail * bsize >= ROOM_BYTES
  } catch {
    return false
  }
}

/** In memory where there is room, each checkout apart; otherwise beside the code. */
const dataDir = hasRoom(MEMORY) ? join(MEMORY, `osbu-test-${createHash('sha256').update(root).digest('hex').slice(0, 12)}`)
  : join(root, '.osbu', 'test')

/** The cluster of the test run: started before it, stopped after it, joined by every test file. */
export const CLUSTER = { dataDir, parameters: { max_connections: '500', autovacuum: 'off', jit: 'off' } }

/** Where the keeper of a run says which process it is. `runner` is the process number of the run. */
export function keeperFile(runner: number): string {
  return join(CLUSTER.dataDir, `keeper-${runner}`)
}

/** Gives the memory back, when the last run of this checkout has ended. On disk the cluster waits for the next run. */
export function clearCluster(): void {
  if (!dataDir.startsWith(MEMORY) || readdirSync(dataDir).some((name) => name.startsWith('keeper-'))) return
  rmSync(dataDir, { recursive: true, force: true })
}

/** The template is named by the migrations that made it, so that a changed schema makes a new one. */
function templateName(): string {
  const hash = createHash('sha256')
  for (const name of readdirSync(MIGRATIONS_FOLDER).sort()) hash.update(readFileSync(join(MIGRATIONS_FOLDER, name)))
  return `osbu_template_${hash.digest('hex').slice(0, 12)}`
}

export const TEMPLATE = templateName()

export function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${name}`
  return url.href
}

async function onServer<T>(serverUrl: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client(serverUrl)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

/** Starts or joins the cluster and makes the migrated template when it is not there yet. */
export async function prepareCluster(): Promise<EmbeddedPostgres> {
  const server = await startEmbeddedPostgres(CLUSTER)
  const missing = await onServer(server.url, async (client) => {
    // What earlier runs left behind; a younger one may belong to a run that is going on beside this.
    const old = await client.query<{ datname: string }>(`
      select datname from pg_database where datname like 'osbu\\_%' and datname <> $1
        and (pg_stat_file('base/' || oid || '/PG_VERSION')).modification < now() - interval '1 hour'`, [TEMPLATE])
    for (const { datname } of old.rows) await client.query(`drop database if exists "${datname}" with (force)`)
    const found = await client.query('select from pg_database where datname = $1', [TEMPLATE])
    if (found.rowCount !== 0) return false
    // What makes a password slow to guess takes a third of each connection, and the tests make some two thousand.
    await client.query('set scram_iterations = 1')
    const { username, password } = new URL(server.url)
    const [role, secret] = [client.escapeIdentifier(username), client.escapeLiteral(decodeURIComponent(password))]
    await client.query(`alter role ${role} password ${secret}`)
    await client.query(`drop database if exists "${TEMPLATE}_raw" with (force)`)
    await client.query(`create database "${TEMPLATE}_raw"`)
    return true
  })
  if (!missing) return server
  const db = connect({ url: databaseUrl(server.url, `${TEMPLATE}_raw`) })
  await migrate(db)
  await db.destroy()
  // Renamed last, so that a run that was cut off in the middle leaves no half-made template behind.
  await onServer(server.url, (client) => client.query(`alter database "${TEMPLATE}_raw" rename to "${TEMPLATE}"`))
  return server
}

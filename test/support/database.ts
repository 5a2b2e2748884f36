import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import type { Test } from 'tap'
import { connect, type Db, migrate } from '../../src/platform/database/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { CLUSTER, databaseUrl, TEMPLATE } from './cluster.ts'

type Joined = { server: EmbeddedPostgres; client: pg.Client }
let joined: Promise<Joined> | undefined

/** The cluster of the run, which this process joins once, and a connection by which databases are made and dropped. */
function joinCluster(): Promise<Joined> {
  joined ??= (async () => {
    // Not above: benchmarks and other programs take worlds from here too, and tap ends whoever loads it after thirty seconds.
    const { default: tap } = await import('tap')
    const server = await startEmbeddedPostgres(CLUSTER)
    const client = new pg.Client(server.url)
    await client.connect()
    tap.teardown(async () => {
      await client.end()
      await server.stop()
    })
    return { server, client }
  })()
  return joined
}

/** A database of its own, on a real PostgreSQL, migrated unless it is of `template1`; dropped when the test ends. */
export async function testDatabaseUrl(t: Test, template = TEMPLATE): Promise<string> {
  const { server, client } = await joinCluster()
  const name = `osbu_${randomBytes(6).toString('hex')}`
  // Copied as files: the template is small, and writing it through the log takes twice as long.
  await client.query(`create database "${name}" template "${template}" strategy file_copy`)
  t.teardown(() => client.query(`drop database "${name}" with (force)`))
  return databaseUrl(server.url, name)
}

/** A migrated server of its own, whose files a test searches; stopped and removed with them when the test ends. */
export async function testServer(t: Test): Promise<EmbeddedPostgres> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osbu-server-'))
  const server = await startEmbeddedPostgres({ dataDir })
  t.teardown(async () => {
    await server.stop()
    await rm(dataDir, { recursive: true, force: true })
    await rm(server.folder, { recursive: true, force: true })
  })
  const empty = connect({ url: server.url })
  await migrate(empty)
  await empty.destroy()
  return server
}

export async function testDatabase(t: Test, poolMax = 16): Promise<Db> {
  const db = connect({ url: await testDatabaseUrl(t), poolMax })
  t.teardown(() => db.destroy())
  return db
}

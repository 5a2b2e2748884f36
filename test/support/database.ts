import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { connect, type Db, migrate } from '../../src/platform/database/index.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { CLUSTER, databaseUrl, onServer, TEMPLATE } from './cluster.ts'

/** A migrated database of its own, on a real PostgreSQL; dropped when the test ends. */
export async function testDatabaseUrl(t: Test): Promise<string> {
  const server = await startEmbeddedPostgres(CLUSTER)
  const name = `osbu_${randomBytes(6).toString('hex')}`
  // Copied as files: the template is small, and writing it through the log takes twice as long.
  await onServer(server.url, (client) => client.query(`create database "${name}" template "${TEMPLATE}" strategy file_copy`))
  t.teardown(async () => {
    await onServer(server.url, (client) => client.query(`drop database "${name}" with (force)`))
    await server.stop()
  })
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

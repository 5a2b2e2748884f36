import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import t from 'tap'
import { readConfig } from '../../src/config.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { startBackend } from '../../src/start.ts'
import { ORIGIN, testDatabaseUrl } from '../support/index.ts'

/** What Kysely locks while it migrates, from one statement to another. */
const MIGRATION_LOCK = '3853314791062309107'

t.test('the schema is brought up to date where a connection is one’s own, since a shared one would keep its lock', async (t) => {
  const [url, listenUrl] = [await testDatabaseUrl(t), await testDatabaseUrl(t)]
  const kept = new pg.Client(url)
  await kept.connect()
  await kept.query(`select pg_advisory_lock(${MIGRATION_LOCK})`)
  const secretsDir = mkdtempSync(join(tmpdir(), 'osbu-pooled-'))
  t.teardown(async () => {
    await kept.end()
    rmSync(secretsDir, { recursive: true })
  })
  const config = readConfig({ DATABASE_URL: url, DATABASE_LISTEN_URL: listenUrl, SECRETS_DIR: secretsDir, DEMO: '1', DATABASE_POOL_MAX: '2' })
  const starting = startBackend(config, createLogger('silent'), () => ORIGIN)
  // Where it waits for the lock it says so; it would for an hour.
  const waits = async (): Promise<boolean> =>
    (await kept.query(`select from pg_locks where locktype = 'advisory' and not granted and database = (select oid from pg_database where datname = current_database())`)).rows.length > 0
  let started = false
  void starting.then(() => { started = true })
  while (!started && !await waits()) await new Promise((resolve) => { setTimeout(resolve, 10) })
  t.ok(started, 'it does not wait for the lock that a shared connection keeps')
  await kept.query(`select pg_advisory_unlock(${MIGRATION_LOCK})`)
  await (await starting).stop()
})

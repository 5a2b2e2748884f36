import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { connect, type Db, migrate, pendingMigrations } from '../../../src/platform/database/index.ts'
import { testDatabaseUrl } from '../../support/database.ts'

/** A database without a schema: `connections` are pools of their own, as two processes have. */
async function emptyDatabase(t: Test, connections: number): Promise<Db[]> {
  const url = await testDatabaseUrl(t, 'template1')
  const dbs = Array.from({ length: connections }, () => connect({ url, poolMax: 2 }))
  t.teardown(() => Promise.all(dbs.map((db) => db.destroy())))
  return dbs
}

async function folderOf(t: Test, files: Record<string, string>): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-migrations-'))
  t.teardown(() => rm(folder, { recursive: true }))
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text)
  return folder
}

t.test('processes that start at once on an empty database bring it up to date once', async (t) => {
  const dbs = await emptyDatabase(t, 4)
  const all = await pendingMigrations(dbs[0]!)
  t.ok(all.length >= 8, 'an empty database lacks all of them')
  const ran = await Promise.all(dbs.map((db) => migrate(db)))
  t.same(ran.flat().sort(), all, 'each ran in one process')
  t.same(await pendingMigrations(dbs[0]!), [])
  t.same(await migrate(dbs[1]!), [], 'there is nothing to do a second time')
})

t.test('migrations run in the order of their dates', async (t) => {
  const [db] = await emptyDatabase(t, 1)
  const folder = await folderOf(t, {
    '20260102-01-second.sql': 'alter table thing add name text;',
      '20260101-01-first.sql': 'create table thing (id int);',
    'notes.txt': 'not a migration',
  })
  t.same(await migrate(db!, folder), ['20260101-01-first', '20260102-01-second'])
})

t.test('a migration that fails changes nothing and is told', async (t) => {
  const [db] = await emptyDatabase(t, 1)
  const folder = await folderOf(t, { '20260101-01-first.sql': 'create table thing (id int); select nonsense;' })
  await t.rejects(migrate(db!, folder), { code: '42703' })
  t.same(await pendingMigrations(db!, folder), ['20260101-01-first'])
  const { rows } = await sql`select to_regclass('thing') as thing`.execute(db!)
  t.same(rows, [{ thing: null }])
})

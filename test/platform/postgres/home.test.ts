import { chmodSync, chownSync, lstatSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import t from 'tap'
import { startEmbeddedPostgres } from '../../../src/platform/postgres/index.ts'
import { ask, freshDataDir } from './support.ts'

const asRoot = process.getuid?.() === 0 ? {} : { skip: 'only root starts the server under another account' }

t.test('as root the server runs under another account, in a folder that this one can reach', asRoot, async (t) => {
  const dataDir = freshDataDir(t, 0o700)
  const server = await startEmbeddedPostgres({ dataDir })
  await ask(server.url, 'CREATE TABLE kept AS SELECT 42 AS n')
  t.not(server.folder, dataDir)
  t.equal(readFileSync(join(dataDir, 'postgres-is-at'), 'utf8').trim(), server.folder)
  t.not(statSync(join(server.folder, 'cluster')).uid, 0)
  for (const path of [server.folder, dirname(server.folder), join(server.folder, 'password')]) {
    t.equal(lstatSync(path).uid, 0, `${path} belongs to root`)
    t.equal(lstatSync(path).mode & 0o022, 0, `and nobody else writes to it`)
  }
  await server.stop()
  const again = await startEmbeddedPostgres({ dataDir })
  t.equal(again.folder, server.folder)
  t.same(await ask(again.url, 'SELECT n FROM kept'), [{ n: 42 }])
  await again.stop()
})

t.test('a folder that somebody else owns is refused', asRoot, async (t) => {
  const dataDir = freshDataDir(t)
  mkdirSync(dataDir)
  chownSync(dataDir, 65534, 65534)
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message: /belongs to user 65534/ })
  chownSync(dataDir, 0, 0)
  const planted = join(dirname(dataDir), 'planted')
  mkdirSync(planted)
  chownSync(planted, 65534, 65534)
  writeFileSync(join(dataDir, 'postgres-is-at'), planted)
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message: /planted belongs to user 65534/ })
})

t.test('a folder that everybody can write into is refused', async (t) => {
  const dataDir = freshDataDir(t)
  mkdirSync(dataDir)
  chmodSync(dataDir, 0o777)
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message: /every user can write/ })
})

t.test('a cluster of another major version is refused with the way out', async (t) => {
  const dataDir = freshDataDir(t)
  mkdirSync(join(dataDir, 'cluster'), { recursive: true })
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message: /holds no PostgreSQL cluster/ })
  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '17\n')
  const message = /made by PostgreSQL 17.*brings PostgreSQL 18.*DATABASE_URL/
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message })
})

t.test('a missing password is never replaced', async (t) => {
  const dataDir = freshDataDir(t)
  mkdirSync(join(dataDir, 'cluster'), { recursive: true })
  writeFileSync(join(dataDir, 'cluster', 'PG_VERSION'), '18\n')
  await t.rejects(startEmbeddedPostgres({ dataDir }), { message: /password of the database is missing/ })
})

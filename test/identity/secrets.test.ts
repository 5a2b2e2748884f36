import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { SecretError } from '../../src/identity/index.ts'
import { openPepper, openSessionKey } from '../../src/identity/secrets.ts'
import { testDatabase } from '../support/index.ts'
import { testFolder } from './app.ts'

async function refusalOf(work: Promise<unknown>): Promise<string> {
  const error = await work.then(() => null, (reason: unknown) => reason)
  return error instanceof SecretError ? error.message : `not refused: ${String(error)}`
}

t.test('secrets are made at the first start, for the service alone to read, and stay the same', async (t) => {
  const [db, folder] = [await testDatabase(t), join(await testFolder(t), 'secrets')]
  const pepper = await openPepper(db, folder)
  const key = await openSessionKey(folder)
  t.equal(pepper.length, 32)
  t.equal(key.length, 32)
  t.same((await readdir(folder)).sort(), ['service.pepper', 'session.key'], 'and no drafts stay behind')
  for (const name of ['service.pepper', 'session.key']) {
    t.equal((await stat(join(folder, name))).mode & 0o777, 0o600)
    t.match(await readFile(join(folder, name), 'utf8'), /^[0-9a-f]{64}\n$/)
  }
  t.ok((await openPepper(db, folder)).equals(pepper))
  t.ok((await openSessionKey(folder)).equals(key))
  const [row] = await db.selectFrom('secret_check').selectAll().execute()
  t.notOk(row!.check_value.equals(pepper), 'the database keeps a check value, not the pepper')
})

t.test('a pepper that is missing stops the start and is not made anew', async (t) => {
  const [db, folder] = [await testDatabase(t), await testFolder(t)]
  await openPepper(db, folder)
  await rm(join(folder, 'service.pepper'))
  const message = await refusalOf(openPepper(db, folder))
  t.match(message, join(folder, 'service.pepper'))
  t.match(message, 'is missing')
  t.match(message, 'Restore it from the backup')
  t.same(await readdir(folder), [])
})

t.test('another pepper than the database was used with stops the start', async (t) => {
  const [db, folder] = [await testDatabase(t), await testFolder(t)]
  await openPepper(db, folder)
  await writeFile(join(folder, 'service.pepper'), 'ab'.repeat(32))
  t.match(await refusalOf(openPepper(db, folder)), 'is not the one that this database was used with')
})

t.test('a file that holds no secret stops the start', async (t) => {
  const [db, folder] = [await testDatabase(t), await testFolder(t)]
  await mkdir(folder, { recursive: true })
  for (const text of ['', 'ab'.repeat(31), 'zz'.repeat(32)]) {
    await writeFile(join(folder, 'service.pepper'), text)
    t.match(await refusalOf(openPepper(db, folder)), 'does not hold 32 bytes')
  }
})

t.test('processes that start at once agree on one pepper and one session key', async (t) => {
  const [db, folder] = [await testDatabase(t), await testFolder(t)]
  const peppers = await Promise.all(Array.from({ length: 8 }, () => openPepper(db, folder)))
  t.ok(peppers.every((pepper) => pepper.equals(peppers[0]!)))
  const keys = await Promise.all(Array.from({ length: 8 }, () => openSessionKey(folder)))
  t.ok(keys.every((key) => key.equals(keys[0]!)))
})

t.test('of processes that start at once with folders of their own, one alone goes on', async (t) => {
  const db = await testDatabase(t)
  const folders = await Promise.all(Array.from({ length: 4 }, () => testFolder(t)))
  const ends = await Promise.allSettled(folders.map((folder) => openPepper(db, folder)))
  t.equal(ends.filter(({ status }) => status === 'fulfilled').length, 1)
})

t.test('a lost session key is made anew', async (t) => {
  const folder = await testFolder(t)
  const key = await openSessionKey(folder)
  await rm(join(folder, 'session.key'))
  t.notOk((await openSessionKey(folder)).equals(key))
})

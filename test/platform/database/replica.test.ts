import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { connect, type Db, readForEverybody, transact } from '../../../src/platform/database/index.ts'
import { done } from '../../../src/kernel/index.ts'
import { createSharedAnswers } from '../../../src/platform/shared/index.ts'
import { residentHeaders, testDatabaseUrl, testWorld, votingRound } from '../../support/index.ts'

// For a replica that lags by everything stands a database of the same server in which nothing has happened yet.
const [url, readUrl] = [await testDatabaseUrl(t), await testDatabaseUrl(t)]
const nameOf = (address: string): string => new URL(address).pathname.slice(1)
const asked = async (db: Db): Promise<string> =>
  (await sql<{ name: string }>`select current_database() as name`.execute(db)).rows[0]!.name
const askedForEverybody = (db: Db): Promise<string> => readForEverybody(() => asked(db))

/** Asks until the answer is as it should be, for the replica is looked at beside what goes on. */
async function until<T>(ask: () => Promise<T>, wanted: (found: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const found = await ask()
    if (wanted(found) || tries === 500) return found
    await sleep(10)
  }
}

t.test('what is read for everybody is read at the replica, and all else at the primary', async (t) => {
  const db = connect({ url, readUrl, poolMax: 2 })
  t.equal(await until(() => askedForEverybody(db), (name) => name === nameOf(readUrl)), nameOf(readUrl))
  t.equal(await asked(db), nameOf(url))
  const within = await readForEverybody(() => transact(db, async (tx) =>
    done((await sql<{ name: string }>`select current_database() as name`.execute(tx)).rows[0]!.name), 'private'))
  t.same(within, { ok: true, value: nameOf(url) }, 'a transaction too, whatever it is part of')
  t.equal(await askedForEverybody(db), nameOf(readUrl))
  await db.destroy()
})

t.test('after a change the replica is not read before it was found to have it', async (t) => {
  const db = connect({ url, readUrl, poolMax: 2 })
  await until(() => askedForEverybody(db), (name) => name === nameOf(readUrl))
  await transact(db, async () => done())
  t.equal(await askedForEverybody(db), nameOf(url))
  t.equal(await until(() => askedForEverybody(db), (name) => name === nameOf(readUrl)), nameOf(readUrl))
  await db.destroy()
})

t.test('whatever the replica does not answer, the primary does', async (t) => {
  const away = new URL(readUrl)
  away.port = '9'
  const without = connect({ url, readUrl: away.href, poolMax: 2 })
  t.equal(await askedForEverybody(without), nameOf(url))
  await without.destroy()

  const db = connect({ url, readUrl, poolMax: 2 })
  const primary = connect({ url, poolMax: 1 })
  await until(() => askedForEverybody(db), (name) => name === nameOf(readUrl))
  await sql`alter database ${sql.id(nameOf(readUrl))} allow_connections false`.execute(primary)
  await sql`select pg_terminate_backend(pid) from pg_stat_activity where datname = ${nameOf(readUrl)}`.execute(primary)
  const answers = await Promise.all(Array.from({ length: 8 }, () => askedForEverybody(db)))
  t.same(new Set(answers), new Set([nameOf(url)]), 'while it goes down, too')
  await sql`alter database ${sql.id(nameOf(readUrl))} allow_connections true`.execute(primary)
  t.equal(await until(() => askedForEverybody(db), (name) => name === nameOf(readUrl)), nameOf(readUrl), 'and it is read again when it is back')
  const failing = readForEverybody(() => sql`select 1 / 0`.execute(db))
  await t.rejects(failing, { code: '22012' }, 'what is wrong with a query is told as the primary tells it')
  await Promise.all([db.destroy(), primary.destroy()])
})

t.test('whatever is somebody’s own is read at the primary, however far the replica lags', async (t) => {
  const shared = createSharedAnswers()
  shared.setHearing(true)
  const world = await testWorld(t, { url, readUrl, shared, poolMax: 4 })
  const { slug } = await votingRound(world)
  const get = async (path: string, headers: Record<string, string> = {}) => world.app.inject({ url: path, headers })
  let turn = 0
  const rounds = async (): Promise<unknown[]> => (await get(`/api/rounds?${++turn}`)).json().rounds
  t.same(await until(rounds, (found) => found.length === 0), [], 'what everybody reads comes from the replica')

  const headers = await residentHeaders(world, 1)
  const castId = 'c'.repeat(32)
  const cast = await world.app.inject({ method: 'POST', url: `/api/rounds/${slug}/my-ballot`, headers, payload: { picks: [1], castId } })
  t.equal(cast.statusCode, 201)
  t.match((await get(`/api/rounds/${slug}/my-ballot`, headers)).json(), { ballot: { revision: 1 } })
  t.equal((await get('/api/rounds', headers)).json().rounds.length, 1)
  for (const path of ['/aanesta', '/aanesta/valitse', '/aanesta/tarkista', '/aanesta/valmis']) {
    for (const own of [headers, {}]) t.ok((await get(`${path}?kierros=${slug}`, own)).statusCode < 400, `${path} knows the round`)
  }
  t.equal((await get(`/ehdotukset?kierros=${slug}`)).statusCode, 404, 'which the replica still does not')
  t.match(await rounds(), [], 'all that time')
  t.equal((await get('/ready')).statusCode, 200)
})

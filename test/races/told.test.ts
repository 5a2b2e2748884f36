import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import t from 'tap'
import { listenForChanges, onChange } from '../../src/platform/database/index.ts'
import { createSharedAnswers } from '../../src/platform/shared/index.ts'
import {
  MANAGER, must, resident, residentHeaders, roundRequest, staffHeaders, testDatabaseUrl, testWorld, votingRound, type World,
} from '../support/index.ts'

type Tap = typeof t

/** A process of its own on a database, as `start` puts it together. */
async function startProcess(t: Tap, url: string, secretsDir?: string): Promise<World & { hears: (to: boolean) => Promise<void> }> {
  // Time stands still, so that nothing goes but by what is told.
  const shared = createSharedAnswers(() => 1)
  const world = await testWorld(t, { url, shared, poolMax: 4, ...secretsDir === undefined ? {} : { secretsDir } })
  let waiting: { to: boolean; tell: () => void } | null = null
  onChange(world.db, () => { shared.drop() })
  const stop = listenForChanges({
    url, db: world.db, onBroken: () => {},
    onHearing: (hears) => {
      shared.setHearing(hears)
      if (waiting?.to === hears) waiting.tell()
    },
  })
  t.teardown(stop)
  const hears = (to: boolean): Promise<void> => shared.isHearing() === to ? Promise.resolve()
    : new Promise((tell) => { waiting = { to, tell } })
  return { ...world, hears }
}

const url = await testDatabaseUrl(t)
const a = await startProcess(t, url)
const b = await startProcess(t, url, a.secretsDir)
await Promise.all([a.hears(true), b.hears(true)])
const { slug } = await votingRound(a)
const NEXT = 'osbu-2027'
const PAGE = `/tietoa/aanioikeus?kierros=${NEXT}`
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
must(await a.rounds.create(MANAGER, roundRequest({
  slug: NEXT, ideasOpenAt: inHours(-1), ideasCloseAt: inHours(1), votingOpenAt: inHours(2), votingCloseAt: inHours(3), paperUntil: inHours(4),
})))
const page = async (of: World, path: string): Promise<string> => (await of.app.inject({ url: path })).body

/** Does something and waits until another process shows it. */
async function until(of: World, shown: string, act: () => Promise<unknown>): Promise<void> {
  await act()
  for (let tries = 0; tries < 500 && !(await page(of, PAGE)).includes(shown); tries++) await sleep(10)
}

let stations = 0
const add = (name: string, by: World = a) => () => by.stations.add(MANAGER, NEXT, { slug: `s-${++stations}`, name, address: 'Torikatu 8' })

t.test('an act shows in its own process at once, and in another as soon as that was told', async (t) => {
  for (const each of [a, b]) t.notMatch(await page(each, PAGE), 'Keinu puistoon')
  await until(b, 'Keinu puistoon', async () => {
    must(await add('Keinu puistoon')())
    t.match(await page(a, PAGE), 'Keinu puistoon')
  })
  t.match(await page(b, PAGE), 'Keinu puistoon')
})

t.test('an act by the JSON door shows in the very next request', async (t) => {
  const before = await page(a, PAGE)
  t.equal(await page(a, PAGE), before)
  const { statusCode } = await a.app.inject({
    method: 'POST', url: `/api/rounds/${NEXT}/stations`, headers: await staffHeaders(a, MANAGER),
    payload: { slug: 'laituri', name: 'Laituri rannassa', address: 'Torikatu 8' },
  })
  t.equal(statusCode, 201)
  t.match(await page(a, PAGE), 'Laituri rannassa')
})

t.test('casting a vote and signing out tell nothing to anybody', async (t) => {
  // This process hears nobody else, so that whatever it is told it tells itself.
  const alone = await testWorld(t, { url, poolMax: 4, secretsDir: a.secretsDir })
  let own = 0
  onChange(alone.db, () => { own += 1 })
  // What is told comes in the order of the commits, so that marks around an act show what it told, and nothing that is late.
  const told: string[] = []
  const listener = new pg.Client(url)
  await listener.connect()
  t.teardown(() => listener.end())
  listener.on('notification', ({ payload }) => told.push(payload ?? ''))
  await listener.query('listen osbu_change')
  const mark = (name: string) => sql`select pg_notify('osbu_change', ${name})`.execute(a.db)
  await mark('before')
  for (let i = 1; i <= 3; i++) {
    must(await alone.urn.cast(await resident(alone, i), slug, { picks: [1], castId: String(i).repeat(32), replaces: 0 }))
  }
  await alone.app.inject({ method: 'POST', url: '/api/sign-out', headers: await residentHeaders(alone, 1) })
  t.equal(own, 0)
  await mark('after')
  must(await add('Valoja polulle', alone)())
  t.equal(own, 1)
  await mark('end')
  while (!told.includes('end')) await sleep(10)
  t.same(told.slice(told.indexOf('before'), told.indexOf('after')), ['before'])
  t.ok(told.indexOf('end') > told.indexOf('after') + 1, 'and an act that changes pages does')
})

t.test('somebody who is signed in is never given what is kept for everybody, nor the other way round', async (t) => {
  await page(a, '/')
  const own = await a.app.inject({ url: '/', headers: { cookie: (await residentHeaders(a, 1))['cookie']! } })
  t.match(own.headers, { 'cache-control': 'no-store' })
  t.match(own.body, 'uloskirjautuminen')
  t.notMatch(await page(a, '/'), 'uloskirjautuminen')
  for (const path of ['/aanesta', '/aanesta/valitse', '/aanesta/tarkista', '/aanesta/valmis', '/omat-ideat', '/hallinta', '/piste', `/api/rounds/${slug}/my-ballot`]) {
    const answer = await a.app.inject({ url: path })
    t.notHas(answer.headers, { etag: /./ }, `${path} has no tag`)
    t.match(answer.headers['cache-control'] ?? 'no-store', 'no-store')
  }
  const orders = await Promise.all([1, 2, 3].map(() => a.app.inject({ url: `/aanesta/valitse?kierros=${slug}` })))
  t.ok(orders.every(({ headers }) => String(headers['set-cookie']).includes('__Host-osbu-order')), 'each visitor draws an order of their own')
})

t.test('a page that nobody hears changes for is made anew each time', async (t) => {
  await until(b, 'Soutuvene lainattavaksi', add('Soutuvene lainattavaksi'))
  const { db } = b
  const { rows } = await sql`
    select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'osbu changes' and datname = current_database()`.execute(db)
  t.equal(rows.length, 2)
  await Promise.all([a.hears(false), b.hears(false)])
  // Written past the service, so that no process learns of it but by listening.
  await sql`update station set name = 'Kanootti' where name = 'Soutuvene lainattavaksi'`.execute(db)
  t.match(await page(b, PAGE), 'Kanootti')
  await sql`update station set name = 'Kajakki' where name = 'Kanootti'`.execute(db)
  t.match(await page(b, PAGE), 'Kajakki')
})

t.test('a table is told of, or it is named here with what keeps it from the public', async (t) => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace n on n.oid = relnamespace
    where nspname = 'public' and relkind = 'r'
      and not exists (select from pg_trigger where tgrelid = pg_class.oid and tgname = 'tell_change') order by 1`.execute(a.db)
  t.same(rows.map(({ name }) => name), [
    'audit_event', // public in what is told with the change itself
    'audit_head', 'idea_photo_file', // changes with the photo's row
    'migration', 'migration_lock', 'outbox', 'prepared_decision', 'proposal_news_photo_file', 'retention_run', 'revoked_session',
    'roll_entry', // counted in the row of the roll
    'sealed_ballot', // never: casting writes it
    'secret_check', 'staff_sessions_end', 'station_day',
  ])
})

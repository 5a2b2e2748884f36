import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { DEMO_PEOPLE, DEMO_STAFF } from '../../src/identity/index.ts'
import { demoBanner, SeedError, seedDemo } from '../../src/cli/index.ts'
import { recount, type ResultDocument } from '../../src/open-data/index.ts'
import type { Clock } from '../../src/kernel/index.ts'
import { createServices } from '../../src/services.ts'
import { MANAGER, must, roundRequest, testWorld, type World } from '../support/index.ts'

type SeedOptions = Parameters<typeof seedDemo>[0]

async function emptyHouse(t: Test) {
  const world = await testWorld(t)
  const folder = await mkdtemp(join(tmpdir(), 'osbu-seed-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const sharesFile = join(folder, 'demo', 'demo-shares.txt')
  const roomsOn: SeedOptions['roomsOn'] = (clock) => createServices({
    config: {
      production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir: world.secretsDir,
    },
    db: world.services.db, clock, publicUrl: () => 'http://localhost:3000', alarm: (message) => world.alarms.push(message),
  })
  const seed = (change: Partial<SeedOptions> = {}) =>
    seedDemo({ db: world.services.db, rounds: world.rounds, roomsOn, sharesFile, ...change })
  return { world, sharesFile, roomsOn, seed }
}

async function text({ app }: World, url: string): Promise<string> {
  const response = await app.inject({ url })
  if (response.statusCode !== 200) throw new Error(`${url} answered ${response.statusCode}`)
  return response.body
}

async function json<T = Record<string, any>>(world: World, url: string): Promise<T> {
  return JSON.parse(await text(world, url)) as T
}

/** How many rows each table of the demo holds: what a second seed must not add to. */
async function sizes({ services: { db } }: World): Promise<Record<string, number>> {
  const tables = [
    'round', 'idea', 'idea_history', 'proposal', 'station', 'round_key', 'sealed_ballot', 'ballot', 'tally', 'audit_event',
  ] as const
  const counted: Record<string, number> = {}
  for (const table of tables) {
    const { rows } = await db.selectFrom(table).select((eb) => eb.fn.countAll<number>().as('rows')).executeTakeFirstOrThrow()
    counted[table] = rows
  }
  return counted
}

/** What a seed makes when nothing interrupts it. */
let whole: Record<string, number> = {}

t.test('a seeded demo', async (t) => {
  const { world, seed, sharesFile } = await emptyHouse(t)
  t.equal(await seed(), 'filled')
  whole = await sizes(world)

  t.test('shows the result of 2022 as it was published, of a number of voters that nobody knows', async (t) => {
    const result = await json<ResultDocument>(world, '/api/rounds/osbu-2022/result')
    t.same(result.rows.slice(0, 5).map(({ title, votes, percent }) => [title, votes, percent]), [
      ['Nuorten oman kohtaamispaikan toteutus', 277, '19.86'],
      ['Senioripuisto', 176, '12.62'],
      ['Mopotapahtuma nuorille', 167, '11.97'],
      ['Kesäreitit kaupungin vierailukohteisiin', 145, '10.39'],
      ['Kaupungin yhteisöllinen puutarha', 131, '9.39'],
    ])
    t.equal(result.votes, 1395)
    t.equal(result.voters, null)
    t.equal(result.envelopeCents, 5_000_000)
  })

  t.test('shows the result of 2023 as it was published, in percent of the votes given', async (t) => {
    const result = await json<ResultDocument>(world, '/api/rounds/osbu-2023/result')
    t.same(result.rows.slice(0, 5).map(({ title, votes, percent }) => [title, votes, percent]), [
      ['Alppiruusupuisto Vesitorninmäelle', 151, '11.51'],
      ['Koirapuisto keskustaan', 148, '11.28'],
      ['Mopopaja nuorille', 135, '10.29'],
      ['Pyssäri kuntoon', 134, '10.21'],
      ['Puistoruokailu kesäksi', 117, '8.92'],
    ])
    t.equal(result.votes, 1312)
    t.equal(result.voters, 496)
    const ballots = await world.tally.publishedBallots('osbu-2023')
    t.equal(ballots.length, 496)
    t.ok(ballots.every(({ picks }) => picks.length >= 1 && picks.length <= 3 && new Set(picks).size === picks.length))
  })

  for (const slug of ['osbu-2022', 'osbu-2023']) {
    t.test(`says what of ${slug} is an example, and carries out the five published winners alone`, async (t) => {
      const result = await json<ResultDocument>(world, `/api/rounds/${slug}/result`)
      t.equal(result.round.kind, 'imported')
      t.same(Object.keys(result.imported?.note ?? {}).sort(), ['en', 'fi', 'sv'])
      t.ok(result.rows.every(({ costIsExample }) => costIsExample))
      t.same(result.rows.map(({ outcome }) => outcome === 'carried_out'), result.rows.map((_, i) => i < 5))
      t.ok(result.rows.slice(5).every(({ title }) => title.startsWith('Muut ehdotukset ')))
      t.same(result.ties, [], 'no tie is made up')
    })

    t.test(`lets anybody recount ${slug} from its two published files`, async (t) => {
      const result = await text(world, `/api/rounds/${slug}/result`)
      t.equal(recount(result, await text(world, `/api/rounds/${slug}/ballots.csv`)).agrees, true)
    })
  }

  t.test('has Osbu 2026 in voting, with a dozen proposals and three stations, until a Sunday at 14.00', async (t) => {
    const round = await json(world, '/api/rounds/osbu-2026')
    t.equal(round.phase, 'voting')
    t.same([round.envelopeCents, round.picksMin, round.picksMax], [5_000_000, 1, 3])
    t.match(new Date(round.votingCloseAt).toLocaleString('en-GB', {
      timeZone: 'Europe/Helsinki', weekday: 'short', hour: '2-digit', minute: '2-digit',
    }), /^Sun.*14:00$/)
    const { proposals } = await json(world, '/api/rounds/osbu-2026/proposals')
    t.equal(proposals.length, 12)
    t.same(proposals.slice(0, 5).map((p: any) => [p.title.fi, p.costMinCents / 100, p.costMaxCents / 100]), [
      ['Koirapuisto Jyränköön', 5000, 8000], ['Koirapuisto Kirkonkylään', 5000, 5000],
      ['Nuotiopaikka Sepänniemeen', 2000, 2000], ['Arboretum Niemelä', 3000, 4000],
      ['Maamuraali vanhoille tenniskentille', 5000, 7000],
    ])
    t.ok(proposals.every((p: any) => p.title.sv && p.title.en && p.summary.sv && p.summary.en && p.ideas.length > 0))
    t.same((await world.stations.list('osbu-2026')).map(({ address }) => address),
      ['Kauppakatu 12', 'Torikatu 8', 'Urheilukatu 3'])
    t.equal(await world.urn.turnout('osbu-2026'), 40)
  })

  t.test('has a rehearsal of Osbu 2026 that is marked as one and was counted', async (t) => {
    const result = await json<ResultDocument>(world, '/api/rounds/osbu-2026-harjoitus/result')
    t.equal(result.round.kind, 'rehearsal')
    t.equal(result.voters, 12)
    t.equal(result.openedCount, 12)
  })

  t.test('has Osbu 2027 taking ideas, some of which wait for a moderator', async (t) => {
    t.equal((await json(world, '/api/rounds/osbu-2027')).phase, 'ideas')
    const { total } = await world.moderation.queue(MANAGER, 'osbu-2027', { page: 1, pageSize: 20 })
    t.ok(total >= 3)
  })

  t.test('keeps the shares where their owner alone can read them', async (t) => {
    const kept = await readFile(sharesFile, 'utf8')
    t.equal((await stat(sharesFile)).mode & 0o777, 0o600)
    t.equal(kept.split('\n').filter((line) => line.startsWith('osbu-2026 | ')).length, 3)
    t.equal(kept.split('\n').filter((line) => line.startsWith('osbu-2026-harjoitus | ')).length, 3)
  })

  t.test('has an audit chain that holds, in the order of time', async (t) => {
    t.equal((await world.audit.verify()).ok, true)
    const times = (await world.audit.page(1_000_000, 1000)).map(({ at }) => at).reverse()
    t.same(times, times.toSorted())
  })

  t.test('is left as it is by another seed', async (t) => {
    t.equal(await seed(), 'kept')
    t.same(await sizes(world), whole)
  })
})

t.test('two seeds at once make one demo', async (t) => {
  const { world, seed } = await emptyHouse(t)
  t.same((await Promise.all([seed(), seed()])).sort(), ['filled', 'kept'])
  t.equal((await world.rounds.list()).length, 5)
})

t.test('a seed that was cut off is completed by the next one, with nothing there twice', async (t) => {
  const { world, seed, roomsOn } = await emptyHouse(t)
  // The clock is asked at every act, so a clock that breaks cuts the seed off anywhere; each time a bit later.
  const cutOffAfter = (reads: number): Promise<string> => {
    let left = reads
    const now = (clock: Clock): Date => {
      if (left-- === 0) throw new Error('cut off')
      return clock.now()
    }
    return seed({ roomsOn: (clock) => roomsOn({ now: () => now(clock) }) })
      .catch((error: Error) => error.message)
  }
  const ends: string[] = []
  for (let reads = 50; ends.at(-1) !== 'completed'; reads += 130) ends.push(await cutOffAfter(reads))
  t.ok(ends.length > 2, `it was cut off ${ends.length - 1} times`)
  t.same(new Set(ends), new Set(['cut off', 'completed']))
  t.same(await sizes(world), whole)
})

t.test('a demo whose shares were lost on the way begins its ceremony anew, until the keys are ready', async (t) => {
  const { world, seed, sharesFile, roomsOn } = await emptyHouse(t)
  const { db } = world.services
  const keys = () => db.selectFrom('round_key').select('public_key').execute()
  // A folder by the name of the file: the shares come out of the ceremony and cannot be kept.
  await mkdir(sharesFile, { recursive: true })
  await t.rejects(seed(), { code: 'EISDIR' })
  await rm(sharesFile, { recursive: true })
  const [lost] = await keys()
  // The next one is cut off once it has kept the shares of others.
  const now = (clock: Clock): Date => {
    if (existsSync(sharesFile)) throw new Error('cut off')
    return clock.now()
  }
  await t.rejects(seed({ roomsOn: (clock) => roomsOn({ now: () => now(clock) }) }), { message: 'cut off' })
  const [anew, ...others] = await keys()
  t.same(others, [])
  t.notOk(anew!.public_key.equals(lost!.public_key))

  await rm(sharesFile)
  await sql`update round_key set proved_fingerprints = share_fingerprints`.execute(db)
  await sql`update round set keys_ready_at = now() where id in (select round_id from round_key)`.execute(db)
  await t.rejects(seed(), SeedError)
  await t.rejects(seed(), /remove DATA_DIR/)
})

t.test('rounds of somebody else are left alone', async (t) => {
  const { world, seed } = await emptyHouse(t)
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'osbu-2026' })))
  t.equal(await seed(), 'left_alone')
  t.equal((await world.rounds.list()).length, 1)
})

t.test('the banner names the address, every round and everybody who can sign in', async (t) => {
  const banner = demoBanner({
    url: 'http://localhost:3000', people: DEMO_PEOPLE, staff: DEMO_STAFF, sharesFile: '/data/demo-shares.txt',
    rounds: [{ slug: 'osbu-2026', name: { fi: 'Osbu 2026' }, kind: 'regular', phase: 'voting' }],
  })
  for (const told of [
    'http://localhost:3000/api/docs', '/api/rounds/osbu-2026', '/api/sign-in/resident', '/api/sign-in/staff',
    '/data/demo-shares.txt', ...DEMO_PEOPLE.map(({ hetu }) => hetu), ...DEMO_STAFF.map(({ name }) => name),
  ]) t.match(banner, told)
})

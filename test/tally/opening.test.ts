import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import t, { type Test } from 'tap'
import { recount } from '../../src/open-data/index.ts'
import { crockford } from '../../src/kernel/index.ts'
import { newKeys, seal, sealedHash } from '../../src/urn/sealing.ts'
import { NODE_COMPILE_CACHE } from '../cli/osbu.ts'
import { KEY_HOLDER, MANAGER, must, votingWorld, type World } from '../support/index.ts'

const BALLOTS = 2_100

/** Puts into the urn what so many people cast; one by one through the use-case would take a minute. */
async function fill(world: World, roundId: string, sealed: readonly Buffer[]): Promise<void> {
  await sql`insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
    select ${roundId}, sha256(s || int4send(i::int)), 'online', 1, sha256(s), s, current_date
    from unnest(${sealed}::bytea[]) with ordinality as u(s, i)`.execute(world.db)
}

const { world, round, slug, shares } = await votingWorld(t, { poolMax: 6 })
const publicKey = must(await world.urn.openPaper(slug)).publicKey
const ballots = Array.from({ length: BALLOTS }, (_, i) => ({ tracker: crockford(randomBytes(10)), picks: [1 + i % 5] }))
const sealed = ballots.map((ballot) => seal(ballot, { ...round, publicKey }))
const foreign = seal(ballots[0]!, { ...round, publicKey: newKeys().publicKey })
// The same tracker and picks once more, under a seal of its own.
const again = seal(ballots[1]!, { ...round, publicKey })
// One that does not open is there twice, byte for byte: the second may not keep the others shut.
const inUrn = [...sealed, foreign, again, foreign]
await fill(world, round.id, inUrn)
must(await world.rounds.endRehearsal(MANAGER, slug))
await world.urn.storeDueUrnLists(MANAGER)

const open = (onOpened?: (done: number, all: number) => void) => world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1), onOpened)
const nothingIsStored = async (t: Test): Promise<void> => {
  for (const table of ['ballot', 'opening', 'unopenable'] as const) {
    t.same(await world.db.selectFrom(table).select('round_id').execute(), [], `nothing in ${table}`)
  }
}
const byForce = async (change: () => Promise<unknown>): Promise<void> => {
  await sql`alter table urn_list disable trigger user`.execute(world.db)
  await change()
  await sql`alter table urn_list enable trigger user`.execute(world.db)
}

t.test('an urn is not opened when the hashes of its list were changed under the same hash of the list', async (t) => {
  await byForce(() => sql`update urn_list set hashes = overlay(hashes placing sha256(hashes) from 1)`.execute(world.db))
  t.equal(await world.tally.isUrnAsListed(slug), false)
  t.match(await open(), { ok: false, refusal: { code: 'urn_differs_from_list' } })
  const hashes = Buffer.concat(inUrn.map(sealedHash).sort(Buffer.compare))
  await byForce(() => sql`update urn_list set hashes = ${hashes}`.execute(world.db))
  t.equal(await world.tally.isUrnAsListed(slug), true)
})

t.test('a worker that breaks while a large urn is opened stores nothing', async (t) => {
  process.once('worker', (worker) => { worker.once('online', () => { void worker.terminate() }) })
  await t.rejects(open(), /ended before its work/)
  await nothingIsStored(t)
})

t.test('a database that goes away in the middle of an opening stores nothing', async (t) => {
  let killed: Promise<unknown> | null = null
  await t.rejects(open(() => {
    killed ??= sql`select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and pid <> pg_backend_pid() and xact_start is not null`.execute(world.db)
  }))
  await killed
  await nothingIsStored(t)
})

t.test('a service that is killed in the middle of an opening stores nothing', async (t) => {
  const program = fileURLToPath(new URL('open-and-die.ts', import.meta.url))
  for (const before of ['', 'commit']) {
    const ended = spawnSync(process.execPath, [
      '--disable-warning=ExperimentalWarning', program, world.url, world.secretsDir, slug, before, ...shares.slice(1),
    ], { encoding: 'utf8', env: { NODE_COMPILE_CACHE } })
    t.match(ended, { signal: 'SIGKILL', stderr: '' }, before || 'at the first ballots')
    await nothingIsStored(t)
  }
})

t.test('what does not open in a large urn is named while the rest is counted', async (t) => {
  const told: number[] = []
  let beats = 0
  const beat = setInterval(() => { beats += 1 }, 5)
  const report = must(await open((done, all) => {
    t.equal(all, inUrn.length)
    told.push(done)
  }))
  clearInterval(beat)
  t.ok(told.length > 1 && told.every((done, i) => i === 0 || done > told[i - 1]!) && told.at(-1) === inUrn.length, 'with progress')
  t.ok(beats > 1, 'others were served meanwhile')
  t.match(report, { sealedCount: inUrn.length, openedCount: BALLOTS })
  t.same(report.unopenable.toSorted((a, b) => a.reason < b.reason ? -1 : 1), [
    ...[foreign, foreign].map((one) => ({ sealedSha256: sealedHash(one).toString('hex'), reason: 'not_sealed_to_this_key' })),
    { sealedSha256: [sealed[1]!, again].map((one) => sealedHash(one).toString('hex')).sort()[1], reason: 'tracker_taken' },
  ], 'of two with one tracker the later in the list')
  const stored = await world.db.selectFrom('ballot').select(['tracker', 'picks']).execute()
  t.same(stored, ballots.toSorted((a, b) => a.tracker < b.tracker ? -1 : 1), 'written in the order of the trackers')
  t.match(must(await world.tally.run(MANAGER, slug)), { voters: inUrn.length, ballots: BALLOTS })
  must(await world.tally.publish(MANAGER, slug))
  const [result, csv] = await Promise.all(['result', 'ballots.csv'].map(async (file) => (await world.app.inject(`/api/rounds/${slug}/${file}`)).body))
  t.match(recount(result!, csv!), { agrees: true }, 'and anybody who counts again agrees')
})

t.test('the database knows how many ballots an opening brought, so that a count reads its pages by the index', async (t) => {
  const { rows: [known] } = await sql<{ ballots: number }>`select reltuples::int as ballots from pg_class where relname = 'ballot'`.execute(world.db)
  t.equal(known?.ballots, BALLOTS)
})

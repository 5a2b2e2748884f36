import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { existsSync, readdirSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { importElection, type ImportRequest } from '../../src/cli/index.ts'
import { importSlug } from '../../src/cli/importing/index.ts'
import { readElection, recount, recountPabulib } from '../../src/open-data/index.ts'
import { pabulibChunks } from '../../src/platform/pabulib/index.ts'
import { MANAGER, must, roundRequest, testWorld, votingRound, type World } from '../support/index.ts'
import { castBallots, finishRound } from './round.ts'
import { testTerminal } from './terminal.ts'

const fixtures = resolve(import.meta.dirname, '../../../shared/fixtures/pabulib')

const SMALL = `META
key;value
description;Small town, 2020
country;Poland
unit;Small
instance;2020
num_projects;4
num_votes;5
budget;1000
vote_type;approval
rule;greedy
date_begin;01.03.2020
date_end;15.03.2020
max_length;3
currency;PLN
PROJECTS
project_id;cost;votes;name;category;selected
A1;600;3;"Park; stage ""1""";green;1
B2;500;2;Benches;green,youth;0
C3;400;2;Swing;youth;1
D4;2000;0;Bridge;;0
VOTES
voter_id;vote;age
v9;A1,B2;40
v1;A1;20
v2;C3,B2;30
v3;C3,C3;30
v4;A1;31
`

async function withFiles(test: Test): Promise<(name: string, text: string) => Promise<string>> {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-import-'))
  test.teardown(() => rm(folder, { recursive: true, force: true }))
  return async (name, text) => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
}

async function bring(world: World, request: Omit<ImportRequest, 'actor'>): Promise<string> {
  const { terminal, printed } = testTerminal()
  await importElection({ terminal, rounds: world.rounds, tally: world.tally }, { actor: MANAGER, ...request })
  return printed()
}

const rows = async (world: World, slug: string) => (await world.tally.published(slug)).result.rows
const get = async (world: World, path: string) => (await world.app.inject(path)).body

t.test('an election of another town becomes a past round', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const write = await withFiles(t)
  const file = await write('Poland_Small_2020.pb', SMALL)

  await t.test('with its result, published at once and marked as imported', async (t) => {
    const printed = await bring(world, { file })
    t.match(printed, /Imported as poland-small-2020\. Equal votes go by the lower number\./, 'which explains the order of its rows')
    t.match(printed, /1 ballots name a project twice; it was counted once\./)
    t.match(printed, /The same projects are chosen as the file tells\./)
    const { round, result, source } = await world.tally.published('poland-small-2020')
    t.match(round, {
      kind: 'imported', name: { fi: 'Small 2020' }, voteType: 'approval', envelopeCents: 100_000, picksMin: 1, picksMax: 3,
      countingRule: 'greedy', themes: [{ name: { fi: 'green' } }, { name: { fi: 'youth' } }],
    })
    t.equal(round.votingOpenAt.toISOString(), '2020-02-29T22:00:00.000Z')
    t.equal(round.votingCloseAt.toISOString(), '2020-03-15T21:59:00.000Z')
    t.match(result, { voters: 5, ballots: 5, votes: 7, spentCents: 100_000 })
    t.same(result.rows.map(({ number, votes, outcome }) => [number, votes, outcome]), [
      [1, 3, 'carried_out'], [2, 2, 'did_not_fit'], [3, 2, 'carried_out'], [4, 0, 'did_not_fit'],
    ])
    t.match(source!.note.fi, /Poland_Small_2020\.pb \(SHA-256 [0-9a-f]{64}\).*valuuttaa PLN.*samat hankkeet/)
    t.same(new Set(Object.keys(source!.note)), new Set(['fi', 'sv', 'en']))
    t.match(source!.meta, { country: 'Poland', currency: 'PLN', rule: 'greedy' })
    t.equal((await world.audit.ofRound(round.id, 'round_imported')).length, 1)
  })

  await t.test('of an address only the name of the file is published', async (t) => {
    const server = createServer((_request, response) => { response.end(SMALL.replace('Small town, 2020', 'From afar')) })
    t.teardown(() => { server.close() })
    await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
    const { port } = server.address() as AddressInfo
    await bring(world, { file: `http://127.0.0.1:${port}/files/Far%20away.pb?token=secret#x`, slug: 'kaukaa' })
    const { note } = (await world.tally.published('kaukaa')).source!
    t.match(note.en, /imported from the Pabulib file Far away\.pb \(SHA/)
    for (const text of Object.values(note)) t.notMatch(text, /secret|127/)
  })

  await t.test('a name that is taken is refused, and nothing changes', async (t) => {
    const before = (await world.rounds.list()).length
    await t.rejects(bring(world, { file }), { name: 'RefusedError', message: 'slug_taken' })
    t.equal((await world.rounds.list()).length, before)
    await t.rejects(bring(world, { file, slug: 'pikkukaupunki' }), { name: 'CommandError', message: /was imported before, as another round/ })
    t.equal((await world.rounds.list()).length, before, 'the same file is no second election')
    const changed = await write('changed.pb', SMALL.replace('Bridge', 'Old bridge'))
    await bring(world, { file: changed, slug: 'pikkukaupunki', name: 'Pikkukaupunki' })
    t.equal((await world.rounds.bySlug('pikkukaupunki')).name.fi, 'Pikkukaupunki')
    await t.rejects(bring(world, { file, slug: 'Ei Käy' }), { name: 'CommandError', message: /--slug/ })
  })

  await t.test('it is no last round of our own, on whose ballots a plan could be tried', async (t) => {
    const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ slug: 'suunnitelma' })))
    t.equal(await world.tally.comparisonForStaff(slug), null)
  })

  await t.test('its files recount, and its own .pb tells that it is of there', async (t) => {
    const url = '/api/rounds/poland-small-2020'
    t.match(recount(await get(world, `${url}/result`), await get(world, `${url}/ballots.csv`)), { agrees: true })
    const pb = await get(world, `${url}/result.pb`)
    t.match(pb, /^country;Poland\nunit;Small\ninstance;2020$/m)
    t.match(pb, /^currency;PLN$/m)
    t.match(await recountPabulib((async function* () { yield Buffer.from(pb) })()), { agrees: true })
  })

  await t.test('what is wrong is told by line and field, and nothing is brought in', async (t) => {
    const before = (await world.rounds.list()).length
    for (const [from, to, message] of [
      ['v4;A1;31', 'v4;A1,X9;31', /line 28, vote: there is no project "X9"/],
      ['budget;1000', 'budget;1,5', /line 9, budget: /],
      ['budget;1000', 'budget;99999999999', /line 9, budget: a round has at most 10000000/],
      ['A1;600;3', 'A1;600;4', /line 18, votes: the file tells 4, but its votes are 3/],
      ['date_end;15.03.2020', 'date_end;31.02.2020', /line 13, date_end: "31\.02\.2020" is no day or year/],
      ['date_end;15.03.2020', 'date_end;15.03.2098', /line 13, date_end: the election has not ended/],
      ['date_end;15.03.2020', 'date_end;15.02.2020', /line 13, date_end: it is before date_begin/],
      ['date_begin;01.03.2020\n', '', /line 1, date_begin: META lacks it/],
      ['v3;C3,C3;30\n', '', /line 8, num_votes: META says 5, but the file has 4/],
    ] as const) {
      const broken = await write('broken.pb', SMALL.replace(from, to))
      await t.rejects(bring(world, { file: broken }), { name: 'CommandError', message }, `${from} as ${to}`)
    }
    await t.rejects(bring(world, { file: '/no/such/file.pb' }), { message: /There is no file/ })
    const many = Array.from({ length: 1001 }, (_, i) => i + 1)
    const long = SMALL.replace('max_length;3\n', '').replace('num_projects;4', 'num_projects;1001').replace('num_votes;5', 'num_votes;1')
      .replace(/PROJECTS[^]*/, `PROJECTS\nproject_id;cost;name\n${many.map((id) => `${id};100;P\n`).join('')}VOTES\nvoter_id;vote\n1;${many.join(',')}\n`)
    t.match(await recountPabulib((async function* () { yield Buffer.from(long) })()), { agrees: true }, 'the format allows it')
    await t.rejects(bring(world, { file: await write('long.pb', long) }), { message: /max_length: a vote in a round has at most 1000 projects/ })
    t.equal((await world.rounds.list()).length, before)
  })

  await t.test('the tie rule that explains the file is taken, and a difference is told', async (t) => {
    const tied = SMALL.replace('B2;500;2;Benches;green,youth;0', 'B2;400;2;Benches;green,youth;0')
    t.match(await bring(world, { file: await write('tied.pb', tied) }), /Equal votes go by the order of the rows, which gave the numbers\.$|in the count alone: B2\./m)
    const byRows = SMALL.replace('B2;500;2;Benches;green,youth;0\nC3;400;2;Swing;youth;1', 'C3;400;2;Swing;youth;1\nB2;400;2;Benches;green,youth;0')
    t.match(await bring(world, { file: await write('rows.pb', byRows) }), /order of the rows[^]*The same projects/)
    const other = SMALL.replace('youth;0', 'youth;1').replace('youth;1\nD4', 'youth;0\nD4')
    t.match(await bring(world, { file: await write('other.pb', other) }), /Chosen in the file alone: B2; in the count alone: C3\./)
    t.match((await world.tally.published('other')).source!.note.en, /Chosen in the file alone: B2\. Chosen in this count alone: C3\./)
    const renamed = await write('toinen.pb', SMALL.replace('Bridge', 'Big bridge'))
    const named = await bring(world, { file: renamed, rule: 'greedy-no-skip' })
    t.match(named, /The file names the rule greedy; it was counted by greedy-no-skip\./)
    const minimum = await write('minimum.pb', SMALL.replace('rule;greedy', 'rule;greedy\nmin_project_score_threshold;2'))
    t.match(await bring(world, { file: minimum, rule: 'greedy' }),
      /The file names the rule greedy, min_project_score_threshold 2; it was counted by greedy\./, 'also where that rule is asked for by name')
  })

  await t.test('a tie within the rounds of equal shares is explained too, where no two projects have equal votes', async (t) => {
    // C takes all of one supporter of A; then A and B cost each of theirs the same, and who pays for one cannot pay for the other.
    const shares = SMALL.replace('rule;greedy', 'rule;equalshares').replace('budget;1000', 'budget;700').replace('num_projects;4', 'num_projects;3')
      .replace('num_votes;5', 'num_votes;7').replace(/PROJECTS[^]*/, 'PROJECTS\nproject_id;cost;votes;name;selected\nC0;400;4;Park;1\n'
        + 'A1;200;3;Swing;1\nB2;190;2;Pond;0\nVOTES\nvoter_id;vote\n1;C0,A1\n2;A1\n3;A1,B2\n4;B2\n5;C0\n6;C0\n7;C0\n')
    const told = await bring(world, { file: await write('shares.pb', shares) })
    t.match(told, /Equal votes go by the lower number\.[^]*The same projects are chosen as the file tells\./)
  })

  await t.test('every vote type, with its points', async (t) => {
    const typed = (type: string, votes: string, projects: string): string => SMALL
      .replace('vote_type;approval', `vote_type;${type}`).replace(/PROJECTS[^]*/, projects + votes)
    const projects = 'PROJECTS\nproject_id;cost;votes;score;name\n1;600;3;S1;Park\n2;500;2;S2;Benches\n3;400;0;0;Swing\n4;300;0;0;Pond\n'
    const scored = (one: number, two: number): string => projects.replace('S1', String(one)).replace('S2', String(two))
    const pointed = 'VOTES\nvoter_id;vote;points\na;1,2;5,2\nb;1;3\nc;2,1;9,0\n'
    const plain = 'VOTES\nvoter_id;vote\na;1,2\nb;1\nc;2,1\n'
    const three = (text: string): string => text.replace('num_votes;5', 'num_votes;3')
    for (const [type, text, points] of [
      ['cumulative', three(typed('cumulative', pointed, scored(8, 11))), [8, 11]],
      ['scoring', three(typed('scoring', pointed, scored(8, 11))), [8, 11]],
      ['ordinal', three(typed('ordinal', plain, scored(4, 3))), [4, 3]],
      ['choose-1', three(typed('choose-1', 'VOTES\nvoter_id;vote\na;1\nb;1\nc;2\n', projects.replace(';3;S1', ';2;0').replace(';2;S2', ';1;0')))
        .replace('max_length;3', 'max_length;1'), null],
    ] as const) {
      const found = await write(`${type}.pb`, text)
      await bring(world, { file: found })
      const { round, result } = await world.tally.published(type)
      t.equal(round.voteType, type)
      const got = [1, 2].map((number) => result.rows.find((row) => row.number === number)!)
      t.same(points === null ? got.map(({ votes }) => votes) : got.map((row) => row.points), points ?? [2, 1], type)
      const url = `/api/rounds/${type}`
      t.match(recount(await get(world, `${url}/result`), await get(world, `${url}/ballots.csv`)), { agrees: true }, type)
      const again = await write(`again-${type}.pb`, await get(world, `${url}/result.pb`))
      await bring(world, { file: again })
      t.same((await rows(world, `again-${type}`)), result.rows, 'and its own export is the same again')
    }
    const wrong = three(typed('cumulative', pointed.replace('5,2', '5'), scored(8, 11)))
    await t.rejects(bring(world, { file: await write('wrong.pb', wrong) }), { message: /line 24, points: there are 1 for 2 projects/ })
  })
})

t.test('our own export is brought in again to the same result', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const write = await withFiles(t)
  const costs = [20_000, 15_000, 25_000, 5_000, 5_000, 8_000, 1_000, 2_000, 3_000, 4_000, 30_000]
  const picks = [[1, 2, 3], [1, 11], [2, 10, 4], [11], [5, 4], [10, 1], [3, 2], [6], [9, 8, 7], [11, 2]]
  for (const [tieRule, countingRule] of [
    ['proposal-number', 'greedy-no-skip'], ['lower-cost', 'equal-shares'], ['lot', 'greedy'],
  ] as const) {
    const slug = `oma-${tieRule}-${countingRule}`
    const { shares } = await votingRound(world, {
      slug, tieRule, countingRule,
      ...countingRule === 'equal-shares'
        ? { equalShares: { utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 100 } } : {},
    }, costs)
    await castBallots(world, slug, picks)
    await finishRound(world, slug, shares)
    // The vote has just ended; the day of the export is a whole one.
    world.clock.set(Date.now() + 36 * 60 * 60 * 1000)
    const file = await write(`${slug}.pb`, await get(world, `/api/rounds/${slug}/result.pb`))
    await bring(world, { file, slug: `${slug}-taas` })
    world.clock.reset()
    const [first, again] = [await rows(world, slug), await rows(world, `${slug}-taas`)]
    if (tieRule === 'lot') {
      // A lot is drawn from a hash that the format cannot carry: then the order of its rows places the tied.
      const figures = (of: typeof first) => of.map(({ rank, votes, outcome, costCents }) => `${rank} ${votes} ${outcome} ${costCents}`).sort()
      t.same(figures(again), figures(first), slug)
    } else t.same(again, first, slug)
  }
})

t.test('every file of the fixtures is brought in', { skip: existsSync(fixtures) ? false : `there is no folder ${fixtures}` }, async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  for (const name of readdirSync(fixtures).filter((file) => file.endsWith('.pb'))) {
    // The three largest take long and hold nothing that the others do not.
    if (/Lodz_2022|Gdynia_2020\.pb|Amsterdam_309/.test(name)) continue
    const printed = await bring(world, { file: join(fixtures, name) })
    t.notMatch(printed, /in the count alone/, `${name}: the same projects as the file tells`)
    const { result } = await world.tally.published(importSlug(name))
    const election = await readElection(pabulibChunks(join(fixtures, name)))
    t.equal(result.ballots, election.ballots.length, name)
    t.equal(result.invalidBallots.length, 0, name)
  }
})

import t from 'tap'
import { ballotsCsv, parseBallots, resultDocument, resultSchema } from '../../src/open-data/index.ts'
import { MANAGER, must, testWorld } from '../support/index.ts'
import { countedRound } from './published.ts'

t.test('the ballots are a header and a line each, with nothing of whose they are', async (t) => {
  t.equal(ballotsCsv([]), 'tracker;picks\n')
  t.equal(ballotsCsv([{ tracker: '0000000000000001', picks: [1, 4, 7] }, { tracker: '000000000000000Z', picks: [] }]),
    'tracker;picks\n0000000000000001;1,4,7\n000000000000000Z;\n')
})

t.test('what was written is read back as it was', async (t) => {
  const ballots = [{ tracker: '0123456789ABCDEF', picks: [9999] }, { tracker: 'ZZZZZZZZZZZZZZZZ', picks: [3, 1, 2] }]
  t.same(parseBallots(ballotsCsv(ballots)), ballots)
  t.same(parseBallots(`\uFEFF${ballotsCsv(ballots).replace(/\n/g, '\r\n')}`), ballots,
    'after a spreadsheet saved it, too')
})

t.test('a file of ballots that cannot be read names its line', async (t) => {
  const header = 'tracker;picks\n'
  for (const [text, message] of [
    ['', /line 1/], ['tracker,picks\n', /line 1/], [`${header}0123456789ABCDEF;1\n0123456789ABCDE;1\n`, /line 3/],
    [`${header}0123456789ABCDEI;1\n`, /line 2/], [`${header}0123456789abcdef;1\n`, /line 2/],
      [`${header}0123456789ABCDEF;01\n`, /line 2/],
    [`${header}0123456789ABCDEF;1,\n`, /line 2/], [`${header}0123456789ABCDEF;1;2\n`, /line 2/],
      [`${header}\n`, /line 2/],
    [`${header}0123456789ABCDEF;10000\n`, /line 2/], [`${header}0123456789ABCDEF; 1\n`, /line 2/],
  ] as const) t.throws(() => parseBallots(text), { message }, JSON.stringify(text))
})

t.test('the result is a document of its own, in the shape that is published', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  await countedRound(world, 'koe', [[1, 2], [1], [3]])
  must(await world.tally.publish(MANAGER, 'koe'))
  const document = resultDocument(await world.tally.published('koe'))
  t.same(resultSchema.parse(document), document, 'no more and no less than the schema tells')
  t.match(document, {
    schema: 'osbu-result/1', round: { slug: 'koe', kind: 'rehearsal' }, imported: null, voters: 3, votes: 4, ballots: 3,
    sealedCount: 3, openedCount: 3, unopenable: [], envelopeCents: 5_000_000,
    rows: [{ rank: 1, number: 1, title: 'Ehdotus 1', votes: 2, percent: '50.00', outcome: 'carried_out',
      costIsExample: false }],
  })
  t.equal(document.rows.length, 5, 'a proposal without votes has a row too')
  t.notMatch(JSON.stringify(document), /voterKey|channel|station|castOn|"id"/)
})

import t from 'tap'
import { tally } from '../../../src/tally/rules/index.ts'
import type { TallyResult } from '../../../src/tally/rules/index.ts'
import { ballots, costing, election, sha256 } from './elections.ts'

function first(topN: number, parts: Parameters<typeof election>[0]): TallyResult {
  return tally(election({ ...parts, rule: 'top-n', topN }), { sha256 })
}

const outcomes = (result: TallyResult): string[] => result.rows.map((row) => `${row.number} ${row.outcome}`)

t.test('the first N are carried out, and each row tells its place', async (t) => {
  const result = first(2, { proposals: costing(400, 100, 200), ballots: ballots([1], [1], [1, 2], [2], [3]), envelopeCents: 1_000 })
  t.same(outcomes(result), ['1 carried_out', '2 carried_out', '3 below_the_cut'])
  t.same(result.rows.map(({ reason }) => reason), [
    { code: 'among_the_first', place: 1, topN: 2 }, { code: 'among_the_first', place: 2, topN: 2 },
    { code: 'not_among_the_first', place: 3, topN: 2 },
  ])
  t.equal(result.spentCents, 500)
})

t.test('when they cost more than the envelope nothing is decided, and the result says so', async (t) => {
  const result = first(2, { proposals: costing(600, 500, 1), ballots: ballots([1], [1], [2]), envelopeCents: 1_000 })
  t.same(outcomes(result), ['1 undecided', '2 undecided', '3 below_the_cut'])
  t.same(result.undecided, { code: 'over_the_envelope', numbers: [1, 2], envelopeCents: 1_000 })
  t.equal(result.spentCents, 0)
})

t.test('a tie matters only where the cut goes through it', async (t) => {
  const parts = { proposals: costing(1, 1, 1), ballots: ballots([1], [2], [3]), envelopeCents: 1_000 }
  t.same(first(2, parts).ties.map(({ matters }) => matters), [true])
  t.same(first(3, parts).ties.map(({ matters }) => matters), [false])
  const open = first(2, { ...parts, tieRule: 'none' })
  t.same(open.undecided, { code: 'tie', numbers: [1, 2, 3] })
  t.equal(open.spentCents, 0)
})

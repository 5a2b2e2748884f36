import t from 'tap'
import { compareResults, tally } from '../../../src/tally/rules/index.ts'
import { ballots, costing, election, sha256 } from './elections.ts'

const input = election({ proposals: costing(600, 500, 100), ballots: ballots([1], [2], [3, 3]), envelopeCents: 1_000 })
const result = tally(input, { sha256 })
const copy = (): any => JSON.parse(JSON.stringify(result))

t.test('a result that was written and read again agrees, titles and all', async (t) => {
  const published = copy()
  published.rows[0].title = 'Koirapuisto'
  t.equal(compareResults(published, result), null)
})

t.test('the first difference is told in words, with the row and its proposal', async (t) => {
  const published = copy()
  published.rows[1].votes = 7
  t.equal(compareResults(published, result),
    'rows, place 2 (proposal 2): votes: 7 in the published result, 1 in the recount')
})

t.test('a difference inside a reason, a missing figure, a missing row and a forgotten ballot are found', async (t) => {
  const reason = copy()
  reason.rows[0].reason.leftAfterCents += 1
  t.match(compareResults(reason, result), /proposal 1\): reason: leftAfterCents: 401 in the published result, 400/)
  const missing = copy()
  delete missing.spentCents
  t.equal(compareResults(missing, result), 'spentCents: missing in the published result, 700 in the recount')
  const shorter = copy()
  shorter.rows.pop()
  t.equal(compareResults(shorter, result), 'rows: 2 in the published result, 3 in the recount')
  const forgotten = copy()
  forgotten.invalidBallots[0].reason = null
  t.match(compareResults(forgotten, result), /invalidBallots, place 1 \(T000002\): reason: null/)
  t.match(compareResults({ ...copy(), rows: 'none' }, result), /^rows: "none"/)
  t.equal(compareResults([], result), 'the published result is no JSON object')
})

t.test('a figure that the recount does not have is found, wherever it stands', async (t) => {
  t.equal(compareResults({ ...copy(), undecided: { code: 'tie', numbers: [1] } }, result),
    'undecided: {"code":"tie","numbers":[1]} in the published result, missing in the recount')
  t.match(compareResults({ ...copy(), points: 3 }, result), /^points: 3 /)
  t.match(compareResults({ ...copy(), trace: { rule: 'phragmen' } }, result), /^trace: /)
  const row = copy()
  row.rows[1].points = 5
  t.match(compareResults(row, result), /^rows, place 2 \(proposal 2\): points: 5 in the published result, missing/)
  const reason = copy()
  reason.rows[0].reason.title = 'x'
  t.match(compareResults(reason, result), /proposal 1\): reason: title: "x"/, 'texts stand beside a row alone')
})

t.test('another input hash is a difference even if every row agrees', async (t) => {
  t.match(compareResults({ ...copy(), inputSha256: '0'.repeat(64) }, result), /^inputSha256: /)
})

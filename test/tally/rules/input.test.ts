import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import t from 'tap'
import { canonicalInput, drawLots, inputFault, inputOf, tally } from '../../../src/tally/rules/index.ts'
import type { TallyInput } from '../../../src/tally/rules/index.ts'
import { ballots, costing, election, sha256 } from './elections.ts'

/** The worked example of `docs/counting.md`, in another order than its canonical text. */
const example: TallyInput = {
  rule: 'greedy', costBasis: 'max', tieRule: 'lot', envelopeCents: 1_000_000, picksMin: 1, picksMax: 3, voters: 5,
  proposals: [
    { number: 4, costMinCents: 100_000, costMaxCents: 200_000 },
    { number: 2, costMinCents: 400_000, costMaxCents: 500_000 },
    { number: 3, costMinCents: 500_000, costMaxCents: 600_000 },
    { number: 1, costMinCents: 200_000, costMaxCents: 300_000 },
  ],
  ballots: [
    { tracker: 'TK1P7XA5Q4JVM0SE', picks: [4, 2, 1] },
    { tracker: '2V7M0KQ4XJ8C1RDT', picks: [1, 2] },
    { tracker: 'B6N0R2D9ZHW8GY3F', picks: [3] },
    { tracker: '8EQK4TS7V1XM5CJ0', picks: [3, 1] },
    { tracker: '5HZ3W9N6B0GAF2YP', picks: [2, 2] },
  ],
}
const page = readFileSync(resolve(import.meta.dirname, '../../../docs/counting.md'), 'utf8')
const result = tally(example, { sha256 })

t.test('the worked example of the page is the canonical input, and its hash is the one printed', async (t) => {
  const text = /```osbu-tally-input\n([^`]*)```/.exec(page)![1]!
  t.equal(canonicalInput(example), text)
  t.equal(result.inputSha256, /\n {4}([0-9a-f]{64})\n/.exec(page)![1])
})

t.test('the lots and the rows of the worked example are the ones printed', async (t) => {
  const lots = drawLots(result.inputSha256, [2, 3], sha256)
  for (const [number, lot] of lots) t.ok(page.includes(`| ${number} | \`${lot}\` |`))
  const table = page.split('\n').filter((line) => /^\| \d+ \| \d+ \| \d+ \|/.test(line))
  t.same(table, result.rows.map((row) => {
    const left = row.reason.code === 'fits' ? row.reason.leftBeforeCents
      : row.reason.code === 'does_not_fit' ? row.reason.leftCents : ''
    return `| ${[row.rank, row.number, row.votes, row.percent, row.percentOfVoters, row.costCents, left, row.outcome]
      .join(' | ')} |`
  }))
  t.same(result.ties.map(({ numbers, matters }) => [numbers, matters]), [[[3, 2], true]])
  t.same(result.invalidBallots,
    [{ tracker: '5HZ3W9N6B0GAF2YP', reason: { code: 'same_pick_twice', number: 2 } }])
})

t.test('the input can be built again from the published result and the ballots', async (t) => {
  const published = JSON.parse(JSON.stringify(result))
  t.equal(sha256(canonicalInput(inputOf(published, example.ballots))), result.inputSha256)
})

t.test('an unknown number of voters and a ballot without a pick have words of their own', async (t) => {
  const text = canonicalInput(election({ proposals: [], ballots: ballots([]), voters: null }))
  t.match(text, /\nvoters unknown\n/)
  t.ok(text.endsWith('ballots 1\nT000000 -\n'))
})

t.test('picks are sorted as numbers and trackers as bytes', async (t) => {
  const text = canonicalInput(election({
    proposals: costing(1), ballots: [{ tracker: 'a', picks: [10, 9, 1] }, { tracker: 'B', picks: [1] }],
  }))
  t.ok(text.endsWith('ballots 2\nB 1\na 1,9,10\n'))
})

t.test('one changed pick, cost, limit or voter changes the hash', async (t) => {
  const hashes = new Set([
    example,
    { ...example, ballots: example.ballots.map((b, i) => (i === 2 ? { ...b, picks: [4] } : b)) },
    { ...example, proposals: example.proposals.map((p, i) => (i === 0 ? { ...p, costMinCents: 1 } : p)) },
    { ...example, picksMax: 2 }, { ...example, voters: 6 }, { ...example, voters: null },
    { ...example, rule: 'greedy-no-skip' as const }, { ...example, costBasis: 'min' as const },
    { ...example, tieRule: 'lower-cost' as const }, { ...example, envelopeCents: 1_000_001 },
  ].map((input) => sha256(canonicalInput(input))))
  t.equal(hashes.size, 10)
})

t.test('what is no election is told in words', async (t) => {
  const fault = (parts: Partial<TallyInput>): string | null => inputFault({ ...example, ...parts })
  t.equal(fault({}), null)
  t.equal(fault({ envelopeCents: 0.5 }), 'the envelope is not in whole cents')
  t.equal(fault({ envelopeCents: 2 ** 53 }), 'the envelope is not in whole cents')
  t.match(fault({ picksMin: 4 }), /at least 4 and at most 3/)
  t.match(fault({ picksMin: 0, picksMax: 0 }), /at most 0/)
  t.match(fault({ voters: 4 }), /5 ballots from 4 voters/)
  t.match(fault({ proposals: [...costing(1), ...costing(1)] }), /proposal 1 is there twice/)
  t.match(fault({ proposals: [{ number: 0, costMinCents: 1, costMaxCents: 1 }] }), /from 1 up/)
  t.match(fault({ proposals: costing(-1) }), /cost of proposal 1/)
  t.match(fault({ proposals: [{ number: 1, costMinCents: 2, costMaxCents: 1 }] }), /more at least than at most/)
  const twice = [{ tracker: 'A', picks: [1] }, { tracker: 'A', picks: [2] }]
  t.match(fault({ ballots: twice }), /two ballots have the tracker A/)
  t.match(fault({ ballots: [{ tracker: 'A B', picks: [] }] }), /"A B" is not printable ASCII/)
  t.match(fault({ ballots: [{ tracker: 'A\n', picks: [] }] }), /not printable ASCII/)
  t.match(fault({ ballots: [{ tracker: 'A', picks: [1.5] }] }), /no whole number/)
})

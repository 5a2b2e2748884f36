import fc from 'fast-check'
import t from 'tap'
import { fraction } from '../../../src/kernel/index.ts'
import { groupBallots } from '../../../src/tally/rules/groups.ts'
import { runShares } from '../../../src/tally/rules/shares-run.ts'
import { ballots, costing, election, plainOf } from './elections.ts'
import { plainEqualShares } from './straightforward.ts'

const first = (places: number[]): number[] => places.toSorted((a, b) => a - b)

t.test('law: prices that doubles cannot tell apart are told apart, whatever the size of the money', async () => {
  // Costs that differ in their last cents beside an envelope near the end of the exact integers, and the same in small.
  const input = fc.record({
    size: fc.constantFrom(1, 1_000_003, 2 ** 44),
    costs: fc.array(fc.record({ steps: fc.integer({ min: 1, max: 9 }), cents: fc.integer({ min: -2, max: 2 }) }), { minLength: 2, maxLength: 9 }),
    picks: fc.array(fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 }), { minLength: 2, maxLength: 40 }),
    steps: fc.integer({ min: 4, max: 60 }),
    perCost: fc.boolean(),
  })
  fc.assert(fc.property(input, ({ size, costs, picks, steps, perCost }) => {
    const proposals = costing(...costs.map(({ steps: some, cents }) => Math.max(1, some * size + cents)))
    const round = election({
      proposals, ballots: ballots(...picks.map((some) => some.filter((number) => number <= costs.length))),
      picksMin: 0, picksMax: 9, envelopeCents: steps * size,
    })
    const { election: plain } = plainOf(round)
    const run = runShares({
      groups: groupBallots(round, round.ballots), costsCents: plain.costs, envelopeCents: plain.envelope, perCost, breakTie: first,
    }, fraction(plain.envelope, plain.ballots.length))
    const { winners: expected } = plainEqualShares(plain, {
      utility: perCost ? 'cost' : 'cardinal', completion: 'none', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100,
    })
    return JSON.stringify(run.purchases.map(({ place }) => place)) === JSON.stringify(expected)
  }), { numRuns: 400 })
})

t.test('a run that would spend more than the envelope stops there and says so', async (t) => {
  const round = election({ proposals: costing(60, 60), ballots: ballots([1], [2]), envelopeCents: 100 })
  const over = { groups: groupBallots(round, round.ballots), costsCents: [60, 60], envelopeCents: 100, perCost: true, breakTie: first }
  const run = runShares(over, fraction(60))
  t.same([run.end, run.purchases.map(({ place }) => place), run.leftCents], ['over_the_envelope', [0], 40])
})

t.test('supporters who are short by less than any double can tell do not get their proposal, and nothing breaks', async (t) => {
  // Three costs made so that after two purchases the third misses its cost by a millionth of a millionth of a cent.
  const [voters, some, fewer, few] = [1009, 997, 991, 983]
  const costs = [30_000_002, 25_000_433, 43_046_367]
  const round = election({
    proposals: costing(...costs), envelopeCents: 100_000_541, picksMax: 4, picksMin: 0,
    ballots: ballots(...Array.from({ length: voters }, (_, v) => (v < few ? [1, 2, 3] : v < fewer ? [1, 2] : v < some ? [1] : []))),
  })
  const run = runShares({
    groups: groupBallots(round, round.ballots), costsCents: costs, envelopeCents: 100_000_541, perCost: true, breakTie: first,
  }, fraction(100_000_541, voters))
  t.same([run.end, run.purchases.map(({ place }) => place)], ['complete', [0, 1]])
  const { num, den } = run.moneyOf(2)
  t.ok(num < BigInt(costs[2]!) * den && (BigInt(costs[2]!) * den - num) * 1_000_000n < den, 'short, and by next to nothing')
})

t.test('what costs nothing is bought also where nobody has anything left', async (t) => {
  const round = election({ proposals: costing(100, 0), ballots: ballots([1, 2], [1, 2]), envelopeCents: 100 })
  const free = { groups: groupBallots(round, round.ballots), costsCents: [100, 0], envelopeCents: 100, perCost: false, breakTie: first }
  t.same(runShares(free, fraction(50)).purchases.map(({ place }) => place), [1, 0])
  t.same(runShares(free, fraction(0)).purchases.map(({ place }) => place), [1])
})

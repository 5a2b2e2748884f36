import t from 'tap'
import { carriedOutInOrder } from '../../../src/tally/rules/order.ts'
import { tally } from '../../../src/tally/rules/index.ts'
import { ballots, costing, election, sha256 } from './elections.ts'

t.test('rounds come in their order, then what the completion by votes added', async (t) => {
  const result = tally(election({
    proposals: costing(900, 200, 100), ballots: ballots([1], [1], [1], [2, 3], [3]), envelopeCents: 1_250, rule: 'equal-shares',
    equalShares: { utility: 'cost', completion: 'greedy', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100 },
  }), { sha256 })
  t.same(result.rows.map(({ number }) => number), [1, 3, 2])
  t.same(carriedOutInOrder(result).map(({ number }) => number), [3, 2, 1])
})

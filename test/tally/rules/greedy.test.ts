import fc from 'fast-check'
import t from 'tap'
import { greedy } from '../../../src/tally/rules/greedy.ts'
import { group, mattersByTrying, groupOfCosts } from './groups.ts'

t.test('a proposal that does not fit is skipped and the next is tried', async (t) => {
  const { decisions, leftCents } = greedy([group(9, 700), group(5, 400), group(4, 300)], 1_000)
  t.same(decisions.map(({ outcome }) => outcome), ['carried_out', 'did_not_fit', 'carried_out'])
  t.same(decisions[1]!.reason, { code: 'does_not_fit', costCents: 400, leftCents: 300 })
  t.equal(leftCents, 0, 'exactly fitting fits')
})

t.test('a tie matters when its proposals fit one by one but not together', async (t) => {
  t.same(greedy([group(5, 600, 500)], 1_000).tieMattered, [true])
  t.same(greedy([group(5, 600, 400)], 1_000).tieMattered, [false], 'both fit')
  t.same(greedy([group(5, 600, 1_100)], 1_000).tieMattered, [false], 'one of them never fits')
  t.same(greedy([group(5, 1_200, 1_100)], 1_000).tieMattered, [false], 'none fits')
  t.same(greedy([group(5, 600)], 500).tieMattered, [false], 'one alone is no tie')
})

t.test('law: a tie is said to matter exactly when some order of it carries out other proposals', async () => {
  fc.assert(fc.property(groupOfCosts, fc.nat(20), (costs, left) =>
    greedy([group(5, ...costs)], left).tieMattered[0] === mattersByTrying(greedy, costs, left)), { numRuns: 1_000 })
})

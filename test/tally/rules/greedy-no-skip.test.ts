import fc from 'fast-check'
import t from 'tap'
import { greedyNoSkip } from '../../../src/tally/rules/greedy-no-skip.ts'
import { group, groupOfCosts, mattersByTrying } from './groups.ts'

t.test('the list stops at the first that does not fit, though a later one would', async (t) => {
  const { decisions, leftCents } = greedyNoSkip([group(9, 700), group(5, 400), group(4, 300)], 1_000)
  t.same(decisions.map(({ outcome }) => outcome), ['carried_out', 'did_not_fit', 'below_the_cut'])
  t.same(decisions[2]!.reason, { code: 'below_the_cut', stoppedAtNumber: decisions[1]!.number })
  t.equal(leftCents, 300)
})

t.test('exactly fitting fits', async (t) => {
  t.same(greedyNoSkip([group(9, 700), group(5, 300)], 1_000).decisions.map(({ outcome }) => outcome),
    ['carried_out', 'carried_out'])
})

t.test('a tie below the cut does not matter', async (t) => {
  t.same(greedyNoSkip([group(9, 2_000), group(5, 600, 500)], 1_000).tieMattered, [false, false])
})

t.test('a tie with one that never fits matters, because that one can stop the list before the other', async (t) => {
  t.same(greedyNoSkip([group(5, 600, 1_100)], 1_000).tieMattered, [true])
  t.same(greedyNoSkip([group(5, 1_200, 1_100)], 1_000).tieMattered, [false], 'none fits')
})

t.test('law: a tie is said to matter exactly when some order of it carries out other proposals', async () => {
  fc.assert(fc.property(groupOfCosts, fc.nat(20), (costs, left) =>
    greedyNoSkip([group(5, ...costs)], left).tieMattered[0] === mattersByTrying(greedyNoSkip, costs, left)),
  { numRuns: 1_000 })
})

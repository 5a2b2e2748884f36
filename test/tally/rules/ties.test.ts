import t from 'tap'
import { drawLots, lotOrder, orderOf, rulesUsed, tiePolicy } from '../../../src/tally/rules/ties.ts'
import { sha256 } from './elections.ts'

const tied = (number: number, costCents: number, votes = 1): { number: number; costCents: number; votes: number } =>
  ({ number, costCents, votes })
const noLots = (): never => { throw new Error('lots were drawn without need') }

t.test('lower cost comes first, and equal costs go by proposal number', async (t) => {
  const policy = tiePolicy('lower-cost', noLots)
  const sorted = [tied(3, 20), tied(2, 20), tied(1, 30), tied(4, 10)].sort(orderOf(policy))
  t.same(sorted.map(({ number }) => number), [4, 2, 3, 1])
  t.same(rulesUsed(policy, sorted), ['lower-cost', 'proposal-number'])
  t.same(rulesUsed(policy, [tied(2, 20), tied(3, 20)]), ['proposal-number'], 'the cost told nothing')
})

t.test('by proposal number the cost means nothing', async (t) => {
  const policy = tiePolicy('proposal-number', noLots)
  t.same([tied(2, 1), tied(1, 9)].sort(orderOf(policy)).map(({ number }) => number), [1, 2])
})

t.test('a lot is the hash of input hash, bar and number, and the lowest stands first', async (t) => {
  const hash = 'ab'.repeat(32)
  const lots = drawLots(hash, [1, 2, 3, 10], sha256)
  t.equal(lots.get(10), sha256(`${hash}|10`))
  t.same(lots, drawLots(hash, [10, 3, 2, 1], sha256), 'whoever draws them again draws the same')
  const sorted = [tied(1, 1), tied(2, 1), tied(3, 1), tied(10, 1)].sort(lotOrder(lots))
  const byHand = [1, 2, 3, 10].sort((a, b) => (sha256(`${hash}|${a}`) < sha256(`${hash}|${b}`) ? -1 : 1))
  t.same(sorted.map(({ number }) => number), byHand)
  t.same(rulesUsed(tiePolicy('lot', () => lots), sorted), ['lot'])
})

t.test('one proposal alone is placed by no rule', async (t) => {
  t.same(rulesUsed(tiePolicy('lower-cost', noLots), [tied(1, 1)]), [])
})

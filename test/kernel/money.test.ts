import t from 'tap'
import { costOf, MONEY_MAX_CENTS } from '../../src/kernel/index.ts'

t.test('the cost basis of a round says which end of a range counts', async (t) => {
  const range = { costMinCents: 500_000, costMaxCents: 800_000 }
  t.equal(costOf(range, 'max'), 800_000)
  t.equal(costOf(range, 'min'), 500_000)
})

t.test('the sum of ten thousand greatest costs is still an exact integer', async (t) => {
  t.ok(Number.isSafeInteger(MONEY_MAX_CENTS * 9999))
})

import t from 'tap'
import { belowTheCut, carriedOut, didNotFit, fits, fitTogether } from '../../../src/tally/rules/reckoning.ts'

t.test('exactly fitting fits, one cent more does not', async (t) => {
  t.ok(fits(100, 100))
  t.notOk(fits(101, 100))
})

t.test('costs fit together up to the last cent, also where their sum would not be exact', async (t) => {
  t.ok(fitTogether([60, 40], 100))
  t.notOk(fitTogether([60, 41], 100))
  t.ok(fitTogether([], 0))
  const most = Number.MAX_SAFE_INTEGER
  t.ok(fitTogether([most - 1, 1], most))
  t.notOk(fitTogether([most, 1], most), 'in plain sums 2^53 + 1 would be 2^53')
})

t.test('a decision carries the figures that its reader needs', async (t) => {
  t.same(carriedOut(3, 40, 100).reason, { code: 'fits', costCents: 40, leftBeforeCents: 100, leftAfterCents: 60 })
  t.same(didNotFit(3, 40, 30).reason, { code: 'does_not_fit', costCents: 40, leftCents: 30 })
  t.same(belowTheCut(3, 2).reason, { code: 'below_the_cut', stoppedAtNumber: 2 })
})

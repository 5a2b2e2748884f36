import fc from 'fast-check'
import t from 'tap'
import { add, compare, fraction, multiply, subtract } from '../../../src/kernel/index.ts'
import { createLedger, exactText, toDouble } from '../../../src/tally/rules/shares-ledger.ts'

t.test('the ledger has exactly the share less what was paid, however many prices there are', async () => {
  const entry = fc.record({ num: fc.nat(1_000_000), units: fc.integer({ min: 1, max: 900 }), count: fc.nat(50) })
  fc.assert(fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 999 }), fc.array(entry, { maxLength: 8 }), fc.nat(40),
    (num, den, entries, voters) => {
      const share = fraction(num, den)
      const ledger = createLedger(share)
      let expected = multiply(fraction(voters), share)
      for (const { num: top, units, count } of entries) {
        expected = subtract(expected, multiply(fraction(count), fraction(BigInt(top), ledger.den() * BigInt(units))))
        ledger.enter(BigInt(top), BigInt(units))
      }
      const found = fraction(ledger.money(voters, Float64Array.from(entries, ({ count }) => count)), ledger.den())
      return compare(found, expected) === 0
    }), { numRuns: 300 })
})

t.test('a double is right to its last bit or two also where the parts are far beyond doubles', async (t) => {
  const den = 7n ** 400n
  t.equal(toDouble({ num: den, den }), 1)
  t.ok(Math.abs(toDouble({ num: den / 3n, den }) - 1 / 3) <= 2 ** -54)
  t.equal(toDouble({ num: 0n, den }), 0)
})

t.test('an exact text is a reduced fraction, or a whole number', async (t) => {
  t.equal(exactText({ num: 2500n, den: 6n }), '1250/3')
  t.equal(exactText({ num: 800n, den: 2n }), '400')
  t.same(add(fraction(1, 3), fraction(2, 3)), fraction(1))
})

import fc from 'fast-check'
import t from 'tap'
import {
  add, compare, divide, type Fraction, fraction, multiply, ONE, percent, subtract, toDecimal, ZERO,
} from '../../src/kernel/index.ts'

const fractions = fc.tuple(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }), fc.bigInt({ min: 1n, max: 10n ** 12n }))
  .map(([num, den]) => fraction(num, den))
const positive = fc.tuple(fc.bigInt({ min: 1n, max: 10n ** 9n }), fc.bigInt({ min: 1n, max: 10n ** 9n }))
  .map(([num, den]) => fraction(num, den))
const same = (a: Fraction, b: Fraction): boolean => a.num === b.num && a.den === b.den

t.test('a fraction is reduced, with its sign above the line', async (t) => {
  t.same(fraction(6, 4), { num: 3n, den: 2n })
  t.same(fraction(6, -4), { num: -3n, den: 2n })
  t.same(fraction(-6n, -4n), { num: 3n, den: 2n })
  t.same(fraction(0, -5), ZERO)
  t.same(fraction(7), { num: 7n, den: 1n })
  t.throws(() => fraction(1, 0), RangeError)
  t.throws(() => divide(ONE, ZERO), RangeError)
})

t.test('addition and multiplication keep the laws of numbers', async () => {
  fc.assert(fc.property(fractions, fractions, fractions, (a, b, c) =>
    same(add(a, b), add(b, a)) && same(multiply(a, b), multiply(b, a))
    && same(add(add(a, b), c), add(a, add(b, c))) && same(multiply(multiply(a, b), c), multiply(a, multiply(b, c)))
    && same(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))
    && same(add(a, ZERO), a) && same(multiply(a, ONE), a)))
})

t.test('subtraction takes back an addition, division a multiplication', async () => {
  fc.assert(fc.property(fractions, positive, (a, b) =>
    same(subtract(add(a, b), b), a) && same(divide(multiply(a, b), b), a) && same(subtract(a, a), ZERO)))
})

t.test('comparison is an order, and the same as the sign of a difference', async () => {
  fc.assert(fc.property(fractions, fractions, (a, b) => {
    const { num } = subtract(a, b)
    return compare(a, b) === -compare(b, a) + 0 && compare(a, b) === (num < 0n ? -1 : num > 0n ? 1 : 0)
      && (compare(a, b) === 0) === same(a, b)
  }))
})

t.test('a decimal is within half a unit of the fraction, and a half goes up', async (t) => {
  fc.assert(fc.property(positive, fc.integer({ min: 0, max: 6 }), (value, decimals) => {
    const scale = 10n ** BigInt(decimals)
    const shown = fraction(BigInt(toDecimal(value, decimals).replace('.', '')), scale)
    const half = fraction(1n, scale * 2n)
    // shown - value is more than -1/2 and at most 1/2 of the last place.
    return compare(subtract(shown, value), half) <= 0 && compare(subtract(value, shown), half) < 0
  }))
  t.equal(toDecimal(fraction(5, 1000), 2), '0.01')
  t.equal(toDecimal(fraction(4999, 1_000_000), 2), '0.00')
  t.equal(toDecimal(fraction(995, 1000), 2), '1.00')
  t.equal(toDecimal(fraction(1, 2), 0), '1')
  t.equal(toDecimal(fraction(1, 3), 4), '0.3333')
  t.equal(toDecimal(ZERO, 2), '0.00')
  t.throws(() => toDecimal(fraction(-1, 3), 2), RangeError)
})

t.test('percentages are the figures that Heinola published', async (t) => {
  const of2022 = [[277, '19.86'], [176, '12.62'], [167, '11.97'], [145, '10.39'], [131, '9.39']] as const
  for (const [votes, shown] of of2022) t.equal(percent(votes, 1395), shown)
  const of2023 = [[151, '11.51'], [148, '11.28'], [135, '10.29'], [134, '10.21'], [117, '8.92']] as const
  for (const [votes, shown] of of2023) t.equal(percent(votes, 1312), shown)
})

t.test('percentages round half up where a float would not', async (t) => {
  t.equal(percent(1, 800), '0.13', '0.125 %')
  t.equal(percent(201, 20_000), '1.01', '1.005 %, which a double holds as less')
  t.equal((201 / 20_000 * 100).toFixed(2), '1.00', 'and a double does')
  t.equal(percent(0, 0), '0.00', 'nothing of nothing is nothing')
  t.equal(percent(7, 7), '100.00')
})

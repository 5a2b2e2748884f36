/**
 * Exact rational numbers. `den` is positive and the two share no divisor, so equal fractions are equal field by field.
 * No float decides anything in a count: floats lose a proposal that costs exactly the envelope.
 */
export type Fraction = { readonly num: bigint; readonly den: bigint }

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a < 0n ? -a : a
}

/** The fraction num / den, reduced. Throws a RangeError when `den` is zero. */
export function fraction(num: bigint | number, den: bigint | number = 1n): Fraction {
  const n = BigInt(num)
  const d = BigInt(den)
  if (d === 0n) throw new RangeError('a fraction needs a denominator')
  const g = gcd(n, d) || 1n
  const sign = d < 0n ? -1n : 1n
  return { num: (sign * n) / g, den: (sign * d) / g }
}

export const ZERO: Fraction = { num: 0n, den: 1n }
export const ONE: Fraction = { num: 1n, den: 1n }

export function add(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den + b.num * a.den, a.den * b.den)
}

export function subtract(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den - b.num * a.den, a.den * b.den)
}

export function multiply(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.num, a.den * b.den)
}

export function divide(a: Fraction, b: Fraction): Fraction {
  return fraction(a.num * b.den, a.den * b.num)
}

/** Negative, zero or positive, as `a` is less than, equal to or more than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const left = a.num * b.den
  const right = b.num * a.den
  return left < right ? -1 : left > right ? 1 : 0
}

/**
 * A fraction that is not negative as plain decimal digits with a point, rounded half up: 277/1395 of 100 with two
 * decimals is `"19.86"`.
 */
export function toDecimal(value: Fraction, decimals: number): string {
  if (value.num < 0n) throw new RangeError('toDecimal: the value must not be negative')
  const scale = 10n ** BigInt(decimals)
  const rounded = (value.num * scale * 2n + value.den) / (value.den * 2n)
  const digits = rounded.toString().padStart(decimals + 1, '0')
  return decimals === 0 ? digits : `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
}

/** `part` of `whole` in percent, two decimals, half up; `"0.00"` of nothing. */
export function percent(part: number, whole: number): string {
  return whole === 0 ? '0.00' : toDecimal(fraction(BigInt(part) * 100n, BigInt(whole)), 2)
}

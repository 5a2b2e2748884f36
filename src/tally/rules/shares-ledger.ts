import { fraction, type Fraction } from '../../kernel/index.ts'

/** A number as `num / den`, not reduced; `den` is positive. */
export type Ratio = { readonly num: bigint; readonly den: bigint }

const PRECISION_BITS = 128n

/** The double nearest to a ratio that is not negative, for ratios whose parts are far beyond what a double holds. */
export function toDouble({ num, den }: Ratio): number {
  return Number((num << PRECISION_BITS) / den) / 2 ** Number(PRECISION_BITS)
}

function gcd(a: bigint, b: bigint): bigint {
  while (b !== 0n) [a, b] = [b, a % b]
  return a
}

/**
 * The exact money of equal shares. Everybody begins with the same share, and everybody who supports a proposal and can,
 * pays its price (times their points). So whoever is not broke has exactly: share − Σ points × price over the proposals
 * bought that they support; sums over voters are whole-number combinations of the share and the prices. Nobody's money
 * is stored: the ledger holds the prices alone.
 *
 * The prices have a common denominator that grows with each purchase. Each price is kept over the one it was made with,
 * and `growth` says by what that grew, so that a sum goes through the prices once (Horner's scheme).
 */
export function createLedger(share: Fraction) {
  const prices: bigint[] = []
  const growths: bigint[] = []
  let den = share.den

  /** voters × share − Σ counts[i] × price[i], as a numerator over the common denominator. */
  function money(voters: number, counts: Float64Array): bigint {
    let sum = BigInt(voters) * share.num
    for (let i = 0; i < prices.length; i++) {
      if (growths[i] !== 1n) sum *= growths[i]!
      if (counts[i] !== 0) sum -= BigInt(counts[i]!) * prices[i]!
    }
    return sum
  }

  /** Enters a price of `num / (common denominator × units)`. */
  function enter(num: bigint, units: bigint): void {
    const shared = gcd(units, num % units)
    const growth = units / shared
    prices.push(num / shared)
    growths.push(growth)
    den *= growth
  }

  return { money, enter, den: () => den, rounds: () => prices.length }
}

/** A ratio as an exact text, reduced: `"1250/3"`, or `"400"` when it is whole. */
export function exactText(ratio: Ratio): string {
  const { num, den } = fraction(ratio.num, ratio.den)
  return den === 1n ? num.toString() : `${num}/${den}`
}

/** Money is integer euro cents. A cost is a range: both ends are cents, and the ends may be equal. */
export type CostRange = { readonly costMinCents: number; readonly costMaxCents: number }

/** Which end of a cost range the envelope rule uses. */
export type CostBasis = 'max' | 'min'

/** The most that any sum of money here may be: ten million euros, far inside exact integers. */
export const MONEY_MAX_CENTS = 1_000_000_000

export function costOf(range: CostRange, basis: CostBasis): number {
  return basis === 'max' ? range.costMaxCents : range.costMinCents
}

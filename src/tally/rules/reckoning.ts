import type { EqualSharesTrace, PhragmenTrace, RowOutcome, RowReason } from './types.ts'

/** What a rule decided about one proposal. */
export type Decision = { readonly number: number; readonly outcome: RowOutcome; readonly reason: RowReason }

/**
 * What a rule hands back: a decision for every proposal in the order of the groups, for each group whether its tie
 * mattered, and the money that nobody got.
 */
export type Reckoning = {
  readonly decisions: readonly Decision[]
  readonly tieMattered: readonly boolean[]
  readonly leftCents: number
}

/**
 * What a rule that goes by rounds hands back. `ties` are those of its steps, the one taken first; `tiedNumbers` are those
 * among which nobody may choose, so that the count stops there. `tieMattered` is null where votes decide nothing.
 */
export type RoundsReckoning = Pick<Reckoning, 'decisions'> & {
  readonly tieMattered: readonly boolean[] | null
  readonly ties: readonly { readonly round: number; readonly numbers: readonly number[] }[]
  readonly tiedNumbers: readonly number[] | null
  readonly trace: Omit<EqualSharesTrace, 'ties'> | Omit<PhragmenTrace, 'ties'>
}

/** Exactly fitting fits. */
export function fits(costCents: number, leftCents: number): boolean {
  return costCents <= leftCents
}

/**
 * Whether all of these costs fit together. It subtracts instead of adding: what is left stays between zero and the
 * envelope, so that no sum can leave the exact integers, however large the costs of a foreign election are.
 */
export function fitTogether(costsCents: readonly number[], leftCents: number): boolean {
  let left = leftCents
  for (const cost of costsCents) {
    if (!fits(cost, left)) return false
    left -= cost
  }
  return true
}

export function carriedOut(number: number, costCents: number, leftCents: number): Decision {
  const reason = { code: 'fits', costCents, leftBeforeCents: leftCents, leftAfterCents: leftCents - costCents } as const
  return { number, outcome: 'carried_out', reason }
}

export function didNotFit(number: number, costCents: number, leftCents: number): Decision {
  return { number, outcome: 'did_not_fit', reason: { code: 'does_not_fit', costCents, leftCents } }
}

export function belowTheCut(number: number, stoppedAtNumber: number): Decision {
  return { number, outcome: 'below_the_cut', reason: { code: 'below_the_cut', stoppedAtNumber } }
}

import fc from 'fast-check'
import type { RankGroup } from '../../../src/tally/rules/ranking.ts'
import type { Reckoning } from '../../../src/tally/rules/reckoning.ts'

/** A group of tied proposals with these costs. Numbers are made from votes and place, so that no two are alike. */
export function group(votes: number, ...costsCents: number[]): RankGroup {
  return {
    rank: 1, score: votes,
    proposals: costsCents.map((costCents, index) => ({ number: votes * 100 + index, costCents, votes, score: votes })),
  }
}

export const groupOfCosts = fc.array(fc.integer({ min: 0, max: 12 }), { minLength: 1, maxLength: 5 })

function orders<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]]
  return items.flatMap((item, at) => orders(items.filter((_, other) => other !== at)).map((rest) => [item, ...rest]))
}

/** Whether a tie matters, found by counting in every order there is. */
export function mattersByTrying(
  rule: (groups: readonly RankGroup[], envelopeCents: number) => Reckoning, costs: readonly number[], left: number,
): boolean {
  const tied = group(5, ...costs)
  const winners = orders(tied.proposals).map((proposals) => rule([{ ...tied, proposals }], left).decisions
    .filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => number).sort((a, b) => a - b).join())
  return new Set(winners).size > 1
}

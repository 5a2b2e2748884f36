import type { RankGroup } from './ranking.ts'
import { belowTheCut, carriedOut, didNotFit, fits, fitTogether } from './reckoning.ts'
import type { Decision, Reckoning } from './reckoning.ts'

/**
 * Whether another order of a group would carry out other proposals: they do not all fit, but one of them fits alone. If
 * every order carried out the same, that one would be among them, for it may come first; and so somebody would be left
 * out who, coming first, is either carried out or stops the list before all others. When none fits alone, every order
 * stops at the group's first with nothing carried out.
 */
function orderMatters(group: RankGroup, leftCents: number): boolean {
  const costs = group.proposals.map(({ costCents }) => costCents)
  return !fitTogether(costs, leftCents) && costs.some((cost) => fits(cost, leftCents))
}

/**
 * `greedy-no-skip`: from the top down, each proposal that fits is carried out, and the list stops at the first that
 * does not. Step numbers as in `docs/counting.md`.
 */
export function greedyNoSkip(groups: readonly RankGroup[], envelopeCents: number): Reckoning {
  const decisions: Decision[] = []
  const tieMattered: boolean[] = []
  let stoppedAtNumber: number | null = null
  // Step 5: the whole envelope is there.
  let leftCents = envelopeCents
  for (const group of groups) {
    tieMattered.push(stoppedAtNumber === null && orderMatters(group, leftCents))
    for (const { number, costCents } of group.proposals) {
      if (stoppedAtNumber !== null) {
        // Step 7c: the list has stopped above it, whether it would fit or not.
        decisions.push(belowTheCut(number, stoppedAtNumber))
      } else if (fits(costCents, leftCents)) {
        // Step 6: it fits. It is carried out and its cost is taken from what is left.
        decisions.push(carriedOut(number, costCents, leftCents))
        leftCents -= costCents
      } else {
        // Step 7b: it does not fit. The list stops here.
        decisions.push(didNotFit(number, costCents, leftCents))
        stoppedAtNumber = number
      }
    }
  }
  return { decisions, tieMattered, leftCents }
}

import type { RankGroup } from './ranking.ts'
import { carriedOut, didNotFit, fits, fitTogether } from './reckoning.ts'
import type { Decision, Reckoning } from './reckoning.ts'

/**
 * Whether another order of a group would carry out other proposals. Those that fit alone but not all together:
 * whichever of them is left out would be carried out if it came first. If they fit together, every order carries out
 * all of them.
 */
function orderMatters(group: RankGroup, leftCents: number): boolean {
  const able = group.proposals.map(({ costCents }) => costCents).filter((cost) => fits(cost, leftCents))
  return !fitTogether(able, leftCents)
}

/**
 * `greedy`: from the top down, each proposal that fits what is left of the envelope is carried out, and one that does
 * not is skipped. Step numbers as in `docs/counting.md`.
 */
export function greedy(groups: readonly RankGroup[], envelopeCents: number): Reckoning {
  const decisions: Decision[] = []
  const tieMattered: boolean[] = []
  // Step 5: the whole envelope is there.
  let leftCents = envelopeCents
  for (const group of groups) {
    tieMattered.push(orderMatters(group, leftCents))
    for (const { number, costCents } of group.proposals) {
      if (fits(costCents, leftCents)) {
        // Step 6: it fits. It is carried out and its cost is taken from what is left.
        decisions.push(carriedOut(number, costCents, leftCents))
        leftCents -= costCents
      } else {
        // Step 7a: it does not fit. It is skipped and the next is tried.
        decisions.push(didNotFit(number, costCents, leftCents))
      }
    }
  }
  return { decisions, tieMattered, leftCents }
}

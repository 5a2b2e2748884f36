import type { RankGroup } from './ranking.ts'
import { type Decision, fitTogether, type Reckoning } from './reckoning.ts'

/**
 * `top-n`: the first N of the list are carried out, whatever they cost. A round that promises a number of proposals must
 * have the money for them: when the first N together cost more than the envelope, nothing is decided, and people must.
 * Step numbers as in `docs/counting.md`.
 */
export function topN(groups: readonly RankGroup[], envelopeCents: number, n: number): Reckoning & { readonly overrun: boolean } {
  const list = groups.flatMap((group) => group.proposals)
  const first = list.slice(0, n)
  const overrun = !fitTogether(first.map(({ costCents }) => costCents), envelopeCents)
  const decisions = list.map(({ number }, index): Decision => {
    const place = index + 1
    if (place > n) return { number, outcome: 'below_the_cut', reason: { code: 'not_among_the_first', place, topN: n } }
    return overrun ? { number, outcome: 'undecided', reason: { code: 'undecided' } }
      : { number, outcome: 'carried_out', reason: { code: 'among_the_first', place, topN: n } }
  })
  // A tie matters where the cut goes through it.
  let end = 0
  const tieMattered = groups.map(({ proposals }) => {
    const begin = end
    end += proposals.length
    return begin < n && n < end
  })
  const leftCents = overrun ? envelopeCents : first.reduce((left, { costCents }) => left - costCents, envelopeCents)
  return { decisions, tieMattered, leftCents, overrun }
}

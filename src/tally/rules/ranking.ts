import type { Tied, TieOrder } from './ties.ts'

/** A proposal with its votes, and with what ranks it: its votes, or its points where ballots give points or an order. */
export type Counted = Tied & { readonly score: number }

/** The proposals of one score, in the order of the tie rule. Most groups hold a single proposal. */
export type RankGroup = { readonly rank: number; readonly score: number; readonly proposals: readonly Counted[] }

/**
 * Steps 3 and 4 of `docs/counting.md`: most votes first, equal votes in the order of the tie rule. Equal votes share a
 * rank, and the rank after them counts them all: 1, 2, 2, 4.
 */
export function rankByScore(counted: readonly Counted[], order: TieOrder): RankGroup[] {
  const sorted = counted.toSorted((a, b) => b.score - a.score || order(a, b))
  const groups: { rank: number; score: number; proposals: Counted[] }[] = []
  sorted.forEach((proposal, index) => {
    const group = groups.at(-1)
    if (group !== undefined && group.score === proposal.score) group.proposals.push(proposal)
    else groups.push({ rank: index + 1, score: proposal.score, proposals: [proposal] })
  })
  return groups
}

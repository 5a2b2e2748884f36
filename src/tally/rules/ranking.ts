import type { Tied, TieOrder } from './ties.ts'

/** A proposal with its votes. */
export type Counted = Tied & { readonly votes: number }

/** The proposals of one number of votes, in the order of the tie rule. Most groups hold a single proposal. */
export type RankGroup = { readonly rank: number; readonly votes: number; readonly proposals: readonly Counted[] }

/**
 * Steps 3 and 4 of `docs/counting.md`: most votes first, equal votes in the order of the tie rule. Equal votes share a
 * rank, and the rank after them counts them all: 1, 2, 2, 4.
 */
export function rankByVotes(counted: readonly Counted[], order: TieOrder): RankGroup[] {
  const sorted = counted.toSorted((a, b) => b.votes - a.votes || order(a, b))
  const groups: { rank: number; votes: number; proposals: Counted[] }[] = []
  sorted.forEach((proposal, index) => {
    const group = groups.at(-1)
    if (group !== undefined && group.votes === proposal.votes) group.proposals.push(proposal)
    else groups.push({ rank: index + 1, votes: proposal.votes, proposals: [proposal] })
  })
  return groups
}

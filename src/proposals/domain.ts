import { type CostBasis, costOf, type CostRange, type Details } from '../kernel/index.ts'

/** The most that a round can number; the database holds the same. */
export const NUMBER_MAX = 9999

const PUBLISHED: readonly string[] = ['voting', 'counting', 'result', 'archived']

/** Proposals are published as a set when voting opens. `phase` is the round's. */
export function arePublished(phase: string): boolean {
  return PUBLISHED.includes(phase)
}

export type Stage = { readonly phase: string; readonly confirmed: boolean; readonly votingOpened: boolean }

/** Why the set cannot be changed, or null. Drafts may be made while ideas still come in. */
export function changeRefusal({ phase, confirmed }: Stage): 'proposals_confirmed' | 'proposals_closed' | null {
  if (confirmed) return 'proposals_confirmed'
  return phase === 'ideas' || phase === 'review' ? null : 'proposals_closed'
}

/** Why a confirmed set cannot be taken back, or null: what people vote on never moves. */
export function reopenRefusal(
  { confirmed, votingOpened }: Stage,
): 'voting_has_opened' | 'proposals_not_confirmed' | null {
  if (votingOpened) return 'voting_has_opened'
  return confirmed ? null : 'proposals_not_confirmed'
}

/** What is wrong with a cost range, as a field, a code and its limit, or null. All in cents. */
export function costFault(
  { costMinCents, costMaxCents }: CostRange, envelopeCents: number,
): { field: 'costMaxCents'; code: 'too_small' | 'too_big'; params: Record<string, number> } | null {
  const field = 'costMaxCents'
  if (costMaxCents < costMinCents) return { field, code: 'too_small', params: { minimum: costMinCents } }
  return costMaxCents > envelopeCents ? { field, code: 'too_big', params: { maximum: envelopeCents } } : null
}

export type Drafts = {
  readonly phase: string
  readonly envelopeCents: number
  readonly picksMin: number
  readonly costBasis: CostBasis
  /** How many proposals the round promises; null with a rule that goes by the envelope. */
  readonly topN: number | null
  readonly proposals: readonly (CostRange & { readonly number: number })[]
  /** The ideas that the proposals were made from, with the state that each is in now. */
  readonly ideas: readonly { readonly id: number; readonly number: number; readonly state: string }[]
}

/**
 * Why the set cannot be confirmed, or null. Not while ideas still come in, for those would never be considered. Every
 * cost must fit the envelope and every idea must still be accepted: both may have changed since the draft was made.
 */
export function confirmRefusal(
  { phase, envelopeCents, picksMin, costBasis, topN, proposals, ideas }: Drafts,
): { code: ProposalRefusal; details: Details } | null {
  if (phase === 'ideas') return { code: 'ideas_still_open', details: {} }
  const minimum = Math.max(1, picksMin)
  if (proposals.length < minimum) return { code: 'too_few_proposals', details: { count: proposals.length, minimum } }
  const costly = proposals.find(({ costMaxCents }) => costMaxCents > envelopeCents)
  if (costly) return { code: 'cost_over_envelope', details: { number: costly.number, envelopeCents } }
  // Whichever win, a round that promises N proposals must be able to pay for them: afterwards nobody could decide.
  const dearest = proposals.map((proposal) => costOf(proposal, costBasis)).sort((a, b) => b - a).slice(0, topN ?? 0)
  const most = dearest.reduce((sum, cost) => sum + cost, 0)
  if (most > envelopeCents) return { code: 'promise_over_envelope', details: { topN, costCents: most, envelopeCents } }
  const lost = ideas.find(({ state }) => state !== 'accepted')
  if (lost) return { code: 'idea_not_accepted', details: { ideaId: lost.id, state: lost.state, number: lost.number } }
  return null
}

/** Why a rehearsal cannot take the proposals of its round. */
export type CopyRefusal = 'not_a_rehearsal' | 'nothing_to_copy' | 'proposals_confirmed' | 'proposals_closed' | 'cost_over_envelope'

export type ProposalRefusal =
  | 'proposals_confirmed'
  | 'proposals_closed'
  | 'proposals_not_confirmed'
  | 'voting_has_opened'
  | 'ideas_still_open'
  | 'too_few_proposals'
  | 'too_many_proposals'
  | 'cost_over_envelope'
  | 'promise_over_envelope'
  | 'idea_not_accepted'
  | 'idea_already_in_proposal'

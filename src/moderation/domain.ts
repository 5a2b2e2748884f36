import type { Details } from '../kernel/index.ts'

export const DECISION_KINDS = ['accept', 'refuse', 'ask', 'merge'] as const
export type DecisionKind = (typeof DECISION_KINDS)[number]

export type ModerationRefusal =
  | 'moderation_closed'
  | 'decided_meanwhile'
  | 'prepared_meanwhile'
  | 'decision_not_possible'
  | 'idea_in_proposal'
  | 'author_not_online'
  | 'merge_target_not_live'

/** What a decision is about to meet. Its idea is locked, so that all of this stays true until it is written. */
export type Situation = {
  readonly kind: DecisionKind
  readonly state: string
  /** The act may follow the state, by the life of an idea. */
  readonly legal: boolean
  readonly open: boolean
  /** Of a refusal: the public sees the reason alone, not the text. */
  readonly textHidden: boolean
  readonly proposalNumber: number | null
  readonly authorOnline: boolean
  /** Of a merge: the state of the target, and whether it is live. */
  readonly target: { readonly id: number; readonly state: string; readonly live: boolean } | null
}

/**
 * Why a decision cannot be made, or null. What stands in a proposal is taken out of it first. Somebody without an
 * account cannot answer here, so nobody is asked in vain. When moderation has ended the text of a refused idea can still be
 * hidden, and that alone: it is on no ballot, and a third person's data in it must go whenever it is found.
 */
export function objection(s: Situation): { code: ModerationRefusal; details: Details } | null {
  const hides = s.kind === 'refuse' && s.textHidden && s.state === 'refused'
  if (!s.open && !hides) return { code: 'moderation_closed', details: {} }
  if (!s.legal) return { code: 'decision_not_possible', details: { state: s.state, kind: s.kind } }
  if (s.proposalNumber !== null && s.kind !== 'accept') {
    return { code: 'idea_in_proposal', details: { number: s.proposalNumber } }
  }
  if (s.kind === 'ask' && !s.authorOnline) return { code: 'author_not_online', details: {} }
  if (s.target !== null && !s.target.live) {
    return { code: 'merge_target_not_live', details: { ideaId: s.target.id, state: s.target.state } }
  }
  return null
}

/** What happened to an idea. Staff `accept`, `refuse`, `ask` and `merge`; its author answers and withdraws. */
export const ACT_KINDS = ['accept', 'refuse', 'ask', 'merge', 'answer', 'withdraw'] as const
export type ActKind = (typeof ACT_KINDS)[number]

export const IDEA_STATES = ['waiting', 'asked', 'accepted', 'refused', 'merged', 'withdrawn'] as const
export type IdeaState = (typeof IDEA_STATES)[number]

const STATE_AFTER = {
  submit: 'waiting', answer: 'waiting', ask: 'asked', accept: 'accepted', refuse: 'refused', merge: 'merged',
  withdraw: 'withdrawn',
} as const satisfies Record<ActKind | 'submit', IdeaState>

/** The kind of the last act on an idea; `submit` while nothing has happened to it. */
export type LastKind = keyof typeof STATE_AFTER

/** The state of an idea is derived from the last act on it and stored nowhere. */
export function stateAfter(last: LastKind): IdeaState {
  return STATE_AFTER[last]
}

/** The last acts that leave an idea in one of these states: how a list asks for states. */
export function lastKindsOf(states: readonly IdeaState[]): LastKind[] {
  return (Object.keys(STATE_AFTER) as LastKind[]).filter((kind) => states.includes(STATE_AFTER[kind]))
}

/**
 * What may happen next. A merged idea has become another and a withdrawn one is gone: both are ends. A question waits
 * for its one answer, so it is not asked twice. A refusal may be corrected, for instance to hide the text as well.
 */
const NEXT: Readonly<Record<IdeaState, readonly ActKind[]>> = {
  waiting: ['accept', 'refuse', 'ask', 'merge', 'withdraw'],
  asked: ['accept', 'refuse', 'merge', 'answer', 'withdraw'],
  accepted: ['refuse', 'merge', 'withdraw'],
  refused: ['accept', 'refuse'],
  merged: [],
  withdrawn: [],
}

export function mayFollow(state: IdeaState, act: ActKind): boolean {
  return NEXT[state].includes(act)
}

/** A live idea may still become something: it counts among its author's, and others can be merged into it. */
export function isLive(state: IdeaState): boolean {
  return state === 'waiting' || state === 'asked' || state === 'accepted'
}

/** What everybody may read. Before moderation, and after its author has taken it back, an idea is not public. */
export const PUBLIC_STATES: readonly IdeaState[] = ['accepted', 'refused', 'merged']

/** The acts that the public history of an idea shows. What is asked and answered stays between author and staff. */
export const PUBLIC_ACTS: readonly ActKind[] = ['accept', 'refuse', 'merge']

/** Live ideas of one author in one round: enough for anybody, too few to drown the moderators. */
export const LIVE_IDEAS_MAX = 20

/** Whether a resident may send an idea. `phase` is the round's. */
export function mayBeSubmitted(phase: string): boolean {
  return phase === 'ideas'
}

/**
 * Whether moderation of a round goes on: until its proposals are confirmed, for what stands on the ballot stays.
 * Staff may enter ideas as long, for papers are often read after the ideas phase. The text of a refused idea may be hidden
 * later too.
 */
export function isModerationOpen(phase: string, proposalsConfirmed: boolean): boolean {
  return (phase === 'ideas' || phase === 'review') && !proposalsConfirmed
}

export type Withdrawal = {
  readonly state: IdeaState
  /** The proposal that the idea is part of. */
  readonly proposalNumber: number | null
  readonly proposalsConfirmed: boolean
  readonly mergedIntoIt: number
}

/**
 * Why an author cannot take an idea back, or null. It stands on the ballot once it is part of a proposal and the set is
 * confirmed. An idea with others merged into it is not its author's alone any more.
 */
export function withdrawalRefusal(
  idea: Withdrawal,
): 'withdrawal_not_possible' | 'idea_on_ballot' | 'others_merged_into_idea' | null {
  if (!mayFollow(idea.state, 'withdraw')) return 'withdrawal_not_possible'
  if (idea.proposalNumber !== null && idea.proposalsConfirmed) return 'idea_on_ballot'
  return idea.mergedIntoIt > 0 ? 'others_merged_into_idea' : null
}

/** What goes of an idea that its author wants erased: everything, or who sent it alone. */
export type Erasure = 'all' | 'person'

/**
 * The words of an idea go while they are its author's alone. Once it is part of another idea or stands on the ballot they
 * belong to what everybody voted on, and stay without a name. `held` is why it could not be taken back.
 */
export function erasureOf(state: IdeaState, held: ReturnType<typeof withdrawalRefusal>): Erasure {
  if (state === 'withdrawn' || state === 'refused') return 'all'
  return held === null ? 'all' : 'person'
}

export type IdeaRefusal =
  | 'not_taking_ideas'
  | 'too_many_ideas'
  | 'moderation_closed'
  | 'question_not_open'
  | 'withdrawal_not_possible'
  | 'idea_on_ballot'
  | 'others_merged_into_idea'
  | 'decided_meanwhile'

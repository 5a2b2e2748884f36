import { done, fieldFault, type Outcome, present, type Refusal, refuse, unreachable } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { Audit } from '../audit/index.ts'
import type { StaffActor } from '../identity/index.ts'
import {
  type Act, type IdeaPage, type Ideas, type IdeaView, isLive, isModerationOpen, type LockedIdea, mayFollow,
  type ProposalsOf,
} from '../ideas/index.ts'
import type { Round, Rounds } from '../rounds/index.ts'
import { type ModerationRefusal, objection } from './domain.ts'
import { newsOf } from './mail.ts'
import type { Decide } from './schema.ts'
import * as store from './store.ts'
import type { Prepared } from './store.ts'

export type Moderation = ReturnType<typeof createModeration>

export type ModerationDeps = {
  readonly db: Db
  readonly audit: Audit
  readonly rounds: Rounds
  readonly ideas: Ideas
  readonly proposalsOf: ProposalsOf
}

function toAct(staff: StaffActor, decision: Decide): Act {
  const act = { kind: decision.kind, seenSeq: decision.seq, staff }
  switch (decision.kind) {
    case 'accept': return { ...act, text: decision.reason ?? null }
    case 'refuse': return { ...act, text: decision.reason, textHidden: decision.textHidden }
    case 'ask': return { ...act, text: decision.question }
    case 'merge': return { ...act, text: decision.reason ?? null, intoIdeaId: decision.intoIdeaId }
    default: return unreachable(decision)
  }
}

/** A decision and the locked rows that it is about. */
type Met = {
  readonly round: Round
  readonly idea: LockedIdea
  readonly target: LockedIdea | null
}

/** One prepared decision that could not be published, and why. It stays prepared. */
export type Unpublished = { readonly prepared: Prepared; readonly refusal: Refusal<ModerationRefusal> }

export function createModeration({ db, audit, rounds, ideas, proposalsOf }: ModerationDeps) {
  /** What waits for staff, longest first: new ideas and answered questions. */
  function queue(staff: StaffActor, slug: string, query: { page: number; pageSize: number }): Promise<IdeaPage> {
    return ideas.waiting(staff, slug, query)
  }

  async function record(tx: Tx, actor: StaffActor, idea: LockedIdea, decision: Decide): Promise<void> {
    const { id: ideaId, roundId } = idea
    switch (decision.kind) {
      case 'accept': return audit.record(tx, {
        kind: 'idea_accepted', actor, roundId, body: { ideaId, reason: decision.reason ?? null },
      })
      case 'refuse': return audit.record(tx, {
        kind: 'idea_refused', actor, roundId,
        body: { ideaId, reason: decision.reason, textHidden: decision.textHidden },
      })
      case 'ask': return audit.record(tx, {
        kind: 'idea_asked', actor, roundId, body: { ideaId, question: decision.question },
      })
      case 'merge': return audit.record(tx, {
        kind: 'idea_merged', actor, roundId,
        body: { ideaId, intoIdeaId: decision.intoIdeaId, reason: decision.reason ?? null },
      })
      default: return unreachable(decision)
    }
  }

  /** Locks what a decision is about. Faults when there is no such idea in the round to merge into. */
  async function meet(tx: Tx, roundId: string, id: number, decision: Decide): Promise<Met> {
    const intoId = decision.kind === 'merge' ? decision.intoIdeaId : null
    if (intoId === id) throw fieldFault('intoIdeaId', 'itself')
    const round = await rounds.lock(tx, roundId)
    const locked = await ideas.lock(tx, intoId === null ? [id] : [id, intoId])
    const target = intoId === null ? null : locked.get(intoId) ?? null
    if (intoId !== null && target?.roundId !== roundId) throw fieldFault('intoIdeaId', 'unknown')
    return { round, idea: present(locked.get(id), 'an idea is never deleted'), target }
  }

  /** Why a decision cannot be made on what was met, or null. */
  async function objectionTo(tx: Tx, decision: Decide, { round, idea, target }: Met) {
    return objection({
      kind: decision.kind, state: idea.state, legal: mayFollow(idea.state, decision.kind),
      open: isModerationOpen(rounds.phase(round), round.proposalsReadyAt !== null),
      textHidden: decision.kind === 'refuse' && decision.textHidden,
      proposalNumber: (await proposalsOf(tx, [idea.id])).get(idea.id) ?? null, authorOnline: idea.authorKey !== null,
      target: target && { id: target.id, state: target.state, live: isLive(target.state) },
    })
  }

  /**
   * Staff decide on an idea. A decision that somebody had prepared for it is void with that. Refuses with `decided_meanwhile`, before anything else, when there has been another act
   * since the one that the decision was made on. Faults when there is no such idea, or none of the round to merge into.
   */
  async function decide(
    staff: StaffActor, id: number, decision: Decide,
  ): Promise<Outcome<IdeaView, ModerationRefusal>> {
    const seen = await ideas.read({ staff, resident: null }, id)
    const { id: roundId } = await rounds.bySlug(seen.round)
    const outcome = await transact<undefined, ModerationRefusal>(db, async (tx) => {
      const met = await meet(tx, roundId, id, decision)
      const { idea, target } = met
      const added = await ideas.append(tx, idea, toAct(staff, decision))
      if (!added.ok) return added
      const objected = await objectionTo(tx, decision, met)
      if (objected) return refuse(objected.code, objected.details)
      await record(tx, staff, idea, decision)
      await store.discardPrepared(tx, id)
      await ideas.tell(tx, [id], newsOf(decision, target), `decision:${decision.seq + 1}`)
      return done()
    })
    return outcome.ok ? done(await ideas.read({ staff, resident: null }, id)) : outcome
  }

  /**
   * Keeps a decision for later: nobody but staff learns of it until it is published. It must be possible now, and
   * `replaces` is the revision that it takes the place of, 0 for none.
   */
  async function prepare(
    staff: StaffActor, id: number, decision: Decide, replaces: number,
  ): Promise<Outcome<undefined, ModerationRefusal>> {
    const seen = await ideas.read({ staff, resident: null }, id)
    const { id: roundId } = await rounds.bySlug(seen.round)
    return transact<undefined, ModerationRefusal>(db, async (tx) => {
      const met = await meet(tx, roundId, id, decision)
      const { seq, last } = met.idea
      if (decision.seq !== seq) {
        return refuse('decided_meanwhile', { by: last.staffName, kind: last.kind, at: last.at.toISOString(), seq })
      }
      const objected = await objectionTo(tx, decision, met)
      if (objected) return refuse(objected.code, objected.details)
      if (!await store.prepare(tx, id, decision, replaces, staff, rounds.now())) {
        return refuse('prepared_meanwhile', { by: (await store.preparedOf(tx, id))?.staffName ?? null })
      }
      await audit.record(tx, { kind: 'decision_prepared', actor: staff, roundId, body: { ideaId: id, kind: decision.kind } })
      return done()
    })
  }

  /** What waits to be published, in the order in which it was prepared. */
  function prepared(_staff: StaffActor): Promise<Prepared[]> {
    return store.preparedDecisions(db)
  }

  function preparedOf(_staff: StaffActor, id: number): Promise<Prepared | null> {
    return store.preparedOf(db, id)
  }

  /** Forgets a prepared decision. Nothing happens when there is none. */
  async function discard(staff: StaffActor, id: number): Promise<void> {
    const seen = await ideas.read({ staff, resident: null }, id)
    const { id: roundId } = await rounds.bySlug(seen.round)
    await transact<undefined, never>(db, async (tx) => {
      if (!await store.discardPrepared(tx, id)) return done()
      await audit.record(tx, { kind: 'decision_discarded', actor: staff, roundId, body: { ideaId: id } })
      return done()
    })
  }

  /**
   * Publishes what was prepared for these ideas, each in a transaction of its own: what cannot be published any more
   * stays prepared and is told, the others are out. Whoever publishes is the one who decided.
   */
  async function publish(
    staff: StaffActor, ideaIds: readonly number[],
  ): Promise<{ published: number[]; refused: Unpublished[] }> {
    const published: number[] = []
    const refused: Unpublished[] = []
    for (const waiting of (await store.preparedDecisions(db)).filter(({ ideaId }) => ideaIds.includes(ideaId))) {
      const outcome = await decide(staff, waiting.ideaId, waiting.decision)
      if (outcome.ok) published.push(waiting.ideaId)
      // What is not prepared any more somebody else has published at the same moment.
      else if (await store.preparedOf(db, waiting.ideaId)) refused.push({ prepared: waiting, refusal: outcome.refusal })
    }
    return { published, refused }
  }

  return { queue, decide, prepare, prepared, preparedOf, discard, publish }
}

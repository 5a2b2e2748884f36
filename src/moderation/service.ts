import { done, fieldFault, type Outcome, present, refuse, unreachable } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { Audit } from '../audit/index.ts'
import type { StaffActor } from '../identity/index.ts'
import {
  type Act, type IdeaPage, type Ideas, type IdeaView, isLive, isModerationOpen, type LockedIdea, mayFollow,
  type ProposalsOf,
} from '../ideas/index.ts'
import type { Rounds } from '../rounds/index.ts'
import { type ModerationRefusal, objection } from './domain.ts'
import type { Decide } from './schema.ts'

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

  /**
   * Staff decide on an idea. Refuses with `decided_meanwhile`, before anything else, when there has been another act
   * since the one that the decision was made on. Faults when there is no such idea, or none of the round to merge into.
   */
  async function decide(
    staff: StaffActor, id: number, decision: Decide,
  ): Promise<Outcome<IdeaView, ModerationRefusal>> {
    const seen = await ideas.read({ staff, resident: null }, id)
    const { id: roundId } = await rounds.bySlug(seen.round)
    const intoId = decision.kind === 'merge' ? decision.intoIdeaId : null
    if (intoId === id) throw fieldFault('intoIdeaId', 'itself')
    const outcome = await transact<undefined, ModerationRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      const locked = await ideas.lock(tx, intoId === null ? [id] : [id, intoId])
      const idea = present(locked.get(id), 'an idea is never deleted')
      const target = intoId === null ? null : locked.get(intoId) ?? null
      if (intoId !== null && target?.roundId !== roundId) throw fieldFault('intoIdeaId', 'unknown')
      const added = await ideas.append(tx, idea, toAct(staff, decision))
      if (!added.ok) return added
      const objected = objection({
        kind: decision.kind, state: idea.state, legal: mayFollow(idea.state, decision.kind),
        open: isModerationOpen(rounds.phase(round), round.proposalsReadyAt !== null),
        proposalNumber: (await proposalsOf(tx, [id])).get(id) ?? null, authorOnline: idea.authorKey !== null,
        target: target && { id: target.id, state: target.state, live: isLive(target.state) },
      })
      if (objected) return refuse(objected.code, objected.details)
      await record(tx, staff, idea, decision)
      return done()
    })
    return outcome.ok ? done(await ideas.read({ staff, resident: null }, id)) : outcome
  }

  return { queue, decide }
}

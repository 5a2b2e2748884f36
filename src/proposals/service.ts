import { type Clock, done, Fault, fieldFault, type Outcome, refuse } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { Audit } from '../audit/index.ts'
import type { StaffActor } from '../identity/index.ts'
import type { Ideas, News, ProposalNews } from '../ideas/index.ts'
import { areRulesFrozen, type Round, type Rounds } from '../rounds/index.ts'
import {
  arePublished, changeRefusal, confirmRefusal, type CopyRefusal, costFault, NUMBER_MAX, type ProposalRefusal, reopenRefusal, type Stage,
} from './domain.ts'
import type { ChangeProposal, CreateProposal, ProposalList, ProposalView } from './schema.ts'
import * as store from './store.ts'
import type { Proposal } from './store.ts'

/** A proposal of a round that was held elsewhere, with the number that it had there. */
export type PastProposal = Proposal

export type Proposals = ReturnType<typeof createProposals>

export type ProposalsDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly ideas: Ideas
}

function checkCosts(costs: { costMinCents: number; costMaxCents: number }, envelopeCents: number): void {
  const wrong = costFault(costs, envelopeCents)
  if (wrong) throw fieldFault(wrong.field, wrong.code, wrong.params)
}

function seesDrafts(viewer: StaffActor | null): boolean {
  return viewer?.roles.some((role) => role === 'moderator' || role === 'manager' || role === 'clerk') ?? false
}

export function createProposals({ db, clock, audit, rounds, ideas }: ProposalsDeps) {
  function stageOf(round: Round): Stage {
    return {
      phase: rounds.phase(round), confirmed: round.proposalsReadyAt !== null,
      votingOpened: areRulesFrozen(round, clock.now()),
    }
  }

  /** Everything on a round's ballot, by number, texts and costs. Pass a transaction to read within it. */
  function ofRound(roundId: string, from: Db = db): Promise<Proposal[]> {
    return store.ofRound(from, roundId)
  }

  /** The numbers that a ballot of the round may name, in order. */
  function numbersOf(roundId: string, from: Db = db): Promise<number[]> {
    return store.numbersOf(from, roundId)
  }

  async function toViews(roundId: string, proposals: readonly Proposal[]): Promise<ProposalView[]> {
    const links = Map.groupBy(await store.ideasOf(db, roundId), (link) => link.number)
    return proposals.map((proposal) => ({
      ...proposal, ideas: (links.get(proposal.number) ?? []).map(({ id, title }) => ({ id, title })),
    }))
  }

  /** The proposals of a round: everybody's once voting has opened, before it for staff alone. */
  async function list(viewer: StaffActor | null, slug: string): Promise<ProposalList> {
    const round = await rounds.bySlug(slug)
    const published = arePublished(rounds.phase(round))
    const shown = published || seesDrafts(viewer)
    return {
      published,
      confirmedAt: shown ? round.proposalsReadyAt?.toISOString() ?? null : null,
      proposals: shown ? await toViews(round.id, await ofRound(round.id)) : [],
    }
  }

  /** One proposal. Faults with `not_found`, also when this viewer may not see it yet. */
  async function read(viewer: StaffActor | null, slug: string, number: number): Promise<ProposalView> {
    const round = await rounds.bySlug(slug)
    const found = await store.find(db, round.id, number)
    if (!found || !(arePublished(rounds.phase(round)) || seesDrafts(viewer))) throw new Fault('not_found')
    const [view] = await toViews(round.id, [found])
    return view!
  }

  /** Makes accepted ideas of the round part of a proposal, or tells which one cannot be. */
  async function attach(
    tx: Tx, roundId: string, number: number, ideaIds: readonly number[],
  ): Promise<Outcome<undefined, ProposalRefusal>> {
    const repeated = ideaIds.findIndex((id, i) => ideaIds.indexOf(id) !== i)
    if (repeated >= 0) throw fieldFault(`ideaIds.${repeated}`, 'repeated')
    const locked = await ideas.lock(tx, ideaIds)
    const unknown = ideaIds.findIndex((id) => locked.get(id)?.roundId !== roundId)
    if (unknown >= 0) throw fieldFault(`ideaIds.${unknown}`, 'unknown')
    const [taken] = await store.attach(tx, roundId, number, ideaIds)
    if (taken !== undefined) {
      const holder = (await store.proposalsOf(tx, [taken])).get(taken) ?? null
      return refuse('idea_already_in_proposal', { ideaId: taken, number: holder })
    }
    const waiting = [...locked.values()].find(({ state }) => state !== 'accepted')
    return waiting ? refuse('idea_not_accepted', { ideaId: waiting.id, state: waiting.state }) : done()
  }

  /**
   * Makes a proposal from accepted ideas. It gets the next number of the round. Faults in the fields `costMaxCents` and
   * `ideaIds`.
   */
  async function create(
    staff: StaffActor, slug: string, request: CreateProposal,
  ): Promise<Outcome<ProposalView, ProposalRefusal>> {
    const { id: roundId } = await rounds.bySlug(slug)
    const outcome = await transact<number, ProposalRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      checkCosts(request, round.envelopeCents)
      const refusal = changeRefusal(stageOf(round))
      if (refusal) return refuse(refusal)
      // A number that was confirmed once may stand on printed forms: it never becomes another proposal's.
      const confirmed = (await audit.ofRound(roundId, 'proposals_confirmed', tx)).flatMap(({ numbers }) => numbers)
      const number = Math.max(await store.highestNumber(tx, roundId), ...confirmed) + 1
      if (number > NUMBER_MAX) return refuse('too_many_proposals', { maximum: NUMBER_MAX })
      await store.insert(tx, [{ round_id: roundId, number, ...store.toRow(request), created_at: clock.now() }])
      const attached = await attach(tx, roundId, number, request.ideaIds)
      if (!attached.ok) return attached
      const { ideaIds, costMinCents, costMaxCents } = request
      await audit.record(tx, {
        kind: 'proposal_made', actor: staff, roundId, body: { number, ideaIds, costMinCents, costMaxCents },
      })
      return done(number)
    })
    return outcome.ok ? done(await read(staff, slug, outcome.value)) : outcome
  }

  /** Changes a proposal until the set is confirmed. A field that is not given stays. Faults as `create`. */
  async function change(
    staff: StaffActor, slug: string, number: number, request: ChangeProposal,
  ): Promise<Outcome<ProposalView, ProposalRefusal>> {
    const { id: roundId } = await rounds.bySlug(slug)
    const outcome = await transact<undefined, ProposalRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      const before = await store.find(tx, roundId, number)
      if (!before) throw new Fault('not_found')
      const after = {
        title: request.title ?? before.title, summary: request.summary ?? before.summary,
        costMinCents: request.costMinCents ?? before.costMinCents,
        costMaxCents: request.costMaxCents ?? before.costMaxCents,
      }
      checkCosts(after, round.envelopeCents)
      const refusal = changeRefusal(stageOf(round))
      if (refusal) return refuse(refusal)
      await store.update(tx, roundId, number, store.toRow(after))
      if (request.ideaIds) {
        await store.detachAll(tx, roundId, number)
        const attached = await attach(tx, roundId, number, request.ideaIds)
        if (!attached.ok) return attached
      }
      await audit.record(tx, { kind: 'proposal_changed', actor: staff, roundId, body: { number, changes: request } })
      return done()
    })
    return outcome.ok ? done(await read(staff, slug, number)) : outcome
  }

  /**
   * Makes the set of a rehearsal the same as its round's is now, numbers too, in place of what was there. They need no
   * ideas: a rehearsal tells no author anything.
   */
  async function copyFromRehearsed(staff: StaffActor, slug: string): Promise<Outcome<ProposalList, CopyRefusal>> {
    const { id: roundId, rehearsalOf } = await rounds.bySlug(slug)
    if (rehearsalOf === null) return refuse('not_a_rehearsal')
    const rehearsed = await rounds.byId(rehearsalOf)
    const outcome = await transact<undefined, CopyRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      const refusal = changeRefusal(stageOf(round))
      if (refusal) return refuse(refusal)
      const originals = await store.ofRound(tx, rehearsed.id)
      if (originals.length === 0) return refuse('nothing_to_copy', { round: rehearsed.slug })
      const costly = originals.find(({ costMaxCents }) => costMaxCents > round.envelopeCents)
      if (costly) return refuse('cost_over_envelope', { number: costly.number, envelopeCents: round.envelopeCents })
      await store.removeAll(tx, roundId)
      await store.insert(tx, originals.map((proposal) => (
        { round_id: roundId, number: proposal.number, ...store.toRow(proposal), created_at: clock.now() })))
      const numbers = originals.map(({ number }) => number)
      await audit.record(tx, { kind: 'proposals_copied', actor: staff, roundId, body: { from: rehearsed.slug, numbers } })
      return done()
    })
    return outcome.ok ? done(await list(staff, slug)) : outcome
  }

  /** Takes a proposal out of the set until it is confirmed. Its ideas are free for another. */
  async function remove(staff: StaffActor, slug: string, number: number): Promise<Outcome<undefined, ProposalRefusal>> {
    const { id: roundId } = await rounds.bySlug(slug)
    return transact<undefined, ProposalRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      if (!await store.find(tx, roundId, number)) throw new Fault('not_found')
      const refusal = changeRefusal(stageOf(round))
      if (refusal) return refuse(refusal)
      await store.remove(tx, roundId, number)
      await audit.record(tx, { kind: 'proposal_removed', actor: staff, roundId, body: { number } })
      return done()
    })
  }

  /** Confirms the set as it will stand on the ballot: from here on nothing in it moves, and voting may open. */
  async function confirm(staff: StaffActor, slug: string): Promise<Outcome<ProposalList, ProposalRefusal>> {
    const { id: roundId } = await rounds.bySlug(slug)
    const outcome = await transact<undefined, ProposalRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      const refusal = changeRefusal(stageOf(round))
      if (refusal) return refuse(refusal)
      const proposals = await store.ofRound(tx, roundId)
      const links = await store.ideasOf(tx, roundId)
      const locked = await ideas.lock(tx, links.map(({ id }) => id))
      const objected = confirmRefusal({
        phase: rounds.phase(round), envelopeCents: round.envelopeCents, picksMin: round.picksMin,
        costBasis: round.costBasis, topN: round.topN, proposals,
        ideas: links.map(({ id, number }) => ({ id, number, state: locked.get(id)!.state })),
      })
      if (objected) return refuse(objected.code, objected.details)
      await rounds.mark(tx, roundId, 'proposalsReadyAt', clock.now())
      for (const { number } of proposals) {
        await tellAuthors(tx, round, number, 'proposed', (proposal) => ({
          kind: 'proposed', proposal, votingOpenAt: round.votingOpenAt.toISOString(),
        }))
      }
      await audit.record(tx, {
        kind: 'proposals_confirmed', actor: staff, roundId, body: { numbers: proposals.map(({ number }) => number) },
      })
      return done()
    })
    return outcome.ok ? done(await list(staff, slug)) : outcome
  }

  /** Takes the confirmed set back for changes, until voting opens. */
  async function reopen(staff: StaffActor, slug: string): Promise<Outcome<ProposalList, ProposalRefusal>> {
    const { id: roundId } = await rounds.bySlug(slug)
    const outcome = await transact<undefined, ProposalRefusal>(db, async (tx) => {
      const refusal = reopenRefusal(stageOf(await rounds.lock(tx, roundId)))
      if (refusal) return refuse(refusal)
      await rounds.mark(tx, roundId, 'proposalsReadyAt', null)
      await audit.record(tx, { kind: 'proposals_reopened', actor: staff, roundId, body: {} })
      return done()
    })
    return outcome.ok ? done(await list(staff, slug)) : outcome
  }

  /**
   * Writes mail to the authors of a proposal's ideas, and of those merged into them, in the transaction of the change.
   * `occasion` tells this news from any other about the proposal.
   */
  async function tellAuthors(
    tx: Tx, round: Round, number: number, occasion: string, newsOf: (proposal: ProposalNews) => News,
  ): Promise<void> {
    const found = await store.find(tx, round.id, number)
    const ideaIds = (await store.ideasOf(tx, round.id)).filter((link) => link.number === number).map(({ id }) => id)
    if (!found || ideaIds.length === 0) return
    const news = newsOf({ number, title: found.title, round: round.slug, roundName: round.name })
    await ideas.tell(tx, ideaIds, news, `proposal:${number}:${occasion}`)
  }

  /** The proposals of an imported round, with the numbers that they had. They need no ideas. */
  async function importPast(tx: Tx, roundId: string, past: readonly PastProposal[]): Promise<void> {
    await store.insert(tx, past.map((proposal) => ({
      round_id: roundId, number: proposal.number, ...store.toRow(proposal), cost_is_example: proposal.costIsExample,
      created_at: clock.now(),
    })))
  }

  return { list, read, create, change, copyFromRehearsed, remove, confirm, reopen, ofRound, numbersOf, importPast, tellAuthors }
}

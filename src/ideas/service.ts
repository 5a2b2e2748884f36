import { type Clock, done, Fault, fieldFault, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { PhotoFileName } from '../platform/photos/index.ts'
import type { Audit } from '../audit/index.ts'
import type { ResidentActor, StaffActor } from '../identity/index.ts'
import type { Round, Rounds } from '../rounds/index.ts'
import { createErasure, forgetOldIdeas } from './erasure.ts'
import {
  type ActKind, type IdeaRefusal, IDEA_STATES, isModerationOpen, LIVE_IDEAS_MAX, mayBeSubmitted, mayFollow,
  PUBLIC_STATES, withdrawalRefusal,
} from './domain.ts'
import * as news from './news.ts'
import type { News } from './news.ts'
import { findPhotoFile, type IdeaPhoto, insertPhoto } from './photos.ts'
import type { EnterIdea, IdeaPage, IdeaView, ListIdeas, SubmitIdea } from './schema.ts'
import * as store from './store.ts'
import { similarTo, type SimilarIdea } from './similar.ts'
import type { LockedIdea } from './store.ts'
import { page, type ProposalsOf, type RoundOfIdeas, type Viewer, viewsOf } from './views.ts'

export type Ideas = ReturnType<typeof createIdeas>

export type IdeasDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly proposalsOf: ProposalsOf
}

/** One act on an idea, for its history. `seenSeq` is the number of acts that whoever acts has seen. */
export type Act = {
  readonly kind: ActKind
  readonly seenSeq: number
  readonly staff: Pick<StaffActor, 'id' | 'name'> | null
  readonly text: string | null
  readonly textHidden?: boolean
  readonly intoIdeaId?: number
}

const PUBLISHED: readonly string[] = ['voting', 'counting', 'result', 'archived']

function checkTheme(round: Round, theme: string): void {
  if (!round.themes.some(({ slug }) => slug === theme)) throw fieldFault('theme', 'not_among_choices')
}

export function createIdeas({ db, clock, audit, rounds, proposalsOf }: IdeasDeps) {
  function toRoundOfIdeas(round: Round): RoundOfIdeas {
    return { slug: round.slug, proposalsPublished: PUBLISHED.includes(rounds.phase(round)) }
  }

  async function toViews(
    viewer: Viewer, rows: readonly store.IdeaRow[], known: readonly Round[] = [],
  ): Promise<IdeaView[]> {
    const byId = new Map(known.map((round) => [round.id, toRoundOfIdeas(round)]))
    for (const { round_id: id } of rows) {
      if (!byId.has(id)) byId.set(id, toRoundOfIdeas(await rounds.byId(id)))
    }
    return viewsOf(db, rows, viewer, byId, proposalsOf)
  }

  /** One idea as this viewer may see it. Faults with `not_found`, also when there is one that they may not see. */
  async function read(viewer: Viewer, id: number): Promise<IdeaView> {
    const row = await store.findById(db, id)
    const [view] = row ? await toViews(viewer, [row]) : []
    if (!view) throw new Fault('not_found')
    return view
  }

  function toRow(round: Round, request: SubmitIdea) {
    return {
      round_id: round.id, author_name: request.authorName ?? null, contact_email: request.contactEmail ?? null,
      language: request.language, title: request.title, body: request.body, theme: request.theme,
      place: request.place ?? null, submitted_at: clock.now(),
    }
  }

  /**
   * A resident sends an idea, with a photo or without. The same submission id again is the same idea again. Faults in
   * the field `theme` when the round has no such theme, and in `submissionId` when somebody else has used it.
   */
  async function submit(
    author: ResidentActor, slug: string, request: SubmitIdea, photo: IdeaPhoto | null = null,
  ): Promise<Outcome<IdeaView, IdeaRefusal>> {
    const round = await rounds.bySlug(slug)
    checkTheme(round, request.theme)
    const phase = rounds.phase(round)
    if (!mayBeSubmitted(phase) || round.kind === 'imported') return refuse('not_taking_ideas', { phase })
    const made = await transact<number, IdeaRefusal>(db, async (tx) => {
      await store.lockAuthor(tx, round.id, author.authorKey)
      const submissionId = request.submissionId ?? null
      // Whoever comes second has waited for the lock, so the first one's row is there to be seen.
      const sent = submissionId === null ? null : await store.findSubmission(tx, submissionId, author.authorKey)
      if (sent !== null) return done(sent)
      if (await store.countLive(tx, round.id, author.authorKey) >= LIVE_IDEAS_MAX) {
        return refuse('too_many_ideas', { maximum: LIVE_IDEAS_MAX })
      }
      const row = await store.insert(tx, {
        ...toRow(round, request), author_key: author.authorKey, source: 'online', entered_by: null,
        submission_id: submissionId,
      })
      if (!row) throw fieldFault('submissionId', 'repeated')
      if (photo) await insertPhoto(tx, row.id, photo)
      await tell(tx, [row.id], { kind: 'received' }, 'received')
      return done(row.id)
    })
    return made.ok ? done(await read({ staff: null, resident: author }, made.value)) : made
  }

  /** Staff enter an idea received on paper or at a workshop: from people without strong identification and children. */
  async function enter(staff: StaffActor, slug: string, request: EnterIdea): Promise<Outcome<IdeaView, IdeaRefusal>> {
    const { id } = await rounds.bySlug(slug)
    const made = await transact(db, async (tx) => {
      const round = await rounds.lock(tx, id)
      checkTheme(round, request.theme)
      const phase = rounds.phase(round)
      if (!isModerationOpen(phase, round.proposalsReadyAt !== null)) return refuse('not_taking_ideas', { phase })
      const row = present(await store.insert(tx, {
        ...toRow(round, request), author_key: null, source: request.source, entered_by: staff.name,
      }), 'an idea of staff has no submission id to repeat')
      await tell(tx, [row.id], { kind: 'received' }, 'received')
      await audit.record(tx, {
        kind: 'idea_entered', actor: staff, roundId: id, body: { ideaId: row.id, source: request.source },
      })
      return done(row)
    })
    return made.ok ? done(await read({ staff, resident: null }, made.value.id)) : made
  }

  /** A file of an idea's photo. Faults with `not_found`, also when this viewer may not see the idea or its text. */
  async function photoFile(viewer: Viewer, id: number, name: PhotoFileName) {
    const { photo } = await read(viewer, id)
    const file = photo && await findPhotoFile(db, id, name)
    if (!file) throw new Fault('not_found')
    return file
  }

  /** Writes mail to the authors of ideas who left an address, in the transaction of the change that it tells about. */
  function tell(tx: Tx, ideaIds: readonly number[], told: News, occasion: string): Promise<void> {
    return news.tell(tx, ideaIds, told, occasion, clock.now())
  }

  /** Forgets the address that was left with an idea, or the same one with every idea: no more mail. */
  async function stopMail(id: number, everywhere: boolean): Promise<void> {
    await transact(db, async (tx) => done(await news.forgetContact(tx, id, everywhere, clock.now())))
  }

  /** One page of a round's ideas, newest first: those that this viewer may see. */
  async function list(viewer: Viewer, slug: string, query: ListIdeas): Promise<IdeaPage> {
    const round = await rounds.bySlug(slug)
    const visible = viewer.staff ? IDEA_STATES : PUBLIC_STATES
    const { rows, total } = await page(db, {
      roundId: round.id, q: query.q, theme: query.theme, searchHidden: viewer.staff !== null,
      states: visible.filter((state) => query.state === undefined || query.state === state),
    }, 'newest', query.page, query.pageSize)
    return { ideas: await toViews(viewer, rows, [round]), total, page: query.page, pageSize: query.pageSize }
  }

  /** What waits for staff in a round, longest first: new ideas and answered questions. */
  async function waiting(
    staff: StaffActor, slug: string, query: { page: number; pageSize: number },
  ): Promise<IdeaPage> {
    const round = await rounds.bySlug(slug)
    const { rows, total } = await page(
      db, { roundId: round.id, states: ['waiting'], searchHidden: true }, 'waiting', query.page, query.pageSize)
    return { ideas: await toViews({ staff, resident: null }, rows, [round]), total, ...query }
  }

  /** For staff: beside each of these ideas those of its round that are most like it, the likest first. */
  function similar(_staff: StaffActor, ids: readonly number[], most: number): Promise<Map<number, SimilarIdea[]>> {
    return similarTo(db, ids, most)
  }

  /** Everything that this author has sent, in all rounds, newest first. */
  async function mine(author: ResidentActor): Promise<IdeaView[]> {
    return toViews({ staff: null, resident: author }, await store.ofAuthor(db, author.authorKey))
  }

  /**
   * Locks ideas in the order of their ids. What is not there is left out. Lock the round first when it matters:
   * round, ideas, audit is the order in which everybody takes them.
   */
  function lock(tx: Tx, ids: readonly number[]): Promise<Map<number, LockedIdea>> {
    return store.lock(tx, ids)
  }

  /**
   * Adds an act to the history of a locked idea. Refuses when somebody else has acted since `seenSeq`, and tells who
   * (null for the author), what and when. A number that has not been reached yet faults.
   */
  async function append(tx: Tx, idea: LockedIdea, act: Act): Promise<Outcome<undefined, 'decided_meanwhile'>> {
    if (act.seenSeq > idea.seq) throw fieldFault('seq', 'unknown')
    const added = await store.append(tx, {
      idea_id: idea.id, seq: act.seenSeq + 1, kind: act.kind, staff_id: act.staff?.id ?? null,
      staff_name: act.staff?.name ?? null, text: act.text, text_hidden: act.textHidden ?? false,
      into_idea_id: act.intoIdeaId ?? null, at: clock.now(),
    })
    if (added) return done()
    const { staff_name: by, kind, at, seq } = await store.lastAct(tx, idea.id)
    return refuse('decided_meanwhile', { by, kind, at: at.toISOString(), seq })
  }

  /** An author's own act: the rules under the locks of round and idea. Faults when the idea is not theirs. */
  async function actOnOwn(
    author: ResidentActor, id: number, kind: 'answer' | 'withdraw', text: string | null,
    objection: (tx: Tx, idea: LockedIdea, round: Round) => Promise<IdeaRefusal | null>,
  ): Promise<Outcome<IdeaView, IdeaRefusal>> {
    const viewer = { staff: null, resident: author }
    const seen = await read(viewer, id)
    if (!seen.mine) throw new Fault('forbidden')
    const { id: roundId } = await rounds.bySlug(seen.round)
    const outcome = await transact<undefined, IdeaRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, roundId)
      const idea = (await lock(tx, [id])).get(id)
      if (!idea) throw new Fault('not_found')
      const code = await objection(tx, idea, round)
      if (code !== null) return refuse(code, { state: idea.state })
      return append(tx, idea, { kind, seenSeq: idea.seq, staff: null, text })
    })
    return outcome.ok ? done(await read(viewer, id)) : outcome
  }

  /** The author takes an idea back: as long as it is live, theirs alone, and not on a confirmed ballot. */
  function withdraw(author: ResidentActor, id: number): Promise<Outcome<IdeaView, IdeaRefusal>> {
    return actOnOwn(author, id, 'withdraw', null, async (tx, idea, round) => withdrawalRefusal({
      state: idea.state, proposalNumber: (await proposalsOf(tx, [id])).get(id) ?? null,
      proposalsConfirmed: round.proposalsReadyAt !== null, mergedIntoIt: await store.countMergedInto(tx, id),
    }))
  }

  /** The author answers the question that staff have asked; the idea waits for staff again. */
  function answer(author: ResidentActor, id: number, text: string): Promise<Outcome<IdeaView, IdeaRefusal>> {
    return actOnOwn(author, id, 'answer', text, async (_tx, idea, round) => {
      if (!mayFollow(idea.state, 'answer')) return 'question_not_open'
      return isModerationOpen(rounds.phase(round), round.proposalsReadyAt !== null) ? null : 'moderation_closed'
    })
  }

  const erasure = createErasure({ db, clock, rounds, proposalsOf })

  /** Everything that the service holds of an author's ideas, for the author alone. */
  async function ownData(author: ResidentActor) {
    return { ideas: await mine(author), waitingMail: await erasure.waitingMail(author) }
  }

  return {
    submit, enter, list, read, mine, withdraw, answer, waiting, similar, lock, append, photoFile, tell, stopMail, ownData,
    erase: erasure.erase, erasurePreview: erasure.erasurePreview, forgetOld: () => forgetOldIdeas(db, clock.now()),
  }
}


import { type Clock, dayOf, done, Fault, fieldFault, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import type { Photo, PhotoFileName } from '../platform/photos/index.ts'
import type { Audit } from '../audit/index.ts'
import type { StaffActor } from '../identity/index.ts'
import type { Rounds } from '../rounds/index.ts'
import type { AddNews, WinnerView } from './implementation-schema.ts'
import * as store from './implementation-store.ts'
import type { Proposals } from './service.ts'

/** A place in the published result. */
export type Winner = { readonly number: number; readonly rank: number; readonly votes: number }

/** The winners of a round in the order of its result. Faults with `not_found` until the result is published. */
export type WinnersOf = (slug: string) => Promise<readonly Winner[]>

/** A photo that is drawn anew already, and what it shows in words. */
export type NewsPhoto = { readonly photo: Photo; readonly alt: string }

export type ImplementationRefusal = 'decided_meanwhile'

export type Implementation = ReturnType<typeof createImplementation>

export type ImplementationDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly proposals: Proposals
  /** The count stands above this room, so it is told here who won. */
  readonly winnersOf: WinnersOf
}

export function createImplementation({ db, clock, audit, rounds, proposals, winnersOf }: ImplementationDeps) {
  /** What has become of each winner of a published round. A winner of whom nothing was told is planned. */
  async function list(slug: string): Promise<WinnerView[]> {
    const round = await rounds.bySlug(slug)
    const winners = await winnersOf(slug)
    const byNumber = new Map((await proposals.ofRound(round.id)).map((proposal) => [proposal.number, proposal]))
    const news = await store.newsOf(db, round.id, `/api/rounds/${slug}/proposals`)
    return winners.map(({ number, rank, votes }) => {
      const proposal = present(byNumber.get(number), 'a winner is a proposal')
      const { title, costMinCents, costMaxCents, costIsExample } = proposal
      const told = news.get(number) ?? []
      return {
        number, title, rank, votes, costMinCents, costMaxCents, costIsExample,
        state: told[0]?.state ?? 'planned', news: told,
      }
    })
  }

  /** One winner. Faults with `not_found` for what did not win. */
  async function read(slug: string, number: number): Promise<WinnerView> {
    const winner = (await list(slug)).find((one) => one.number === number)
    if (!winner) throw new Fault('not_found')
    return winner
  }

  /**
   * Staff tell what has become of a winner. News is never changed; what was wrong is put right by newer news. The
   * authors of the ideas hear of it when the state is another than before. Faults in the field `happenedOn` for a day
   * to come.
   */
  async function tell(
    staff: StaffActor, slug: string, number: number, request: AddNews, photo: NewsPhoto | null = null,
  ): Promise<Outcome<WinnerView, ImplementationRefusal>> {
    const round = await rounds.bySlug(slug)
    // Who won never changes once it is published, so it may be asked before the transaction.
    if (!(await winnersOf(slug)).some((winner) => winner.number === number)) throw new Fault('not_found')
    const { state, happenedOn, text, after } = request
    if (happenedOn > dayOf(clock.now())) throw fieldFault('happenedOn', 'in_future')
    const key = { roundId: round.id, number, seq: after + 1 }
    const outcome = await transact<undefined, ImplementationRefusal>(db, async (tx) => {
      const last = await store.lastNews(tx, round.id, number)
      const stateBefore = last?.state ?? 'planned'
      if ((last?.seq ?? 0) !== after || !await store.insertNews(tx, key, {
        state, happenedOn, text, staffId: staff.id, staffName: staff.name, at: clock.now(),
      })) return refuse('decided_meanwhile')
      if (photo) await store.insertNewsPhoto(tx, key, photo.alt, photo.photo)
      if (state !== stateBefore) {
        await proposals.tellAuthors(tx, round, number, `news:${key.seq}`, (proposal) => ({
          kind: 'progressed', proposal, state, text,
        }))
      }
      await audit.record(tx, {
        kind: 'implementation_told', actor: staff, roundId: round.id,
        body: { number, seq: key.seq, state, stateBefore, happenedOn, text: text.fi, photo: photo !== null },
      })
      return done()
    })
    return outcome.ok ? done(await read(slug, number)) : outcome
  }

  /** A file of the photo of some news. Faults with `not_found`. */
  async function photoFile(slug: string, number: number, seq: number, name: PhotoFileName) {
    const round = await rounds.bySlug(slug)
    const file = await store.findNewsPhotoFile(db, { roundId: round.id, number, seq }, name)
    if (!file) throw new Fault('not_found')
    return file
  }

  return { list, read, tell, photoFile }
}

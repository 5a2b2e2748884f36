import { sql } from 'kysely'
import { assert, type Clock, done, Fault, type Outcome } from '../kernel/index.ts'
import type { ResidentActor } from '../identity/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import { stopMail } from '../platform/mail/index.ts'
import type { Rounds } from '../rounds/index.ts'
import { type Erasure, erasureOf, stateAfter, withdrawalRefusal } from './domain.ts'
import { aboutIdea } from './news.ts'
import * as store from './store.ts'
import type { ProposalsOf } from './views.ts'

type Deps = { readonly db: Db; readonly clock: Clock; readonly rounds: Rounds; readonly proposalsOf: ProposalsOf }

type Looked = Pick<store.LockedIdea, 'id' | 'roundId' | 'state'>

export type WaitingMail = { readonly kind: string; readonly about: string; readonly to: string; readonly dueAt: string }

/**
 * What an author may have erased, and the erasing. No act of it is recorded under anybody's name: after it nothing leads
 * from the idea to a person, and staff see that something was erased but not by whom.
 */
export function createErasure({ db, clock, rounds, proposalsOf }: Deps) {
  /** How much of each idea would go. */
  async function scopes(on: Db, ideas: readonly Looked[]): Promise<Map<number, Erasure>> {
    const numbers = await proposalsOf(on, ideas.map(({ id }) => id))
    const found = new Map<number, Erasure>()
    for (const idea of ideas) {
      const round = await rounds.byId(idea.roundId)
      const held = withdrawalRefusal({
        state: idea.state, proposalNumber: numbers.get(idea.id) ?? null,
        proposalsConfirmed: round.proposalsReadyAt !== null, mergedIntoIt: await store.countMergedInto(on, idea.id),
      })
      found.set(idea.id, erasureOf(idea.state, held))
    }
    return found
  }

  /** What would go of each idea of an author: for them to read before they decide. */
  async function preview(author: ResidentActor): Promise<Map<number, Erasure>> {
    const rows = await db.selectFrom('idea').innerJoin('idea_state', 'idea_state.idea_id', 'idea.id')
      .select(['idea.id', 'idea.round_id', 'last_kind']).where('author_key', '=', author.authorKey).execute()
    return scopes(db, rows.map((row) => ({ id: row.id, roundId: row.round_id, state: stateAfter(row.last_kind) })))
  }

  async function eraseOne(tx: Tx, idea: store.LockedIdea, erasure: Erasure): Promise<void> {
    // Without its words nobody can decide on it any more, a correction of a refusal included.
    if (erasure === 'all' && idea.state !== 'withdrawn') {
      await store.append(tx, {
        idea_id: idea.id, seq: idea.seq + 1, kind: 'withdraw', staff_id: null, staff_name: null, text: null,
        text_hidden: false, into_idea_id: null, at: clock.now(),
      })
    }
    await store.erase(tx, idea.id, erasure)
    await stopMail(tx, [aboutIdea(idea.id)], clock.now())
  }

  /**
   * Erases what may go of an author's ideas: of these, or of all. An idea whose words go is taken back. Faults with
   * `forbidden` when one of them is not theirs.
   */
  async function erase(author: ResidentActor, ids: readonly number[] | 'all'): Promise<Outcome<{ erased: number }, never>> {
    const own = await store.ofAuthor(db, author.authorKey)
    if (ids !== 'all' && ids.some((id) => !own.some((row) => row.id === id))) throw new Fault('forbidden')
    const chosen = own.filter(({ id }) => ids === 'all' || ids.includes(id))
    return transact<{ erased: number }, never>(db, async (tx) => {
      // Rounds before ideas, in the order that everybody takes them.
      for (const roundId of [...new Set(chosen.map((row) => row.round_id))].sort()) await rounds.lock(tx, roundId)
      const locked = await store.lock(tx, chosen.map(({ id }) => id))
      const how = await scopes(tx, [...locked.values()])
      for (const idea of locked.values()) if (idea.authorKey !== null) await eraseOne(tx, idea, how.get(idea.id)!)
      return done({ erased: locked.size })
    })
  }

  /** The mail about an author's ideas that waits to be sent, with the address that it goes to. */
  async function waitingMail(author: ResidentActor): Promise<WaitingMail[]> {
    const ids = (await store.ofAuthor(db, author.authorKey)).map(({ id }) => id)
    if (ids.length === 0) return []
    const rows = await db.selectFrom('outbox').select(['kind', 'about', 'to_address', 'due_at'])
      .where('about', 'in', ids.map(aboutIdea)).where('done_at', 'is', null).orderBy('id').execute()
    return rows.map((row) => ({ kind: row.kind, about: row.about, to: row.to_address!, dueAt: row.due_at.toISOString() }))
  }

  return { erasurePreview: preview, erase, waitingMail }
}

const DAYS = (days: number) => sql`make_interval(days => ${days})`

/** For how many days an address stays with an idea that came to nothing, that staff refused, or whose round has ended. */
export const CONTACT_DAYS = { withdrawn: 30, refused: 180, published: 730 } as const
/** For how many days after the result an idea is known to be somebody's. */
export const AUTHOR_DAYS = 1460

export type IdeasForgotten = { readonly addresses: number; readonly authors: number; readonly withdrawn: number }

/** Takes away what the service needs no more of ideas: addresses, who sent them, and the words of those taken back. */
export async function forgetOldIdeas(db: Db, now: Date): Promise<IdeasForgotten> {
  const forgotten = await transact<IdeasForgotten, never>(db, async (tx) => {
    const addresses = await sql<{ id: number }>`
      update idea i set contact_email = null from idea_state s, round r
      where s.idea_id = i.id and r.id = i.round_id and i.contact_email is not null and (
        s.last_kind = 'withdraw' and s.last_at < ${now}::timestamptz - ${DAYS(CONTACT_DAYS.withdrawn)}
        or s.last_kind = 'refuse' and s.last_at < ${now}::timestamptz - ${DAYS(CONTACT_DAYS.refused)}
        or r.published_at < ${now}::timestamptz - ${DAYS(CONTACT_DAYS.published)})
      returning i.id`.execute(tx)
    const withdrawn = await sql<{ id: number }>`
      select i.id from idea i join idea_state s on s.idea_id = i.id join round r on r.id = i.round_id
      where s.last_kind = 'withdraw' and i.erased is distinct from 'all'
        and r.published_at < ${now}::timestamptz - ${DAYS(CONTACT_DAYS.refused)} order by i.id for update of i`.execute(tx)
    for (const { id } of withdrawn.rows) await store.erase(tx, id, 'all')
    const authors = await sql<{ id: number }>`
      update idea i set author_key = null, author_name = null, contact_email = null, erased = 'person' from round r
      where r.id = i.round_id and i.author_key is not null and i.erased is null
        and r.published_at < ${now}::timestamptz - ${DAYS(AUTHOR_DAYS)}
      returning i.id`.execute(tx)
    await stopMail(tx, addresses.rows.map(({ id }) => aboutIdea(id)), now)
    return done({ addresses: addresses.rows.length, authors: authors.rows.length, withdrawn: withdrawn.rows.length })
  })
  assert(forgotten.ok, 'old ideas are forgotten')
  return forgotten.value
}

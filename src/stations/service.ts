import type { Audit, AuditActor } from '../audit/index.ts'
import { type Person, personByHetu, type StaffActor } from '../identity/index.ts'
import { type Clock, dayOf, done, fieldFault, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import { hasVotingOpened, mayRegisterPaper, type Round, type Rounds } from '../rounds/index.ts'
import type { EligibilityRefusal, Receipt, Residence, Urn, UrnRefusal } from '../urn/index.ts'
import { type DayCount, needsNote, type StationRefusal } from './domain.ts'
import type { Register } from './schema.ts'

export type Stations = ReturnType<typeof createStations>
export type Station = { readonly slug: string; readonly name: string; readonly address: string }

export type StationToday = {
  readonly station: Station
  /** `yyyy-mm-dd` in Heinola. */
  readonly day: string
  /** What the urn holds of the station's day now. */
  readonly registered: number
  /** The totals of the last closing; its `registered` is behind when a form came later. */
  readonly closed: (DayCount & { readonly registered: number }) | null
}

type Deps = { db: Db; clock: Clock; audit: Audit; rounds: Rounds; urn: Urn; allowArtificialHetu: boolean }

export function createStations({ db, clock, audit, rounds, urn, allowArtificialHetu }: Deps) {
  async function list(slug: string): Promise<Station[]> {
    const round = await rounds.bySlug(slug)
    return db.selectFrom('station').select(['slug', 'name', 'address']).where('round_id', '=', round.id)
      .orderBy('slug').execute()
  }

  async function add(actor: AuditActor, slug: string, station: Station): Promise<Outcome<Station, StationRefusal>> {
    const round = await rounds.bySlug(slug)
    return transact(db, async (tx) => {
      const made = await tx.insertInto('station').values({ round_id: round.id, ...station })
        .onConflict((conflict) => conflict.columns(['round_id', 'slug']).doNothing())
        .returning(['slug', 'name', 'address']).executeTakeFirst()
      if (!made) return refuse('station_taken')
      await audit.record(tx, {
        kind: 'station_added', actor, roundId: round.id, body: { station: station.slug, name: station.name },
      })
      return done(made)
    })
  }

  /** The clerk's own station in a round: a clerk works at one, and no request names another. */
  async function ownStation(clerk: StaffActor, round: Round): Promise<Outcome<string, StationRefusal>> {
    if (clerk.station === null) return refuse('not_your_station')
    const found = await db.selectFrom('station').select('slug').where('round_id', '=', round.id)
      .where('slug', '=', clerk.station).executeTakeFirst()
    return found ? done(found.slug) : refuse('no_such_station', { station: clerk.station })
  }

  function personOf(typed: string): Person & { hetu: string } {
    const person = personByHetu(typed, null, allowArtificialHetu)
    if (!person.ok) throw fieldFault('hetu', person.refusal.code)
    return { ...person.value, hetu: present(person.value.hetu, 'a person by HETU has one') }
  }

  /**
   * The person in front of the clerk: may they vote here, and have they, and where. Never how. Refuses with `voting_closed`
   * once no form can be registered any more.
   */
  async function check(clerk: StaffActor, slug: string, hetu: string): Promise<Outcome<{
    mayVote: boolean
    refusal: EligibilityRefusal | null
    onRoll: boolean | null
    voted: { channel: 'online' | 'paper'; castOn: string; station: string | null; revision: number } | null
    mayCorrect: boolean
  }, UrnRefusal | StationRefusal>> {
    const person = personOf(hetu)
    const paper = await urn.openPaper(slug)
    if (!paper.ok) return paper
    // Who has voted is for the desks to know while they take forms, and for nobody after that.
    if (!mayRegisterPaper(await rounds.bySlug(slug), clock.now())) return refuse('voting_closed')
    const station = await ownStation(clerk, paper.value.round)
    if (!station.ok) return station
    const { voterKey, refusal, onRoll } = await urn.judge(paper.value.round, paper.value.secrets, person, true)
    const row = await urn.findRow(paper.value.round.id, voterKey)
    return done({
      mayVote: refusal === null && row === null, refusal, onRoll,
      voted: row && { channel: row.channel, castOn: row.castOn, station: row.station, revision: row.revision },
      mayCorrect: row !== null && row.clerk === clerk.id && row.station === station.value
        && row.castOn === dayOf(clock.now()),
    })
  }

  /**
   * Registers the form of somebody whom the clerk has identified: the same row in the urn as online. The tracker in the
   * receipt is for the voter's slip; no screen shows it.
   */
  async function register(
    clerk: StaffActor, slug: string, form: Register & { castId: string },
  ): Promise<Outcome<Receipt, UrnRefusal | StationRefusal>> {
    const person = personOf(form.hetu)
    const paper = await urn.openPaper(slug)
    if (!paper.ok) return paper
    const station = await ownStation(clerk, paper.value.round)
    if (!station.ok) return station
    const { voterKey, refusal, onRoll } = await urn.judge(paper.value.round, paper.value.secrets, person, true)
    if (refusal !== null) return refuse(refusal)
    const residence: Residence | undefined = onRoll === null ? form.residence : 'roll'
    if (residence === undefined) throw fieldFault('residence', 'required')
    return urn.castOnPaper(slug, voterKey, form,
      { station: station.value, clerk: clerk.id, residence, correctionReason: form.correctionReason })
  }

  /**
   * Closes the station's day: what the urn holds of it beside what the clerk counted. A difference needs a note. Closing
   * again, after a late form, replaces the totals; the audit chain keeps every one.
   */
  async function closeDay(clerk: StaffActor, slug: string, count: DayCount): Promise<Outcome<
    DayCount & { station: string; day: string; registered: number }, StationRefusal
  >> {
    const round = await rounds.bySlug(slug)
    const station = await ownStation(clerk, round)
    if (!station.ok) return station
    const day = dayOf(clock.now())
    const registered = await urn.countPaper(round.id, station.value, day)
    return transact(db, async (tx) => {
      const locked = await rounds.lock(tx, round.id)
      // The last day is often closed when nothing can be registered any more; what is published is not corrected.
      if (!hasVotingOpened(locked, clock.now())) return refuse('voting_not_open')
      if (locked.publishedAt !== null) return refuse('already_published')
      if (needsNote(registered, count)) throw fieldFault('note', 'difference_needs_note', { registered, counted: count.counted })
      const totals = {
        registered, counted: count.counted, spoiled: count.spoiled, returned: count.returned, note: count.note,
      }
      await tx.insertInto('station_day')
        .values({ round_id: round.id, station: station.value, day, clerk: clerk.id, ...totals })
        .onConflict((conflict) => conflict.columns(['round_id', 'station', 'day']).doUpdateSet({ ...totals, clerk: clerk.id }))
        .execute()
      await audit.record(tx, {
        kind: 'station_day_closed', actor: clerk, roundId: round.id, body: { station: station.value, day, ...totals },
      })
      return done({ station: station.value, day, ...totals })
    })
  }

  /** The clerk's station in a round and its day so far: what the urn holds of it, and the totals if it is closed. */
  async function today(clerk: StaffActor, slug: string): Promise<Outcome<StationToday, StationRefusal>> {
    const round = await rounds.bySlug(slug)
    const own = await ownStation(clerk, round)
    if (!own.ok) return own
    const station = present((await list(slug)).find((one) => one.slug === own.value), 'the station was found just now')
    const day = dayOf(clock.now())
    const closed = await db.selectFrom('station_day').select(['registered', 'counted', 'spoiled', 'returned', 'note'])
      .where('round_id', '=', round.id).where('station', '=', station.slug).where('day', '=', day).executeTakeFirst()
    return done({ station, day, registered: await urn.countPaper(round.id, station.slug, day), closed: closed ?? null })
  }

  return { list, add, check, register, today, closeDay }
}

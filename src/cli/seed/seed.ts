import { type Clock, dayOf } from '../../kernel/index.ts'
import type { Db } from '../../platform/database/index.ts'
import type { Round, Rounds } from '../../rounds/index.ts'
import { type Calendar, createPlayedClock, demoCalendar, firstDayOf } from './calendar.ts'
import { IDEAS_2026 } from './ideas-2026.ts'
import { IDEAS_2027 } from './ideas-2027.ts'
import { alone } from './lock.ts'
import { OSBU_2022, OSBU_2023, pastRound } from './past-rounds.ts'
import { PROPOSALS_2026 } from './proposals-2026.ts'
import { IDEAS_REHEARSED, PROPOSALS_REHEARSED } from './rehearsal.ts'
import { roundRequest } from './rules.ts'
import {
  ensureBallots, ensureConfirmed, ensureIdeas, ensureKeys, ensureProposals, ensureRound, ensureStations,
  finishRehearsal, MANAGER, mustOrBefore, type SeedRooms, type Stage,
} from './stage.ts'

/** What a seed found and did: `kept` the demo that was there, or left alone rounds that are not the demo's. */
export type Seeded = 'filled' | 'completed' | 'kept' | 'left_alone'

const CURRENT = 'osbu-2026'
const REHEARSAL = 'osbu-2026-harjoitus'
const NEXT = 'osbu-2027'

const named = (name: string) => ({ fi: name, sv: name, en: name })

/** A seed brings in 2022 first of all and 2023 last of all, and an import is there whole or not at all. */
function foundIn(rounds: readonly Round[]): 'nothing' | 'a_part' | 'all' | 'other_rounds' {
  const imported = (slug: string) => rounds.some((round) => round.slug === slug && round.kind === 'imported')
  if (rounds.length === 0) return 'nothing'
  if (imported('osbu-2023')) return 'all'
  return imported('osbu-2022') ? 'a_part' : 'other_rounds'
}

async function importRound({ rooms }: Stage, published: typeof OSBU_2022): Promise<void> {
  const past = pastRound(published)
  mustOrBefore(await rooms.tally.importPast(MANAGER, past), 'slug_taken', `bringing in ${past.round.slug}`)
}

/** Osbu 2026 up to its confirmed set of proposals. */
async function prepareCurrent(stage: Stage, times: Calendar['current']): Promise<Round> {
  const { clock } = stage
  clock.set(times.created)
  const round = await ensureRound(stage, roundRequest(
    { slug: CURRENT, kind: 'regular', name: named('Osbu 2026'), ageCutoff: '2026-12-31' }, times))
  await ensureStations(stage, round)
  if (round.proposalsReadyAt !== null) return round
  const ideaIds = await ensureIdeas(stage, CURRENT, IDEAS_2026, {
    sent: { from: times.ideasOpenAt, to: times.ideasCloseAt }, handled: times.moderation,
  })
  await ensureProposals(stage, round, PROPOSALS_2026, ideaIds, times.costing)
  clock.set(times.confirmed)
  await ensureConfirmed(stage, round)
  return round
}

/** The rehearsal that Osbu 2026 needs before its voting can open, from its first idea to its published count. */
async function rehearse(stage: Stage, times: Calendar['rehearsal']): Promise<void> {
  const { clock } = stage
  clock.set(times.created)
  const round = await ensureRound(stage, roundRequest({
    slug: REHEARSAL, kind: 'rehearsal', rehearsalOf: CURRENT, ageCutoff: '2026-12-31',
    name: { fi: 'Harjoitus: Osbu 2026', sv: 'Övning: Osbu 2026', en: 'Rehearsal: Osbu 2026' },
  }, times))
  if (round.publishedAt !== null) return
  if (round.proposalsReadyAt === null) {
    await ensureStations(stage, round)
    const ideaIds = await ensureIdeas(stage, REHEARSAL, IDEAS_REHEARSED, {
      sent: { from: times.ideasOpenAt, to: times.ideasCloseAt }, handled: times.preparation,
    })
    await ensureProposals(stage, round, PROPOSALS_REHEARSED, ideaIds,
      { from: times.preparation.to, to: times.votingOpenAt })
    await ensureConfirmed(stage, round)
  }
  await ensureKeys(stage, round)
  clock.set(times.voting)
  await ensureBallots(stage, round, 9, 3)
  await finishRehearsal(stage, round, times)
}

/** Osbu 2027, which takes ideas: a few of them wait for the moderators. */
async function openNext(stage: Stage, times: Calendar['next']): Promise<void> {
  stage.clock.set(times.created)
  await ensureRound(stage, roundRequest(
    { slug: NEXT, kind: 'regular', name: named('Osbu 2027'), ageCutoff: '2027-12-31' }, times))
  await ensureIdeas(stage, NEXT, IDEAS_2027, { sent: times.arrived, handled: times.moderation })
}

/** Plays the demo in the order of time; each step finds what an interrupted start has done and goes on from there. */
async function play(stage: Stage, calendar: Calendar): Promise<void> {
  const { clock } = stage
  clock.set(calendar.archiveBroughtIn)
  await importRound(stage, OSBU_2022)
  const current = await prepareCurrent(stage, calendar.current)
  await rehearse(stage, calendar.rehearsal)
  clock.set(calendar.current.ceremony)
  await ensureKeys(stage, current)
  await openNext(stage, calendar.next)
  clock.release()
  await ensureBallots(stage, current, 34, 6)
  await importRound(stage, OSBU_2023)
}

/**
 * Fills an empty database with the demo's rounds, through the use-cases alone. One that holds the whole demo, or rounds
 * of somebody else's, is left as it is; one whose filling was cut off is completed. Of two processes that seed at once
 * one does it and the other waits. `roomsOn` wires the rooms on a clock that the seed sets, because a round's ideas lie
 * months before its votes; it is asked only when there is something to do. The shares of the key holders go to
 * `sharesFile`. Throws a SeedError when a demo that was cut off cannot be completed any more.
 */
export async function seedDemo({ db, rounds, roomsOn, sharesFile, today = new Date() }: {
  readonly db: Db
  readonly rounds: Pick<Rounds, 'list'>
  readonly roomsOn: (clock: Clock) => Promise<SeedRooms>
  readonly sharesFile: string
  readonly today?: Date
}): Promise<Seeded> {
  const before = foundIn(await rounds.list())
  if (before === 'all') return 'kept'
  if (before === 'other_rounds') return 'left_alone'
  return alone(db, async () => {
    const held = await rounds.list()
    const found = foundIn(held)
    if (found === 'all') return 'kept'
    if (found === 'other_rounds') return 'left_alone'
    const begun = held.find(({ slug }) => slug === CURRENT)
    const clock = createPlayedClock()
    const calendar = demoCalendar(begun ? firstDayOf(begun.votingOpenAt) : dayOf(today))
    await play({ rooms: await roomsOn(clock), clock, sharesFile }, calendar)
    return found === 'nothing' ? 'filled' : 'completed'
  })
}

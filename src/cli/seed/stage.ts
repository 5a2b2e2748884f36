import { createHash } from 'node:crypto'
import { DEMO_PEOPLE, demoStaffActor, type Identity, personByHetu, type ResidentActor } from '../../identity/index.ts'
import type { Ideas, IdeaView } from '../../ideas/index.ts'
import { Fault, type Outcome, present } from '../../kernel/index.ts'
import type { Moderation } from '../../moderation/index.ts'
import type { Proposals } from '../../proposals/index.ts'
import type { CreateRound, Round, Rounds } from '../../rounds/index.ts'
import type { Stations } from '../../stations/index.ts'
import type { Tally } from '../../tally/index.ts'
import type { Urn } from '../../urn/index.ts'
import { artificialHetu } from '../people.ts'
import { type PlayedClock, type Span, spread } from './calendar.ts'
import type { SeedAct, SeedIdea, SeedProposal } from './content.ts'
import { keepShares, readShares } from './shares-file.ts'

/** The rooms that the seed goes through, all on the clock that it plays. */
export type SeedRooms = {
  readonly rounds: Rounds
  readonly ideas: Ideas
  readonly moderation: Moderation
  readonly proposals: Proposals
  readonly urn: Urn
  readonly stations: Stations
  readonly tally: Tally
  readonly identity: Pick<Identity, 'authorKeyOf'>
}

export type Stage = { readonly rooms: SeedRooms; readonly clock: PlayedClock; readonly sharesFile: string }

/** The demo could not be made whole: the message says to an operator what to do. */
export class SeedError extends Error {
  constructor(what: string) {
    super(`The demo could not be filled: ${what}.\n`
      + 'Start again with an empty database: remove DATA_DIR, or name an empty one in DATABASE_URL.')
    this.name = 'SeedError'
  }
}

export const MANAGER = demoStaffActor('manager')
export const MODERATOR = demoStaffActor('moderator')
const KEY_HOLDERS = ['key-holder-1', 'key-holder-2', 'key-holder-3'].map(demoStaffActor)
export const KEY_HOLDER = KEY_HOLDERS[0]!
const CLERKS = ['clerk-spotti', 'clerk-kirjasto', 'clerk-uimahalli'].map(demoStaffActor)

const STATIONS = [
  { slug: 'spotti', name: 'Asiakaspalvelupiste SPOTTI', address: 'Torikatu 8' },
  { slug: 'kirjasto', name: 'Kaupunginkirjasto', address: 'Kauppakatu 12' },
  { slug: 'uimahalli', name: 'Uimahalli', address: 'Urheilukatu 3' },
]

/** The value of an outcome that the demo counts on. */
export function must<T, Code extends string>(outcome: Outcome<T, Code>, what: string): T {
  if (!outcome.ok) throw new SeedError(`${what} was refused (${outcome.refusal.code})`)
  return outcome.value
}

/** Lets through what an earlier, interrupted start has already done. */
export function mustOrBefore<T, Code extends string>(outcome: Outcome<T, Code>, before: Code, what: string): void {
  if (!outcome.ok && outcome.refusal.code !== before) must(outcome, what)
}

/** Artificial people stand this far apart in their long line, so that they are of all ages. */
const PERSON_STEP = 40_000

/** The identity code of an artificial resident, by number. */
function hetuOf(who: number): string {
  return artificialHetu(who * PERSON_STEP)
}

/** A resident as a sign-in would make them: keys and rights. A demo person by identity code, others by number. */
async function resident({ rooms }: Stage, who: string | number): Promise<ResidentActor> {
  const hetu = typeof who === 'number' ? hetuOf(who) : who
  const known = DEMO_PEOPLE.find((person) => person.hetu === hetu)
  const person = must(personByHetu(hetu, known ? known.municipality : '111', true), `the person ${hetu}`)
  const votingRights = await rooms.urn.votingRightsOf(person)
  return { kind: 'resident', authorKey: rooms.identity.authorKeyOf(person), votingRights }
}

/** The round of this slug, made now unless it is there. */
export async function ensureRound({ rooms: { rounds } }: Stage, request: CreateRound): Promise<Round> {
  const made = await rounds.create(MANAGER, request)
  mustOrBefore(made, 'slug_taken', `making the round ${request.slug}`)
  return rounds.bySlug(request.slug)
}

/** The ideas of a round by their keys; those that are not there yet are sent at times spread over the span. */
async function ensureSent(stage: Stage, slug: string, specs: readonly SeedIdea[], span: Span) {
  const { rooms: { ideas }, clock } = stage
  const page = await ideas.list({ staff: MODERATOR, resident: null }, slug, { page: 1, pageSize: 50 })
  const held = new Map(page.ideas.map((idea) => [idea.title, idea]))
  const byKey = new Map<string, IdeaView>()
  for (const [i, { key, from, then: _then, ...text }] of specs.entries()) {
    clock.set(spread(span, i, specs.length))
    const request = { language: 'fi' as const, ...text }
    const idea = held.get(text.title) ?? must(from === 'workshop' || from === 'paper'
      ? await ideas.enter(MODERATOR, slug, { ...request, source: from })
      : await ideas.submit(await resident(stage, from), slug, request), `the idea "${text.title}"`)
    byKey.set(key, idea)
  }
  return byKey
}

/** One act on an idea: by its author, or by a moderator who has seen `seq` acts on it. */
async function act(
  stage: Stage, idea: IdeaView, from: SeedIdea['from'], todo: SeedAct, seq: number, byKey: Map<string, IdeaView>,
) {
  const { ideas, moderation } = stage.rooms
  if (todo.kind === 'answer') return ideas.answer(await resident(stage, from), idea.id, todo.text)
  if (todo.kind === 'withdraw') return ideas.withdraw(await resident(stage, from), idea.id)
  if (todo.kind === 'refuse') return moderation.decide(MODERATOR, idea.id, { textHidden: false, ...todo, seq })
  if (todo.kind !== 'merge') return moderation.decide(MODERATOR, idea.id, { ...todo, seq })
  const { into, ...merge } = todo
  const { id: intoIdeaId } = present(byKey.get(into), `the idea ${into}`)
  return moderation.decide(MODERATOR, idea.id, { ...merge, seq, intoIdeaId })
}

/** Sends the ideas and does what then happened to each. What an interrupted start has done shows in their history. */
export async function ensureIdeas(
  stage: Stage, slug: string, specs: readonly SeedIdea[], spans: { sent: Span; handled: Span },
): Promise<Map<string, number>> {
  const byKey = await ensureSent(stage, slug, specs, spans.sent)
  const acts = specs.flatMap(({ key, from, then = [] }) => then.map((todo, seq) => ({ key, from, todo, seq })))
  for (const [i, { key, from, todo, seq }] of acts.entries()) {
    const idea = present(byKey.get(key), `the idea ${key}`)
    if (seq < idea.seq) continue
    stage.clock.set(spread(spans.handled, i, acts.length))
    must<unknown, string>(await act(stage, idea, from, todo, seq, byKey), `${todo.kind} of the idea "${idea.title}"`)
  }
  return new Map([...byKey].map(([key, { id }]) => [key, id]))
}

/** Makes proposals from ideas, in order, so that each gets the number of its place. */
export async function ensureProposals(
  { rooms: { proposals }, clock }: Stage, round: Round, specs: readonly SeedProposal[], ideaIds: Map<string, number>,
  span: Span,
): Promise<void> {
  const held = new Set((await proposals.ofRound(round.id)).map(({ title }) => title.fi))
  for (const [i, { title, summary, eur: [min, max], ideas }] of specs.entries()) {
    if (held.has(title.fi)) continue
    clock.set(spread(span, i, specs.length))
    must(await proposals.create(MODERATOR, round.slug, {
      title, summary, costMinCents: min * 100, costMaxCents: max * 100,
      ideaIds: ideas.map((key) => present(ideaIds.get(key), `the idea ${key}`)),
    }), `the proposal "${title.fi}"`)
  }
}

export async function ensureConfirmed({ rooms }: Stage, { slug }: Round): Promise<void> {
  const confirmed = await rooms.proposals.confirm(MANAGER, slug)
  mustOrBefore(confirmed, 'proposals_confirmed', `confirming the proposals of ${slug}`)
}

export async function ensureStations({ rooms }: Stage, { slug }: Round): Promise<void> {
  for (const station of STATIONS) {
    mustOrBefore(await rooms.stations.add(MANAGER, slug, station), 'station_taken', `the station ${station.slug}`)
  }
}

/** Holds the ceremony. The shares come out of it once; a demo keeps them in a file, so that it can be opened. */
export async function ensureKeys({ rooms, sharesFile }: Stage, { slug }: Pick<Round, 'slug'>): Promise<void> {
  const round = await rooms.rounds.bySlug(slug)
  const left = await rooms.urn.findKey(round)
  const kept = left === null ? [] : await readShares(sharesFile, slug)
  if (round.keysReadyAt !== null) {
    if (kept.length === 0) throw new SeedError(`the shares of ${slug} are not in ${sharesFile} any more`)
    return
  }
  // An earlier start may have been cut off before it could keep the shares, or before they came back.
  if (kept.length === 0) {
    const request = { holders: KEY_HOLDERS.map(({ name }) => name), discards: left?.publicKey.toString('hex') }
    const made = must(await rooms.urn.makeKeys(KEY_HOLDER, slug, request), `the ceremony of ${slug}`)
    await keepShares(sharesFile, slug, made.shares)
  }
  for (const share of (await readShares(sharesFile, slug)).slice(0, 2)) {
    must(await rooms.urn.proveShare(KEY_HOLDER, slug, share), `a share of ${slug} back from paper`)
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/** One to three proposals that somebody could have picked: another start picks the same. */
function picksOf(slug: string, voter: number, numbers: readonly number[]): number[] {
  const count = [1, 2, 2, 3, 3, 3][digest(`${slug} ${voter}`)[0]! % 6]!
  const drawn = numbers.map((number) => ({ number, lot: digest(`${slug} ${voter} ${number}`).toString('hex') }))
  return drawn.toSorted((a, b) => (a.lot < b.lot ? -1 : 1)).slice(0, count).map(({ number }) => number)
}

/**
 * Casts ballots of artificial people, the first of them online and the rest on paper at the stations in turn. Their
 * cast ids are always the same, so that another start only gets the receipts again.
 */
export async function ensureBallots(stage: Stage, round: Round, online: number, onPaper: number): Promise<void> {
  const { urn, stations, proposals } = stage.rooms
  const { slug } = round
  const numbers = await proposals.numbersOf(round.id)
  for (let voter = 1; voter <= online + onPaper; voter++) {
    const picks = picksOf(slug, voter, numbers)
    const vote = { picks, castId: digest(`demo ${slug} ${voter}`).toString('hex').slice(0, 32), replaces: 0 }
    if (voter <= online) {
      must(await urn.cast(await resident(stage, voter), slug, vote), `a ballot in ${slug}`)
    } else {
      must(await stations.register(CLERKS[voter % CLERKS.length]!, slug, {
        ...vote, hetu: hetuOf(voter), residence: 'declaration', correctionReason: null,
      }), `a paper ballot in ${slug}`)
    }
  }
}

/** Ends, opens, counts and publishes a rehearsal, from wherever an interrupted start has left it. */
export async function finishRehearsal(
  { rooms: { rounds, tally }, clock, sharesFile }: Stage, { slug }: Round, at: { ended: Date; counted: Date },
): Promise<void> {
  clock.set(at.ended)
  mustOrBefore(await rounds.endRehearsal(MANAGER, slug), 'voting_has_ended', `ending ${slug}`)
  clock.set(at.counted)
  const shares = (await readShares(sharesFile, slug)).slice(0, 2)
  if (shares.length < 2) throw new SeedError(`${sharesFile} lacks the shares of ${slug}`)
  const opened = await tally.openUrn(KEY_HOLDER, slug, shares).catch((error: unknown) => {
    if (error instanceof Fault) throw new SeedError(`${sharesFile} has not the shares of ${slug}`)
    throw error
  })
  mustOrBefore(opened, 'already_opened', `opening ${slug}`)
  mustOrBefore(await tally.run(MANAGER, slug), 'already_counted', `counting ${slug}`)
  mustOrBefore(await tally.publish(MANAGER, slug), 'already_published', `publishing ${slug}`)
}

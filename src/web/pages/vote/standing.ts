import type { ResidentActor } from '../../../identity/index.ts'
import { RefusedError } from '../../../platform/http/index.ts'
import type { Proposal } from '../../../proposals/index.ts'
import type { Phase, Round } from '../../../rounds/index.ts'
import type { Station } from '../../../stations/index.ts'
import { type Channel, type EligibilityRefusal, picksFault } from '../../../urn/index.ts'
import { roundOf, roundPath } from '../../rounds/index.ts'
import type { Redirect, Rooms, Visit } from '../../site/index.ts'
import { type Draft, type Drafts, findInUrn, picksIn, pictureOf } from '../../unsaved/index.ts'

/** The phases in which there is something to tell about voting, the most urgent first. */
const PHASES: readonly Phase[] = ['voting', 'counting', 'review', 'ideas', 'upcoming', 'result']

export type Ballot = { readonly channel: Channel; readonly castOn: string; readonly revision: number }

/** Where a visitor stands: in which round, with which right, with what in the urn and what in their own browser. */
export type Standing = {
  readonly round: Round
  readonly phase: Phase
  /** Every proposal of the ballot by number; empty until voting has opened. */
  readonly proposals: readonly Proposal[]
  readonly numbers: readonly number[]
  /** `visitor` has not signed in; `sign_in_again` did so before voting opened. */
  readonly right: 'visitor' | 'sign_in_again' | 'may_vote' | EligibilityRefusal
  /** The voter's tag in cookies; null without a right that a sign-in gave. */
  readonly voter: string | null
  readonly ballot: Ballot | null
  /** The draft that is this person's to go on with. */
  readonly draft: (Draft & { readonly picks: readonly number[] }) | null
  /** There is a draft of somebody who had signed in and is not signed in now: it is kept, and not shown. */
  readonly draftLocked: boolean
}

export type VotePages = {
  readonly rooms: Rooms
  readonly drafts: Drafts
  readonly standingOf: (visit: Visit) => Promise<Standing | null>
  readonly stationsOf: (round: Round) => Promise<readonly Station[]>
}

export function createVotePages(rooms: Rooms, drafts: Drafts): VotePages {
  async function standingOf(visit: Visit): Promise<Standing | null> {
    const held = drafts.read(visit)
    const named = (visit.request.query as { kierros?: unknown }).kierros !== undefined
    const ofDraft = !named && held ? await rooms.rounds.bySlug(held.slug) : null
    // Without a name the page is about the round that the draft is of, but never about a rehearsal: its ways name it.
    const round = ofDraft !== null && ofDraft.kind !== 'rehearsal' ? ofDraft : await roundOf(rooms, visit, PHASES)
    if (round === null) return null
    const phase = rooms.rounds.phase(round)
    const opened = phase === 'voting' || phase === 'counting'
    const proposals = opened ? await rooms.proposals.ofRound(round.id) : []
    const numbers = proposals.map(({ number }) => number)
    const voter = drafts.voterOf(round, visit.resident)
    const status = opened ? await statusOf(round, visit.resident) : { right: 'visitor' as const, ballot: null }
    const ofRound = held?.slug === round.slug ? held : null
    const own = ofRound !== null && (ofRound.voter === null || ofRound.voter === voter)
    return {
      round, phase, proposals, numbers, voter, ...status,
      draft: own ? { ...ofRound, picks: picksIn(ofRound.ballot, numbers) } : null,
      draftLocked: ofRound !== null && !own && voter === null,
    }
  }

  async function statusOf(round: Round, resident: ResidentActor | null): Promise<Pick<Standing, 'right' | 'ballot'>> {
    if (resident === null) return { right: 'visitor', ballot: null }
    const status = await rooms.urn.myBallot(resident, round.slug)
    if (!status.ok && status.refusal.code === 'casting_stopped') throw new RefusedError(status.refusal)
    if (!status.ok) return { right: 'sign_in_again', ballot: null }
    const { refusal, ballot } = status.value
    return { right: refusal === null ? 'may_vote' : refusal as EligibilityRefusal, ballot }
  }

  return { rooms, drafts, standingOf, stationsOf: (round) => rooms.stations.list(round.slug) }
}

/** Picks as the rule of the ballot sees them: null when they may be cast. */
export function faultIn({ round, numbers }: Pick<Standing, 'round' | 'numbers'>, picks: readonly number[]) {
  return picksFault(picks, { ...round, numbers: new Set(numbers) })
}

/** The address of a page of the flow in its round. No pick, cast id or tracker ever stands in one. */
export function stepHref(visit: Visit, step: '' | '/valitse' | '/tarkista' | '/valmis' | '/poistu', round: Pick<Round, 'slug'>): string {
  return visit.href(roundPath(`/aanesta${step}`, round))
}

export function signInHref(visit: Visit, round: Pick<Round, 'slug'>): string {
  return `/api/sign-in/resident?return=${encodeURIComponent(stepHref(visit, '', round))}`
}

/** Whether somebody may put a ballot in, or another in its place. */
export function mayCast({ round, right, ballot }: Standing): boolean {
  return right === 'may_vote' && (ballot === null || (ballot.channel === 'online' && round.mayReplace))
}

/**
 * Puts picks into the browser's draft. The same picks keep their cast id: they are still the same decision. Without
 * picks there is nothing that could be left unsaved.
 */
export function saveDraft(
  { drafts }: VotePages, visit: Visit, { round, numbers, voter, draft }: Standing, picks: readonly number[], newCastId: () => string,
): void {
  if (picks.length === 0) return drafts.drop(visit, round)
  const ballot = pictureOf(picks, numbers)
  const castId = draft?.ballot === ballot ? draft.castId : newCastId()
  drafts.save(visit, { slug: round.slug, ballot, castId, voter, beforeSignIn: voter === null || draft?.beforeSignIn === true })
}

/** Where somebody belongs whose draft is in the urn already: they confirmed it and never saw the answer. */
export async function settled(pages: VotePages, visit: Visit, { round, draft, voter }: Standing): Promise<Redirect | null> {
  if (draft === null || voter === null || !await findInUrn(pages.rooms, pages.drafts, visit, round, draft)) return null
  return { redirect: stepHref(visit, '/valmis', round) }
}

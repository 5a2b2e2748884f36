import { KEPT_COOKIES } from '../../identity/index.ts'
import type { Round } from '../../rounds/index.ts'
import { picksFault } from '../../urn/index.ts'
import { type Html, html } from '../html/index.ts'
import { roundPath } from '../rounds/index.ts'
import type { Rooms, Visit } from '../site/index.ts'
import { createDrafts, type Draft, type Drafts, picksIn } from './draft.ts'

export { createDrafts, drawnOrder, newCastId, picksIn, pictureOf, type Draft, type Drafts, type KeptReceipt } from './draft.ts'

/**
 * Whether this browser keeps picks that were never confirmed: `no`, `yes`, `replacing` when another vote of the person's is
 * in the urn and stands, `saved` when they turned out to be in the urn (the answer had been lost), `unknown` when only
 * signing in again can tell or voting has ended; and in which round, once that is known.
 */
export type Unsaved = { readonly state: 'no' | 'yes' | 'replacing' | 'saved' | 'unknown'; readonly slug: string | null }

/** What can be said without asking anybody. */
export function hasUnsavedVote({ request }: Pick<Visit, 'request'>): boolean {
  // The cookies of a request that no route was found for are not read.
  return (request.cookies as Record<string, string> | undefined)?.[KEPT_COOKIES['vote-draft']] !== undefined
}

/**
 * Somebody may have confirmed and never seen the answer. Their draft then still has the cast id that is in the urn:
 * asked for again, it gives the same receipt, which this keeps. Revision 0 can write nothing where a ballot is, so this
 * only asks.
 */
export async function findInUrn(
  rooms: Pick<Rooms, 'urn' | 'proposals'>, drafts: Drafts, visit: Visit, round: Round, draft: Draft,
): Promise<boolean> {
  const { resident } = visit
  const voter = drafts.voterOf(round, resident)
  if (resident === null || voter === null || draft.voter !== voter) return false
  const status = await rooms.urn.myBallot(resident, round.slug)
  if (!status.ok || status.value.ballot === null) return false
  const numbers = await rooms.proposals.numbersOf(round.id)
  const picks = picksIn(draft.ballot, numbers)
  if (picksFault(picks, { ...round, numbers: new Set(numbers) }) !== null) return false
  const again = await rooms.urn.cast(resident, round.slug, { picks, castId: draft.castId, replaces: 0 })
  if (!again.ok) return false
  drafts.keepReceipt(visit, round.slug, voter, again.value)
  drafts.clear(visit, round)
  return true
}

async function stateOf(rooms: Rooms, drafts: Drafts, visit: Visit, draft: Draft): Promise<Unsaved['state']> {
  const round = await rooms.rounds.bySlug(draft.slug)
  const voter = drafts.voterOf(round, visit.resident)
  if (draft.voter !== null && voter === null) return 'unknown'
  if (draft.voter !== null && voter !== draft.voter) return 'no'
  const status = visit.resident && voter !== null ? await rooms.urn.myBallot(visit.resident, draft.slug) : null
  const hasVoted = status?.ok === true && status.value.ballot !== null
  if (hasVoted && await findInUrn(rooms, drafts, visit, round, draft)) return 'saved'
  // After the end, by our clock, nothing is left to go on with: the page of the vote tells what became of it.
  if (rooms.rounds.phase(round) !== 'voting') return 'unknown'
  return hasVoted ? 'replacing' : 'yes'
}

/** What a page outside the voting flow has to say of a vote that was begun. Never an error: then it is not known. */
export function createUnsaved(rooms: Rooms): (visit: Visit) => Promise<Unsaved> {
  const drafts = createDrafts(rooms.identity)
  return async (visit) => {
    const draft = drafts.read(visit)
    if (draft === null) return { state: 'no', slug: null }
    return { state: await stateOf(rooms, drafts, visit, draft).catch(() => 'unknown' as const), slug: draft.slug }
  }
}

/** Says on every page outside the voting flow where a vote stands that was begun, with the way back to it. */
export function unsavedNotice(visit: Visit): Html {
  const { state, slug } = visit.unsaved
  if (state === 'no') return html``
  const { vote } = visit.words
  const [sentence, href, label] = {
    yes: [vote.notSaved, '/aanesta/tarkista', vote.goOn],
    replacing: [vote.notReplaced, '/aanesta/tarkista', vote.goOn],
    unknown: [vote.unfinished, '/aanesta/tarkista', vote.seeWhether],
    saved: [vote.savedAfterAll, '/aanesta/valmis', vote.voted.showTracker],
  }[state] as [string, string, string]
  return html`<aside class="unsaved" aria-label="${sentence}"><p class="inside"><strong>${sentence}</strong>
<a href="${visit.href(slug === null ? href : roundPath(href, { slug }))}">${label}</a></p></aside>`
}

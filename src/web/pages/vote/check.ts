import { z } from 'zod'
import { Fault, type FieldError, present } from '../../../kernel/index.ts'
import { RefusedError } from '../../../platform/http/index.ts'
import { castIdSchema, PICKS_SENT_MAX, picksSchema, replacesSchema, type Vote } from '../../../urn/index.ts'
import { evenSized, filledUp } from '../../even-size/index.ts'
import { type Html, html } from '../../html/index.ts'
import { steps } from '../../layout/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import { type Answer, readForm, valuesOf, type Visit } from '../../site/index.ts'
import { newCastId, pictureOf } from '../../unsaved/index.ts'
import { choosePage } from './choose.ts'
import { atTime, signOutForm, urnSentence, votePage } from './parts.ts'
import { faultIn, mayCast, saveDraft, settled, type Standing, stepHref, type VotePages } from './standing.ts'

/** `voter` is the tag of whoever the page was shown to: somebody else may have signed in on the device since. */
const formSchema = z.strictObject({
  picks: picksSchema, castId: castIdSchema, replaces: replacesSchema, voter: z.string().regex(/^[\w-]{43}$/),
})
type Form = Vote & { readonly voter: string }

/** Step three: what will be cast, said plainly not to be saved yet, in one form that holds all that it casts. */
export async function check(pages: VotePages, visit: Visit): Promise<Answer> {
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/aanesta') }
  const { round, phase, draft, voter } = standing
  const receipt = await settled(pages, visit, standing)
  if (receipt !== null) return receipt
  if (phase !== 'voting' || !mayCast(standing)) return { redirect: stepHref(visit, '', round) }
  // Nothing is waiting to be confirmed where somebody came back to from their receipt.
  if (draft === null && standing.ballot !== null) return { redirect: stepHref(visit, '', round) }
  if (draft === null || faultIn(standing, draft.picks) !== null) return { redirect: stepHref(visit, '/valitse', round) }
  // From here on the vote may be in the urn, so the draft says whose it is: nobody else goes on with it.
  const { picks, ...held } = draft
  if (draft.voter === null) pages.drafts.save(visit, { ...held, voter })
  return checkPage(visit, standing, { picks, castId: draft.castId, replaces: standing.ballot?.revision ?? 0, voter: present(voter, 'who may cast has a right') })
}

function hidden(vote: Form): Html {
  return html`${vote.picks.map((pick) => html`<input type="hidden" name="pick" value="${pick}">`)}
<input type="hidden" name="castId" value="${vote.castId}">
<input type="hidden" name="replaces" value="${vote.replaces}">
<input type="hidden" name="voter" value="${vote.voter}">`
}

function castForm(visit: Visit, standing: Standing, vote: Form, label: string): Html {
  const { check: words, choose } = visit.words.vote
  return html`<form method="post" action="${stepHref(visit, '/tarkista', standing.round)}" data-once data-cast>
${hidden(vote)}
<p role="status" data-saving="${words.saving}"></p>
<div class="actions"><button class="ds-button big" type="submit">${label}</button></div>
</form>
<p><a href="${stepHref(visit, '/valitse', standing.round)}">${words.change}</a></p>
<p><a href="${stepHref(visit, '/poistu', standing.round)}">${choose.leave}</a></p>`
}

function pickedList(visit: Visit, { proposals }: Standing, picks: readonly number[]): Html {
  const { check: words, number: numberWord } = visit.words.vote
  const picked = proposals.filter(({ number }) => picks.includes(number))
  const sum = {
    costMinCents: picked.reduce((cents, { costMinCents }) => cents + costMinCents, 0),
    costMaxCents: picked.reduce((cents, { costMaxCents }) => cents + costMaxCents, 0),
  }
  return html`<h2>${words.list}</h2>
<div class="picked"><ul class="rows">${picked.map((proposal) => html`
<li><span>${inLanguage(visit, proposal.title)} <span class="quiet">(${numberWord(proposal.number)})</span></span>
<span class="sum">${visit.format.cost(proposal)}</span></li>`)}</ul>
<p class="picked-sum"><span>${words.sum}</span> <strong class="sum">${visit.format.cost(sum)}</strong></p></div>`
}

/** The size of the page is the same for any picks: whoever sees encrypted answers pass by learns nothing from theirs. */
function evenly(visit: Visit, standing: Standing, vote: Form, render: (vote: Form, fill: Html) => Html): Html {
  const lengthOf = (pick: number): number =>
    Buffer.byteLength(String(pickedList(visit, standing, [pick]))) + 2 * String(pick).length
  return evenSized(vote.picks, { all: standing.numbers, max: standing.round.picksMax, lengthOf },
    (picks, fill) => render({ ...vote, picks }, fill))
}

export function checkPage(visit: Visit, standing: Standing, picked: Form): Html {
  const { check: words, ...all } = visit.words.vote
  const { round, ballot } = standing
  return evenly(visit, standing, picked, (vote, fill) => votePage(visit, round, {
    title: all.notSavedTitle(words.heading),
    main: html`${steps(visit, 3, all.steps)}
<h1>${words.heading}</h1>
<div class="ds-alert" data-color="warning"><p><strong>${ballot ? all.notReplaced : all.notSaved}</strong> ${ballot ? words.notReplacedText : words.notSavedText}</p></div>
${standing.draft?.beforeSignIn ? chosenBefore(visit, round) : ''}
${pickedList(visit, standing, vote.picks)}
${vote.picks.length < round.picksMax ? html`<p>${words.more(round.picksMax - vote.picks.length)}</p>` : ''}
<p>${ballot ? words.replacing(visit.format.calendarDay(ballot.castOn), ballot.revision) : round.mayReplace ? words.canReplace : words.cannotReplace}</p>
${castForm(visit, standing, vote, words.submit)}${fill}`,
  }))
}

/** At a library's computer whoever signs in may find what the one before them ticked, and must not take it for their own. */
function chosenBefore(visit: Visit, round: Standing['round']): Html {
  const { check: words, identify } = visit.words.vote
  return html`<div class="ds-alert" data-color="info" id="ennen"><p>${words.chosenBefore}</p>
<form method="post" action="${stepHref(visit, '/poistu', round)}"><input type="hidden" name="uudelleen" value="1">
<button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">${identify.startOver}</button></form></div>`
}

/** Casts what the form holds, whatever the draft says by now: people cast what they saw. */
export async function takeVote(pages: VotePages, visit: Visit): Promise<Answer> {
  const form = readForm(formSchema, visit.request.body, (typed) => ({
    picks: valuesOf(visit.request.body, 'pick').map(Number), castId: typed.castId, replaces: Number(typed.replaces),
    voter: typed.voter,
  }))
  // Nobody types these fields: what does not fit was not made by our page.
  if (!form.ok) throw new Fault('invalid_request', form.errors)
  const vote = form.value
  let standing: Standing | null = null
  try {
    standing = await pages.standingOf(visit)
    if (standing === null) return { redirect: visit.href('/aanesta') }
    return await castIn(pages, visit, standing, vote)
  } catch (error) {
    if ((error instanceof Fault && error.code !== 'unavailable') || error instanceof RefusedError) throw error
    // Whether it got as far as the urn is not known; the same form sent again finds out and can double nothing.
    visit.request.log.error({ err: error, code: 'unavailable' })
    visit.reply.header('retry-after', '5')
    return { page: unknownPage(visit, standing, vote), status: 503 }
  }
}

async function castIn(pages: VotePages, visit: Visit, standing: Standing, vote: Form): Promise<Answer> {
  const { round, voter, numbers, right } = standing
  const ballot = pictureOf(vote.picks, numbers)
  if (visit.resident === null || right === 'sign_in_again') {
    // Signing in may have run out after an answer was lost, so the cast id and whose it is are kept as they were.
    const held = pages.drafts.read(visit)
    if (held?.castId !== vote.castId) pages.drafts.save(visit, { slug: round.slug, ballot, castId: vote.castId, voter: vote.voter, beforeSignIn: false })
    return { redirect: stepHref(visit, '', round) }
  }
  // Nobody's picks are cast in another person's name because a page was left open.
  if (voter !== vote.voter) return { page: otherVoterPage(visit, standing), status: 409 }
  try {
    const { voter: _, ...picked } = vote
    const cast = await pages.rooms.urn.cast(visit.resident, round.slug, picked)
    if (cast.ok) {
      pages.drafts.keepReceipt(visit, round.slug, voter, cast.value)
      pages.drafts.clear(visit, round)
      return { redirect: stepHref(visit, '/valmis', round) }
    }
    return refusedAnswer(pages, visit, standing, vote, cast.refusal.code)
  } catch (error) {
    if (!(error instanceof Fault) || !error.fields.some(({ field }) => field.startsWith('picks'))) throw error
    const picks = numbers.filter((number) => vote.picks.includes(number))
    saveDraft(pages, visit, standing, picks, newCastId)
    const errors: FieldError[] = error.fields.map((fault) => ({ ...fault, field: 'picks' }))
    return { page: choosePage(pages, visit, standing, picks, errors), status: 400 }
  }
}

/** Said plainly: this one was not saved, what is in the urn instead, and what can be done. */
async function refusedAnswer(
  pages: VotePages, visit: Visit, before: Standing, vote: Form, code: string,
): Promise<Answer> {
  // What the urn holds is asked again: it is the reason.
  const now = await pages.standingOf(visit) ?? before
  const { round, voter, numbers } = now
  if (code === 'casting_stopped') {
    return { page: stoppedPage(visit, now, vote), status: 503 }
  }
  if (code === 'ballot_changed' && mayCast(now) && now.phase === 'voting') {
    const ballot = pictureOf(vote.picks, numbers)
    pages.drafts.save(visit, { slug: round.slug, ballot, castId: newCastId(), voter, beforeSignIn: false })
    return { page: changedPage(visit, now, vote), status: 409 }
  }
  // Whoever may not vote is told so kindly where everybody begins.
  if (now.right !== 'may_vote') return { redirect: stepHref(visit, '', round) }
  pages.drafts.clear(visit, round)
  return { page: notTakenPage(visit, now, code), status: 409 }
}

function changedPage(visit: Visit, standing: Standing, picked: Form): Html {
  const { refused: words } = visit.words.vote
  const { round, ballot } = standing
  return evenly(visit, standing, picked, (vote, fill) => votePage(visit, round, {
    title: words.changedHeading,
    main: html`${steps(visit, 3, visit.words.vote.steps)}<h1>${words.changedHeading}</h1>
<p class="lead">${vote.replaces === 0 ? words.changed : words.changedNow}</p>
<div class="ds-alert" data-color="info"><p><strong>${urnSentence(visit, ballot)}</strong></p></div>
${pickedList(visit, standing, vote.picks)}
<p>${words.choose}</p>
<div class="actions"><form method="post" action="${stepHref(visit, '/poistu', round)}"><button class="ds-button" type="submit">${words.keep}</button></form>
<a class="ds-button" data-variant="secondary" href="${stepHref(visit, '/tarkista', round)}">${words.replace}</a></div>${fill}`,
  }))
}

/** Voting ended meanwhile, the person voted on paper, or the round takes one ballot only. */
function notTakenPage(visit: Visit, standing: Standing, code: string): Html {
  const { refused: words, closed, phases } = visit.words.vote
  const { refusals } = visit.words.problems
  const { round, ballot } = standing
  const reason = code === 'voting_closed' ? phases.counting
    : code === 'already_voted_on_paper' ? visit.words.vote.voted.onPaperHeading
    : code in refusals ? refusals[code as keyof typeof refusals] : ''
  return votePage(visit, round, {
    title: words.changedHeading,
    main: html`<h1>${words.changedHeading}</h1>
<p class="lead">${reason}${reason.endsWith('.') ? '' : '.'}${code === 'voting_closed' ? html` ${atTime(visit, closed, round.votingCloseAt)}` : ''}</p>
${standing.voter ? html`<div class="ds-alert" data-color="info"><p><strong>${urnSentence(visit, ballot)}</strong></p></div>` : ''}
<p class="actions"><a class="ds-button" href="${stepHref(visit, '', round)}">${visit.words.common.continue}</a></p>`,
  })
}

function otherVoterPage(visit: Visit, { round }: Standing): Html {
  const { refused: words } = visit.words.vote
  return votePage(visit, round, {
    title: words.changedHeading,
    main: html`<h1>${words.changedHeading}</h1>
<p class="lead">${words.otherVoter}</p>
<p class="actions"><a class="ds-button" href="${stepHref(visit, '', round)}">${visit.words.common.continue}</a></p>
${signOutForm(visit, 'plain')}`,
  })
}

function stoppedPage(visit: Visit, standing: Standing, picked: Form): Html {
  const { refused: words, unknown } = visit.words.vote
  return evenly(visit, standing, picked, (vote, fill) => votePage(visit, standing.round, {
    title: words.stopped,
    main: html`<h1>${words.stopped}</h1>
<p class="lead">${words.stoppedText}</p>
<div class="ds-alert" data-color="info"><p><strong>${urnSentence(visit, standing.ballot)}</strong></p></div>
${pickedList(visit, standing, vote.picks)}
${castForm(visit, standing, vote, unknown.submit)}${fill}`,
  }))
}

/** The very same form once more. Without a database even the round is not known; the address still names it. */
function unknownPage(visit: Visit, standing: Standing | null, picked: Form): Html {
  const { unknown: words } = visit.words.vote
  const render = (vote: Form, fill: Html): Html => votePage(visit, standing?.round ?? null, {
    title: words.heading,
    main: html`<h1>${words.heading}</h1>
<div class="ds-alert" data-color="warning"><p>${words.text}</p></div>
${standing ? pickedList(visit, standing, vote.picks) : ''}
<form method="post" action="${visit.request.url}" data-once data-cast>
${hidden(vote)}
<p role="status" data-saving="${visit.words.vote.check.saving}"></p>
<div class="actions"><button class="ds-button big" type="submit">${words.submit}</button></div></form>${fill}`,
  })
  // Nor is it known then how many picks the round takes: the page is as large as for any that a form may hold.
  const most = { ...picked, picks: Array.from({ length: PICKS_SENT_MAX }, () => 9999) }
  return standing ? evenly(visit, standing, picked, render) : filledUp(picked, [most], render)
}

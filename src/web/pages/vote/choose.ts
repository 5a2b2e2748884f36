import type { FieldError } from '../../../kernel/index.ts'
import type { Proposal } from '../../../proposals/index.ts'
import { filling } from '../../even-size/index.ts'
import { type Html, flag, html } from '../../html/index.ts'
import { errorId, fieldError, nameField, steps } from '../../layout/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import { type Answer, valuesOf, type Visit } from '../../site/index.ts'
import { drawnOrder, newCastId } from '../../unsaved/index.ts'
import { votePage } from './parts.ts'
import { faultIn, mayCast, saveDraft, settled, type Standing, stepHref, type VotePages } from './standing.ts'

/** Whoever has not signed in may choose first; whoever may not vote is told so on the first page. */
function mayChoose(standing: Standing): boolean {
  if (standing.phase !== 'voting' || standing.draftLocked) return false
  return standing.right === 'visitor' || standing.right === 'sign_in_again' || mayCast(standing)
}

/** Step two. Picks from the draft are ticked, and too many of them are explained here too. */
export async function choose(pages: VotePages, visit: Visit): Promise<Answer> {
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/aanesta') }
  const receipt = await settled(pages, visit, standing)
  if (receipt !== null) return receipt
  if (!mayChoose(standing)) return { redirect: stepHref(visit, '', standing.round) }
  const picks = standing.draft?.picks ?? []
  return choosePage(pages, visit, standing, picks, picks.length > standing.round.picksMax ? errorsOf(standing, picks) : [])
}

function errorsOf(standing: Standing, picks: readonly number[]): FieldError[] {
  const fault = faultIn(standing, picks)
  return fault === null ? [] : [{ field: 'picks', code: fault.code, ...(fault.params ? { params: fault.params } : {}) }]
}

/** The numbers in a form that stand on the ballot, each once. Others are nobody's ticks: no form of ours has them. */
function numbersIn(body: unknown, field: string, numbers: readonly number[]): number[] {
  const typed = new Set(valuesOf(body, field))
  return numbers.filter((number) => typed.has(String(number)))
}

/**
 * Takes the ticks of step two. `lisaa` adds one from the proposals' pages; `luonnos` comes from our script, which keeps
 * ticks while somebody reads on, and wants no page.
 */
export async function takeChoice(pages: VotePages, visit: Visit): Promise<Answer> {
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/aanesta') }
  const { body } = visit.request
  if (!mayChoose(standing)) return { redirect: stepHref(visit, '', standing.round) }
  const added = numbersIn(body, 'lisaa', standing.numbers)
  if (added.length > 0) {
    saveDraft(pages, visit, standing, [...new Set([...standing.draft?.picks ?? [], ...added])], newCastId)
    return { redirect: stepHref(visit, '/valitse', standing.round) }
  }
  const picks = numbersIn(body, 'pick', standing.numbers)
  saveDraft(pages, visit, standing, picks, newCastId)
  if (valuesOf(body, 'luonnos').length > 0) return { page: html``, status: 204 }
  const errors = errorsOf(standing, picks)
  if (errors.length > 0) return { page: choosePage(pages, visit, standing, picks, errors), status: 400 }
  return { redirect: stepHref(visit, '/tarkista', standing.round) }
}

export function choosePage(
  pages: VotePages, visit: Visit, standing: Standing, picks: readonly number[], errors: readonly FieldError[],
): Html {
  const { choose: words, ...vote } = visit.words.vote
  const { round, proposals, ballot, voter } = standing
  const range = vote.picks(round.picksMin, round.picksMax)
  const heading = words.heading(range)
  const drawn = drawnOrder(proposals, pages.drafts.seedOf(visit, round, voter))
  nameField(visit, 'picks', words.legend)
  const day = ballot && visit.format.calendarDay(ballot.castOn)
  return votePage(visit, round, {
    title: picks.length > 0 ? vote.notSavedTitle(heading) : heading, errors, wide: true,
    main: html`${steps(visit, 2, vote.steps)}
<h1>${heading}</h1>
<p class="lead">${words.lead(proposals.length)} ${words.mayChange}</p>
${ballot && day ? html`<div class="ds-alert" data-color="info"><p>${words.replacing(day, ballot.revision)}</p></div>` : ''}
<form method="post" action="${stepHref(visit, '/valitse', round)}" class="choose" data-choose>
<fieldset class="picks"${errors.length > 0 ? html` aria-describedby="${errorId('picks')}"` : ''}>
<legend class="ds-sr-only">${words.legend}</legend>
${fieldError(visit, errors[0])}
<div class="pick-cards">${drawn.map((proposal, i) => card(visit, proposal, picks.includes(proposal.number), i === 0))}</div>
</fieldset>
${summaryBar(visit, round)}
</form>
${filling((proposals.length - picks.length) * ' checked'.length)}
<p><a href="${stepHref(visit, '/poistu', round)}">${words.leave}</a></p>`,
  })
}

/** One proposal with its box. The box says the same ticked or not, and the title and cost for whoever hears it alone. */
export function card(visit: Visit, proposal: Proposal, picked: boolean, isFirst: boolean): Html {
  const { choose: words, number: numberWord } = visit.words.vote
  const { number } = proposal
  const id = isFirst ? 'picks' : `pick-${number}`
  const title = inLanguage(visit, proposal.title)
  const cost = visit.format.cost(proposal)
  return html`<div class="pick">
<div class="pick-text"><h2>${title}</h2>
<p class="pick-facts"><strong>${cost}</strong> <span class="quiet">${numberWord(number)}</span></p>
<p>${inLanguage(visit, proposal.summary)}</p></div>
<input type="checkbox" id="${id}" name="pick" value="${number}" data-min="${proposal.costMinCents}" data-max="${
    proposal.costMaxCents}"${flag('checked', picked)}>
<label for="${id}">${words.label}<span class="ds-sr-only"> ${title}, ${cost}</span></label>
</div>`
}

/**
 * The button is always in sight. How many are ticked and what they cost is the script's to tell as they change: to the
 * eye in figures, to the ear in a sentence, which the button is described by.
 */
function summaryBar(visit: Visit, round: Standing['round']): Html {
  const { choose: words, picks } = visit.words.vote
  return html`<div class="pick-bar">
<div><p data-plain>${words.barHint(picks(round.picksMin, round.picksMax))}</p>
<p data-count aria-hidden="true" hidden><strong><span data-given>0</span> / ${round.picksMax}</strong> ${words.picked} · ${words.sum} <strong data-sum></strong></p>
<p data-over="${words.over}" class="pick-over" hidden></p></div>
<p class="ds-sr-only" role="status" id="valittu" data-announce="${words.announce}" data-maximum="${round.picksMax}"></p>
<button class="ds-button" type="submit" aria-describedby="valittu">${words.next}</button>
</div>`
}

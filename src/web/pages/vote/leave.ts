import { html } from '../../html/index.ts'
import { type Answer, valuesOf, type Visit } from '../../site/index.ts'
import { urnSentence, votePage } from './parts.ts'
import { settled, stepHref, type VotePages } from './standing.ts'

/** A plain page for whoever wants to stop: what was ticked is not a vote yet. */
export async function leave(pages: VotePages, visit: Visit): Promise<Answer> {
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/') }
  const receipt = await settled(pages, visit, standing)
  if (receipt !== null) return receipt
  const { round, draft, ballot } = standing
  if (draft === null) return { redirect: visit.href('/') }
  const { leave: words, ...vote } = visit.words.vote
  return votePage(visit, round, {
    title: vote.notSavedTitle(visit.words.vote.choose.leave),
    main: html`<h1>${ballot ? words.replacingHeading : words.heading}</h1>
<p class="lead">${ballot ? html`${urnSentence(visit, ballot)} ${words.replacingText}` : words.text}</p>
<div class="actions"><a class="ds-button" href="${stepHref(visit, '/tarkista', round)}">${vote.goOn}</a>
<form method="post" action="${stepHref(visit, '/poistu', round)}"><button class="ds-button" data-variant="secondary" type="submit">${words.discard}</button></form></div>`,
  })
}

/** Lets go of the picks: to the front page, or with `uudelleen` to a fresh beginning. */
export async function discard(pages: VotePages, visit: Visit): Promise<Answer> {
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/') }
  pages.drafts.clear(visit, standing.round)
  const back = valuesOf(visit.request.body, 'uudelleen').length > 0 || standing.ballot !== null
  return { redirect: back ? stepHref(visit, '', standing.round) : visit.href('/') }
}

import type { Round } from '../../../rounds/index.ts'
import { html, type Html } from '../../html/index.ts'
import { steps } from '../../layout/index.ts'
import type { Answer, Visit } from '../../site/index.ts'
import type { KeptReceipt } from '../../unsaved/index.ts'
import { atTime, signOutForm, votePage } from './parts.ts'
import { mayCast, type Standing, stepHref, type VotePages } from './standing.ts'

/** Step four, from the receipt that the browser keeps sealed for a while: it can be loaded again and casts nothing. */
export async function done(pages: VotePages, visit: Visit): Promise<Answer> {
  const kept = pages.drafts.receiptSlug(visit)
  if ((visit.request.query as { kierros?: unknown }).kierros === undefined && kept !== null) {
    return { redirect: stepHref(visit, '/valmis', { slug: kept }) }
  }
  const standing = await pages.standingOf(visit)
  if (standing === null) return { redirect: visit.href('/aanesta') }
  const receipt = pages.drafts.receiptOf(visit, standing.round.slug, standing.voter)
  // A receipt of a ballot that was replaced since would be a wrong one.
  if (receipt === null || receipt.revision !== standing.ballot?.revision) return { redirect: stepHref(visit, '', standing.round) }
  return donePage(visit, standing, receipt)
}

/** A tracker in four groups of four, as people read and type codes. */
export function grouped(tracker: string): string {
  return tracker.replace(/.{4}(?=.)/g, '$& ')
}

function whatNext(visit: Visit, round: Round, mayReplace: boolean): Html {
  const { done: words } = visit.words.vote
  return html`<h2>${words.next}</h2>
<p>${atTime(visit, words.closes, round.votingCloseAt)} ${words.result}</p>
<p>${words.find}</p>
<p>${words.secret}</p>
${mayReplace ? html`<p><a href="${stepHref(visit, '/valitse', round)}">${words.replace}</a></p>` : ''}`
}

/** The picks are not on it: whoever looks over a shoulder, or asks for the paper, learns nothing. */
function donePage(visit: Visit, standing: Standing, receipt: KeptReceipt): Html {
  const { done: words, steps: names } = visit.words.vote
  const { round, phase } = standing
  return votePage(visit, round, {
    title: words.heading,
    main: html`${steps(visit, 4, names)}
<div class="saved"><h1>${words.heading}</h1>
<p>${words.tracker} <strong class="tracker">${grouped(receipt.tracker)}</strong></p>
<p>${words.saved(visit.format.calendarDay(receipt.castOn), receipt.revision)}</p></div>
<p><strong>${words.keep}</strong></p>
${receipt.revision > 1 ? html`<p>${words.replaced}</p>` : ''}
<p class="actions" data-print hidden><button class="ds-button" data-variant="secondary" type="button">${words.print}</button></p>
${whatNext(visit, round, phase === 'voting' && mayCast(standing))}
<details class="ds-details"><summary>${words.hash}</summary><div><p>${words.hashText}</p>
<p><code class="hash">${receipt.sealedSha256}</code></p></div></details>
<section class="leave"><h2>${words.shared}</h2><p>${words.sharedText}</p>
${signOutForm(visit, 'big')}</section>`,
  })
}

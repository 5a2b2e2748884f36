import type { WinnerView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { inLanguage, roundName, roundPath } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { road, stateTag, timeline } from './news.ts'
import { followupStaffPages } from './staff.ts'
import { addressed, followed } from './winners.ts'

/** How a winner stands. Of a winner of the past of whom nobody has told anything, nothing is claimed. */
function standing(visit: Visit, round: Round, { state, news }: WinnerView): Html {
  if (round.kind === 'imported' && news.length === 0) return html``
  return html`<p>${stateTag(visit, state)}</p>${road(state)}`
}

function card(visit: Visit, round: Round, winner: WinnerView): Html {
  const { followup } = visit.words
  const [latest] = winner.news
  const title = inLanguage(visit, winner.title)
  return html`<li class="card">
<h3><a href="${visit.href(`/seuranta/${round.slug}/${winner.number}`)}">${title}</a></h3>
${standing(visit, round, winner)}
<p class="quiet">${latest ? followup.latest(visit.format.calendarDay(latest.happenedOn)) : followup.noNews}</p>
</li>`
}

function roundSection(visit: Visit, { round, winners }: { round: Round; winners: readonly WinnerView[] }): Html {
  const { followup } = visit.words
  const done = winners.filter(({ state }) => state === 'done').length
  return html`<h2>${roundName(visit, round)}</h2>
<p>${winners.some(({ news }) => news.length > 0) ? html`${followup.summary(done, winners.length)} ` : ''}<a href="${visit.href(roundPath('/tulokset', round))}">${followup.result}<span class="ds-sr-only">, ${roundName(visit, round)}</span></a></p>
<ul class="cards">${winners.map((winner) => card(visit, round, winner))}</ul>`
}

async function winnerPage(rooms: Rooms, visit: Visit): Promise<Html> {
  const { followup } = visit.words
  const { round, number } = await addressed(rooms, visit)
  const winner = await rooms.implementation.read(round.slug, number)
  const proposal = await rooms.proposals.read(null, round.slug, number)
  const title = inLanguage(visit, winner.title)
  const mayTell = visit.staff?.roles.some((role) => role === 'moderator' || role === 'manager') ?? false
  return page(visit, {
    title, nav: 'results',
    main: html`${rehearsalNotice(visit, round)}
<p><a href="${visit.href('/seuranta')}">${followup.back}</a></p>
<h1>${title}</h1>
${standing(visit, round, winner)}
${mayTell ? html`<p class="actions"><a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/seuranta/${round.slug}/${number}`)}">${followup.tell}</a></p>` : ''}
<h2>${followup.news}</h2>
${winner.news.length === 0 ? html`<p>${round.kind === 'imported' ? followup.notTold : followup.noNewsYet}</p>` : timeline(visit, winner.news)}
<h2>${followup.whatItIs}</h2>
<p class="told">${inLanguage(visit, proposal.summary)}</p>
<dl class="rows">
<div><dt>${followup.round}</dt><dd><a href="${visit.href(roundPath('/tulokset', round))}">${roundName(visit, round)}</a></dd></div>
<div><dt>${followup.place}</dt><dd>${winner.rank}.</dd></div>
<div><dt>${followup.votes}</dt><dd>${visit.format.number(winner.votes)}</dd></div>
<div><dt>${followup.cost}</dt><dd>${visit.format.cost(winner)}${winner.costIsExample ? html` (${followup.exampleCost})` : ''}</dd></div>
</dl>
${proposal.ideas.length === 0 ? '' : html`<h2>${followup.ideas}</h2><ul>${proposal.ideas.map((idea) => html`
<li><a href="${visit.href(`/ideat/${idea.id}`)}">${idea.title}</a></li>`)}</ul>`}`,
  })
}

export function followupPages(site: Site): void {
  const { rooms } = site

  site.get('/seuranta', { shared: true }, async (visit) => {
    const { followup } = visit.words
    const all = await followed(rooms)
    return page(visit, {
      title: followup.title, nav: 'results', wide: true,
      main: html`<h1>${followup.title}</h1><p class="lead">${all.length === 0 ? followup.none : followup.lead}</p>
${all.map((one) => roundSection(visit, one))}`,
    })
  })

  site.get('/seuranta/:slug/:number', { shared: true }, (visit) => winnerPage(rooms, visit))

  followupStaffPages(site)
}

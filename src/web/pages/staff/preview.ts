import type { ProposalView } from '../../../proposals/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { MODERATORS, roundIn, staffOf, staffPage } from './frame.ts'

/** One proposal as the ballot shows it, with a box that can be tried: nothing is sent from here. */
function card(visit: Visit, proposal: ProposalView): Html {
  const { choose, number } = visit.words.vote
  const title = inLanguage(visit, proposal.title)
  const id = `pick-${proposal.number}`
  return html`<div class="pick"><div class="pick-text"><h2>${title}</h2>
<p class="pick-facts"><strong>${visit.format.cost(proposal)}</strong> <span class="quiet">${number(proposal.number)}</span></p>
<p>${inLanguage(visit, proposal.summary)}</p></div>
<input type="checkbox" id="${id}"><label for="${id}">${choose.label}<span class="ds-sr-only">: ${title}</span></label></div>`
}

export function previewPages({ rooms, get }: Site): void {
  get('/hallinta/ehdotukset/:slug/esikatselu', MODERATORS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { proposals } = await rooms.proposals.list(staffOf(visit), round.slug)
    const { preview: words, proposals: list } = visit.words.staff
    const { vote } = visit.words
    return staffPage(visit, {
      title: words.title, back: [`/hallinta/ehdotukset?kierros=${round.slug}`, list.back], round,
      main: html`<h1>${words.title}</h1><div class="ds-alert" data-color="info"><p>${words.lead}</p></div>
<p class="lead">${vote.choose.heading(vote.picks(round.picksMin, round.picksMax))}</p>
<div class="pick-cards">${proposals.map((proposal) => card(visit, proposal))}</div>`,
    })
  })
}

import { html } from '../../html/index.ts'
import type { Site } from '../../site/index.ts'
import { card } from '../vote/choose.ts'
import { MODERATORS, roundIn, staffOf, staffPage } from './frame.ts'

/** The cards of the vote itself, with boxes that can be tried: there is no form around them, so nothing is sent. */
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
<div class="pick-cards">${proposals.map((proposal, i) => card(visit, proposal, false, i === 0))}</div>`,
    })
  })
}

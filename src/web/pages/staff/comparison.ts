import { type Html, html } from '../../html/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import type { Compared } from '../../../tally/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { comparisonTables, ownRule } from '../results/comparison.ts'
import { OFFICE, roundIn, staffPage } from './frame.ts'

/** Whose ballots are compared, by which rules, and that nothing of it decides anything. */
function lead(visit: Visit, round: Round, compared: Compared): Html {
  const { comparison: words } = visit.words.counting
  if (compared.round.id !== round.id) {
    return html`<p class="lead">${words.planLead(roundName(visit, compared.round), roundName(visit, round))}</p><p>${words.planStays}</p>`
  }
  const rule = ownRule(visit, compared)
  return html`<p class="lead">${round.kind === 'rehearsal' ? words.rehearsalLead(rule) : words.lead(rule)}</p>`
}

/** Staff try the rules before they choose one; of a real round never before its own result is out. */
export function comparisonPages({ rooms, get }: Site): void {
  get('/hallinta/kierros/:slug/vertailu', OFFICE, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { comparison: words } = visit.words.counting
    const compared = await rooms.tally.comparisonForStaff(round.slug)
    const title = compared === null ? words.closedTitle : words.planTitle
    return staffPage(visit, {
      title, round, back: [`/hallinta/kierros/${round.slug}`, roundName(visit, round)],
      main: compared === null ? html`<h1>${title}</h1><p class="lead">${words.closedText}</p>`
        : html`<h1>${title}</h1>${lead(visit, round, compared)}${comparisonTables(visit, compared)}`,
    })
  })
}

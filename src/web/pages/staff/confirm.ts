import type { ProposalView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { MANAGERS, MODERATORS, momentOf, refusalText, roundIn, staffOf, staffPage } from './frame.ts'
import { proposalNumber } from './proposal-form.ts'
import { freeIdeas, proposalsPage, untranslated } from './proposals.ts'

/** What somebody may have forgotten. None of it stands in the way: the town may know what it does. */
async function warnings(rooms: Rooms, visit: Visit, round: Round, proposals: readonly ProposalView[]): Promise<Html[]> {
  const { confirm: words } = visit.words.staff
  const staff = staffOf(visit)
  const link = (path: string, text: string): Html => html`<a href="${visit.href(path)}">${text}</a>`
  const lacking = proposals.filter((proposal) => untranslated(proposal).length > 0)
  const { total: waiting } = await rooms.moderation.queue(staff, round.slug, { page: 1, pageSize: 1 })
  const asked = await rooms.ideas.list({ staff, resident: null }, round.slug, { state: 'asked', page: 1, pageSize: 1 })
  const prepared = (await rooms.moderation.prepared(staff)).filter((each) => each.round === round.slug).length
  const free = (await freeIdeas(rooms, visit, round)).length
  const sum = proposals.reduce((total, { costMaxCents }) => total + costMaxCents, 0)
  return [
    ...lacking.map((proposal) => link(`/hallinta/ehdotukset/${round.slug}/${proposal.number}`, words.untranslated(proposal.number, untranslated(proposal)))),
    ...(waiting > 0 ? [link(`/hallinta/jono?kierros=${round.slug}`, words.waiting(waiting))] : []),
    ...(asked.total > 0 ? [link(`/hallinta/jono?kierros=${round.slug}&tila=asked`, words.asked(asked.total))] : []),
    ...(prepared > 0 ? [link('/hallinta/paatokset', words.prepared(prepared))] : []),
    ...(free > 0 ? [link(`/hallinta/ehdotukset?kierros=${round.slug}`, words.free(free))] : []),
    ...(sum <= round.envelopeCents ? [html`${words.allFit}`] : []),
  ]
}

async function confirmPage(rooms: Rooms, visit: Visit, round: Round, problem?: string): Promise<Html> {
  const { confirm: words, proposals: list } = visit.words.staff
  const { proposals } = await rooms.proposals.list(staffOf(visit), round.slug)
  const found = await warnings(rooms, visit, round, proposals)
  const sum = proposals.reduce((total, { costMaxCents }) => total + costMaxCents, 0)
  return staffPage(visit, {
    title: words.title, back: [`/hallinta/ehdotukset?kierros=${round.slug}`, list.back], round, problem,
    main: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${found.length === 0 ? html`<p>${words.allWell}</p>` : html`<div class="ds-alert" data-color="warning"><h2 class="ds-heading" data-size="xs">${words.look}</h2><ul>${found.map((each) => html`<li>${each}</li>`)}</ul></div>`}
<ul class="rows">${proposals.map((proposal) => html`<li><span>${proposal.number}. ${inLanguage(visit, proposal.title)}</span><span class="sum">${visit.format.cost(proposal)}</span></li>`)}
<li><strong>${list.sum}</strong><span class="sum">${visit.format.money(sum)}</span></li>
<li><span>${list.envelope}</span><span class="sum">${visit.format.money(round.envelopeCents)}</span></li></ul>
<p>${words.untilOpening(momentOf(visit, round.votingOpenAt))}</p>
<form method="post" action="${visit.href(`/hallinta/ehdotukset/${round.slug}/vahvista`)}" data-once><p class="actions">
<button class="ds-button" type="submit">${words.confirm}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/ehdotukset/${round.slug}/esikatselu`)}">${list.preview}</a></p></form>`,
  })
}

function removePage(visit: Visit, round: Round, proposal: ProposalView, problem?: string): Html {
  const { remove: words, proposals: list } = visit.words.staff
  const path = `/hallinta/ehdotukset/${round.slug}/${proposal.number}`
  const title = words.title(proposal.number)
  return staffPage(visit, {
    title, back: [path, list.editTitle(proposal.number)], round, problem,
    main: html`<h1>${title}</h1><p class="lead">${inLanguage(visit, proposal.title)}, ${visit.format.cost(proposal)}</p><p>${words.means}</p>
<form method="post" action="${visit.href(`${path}/poista`)}" data-once><p class="actions"><button class="ds-button" data-color="danger" type="submit">${words.confirm}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(path)}">${visit.words.common.cancel}</a></p></form>`,
  })
}

export function confirmPages({ rooms, get, post }: Site): void {
  get('/hallinta/ehdotukset/:slug/vahvista', MANAGERS, async (visit) => confirmPage(rooms, visit, await roundIn(rooms, visit)))

  post('/hallinta/ehdotukset/:slug/vahvista', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const outcome = await rooms.proposals.confirm(staffOf(visit), round.slug)
    if (outcome.ok) return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=confirmed`) }
    return { page: await confirmPage(rooms, visit, round, refusalText(visit, outcome.refusal)), status: 409 }
  })

  post('/hallinta/ehdotukset/:slug/palauta', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const outcome = await rooms.proposals.reopen(staffOf(visit), round.slug)
    if (outcome.ok) return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=reopened`) }
    return { page: await proposalsPage(rooms, visit, round, { problem: refusalText(visit, outcome.refusal) }), status: 409 }
  })

  post('/hallinta/ehdotukset/:slug/kopioi', MODERATORS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const outcome = await rooms.proposals.copyFromRehearsed(staffOf(visit), round.slug)
    if (outcome.ok) return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=copied`) }
    return { page: await proposalsPage(rooms, visit, round, { problem: refusalText(visit, outcome.refusal) }), status: 409 }
  })

  get('/hallinta/ehdotukset/:slug/:number/poista', MODERATORS, async (visit) => {
    const round = await roundIn(rooms, visit)
    return removePage(visit, round, await rooms.proposals.read(staffOf(visit), round.slug, proposalNumber(visit)))
  })

  post('/hallinta/ehdotukset/:slug/:number/poista', MODERATORS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const proposal = await rooms.proposals.read(staffOf(visit), round.slug, proposalNumber(visit))
    const outcome = await rooms.proposals.remove(staffOf(visit), round.slug, proposal.number)
    if (outcome.ok) return { redirect: visit.href(`/hallinta/ehdotukset?kierros=${round.slug}&tehty=removed`) }
    return { page: removePage(visit, round, proposal, refusalText(visit, outcome.refusal)), status: 409 }
  })
}

import { Fault } from '../../../kernel/index.ts'
import { arePublished, type ProposalView } from '../../../proposals/index.ts'
import type { Phase, Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { inLanguage, roundName, roundOf, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'

/** The rounds that have proposals, the one that can be voted in first. */
const PHASES: readonly Phase[] = ['voting', 'counting', 'review', 'result', 'archived', 'ideas']

type Shown = { readonly round: Round; readonly phase: Phase }

/** Chooses this one and goes on in the voting flow. A form, because no pick may stand in an address. */
function pickForm(visit: Visit, { round, phase }: Shown, proposal: ProposalView, variant: 'primary' | 'secondary'): Html {
  if (phase !== 'voting') return html``
  return html`<form method="post" action="${visit.href(roundPath('/aanesta/valitse', round))}">
<input type="hidden" name="lisaa" value="${proposal.number}">
<button class="ds-button" data-variant="${variant}" type="submit">${visit.words.proposals.pick}<span class="ds-sr-only"> ${
    inLanguage(visit, proposal.title)}</span></button></form>`
}

function ideasOf(visit: Visit, { ideas }: ProposalView): Html {
  if (ideas.length === 0) return html``
  return html`<p class="quiet">${visit.words.proposals.ideas(ideas.length)}: ${ideas.map(({ id, title }, i) => html`${i > 0 ? ', ' : ''}<a href="${
    visit.href(`/ideat/${id}`)}">${title}</a>`)}</p>`
}

function card(visit: Visit, shown: Shown, proposal: ProposalView): Html {
  const href = visit.href(roundPath(`/ehdotukset/${proposal.number}`, shown.round))
  return html`<li class="card proposal">
<h2><a href="${href}">${inLanguage(visit, proposal.title)}</a></h2>
<p class="pick-facts"><strong>${visit.format.cost(proposal)}</strong> <span class="quiet">${visit.words.vote.number(proposal.number)}</span></p>
<p>${inLanguage(visit, proposal.summary)}</p>
${ideasOf(visit, proposal)}
${pickForm(visit, shown, proposal, 'secondary')}</li>`
}

function untilOf(visit: Visit, { round }: Shown): string {
  return visit.words.proposals.open(visit.words.vote.picks(round.picksMin, round.picksMax),
    visit.format.weekday(round.votingCloseAt), visit.format.time(round.votingCloseAt))
}

/** While voting is open: how many, until when, and the way in. */
function call(visit: Visit, { round, phase }: Shown): Html {
  const { proposals, vote } = visit.words
  if (phase === 'voting') {
    return html`<p>${untilOf(visit, { round, phase })} ${proposals.pickHint}</p><p class="actions"><a class="ds-button" href="${visit.href(roundPath('/aanesta', round))}">${
      proposals.vote}</a></p>`
  }
  if (phase === 'result' || phase === 'archived') {
    return html`<p class="actions"><a class="ds-button" href="${visit.href(roundPath('/tulokset', round))}">${proposals.result}</a></p>`
  }
  return phase === 'counting' ? html`<p>${vote.phases.counting}.</p>` : html``
}

/** The page's main part; apart, so that a benchmark can render it. */
export function proposalsMain(visit: Visit, shown: Shown, list: readonly ProposalView[], published: boolean): Html {
  const { proposals: words } = visit.words
  const { round } = shown
  return html`${rehearsalNotice(visit, round)}
<p class="steps">${roundName(visit, round)}</p>
<h1>${words.heading}</h1>
${list.length === 0
    ? html`<p class="lead">${published ? words.none : words.notYet}</p>
<p class="actions"><a class="ds-button" href="${visit.href(roundPath('/ideat', round))}">${words.toIdeas}</a></p>`
    : html`<p class="lead">${words.lead(list.length, visit.format.money(round.envelopeCents))}</p>
${published ? call(visit, shown) : html`<div class="ds-alert" data-color="warning"><p>${words.draft}</p></div>`}
<ul class="cards">${list.map((proposal) => card(visit, shown, proposal))}</ul>`}`
}

function proposalMain(visit: Visit, shown: Shown, proposal: ProposalView, published: boolean): Html {
  const { proposals: words } = visit.words
  const { round } = shown
  return html`${rehearsalNotice(visit, round)}
<p class="steps"><a href="${visit.href(roundPath('/ehdotukset', round))}">${words.all}</a> · ${roundName(visit, round)}</p>
<h1>${inLanguage(visit, proposal.title)}</h1>
${published ? '' : html`<div class="ds-alert" data-color="warning"><p>${words.draft}</p></div>`}
<p class="lead">${inLanguage(visit, proposal.summary)}</p>
<dl class="facts"><div><dt>${words.cost}</dt><dd>${visit.format.cost(proposal)}</dd></div>
<div><dt>${words.number}</dt><dd>${proposal.number}</dd></div></dl>
${proposal.costIsExample ? html`<p class="hint">${words.costIsExample}</p>` : ''}
${proposal.ideas.length > 0 ? html`<h2>${words.ideas(proposal.ideas.length)}</h2><ul>${proposal.ideas.map(({ id, title }) => html`
<li><a href="${visit.href(`/ideat/${id}`)}">${title}</a></li>`)}</ul>` : ''}
${shown.phase === 'voting'
    ? html`<div class="actions">${pickForm(visit, shown, proposal, 'primary')}</div><p class="hint">${words.pickHint} ${untilOf(visit, shown)}</p>`
    : call(visit, shown)}`
}

/** What stands on the ballot of a round: everybody's once voting has opened, before it for staff alone. */
export function proposalPages(site: Site): void {
  const { rounds, proposals } = site.rooms

  site.get('/ehdotukset', { shared: true }, async (visit) => {
    const { heading, none } = visit.words.proposals
    const round = await roundOf(site.rooms, visit, PHASES)
    if (round === null) return page(visit, { title: heading, nav: 'vote', main: html`<h1>${heading}</h1><p>${none}</p>` })
    const shown = { round, phase: rounds.phase(round) }
    const { published, proposals: list } = await proposals.list(visit.staff, round.slug)
    return page(visit, {
      title: `${heading}: ${roundName(visit, round)}`, nav: 'vote', wide: true, main: proposalsMain(visit, shown, list, published),
    })
  })

  site.get('/ehdotukset/:number', { shared: true }, async (visit) => {
    const { number } = visit.request.params as { number: string }
    const round = await roundOf(site.rooms, visit, PHASES)
    if (round === null || !/^[1-9]\d{0,3}$/.test(number)) throw new Fault('not_found')
    const shown = { round, phase: rounds.phase(round) }
    const proposal = await proposals.read(visit.staff, round.slug, Number(number))
    const published = arePublished(shown.phase)
    return page(visit, {
      title: inLanguage(visit, proposal.title), nav: 'vote', main: proposalMain(visit, shown, proposal, published),
    })
  })
}

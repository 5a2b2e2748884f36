import type { IdeaView } from '../../../ideas/index.ts'
import type { ProposalView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundName, roundOf } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { isManager, MODERATORS, momentOf, queryOf, roundLinks, staffOf, staffPage } from './frame.ts'

/** Whether the set of a round can be changed now: the same question as `changeRefusal` of the proposals, for the buttons. */
export function mayChange(rooms: Rooms, round: Round): boolean {
  return round.proposalsReadyAt === null && ['ideas', 'review'].includes(rooms.rounds.phase(round))
}

/** The languages that a proposal's title or summary lacks. */
export function untranslated({ title, summary }: Pick<ProposalView, 'title' | 'summary'>): ('sv' | 'en')[] {
  return (['sv', 'en'] as const).filter((language) => title[language] === undefined || summary[language] === undefined)
}

const PAGE_SIZE = 50

/** All accepted ideas of a round that no proposal was made from, oldest first. */
export async function freeIdeas(rooms: Rooms, visit: Visit, round: Round): Promise<IdeaView[]> {
  const found: IdeaView[] = []
  for (let page = 1; ; page++) {
    const { ideas, total } = await rooms.ideas.list({ staff: staffOf(visit), resident: null }, round.slug,
      { state: 'accepted', page, pageSize: PAGE_SIZE })
    found.push(...ideas)
    if (ideas.length === 0 || found.length >= total) break
  }
  return found.filter(({ proposalNumber }) => proposalNumber === null).toReversed()
}

function rows(visit: Visit, round: Round, proposals: readonly ProposalView[], editable: boolean): Html {
  const { proposals: words } = visit.words.staff
  let sum = 0
  return html`<table class="ds-table wide-only"><caption class="ds-sr-only">${words.title}</caption>
<thead><tr><th scope="col">${words.number}</th><th scope="col">${words.name}</th><th scope="col" class="right">${words.cost}</th><th scope="col" class="right">${words.running}</th></tr></thead>
<tbody>${proposals.map((proposal) => {
    sum += proposal.costMaxCents
    const missing = untranslated(proposal)
    return html`<tr><td data-label="${words.number}">${proposal.number}</td>
<td data-label="${words.name}"><div>${editable
    ? html`<a href="${visit.href(`/hallinta/ehdotukset/${round.slug}/${proposal.number}`)}">${inLanguage(visit, proposal.title)}</a>`
    : inLanguage(visit, proposal.title)}
${missing.length > 0 ? html`<br><span class="tag" data-color="warning">${words.lacks(missing)}</span>` : ''}
${proposal.ideas.length > 0 ? html`<br><span class="quiet">${words.fromIdeas(proposal.ideas.length)}</span>` : ''}</div></td>
<td data-label="${words.cost}" class="right">${visit.format.cost(proposal)}</td>
<td data-label="${words.running}" class="right${sum > round.envelopeCents ? ' over' : ''}">${visit.format.money(sum)}</td></tr>`
  })}</tbody></table>`
}

/** The sum of the costs beside the envelope: a bar that says nothing more than its words. */
function sums(visit: Visit, round: Round, proposals: readonly ProposalView[]): Html {
  const { proposals: words } = visit.words.staff
  const total = proposals.reduce((sum, { costMaxCents }) => sum + costMaxCents, 0)
  const scale = Math.max(total, round.envelopeCents)
  const [bar, mark] = [total, round.envelopeCents].map((cents) => ((cents / scale) * 100).toFixed(2))
  return html`<dl class="facts"><div><dt>${words.envelope}</dt><dd>${visit.format.money(round.envelopeCents)}</dd></div>
<div><dt>${words.sum}</dt><dd>${visit.format.money(total)}</dd></div>
<div><dt>${words.count}</dt><dd>${proposals.length}</dd></div></dl>
<svg class="sum-bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="4"/><rect class="part" width="${bar}" height="4"/><rect class="mark" x="${Math.max(0, Number(mark) - 1)}" width="1" height="4"/></svg>
<p>${total > round.envelopeCents ? words.choiceNeeded(visit.format.money(total - round.envelopeCents)) : words.allFit(visit.format.money(round.envelopeCents - total))}</p>`
}

function ideaPicker(visit: Visit, round: Round, ideas: readonly IdeaView[]): Html {
  const { proposals: words, queue } = visit.words.staff
  if (ideas.length === 0) return html`<h2>${words.ideas}</h2><p>${words.noIdeas}</p>`
  return html`<h2>${words.ideas}</h2><p>${words.ideasLead}</p>
<form method="get" action="${visit.href('/hallinta/ehdotukset/uusi')}"><input type="hidden" name="kierros" value="${round.slug}">
<fieldset class="ds-fieldset"><legend class="ds-sr-only">${words.ideas}</legend><ul class="tick-list">${ideas.map((idea) => html`
<li class="tick"><input type="checkbox" class="ds-input" name="idea" id="idea-${idea.id}" value="${idea.id}">
<label for="idea-${idea.id}">${idea.title} <span class="quiet">${queue.number(idea.id)}</span></label></li>`)}</ul></fieldset>
<p class="actions"><button class="ds-button" type="submit">${words.make}</button></p></form>`
}

const DONE = ['made', 'changed', 'removed', 'confirmed', 'reopened', 'copied'] as const

function listActions(rooms: Rooms, visit: Visit, round: Round, count: number): Html {
  const { proposals: words } = visit.words.staff
  const phase = rooms.rounds.phase(round)
  const confirm = isManager(visit) && mayChange(rooms, round) && count > 0
  const reopen = isManager(visit) && round.proposalsReadyAt !== null && (phase === 'review' || phase === 'ideas')
  return html`${confirm && phase === 'ideas' ? html`<p>${words.confirmLater}</p>` : ''}
${!isManager(visit) && mayChange(rooms, round) && count > 0 ? html`<p>${words.managerConfirms}</p>` : ''}
${reopen ? html`<p>${words.reopenMeans}</p>` : ''}
<div class="actions">
${count > 0 ? html`<a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/ehdotukset/${round.slug}/esikatselu`)}">${words.preview}</a>` : ''}
${confirm && phase !== 'ideas' ? html`<a class="ds-button" href="${visit.href(`/hallinta/ehdotukset/${round.slug}/vahvista`)}">${words.toConfirm}</a>` : ''}
${reopen ? html`<form method="post" action="${visit.href(`/hallinta/ehdotukset/${round.slug}/palauta`)}" data-once><button class="ds-button" data-variant="secondary" type="submit">${words.reopen}</button></form>` : ''}</div>`
}

/** In a rehearsal: takes the round's proposals, so that nobody types them twice. */
async function copyForm(rooms: Rooms, visit: Visit, round: Round, count: number): Promise<Html> {
  if (round.rehearsalOf === null) return html``
  const { proposals: words } = visit.words.staff
  const rehearsed = await rooms.rounds.byId(round.rehearsalOf)
  return html`<form method="post" action="${visit.href(`/hallinta/ehdotukset/${round.slug}/kopioi`)}" data-once>
<p>${words.copyMeans}</p>
<p class="actions"><button class="ds-button"${count > 0 ? html` data-variant="secondary"` : ''} type="submit">${
  words.copy(roundName(visit, rehearsed))}</button></p></form>`
}

/** The list of a round's proposals with what can be done with it. */
export async function proposalsPage(rooms: Rooms, visit: Visit, round: Round, parts: { problem?: string } = {}): Promise<Html> {
  const { proposals: words } = visit.words.staff
  const { proposals, confirmedAt } = await rooms.proposals.list(staffOf(visit), round.slug)
  const editable = mayChange(rooms, round)
  const ideas = editable ? await freeIdeas(rooms, visit, round) : []
  const done = DONE.find((each) => each === queryOf(visit, 'tehty'))
  const rounds = (await rooms.rounds.list()).filter(({ kind }) => kind !== 'imported')
  return staffPage(visit, {
    title: `${words.title}: ${roundName(visit, round)}`, round, ...parts, ...(done ? { done: words.done[done] } : {}),
    main: html`<h1>${words.title}: ${roundName(visit, round)}</h1>
${roundLinks(visit, rounds, round, '/hallinta/ehdotukset')}
${confirmedAt ? html`<div class="ds-alert" data-color="success"><p><strong>${words.confirmedAt(momentOf(visit, confirmedAt))}</strong> ${words.confirmedMeans}</p></div>` : ''}
${!confirmedAt && !editable ? html`<div class="ds-alert" data-color="info"><p>${words.closed}</p></div>` : ''}
${proposals.length === 0 ? html`<p>${words.none}</p>` : html`${sums(visit, round, proposals)}${rows(visit, round, proposals, editable)}`}
${listActions(rooms, visit, round, proposals.length)}
${editable ? html`${await copyForm(rooms, visit, round, proposals.length)}${ideaPicker(visit, round, ideas)}` : ''}`,
  })
}

export function proposalListPages({ rooms, get }: Site): void {
  get('/hallinta/ehdotukset', MODERATORS, async (visit) => {
    const round = await roundOf(rooms, visit, ['review', 'ideas'])
    const { proposals: words, home } = visit.words.staff
    if (!round) return staffPage(visit, { title: words.title, main: html`<h1>${words.title}</h1><p>${home.noRounds}</p>` })
    return proposalsPage(rooms, visit, round)
  })
}

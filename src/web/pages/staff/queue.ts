import { IDEA_STATES, type IdeaState, type IdeaView, type SimilarIdea } from '../../../ideas/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { pagination } from '../../layout/index.ts'
import { roundName, roundOf } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { MODERATORS, queryOf, roundLinks, staffOf, staffPage } from './frame.ts'
import { excerpt, stateTag, themeName, waitedTag } from './idea-words.ts'

const PAGE_SIZE = 20
const SIMILAR_MAX = 3

type Listed = {
  readonly round: Round
  readonly now: Date
  readonly similar: ReadonlyMap<number, readonly SimilarIdea[]>
  readonly prepared: ReadonlySet<number>
}

/** The ideas like this one, as links: what lies beside each so that the same thing is not decided on twice. */
export function similarList(visit: Visit, similar: readonly SimilarIdea[]): Html {
  return html`<ul class="similar">${similar.map(({ id, title, state }) => html`
<li><a href="${visit.href(`/hallinta/ideat/${id}`)}">${title}</a> ${stateTag(visit, state)}</li>`)}</ul>`
}

function row(visit: Visit, idea: IdeaView, { round, now, similar, prepared }: Listed): Html {
  const { queue } = visit.words.staff
  const alike = similar.get(idea.id) ?? []
  return html`<li class="card queue-row"><div>
<h2><a href="${visit.href(`/hallinta/ideat/${idea.id}`)}">${idea.title}</a></h2>
<p class="marks">${idea.state === 'waiting' ? waitedTag(visit, idea, now) : stateTag(visit, idea.state)}
<span class="tag">${themeName(visit, round, idea.theme)}</span>
${idea.history.at(-1)?.kind === 'answer' ? html`<span class="tag" data-color="info">${queue.answered}</span>` : ''}
${prepared.has(idea.id) ? html`<span class="tag" data-color="success">${queue.prepared}</span>` : ''}</p>
<p>${excerpt(idea.body ?? '')}</p>
<p class="quiet">${queue.number(idea.id)} · ${queue.sent(visit.format.day(new Date(idea.submittedAt)))} · ${visit.words.staff.sources[idea.source]}</p>
</div>
<div><h3>${queue.similar}</h3>${alike.length === 0 ? html`<p class="quiet">${queue.noSimilar}</p>` : similarList(visit, alike)}</div>
</li>`
}

/** Each state as a link, so that what was decided can be found and, where it may, decided anew. */
function stateLinks(visit: Visit, round: Round, current: IdeaState): Html {
  const { staff } = visit.words
  return html`<nav class="chips" aria-label="${staff.queue.byState}"><ul>${IDEA_STATES.map((state) => html`
<li><a href="${visit.href(`/hallinta/jono?kierros=${round.slug}${state === 'waiting' ? '' : `&tila=${state}`}`)}"${
  state === current ? html` aria-current="true"` : ''}>${staff.states[state]}</a></li>`)}</ul></nav>`
}

/** What somebody has just done to an idea, named by the address that the form led to. */
function doneText(visit: Visit): string | undefined {
  const { done } = visit.words.staff.queue
  const [what, idea] = [queryOf(visit, 'tehty'), queryOf(visit, 'idea')]
  return what in done && /^\d{1,9}$/.test(idea) ? done[what as keyof typeof done](Number(idea)) : undefined
}

async function roundsWithIdeas(rooms: Rooms): Promise<Round[]> {
  return (await rooms.rounds.list()).filter((round) => round.kind !== 'imported' && rooms.rounds.phase(round) !== 'archived')
}

export function queuePages({ rooms, get }: Site): void {
  get('/hallinta/jono', MODERATORS, async (visit) => {
    const { staff: words } = visit.words
    const round = await roundOf(rooms, visit, ['review', 'ideas'])
    if (!round) return staffPage(visit, { title: words.queue.title, main: html`<h1>${words.queue.title}</h1><p>${words.home.noRounds}</p>` })
    const staff = staffOf(visit)
    const wanted = queryOf(visit, 'tila')
    const state = IDEA_STATES.find((known) => known === wanted) ?? 'waiting'
    const page = Math.min(Math.max(Math.trunc(Number(queryOf(visit, 'sivu'))) || 1, 1), 10_000)
    const asked = { page, pageSize: PAGE_SIZE }
    const { ideas, total } = state === 'waiting' ? await rooms.moderation.queue(staff, round.slug, asked)
      : await rooms.ideas.list({ staff, resident: null }, round.slug, { ...asked, state })
    const similar = await rooms.ideas.similar(staff, ideas.map(({ id }) => id), SIMILAR_MAX)
    const prepared = new Set((await rooms.moderation.prepared(staff)).map(({ ideaId }) => ideaId))
    const listed = { round, now: rooms.clock.now(), similar, prepared }
    const mayEnter = ['ideas', 'review'].includes(rooms.rounds.phase(round)) && round.proposalsReadyAt === null
    return staffPage(visit, {
      title: `${words.queue.title}: ${roundName(visit, round)}`, round, done: doneText(visit),
      main: html`<h1>${words.queue.title}: ${roundName(visit, round)}</h1>
${roundLinks(visit, await roundsWithIdeas(rooms), round, '/hallinta/jono')}
${stateLinks(visit, round, state)}
<p>${state === 'waiting' ? words.queue.count(total) : words.queue.countOf(total)}</p>
${ideas.length === 0 ? '' : html`<ol class="queue">${ideas.map((idea) => row(visit, idea, listed))}</ol>`}
${pagination(visit, { page, pages: Math.ceil(total / PAGE_SIZE) }, (to) =>
  visit.href(`/hallinta/jono?kierros=${round.slug}${state === 'waiting' ? '' : `&tila=${state}`}&sivu=${to}`))}
${mayEnter ? html`<p class="actions"><a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/ideat/uusi?kierros=${round.slug}`)}">${words.queue.enter}</a></p>` : ''}`,
    })
  })
}

import { type IdeaPage, type IdeaView, type ListIdeas, listIdeasQuery, PUBLIC, PUBLIC_STATES } from '../../../ideas/index.ts'
import type { FieldError } from '../../../kernel/index.ts'
import { fieldErrorsOf } from '../../../platform/http/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, pagination, rehearsalNotice, textField } from '../../layout/index.ts'
import { inLanguage, roundName, roundOf, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { photo, stateTag, themeName } from './parts.ts'

/** Fills rows of one, two, three and four cards. */
const PAGE_SIZE = 12
const EXCERPT_CHARACTERS = 180

/** What the address asks for, as it was typed. */
type Asked = { readonly haku: string; readonly aihe: string; readonly tila: string; readonly sivu: string }

function askedIn(visit: Visit): Asked {
  const query = visit.request.query as Record<string, unknown>
  const text = (name: string): string => (typeof query[name] === 'string' ? query[name].trim() : '')
  return { haku: text('haku'), aihe: text('aihe'), tila: text('tila'), sivu: text('sivu') }
}

/** The query of the JSON door; a search that it would not take is told beside its field and everything is shown. */
function readQuery(round: Round, asked: Asked): { query: ListIdeas; errors: FieldError[] } {
  const source = {
    q: asked.haku || undefined, pageSize: PAGE_SIZE, page: /^[1-9]\d{0,3}$/.test(asked.sivu) ? asked.sivu : 1,
    theme: round.themes.some(({ slug }) => slug === asked.aihe) ? asked.aihe : undefined,
    state: PUBLIC_STATES.find((state) => state === asked.tila),
  }
  const parsed = listIdeasQuery.safeParse(source)
  if (parsed.success) return { query: parsed.data, errors: [] }
  return {
    query: listIdeasQuery.parse({ ...source, q: undefined }),
    errors: fieldErrorsOf(parsed.error, source).map((error) => ({ ...error, field: 'haku' })),
  }
}

function select(name: string, label: string, all: string, options: readonly (readonly [string, string])[], chosen: string): Html {
  return html`<div class="ds-field"><label class="ds-label" for="${name}">${label}</label>
<select class="ds-input" id="${name}" name="${name}"><option value="">${all}</option>${options.map(([value, text]) => html`
<option value="${value}"${value === chosen ? html` selected` : ''}>${text}</option>`)}</select></div>`
}

function filters(visit: Visit, round: Round, asked: Asked, errors: readonly FieldError[]): Html {
  const { ideas: { list, states }, common } = visit.words
  return html`<form class="filters" method="get" action="${visit.href('/ideat')}" role="search">
<input type="hidden" name="kierros" value="${round.slug}">
${textField(visit, { name: 'haku', label: list.search, value: asked.haku, type: 'search', maxlength: 100, errors })}
${select('aihe', list.theme, list.allThemes, round.themes.map(({ slug, name }) => [slug, inLanguage(visit, name)] as const), asked.aihe)}
${select('tila', list.state, list.allStates, PUBLIC_STATES.map((state) => [state, states[state]] as const), asked.tila)}
<button class="ds-button" data-variant="secondary" type="submit">${common.search}</button>
</form>`
}

function excerpt(text: string): string {
  const flat = text.replace(/\s+/g, ' ')
  if (flat.length <= EXCERPT_CHARACTERS) return flat
  return `${flat.slice(0, EXCERPT_CHARACTERS).replace(/\s+\S*$/, '')} …`
}

function card(visit: Visit, round: Round, idea: IdeaView): Html {
  const { list, one } = visit.words.ideas
  const title = idea.title ?? one.hiddenTitle
  return html`<li class="card idea">
${idea.photo ? html`<div class="idea-photo">${photo(idea.photo, { size: 'card', alt: idea.photo.alt })}</div>` : ''}
<h2><a href="${visit.href(`/ideat/${idea.id}`)}"${idea.title === null || idea.language === visit.language ? '' : html` lang="${idea.language}"`}>${title}</a></h2>
<p class="quiet">${themeName(visit, round, idea.theme)}${idea.place ? ` · ${idea.place}` : ''}</p>
${idea.body === null
    ? html`<p>${list.hidden}</p>`
    : html`<p${idea.language === visit.language ? '' : html` lang="${idea.language}"`}>${excerpt(idea.body)}</p>`}
<p class="idea-state">${stateTag(visit, idea.state)}</p>
</li>`
}

function results(visit: Visit, round: Round, asked: Asked, found: IdeaPage): Html {
  const { list } = visit.words.ideas
  const isFiltered = asked.haku !== '' || asked.aihe !== '' || asked.tila !== ''
  const address = (page: number): string => {
    const query = new URLSearchParams({ kierros: round.slug })
    for (const name of ['haku', 'aihe', 'tila'] as const) if (asked[name]) query.set(name, asked[name])
    query.set('sivu', String(page))
    return `${visit.href('/ideat')}?${query}`
  }
  return html`<p class="count" role="status">${isFiltered ? list.filtered(found.total) : list.count(found.total)}${
    isFiltered ? html` <a href="${visit.href(roundPath('/ideat', round))}">${list.clear}</a>` : ''}</p>
${found.total === 0 ? html`<p>${isFiltered ? list.tryOther : list.none}</p>` : html`
<ul class="cards">${found.ideas.map((idea) => card(visit, round, idea))}</ul>`}
${pagination(visit, { page: found.page, pages: Math.ceil(found.total / PAGE_SIZE) }, address)}`
}

function otherRounds(visit: Visit, others: readonly Round[]): Html {
  if (others.length === 0) return html``
  return html`<nav class="other-rounds" aria-label="${visit.words.ideas.list.otherRounds}"><p>${visit.words.ideas.list.otherRounds}:</p>
<ul>${others.map((round) => html`<li><a href="${visit.href(roundPath('/ideat', round))}">${roundName(visit, round)}</a></li>`)}</ul></nav>`
}

export function listPage(site: Site): void {
  const { ideas, rounds } = site.rooms

  site.get('/ideat', { shared: true }, async (visit) => {
    const { list, send } = visit.words.ideas
    const round = await roundOf(site.rooms, visit, ['ideas', 'review', 'voting', 'counting', 'result', 'upcoming'])
    if (!round) return page(visit, { title: send.closed.title, nav: 'ideas', main: html`<h1>${send.closed.title}</h1><p>${list.noRound}</p>` })
    const asked = askedIn(visit)
    const { query, errors } = readQuery(round, asked)
    const found = await ideas.list(PUBLIC, round.slug, query)
    // Rounds that were held elsewhere came with their result and without their ideas.
    const others = (await rounds.list()).filter(({ id, kind }) => id !== round.id && kind === 'regular')
    const isOpen = rounds.phase(round) === 'ideas'
    const title = list.title(roundName(visit, round))
    return page(visit, {
      title: asked.haku || asked.aihe || asked.tila ? `${title} (${list.filtered(found.total)})` : title,
      nav: 'ideas', wide: true, errors,
      main: html`${rehearsalNotice(visit, round)}
<h1>${title}</h1>
<p class="lead">${list.lead}${isOpen ? html` ${send.until(visit.format.weekday(round.ideasCloseAt), visit.format.time(round.ideasCloseAt))}` : ''}</p>
${isOpen ? html`<p class="actions"><a class="ds-button" href="${visit.href(roundPath('/ideat/uusi', round))}">${list.send}</a></p>` : ''}
<p><a href="${visit.href('/omat-ideat')}">${list.mine}</a></p>
${filters(visit, round, asked, errors)}
${results(visit, round, asked, found)}
${otherRounds(visit, others)}`,
    })
  })
}

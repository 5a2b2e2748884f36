import { type IdeaView, isModerationOpen, mayFollow, type SimilarIdea } from '../../../ideas/index.ts'
import type { FieldError } from '../../../kernel/index.ts'
import type { Decide, DecisionKind, Prepared } from '../../../moderation/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Rooms, Site, Typed, Visit } from '../../site/index.ts'
import { photo } from '../ideas/parts.ts'
import { decisionForm, SLUGS } from './decision-form.ts'
import { MODERATORS, momentOf, numberIn, queryOf, staffOf, staffPage } from './frame.ts'
import { stateTag, themeName, waitedTag } from './idea-words.ts'
import { similarList } from './queue.ts'

const SIMILAR_MAX = 6

/** Everything that the page of one idea shows. */
export type IdeaPageParts = {
  readonly idea: IdeaView
  readonly round: Round
  readonly similar: readonly SimilarIdea[]
  readonly prepared: Prepared | null
  /** The decision whose form is open; null when none is possible. */
  readonly kind: DecisionKind | null
  readonly typed: Typed
  readonly errors?: readonly FieldError[]
  readonly problem?: Html | string
}

type IdeaInRound = { readonly idea: IdeaView; readonly round: Round }

/** Moderation has ended, and the text of a refused idea can still be hidden. */
export function mayHideAlone(rooms: Rooms, { idea, round }: IdeaInRound): boolean {
  return !isModerationOpen(rooms.rounds.phase(round), round.proposalsReadyAt !== null)
    && idea.state === 'refused' && !idea.textHidden
}

/** What may be decided on an idea now, most usual first. */
export function possibleKinds(rooms: Rooms, { idea, round }: IdeaInRound): DecisionKind[] {
  if (mayHideAlone(rooms, { idea, round })) return ['refuse']
  if (!isModerationOpen(rooms.rounds.phase(round), round.proposalsReadyAt !== null)) return []
  return (['accept', 'refuse', 'ask', 'merge'] as const).filter((kind) => mayFollow(idea.state, kind)
    && (kind !== 'ask' || idea.source === 'online') && (kind === 'accept' || idea.proposalNumber === null))
}

/** Reads what the page shows. `asked` is the decision that somebody wants to write. */
export async function ideaParts(rooms: Rooms, visit: Visit, id: number, asked?: DecisionKind): Promise<IdeaPageParts> {
  const staff = staffOf(visit)
  const idea = await rooms.ideas.read({ staff, resident: null }, id)
  const round = await rooms.rounds.bySlug(idea.round)
  const similar = (await rooms.ideas.similar(staff, [id], SIMILAR_MAX)).get(id) ?? []
  const prepared = await rooms.moderation.preparedOf(staff, id)
  const possible = possibleKinds(rooms, { idea, round })
  const wanted = asked ?? prepared?.decision.kind
  const kind = possible.find((each) => each === wanted) ?? possible[0] ?? null
  const typed = { ...(mayHideAlone(rooms, { idea, round }) ? { textHidden: 'on' } : {}), ...typedOfPrepared(prepared, kind) }
  return { idea, round, similar, prepared, kind, typed }
}

/** A prepared decision as its form shows it. */
function typedOfPrepared(prepared: Prepared | null, kind: DecisionKind | null): Typed {
  const decision: Decide | undefined = prepared?.decision
  if (!decision || decision.kind !== kind) return {}
  switch (decision.kind) {
    case 'refuse': return { reason: decision.reason, ...(decision.textHidden ? { textHidden: 'on' } : {}) }
    case 'ask': return { question: decision.question }
    case 'merge': return { reason: decision.reason ?? '', ideaan: String(decision.intoIdeaId) }
    default: return { reason: decision.reason ?? '' }
  }
}

function fact(label: string, value: Html | string | null | undefined): Html | '' {
  return value === null || value === undefined || value === '' ? '' : html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}

function ideaLink(visit: Visit, { id, title }: { id: number; title: string | null }): Html {
  return html`<a href="${visit.href(`/hallinta/ideat/${id}`)}">${visit.words.staff.queue.number(id)}: ${title ?? ''}</a>`
}

function facts(visit: Visit, { idea, round }: IdeaPageParts): Html {
  const { idea: words, sources } = visit.words.staff
  return html`<dl class="pairs">
${fact(words.round, roundName(visit, round))}
${fact(words.theme, themeName(visit, round, idea.theme))}
${fact(words.place, idea.place)}
${fact(words.author, idea.authorName ?? words.noName)}
${fact(words.contact, idea.contactEmail ? html`<a href="mailto:${idea.contactEmail}">${idea.contactEmail}</a>` : words.noContact)}
${fact(words.sent, `${momentOf(visit, idea.submittedAt)}, ${sources[idea.source]}${idea.enteredBy ? ` (${idea.enteredBy})` : ''}`)}
${fact(words.language, visit.words.staff.languages[idea.language])}
${fact(words.proposal, idea.proposalNumber === null ? null
    : html`<a href="${visit.href(`/hallinta/ehdotukset/${idea.round}/${idea.proposalNumber}`)}">${words.proposalNumber(idea.proposalNumber)}</a>`)}
${fact(words.mergedInto, idea.mergedInto && ideaLink(visit, idea.mergedInto))}
${fact(words.merged, idea.merged.length === 0 ? null : html`<ul class="plain">${idea.merged.map((link) => html`<li>${ideaLink(visit, link)}</li>`)}</ul>`)}
</dl>`
}

function history(visit: Visit, { idea }: IdeaPageParts): Html {
  const { idea: words, author } = visit.words.staff
  return html`<h2>${words.history}</h2><ol class="history">
<li><strong>${words.submitted}</strong> <span class="quiet">${momentOf(visit, idea.submittedAt)}</span></li>
${idea.history.map(({ kind, text, at, staffName }) => html`<li><strong>${words.acts[kind]}</strong>
<span class="quiet">${momentOf(visit, at)}, ${staffName ?? author}</span>${text === null ? '' : html`<p class="said">${text}</p>`}</li>`)}</ol>`
}

/** What was typed for a decision that is not possible any more: shown, so that the work is not lost. */
function typedText(visit: Visit, { typed, kind }: IdeaPageParts): Html {
  const text = typed.reason ?? typed.question ?? ''
  if (typed.kind === undefined || typed.kind === kind || text === '') return html``
  return html`<p>${visit.words.staff.decide.typedBefore}</p><p class="said">${text}</p>`
}

function decideSection(rooms: Rooms, visit: Visit, parts: IdeaPageParts): Html {
  const { decide } = visit.words.staff
  const { idea, kind, prepared } = parts
  const possible = possibleKinds(rooms, parts)
  return html`<section class="decide" id="paatos" aria-labelledby="paatos-otsikko"><h2 id="paatos-otsikko">${decide.heading}</h2>
${typedText(visit, parts)}
${prepared ? html`<div class="ds-alert" data-color="info"><p><strong>${decide.preparedBy(prepared.staffName, momentOf(visit, prepared.preparedAt))}</strong> ${decide.kinds[prepared.decision.kind]}.</p>
<p><a href="${visit.href('/hallinta/paatokset')}">${visit.words.staff.home.toPrepared}</a></p></div>` : ''}
${kind === null ? html`<p>${idea.proposalNumber !== null ? decide.inProposal(idea.proposalNumber) : decide.nothing}</p>` : html`
<nav class="chips" aria-label="${decide.heading}"><ul>${possible.map((each) => html`<li><a href="${
  visit.href(`/hallinta/ideat/${idea.id}?paatos=${SLUGS[each]}#paatos`)}"${each === kind ? html` aria-current="true"` : ''}>${decide.kinds[each]}</a></li>`)}</ul></nav>
${idea.source === 'online' || idea.state !== 'waiting' ? '' : html`<p class="quiet">${decide.notOnline}</p>`}
${mayHideAlone(rooms, parts) ? html`<p>${decide.hideAlone}</p>` : ''}
${decisionForm(visit, { ...parts, kind })}`}
</section>`
}

export function ideaPage(rooms: Rooms, visit: Visit, parts: IdeaPageParts): Html {
  const { idea: words, queue } = visit.words.staff
  const { idea, round, similar } = parts
  return staffPage(visit, {
    title: idea.title ?? queue.number(idea.id), back: [`/hallinta/jono?kierros=${round.slug}`, words.back], round,
    errors: parts.errors ?? [], problem: parts.problem,
    main: html`<h1 lang="${idea.language}">${idea.title ?? queue.number(idea.id)}</h1>
<p class="marks">${stateTag(visit, idea.state)} ${idea.state === 'waiting' ? waitedTag(visit, idea, rooms.clock.now()) : ''}
<span class="tag">${queue.number(idea.id)}</span>${idea.textHidden ? html` <span class="tag" data-color="danger">${words.hidden}</span>` : ''}</p>
<div class="two"><div>
<div class="paper" lang="${idea.language}">${idea.body}</div>
${idea.photo ? html`<figure class="idea-figure">${photo(idea.photo, { size: 'large', alt: idea.photo.alt, eager: true })}
<figcaption class="quiet">${words.alt} <span lang="${idea.language}">${idea.photo.alt}</span></figcaption></figure>` : ''}
${facts(visit, parts)}
${history(visit, parts)}
</div><div>
${decideSection(rooms, visit, parts)}
<section aria-labelledby="samat"><h2 id="samat">${queue.similar}</h2>
${similar.length === 0 ? html`<p class="quiet">${queue.noSimilar}</p>` : similarList(visit, similar)}</section>
</div></div>`,
  })
}

export function ideaPages({ rooms, get }: Site): void {
  get('/hallinta/ideat/:id', MODERATORS, async (visit) => {
    const slug = queryOf(visit, 'paatos')
    const asked = (Object.keys(SLUGS) as DecisionKind[]).find((kind) => SLUGS[kind] === slug)
    const parts = await ideaParts(rooms, visit, numberIn(visit, 'id'), asked)
    const template = Number(queryOf(visit, 'malli') || Number.NaN)
    const texts = visit.words.staff.templates[parts.kind ?? 'accept']
    const text = texts[template]?.text
    if (text === undefined || parts.kind === null) return ideaPage(rooms, visit, parts)
    return ideaPage(rooms, visit, { ...parts, typed: { ...parts.typed, [parts.kind === 'ask' ? 'question' : 'reason']: text } })
  })
}

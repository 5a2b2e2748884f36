import { type IdeaView, viewerOf } from '../../../ideas/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { dayTag, ideaIdIn, paragraphs, photo, stateTag, themeName } from './parts.ts'

/** What may still be withdrawn; the use-case has the last word, under its locks. */
export function mayWithdraw(idea: IdeaView): boolean {
  return idea.mine && (idea.state === 'waiting' || idea.state === 'asked' || idea.state === 'accepted') && idea.merged.length === 0
}

function facts(visit: Visit, round: Round, idea: IdeaView): Html {
  const { one } = visit.words.ideas
  const source = one.source[idea.source]
  const row = (term: string, what: Html | string): Html => html`<div><dt>${term}</dt><dd>${what}</dd></div>`
  return html`<dl class="idea-facts">
${row(one.theme, themeName(visit, round, idea.theme))}
${idea.place ? row(one.place, idea.place) : ''}
${idea.authorName ? row(one.author, idea.authorName) : ''}
${row(one.sent, html`${dayTag(visit, idea.submittedAt)}${source ? `. ${source}.` : ''}`)}
${row(one.round, html`<a href="${visit.href(roundPath('/ideat', round))}">${roundName(visit, round)}</a>`)}
</dl>`
}

function ideaLink(visit: Visit, link: { id: number; title: string | null }): Html {
  return html`<a href="${visit.href(`/ideat/${link.id}`)}">${link.title ?? visit.words.ideas.one.hiddenTitle}</a>`
}

function becameOf(visit: Visit, round: Round, idea: IdeaView): Html {
  const { one } = visit.words.ideas
  const { mergedInto, proposalNumber, merged } = idea
  return html`${idea.state === 'merged' ? html`<div class="ds-alert" data-color="info"><p>${mergedInto
    ? html`${one.mergedInto} ${ideaLink(visit, mergedInto)}.` : one.mergedIntoOther}</p></div>` : ''}
${proposalNumber === null ? '' : html`<div class="ds-alert" data-color="success"><p>${one.proposal(proposalNumber)}
<a href="${visit.href(roundPath(`/ehdotukset/${proposalNumber}`, round))}">${one.toProposal}</a></p></div>`}
${merged.length === 0 ? '' : html`<h2>${one.merged}</h2><ul>${merged.map((link) => html`<li>${ideaLink(visit, link)}</li>`)}</ul>`}`
}

/** What happened, first to last. A reason stands where it was given. */
function history(visit: Visit, idea: IdeaView): Html {
  const { one, acts } = visit.words.ideas
  const label = { ask: one.question, answer: one.answer } as Partial<Record<string, string>>
  return html`<h2>${one.history}</h2><ol class="history">
<li><p>${dayTag(visit, idea.submittedAt)} <strong>${one.submitted}</strong></p></li>${idea.history.map((act) => html`
<li><p>${dayTag(visit, act.at)} <strong>${acts[act.kind]}</strong></p>${act.text
    ? html`<blockquote><p class="quiet">${label[act.kind] ?? one.reason}:</p>${paragraphs(act.text)}</blockquote>` : ''}</li>`)}</ol>`
}

function ownBox(visit: Visit, idea: IdeaView): Html {
  const { one, own } = visit.words.ideas
  if (!idea.mine) return html``
  return html`<section class="ds-alert" data-color="${idea.state === 'asked' ? 'warning' : 'info'}" aria-label="${one.mine}">
<p><strong>${one.mine}.</strong> ${own[idea.state]}</p>
${idea.contactEmail ? html`<p>${one.mail(idea.contactEmail)}</p>` : ''}
${idea.state === 'asked' || mayWithdraw(idea) ? html`<p class="actions">${idea.state === 'asked' ? html`
<a class="ds-button" href="${visit.href(`/omat-ideat/${idea.id}/vastaa`)}">${one.answerButton}</a>` : ''}${mayWithdraw(idea) ? html`
<a class="ds-button" data-variant="secondary" href="${visit.href(`/omat-ideat/${idea.id}/peru`)}">${one.withdrawButton}</a>` : ''}</p>` : ''}
</section>`
}

export function onePage(site: Site): void {
  const { ideas, rounds, identity } = site.rooms

  site.get('/ideat/:id', { shared: true }, async (visit) => {
    const { one } = visit.words.ideas
    const idea = await ideas.read(viewerOf(identity.auth, visit.request), ideaIdIn(visit))
    const round = await rounds.bySlug(idea.round)
    const lang = idea.language === visit.language ? '' : html` lang="${idea.language}"`
    return page(visit, {
      title: idea.title ?? one.hidden, nav: 'ideas',
      main: html`<p class="back"><a href="${visit.href(roundPath('/ideat', round))}">${one.back}</a></p>
${rehearsalNotice(visit, round)}
<h1${idea.title === null ? '' : lang}>${idea.title ?? one.hidden}</h1>
<p>${stateTag(visit, idea.state)}</p>
${ownBox(visit, idea)}
${becameOf(visit, round, idea)}
${idea.photo ? html`<figure class="idea-figure">${photo(idea.photo, { size: 'large', alt: idea.photo.alt, eager: true })}</figure>` : ''}
${idea.body === null ? html`<p>${one.hiddenText}</p>` : html`<div class="idea-body"${lang}>${paragraphs(idea.body)}</div>`}
${facts(visit, round, idea)}
${history(visit, idea)}`,
    })
  })
}

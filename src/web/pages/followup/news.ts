import type { ImplementationState, News } from '../../../proposals/index.ts'
import type { Translated } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'

const COLORS = { planned: 'neutral', under_way: 'warning', done: 'success', dropped: 'danger' } as const
const ROAD: readonly ImplementationState[] = ['planned', 'under_way', 'done']

export function stateTag(visit: Visit, state: ImplementationState): Html {
  return html`<span class="tag" data-color="${COLORS[state]}">${visit.words.followup.states[state]}</span>`
}

/** How far a winner has come, as a picture of its tag: it says nothing itself. What was dropped is on no road. */
export function road(state: ImplementationState): Html {
  if (state === 'dropped') return html``
  return html`<div class="steps-bar" aria-hidden="true">${ROAD.map((_, i) => html`<span${i <= ROAD.indexOf(state) ? html` class="done"` : ''}></span>`)}</div>`
}

/** A text of staff, marked as Finnish where nobody translated it. */
function told(visit: Visit, text: Translated): Html {
  const translated = visit.language === 'fi' || text[visit.language] !== undefined
  return html`<p class="told"${translated ? '' : html` lang="fi"`}>${inLanguage(visit, text)}</p>`
}

function picture({ url, alt, width, height }: NonNullable<News['photo']>): Html {
  return html`<picture><source srcset="${url}.webp" type="image/webp"><img src="${url}.jpeg" alt="${alt}" width="${width}" height="${height}" loading="lazy"></picture>`
}

/** News of one winner, newest first. */
export function timeline(visit: Visit, news: readonly News[]): Html {
  return html`<ol class="timeline" role="list">${news.map(({ happenedOn, state, text, photo }) => html`
<li><p class="when"><time datetime="${happenedOn}">${visit.format.calendarDay(happenedOn)}</time> ${stateTag(visit, state)}</p>
${told(visit, text)}${photo ? picture(photo) : ''}</li>`)}</ol>`
}

import type { IdeaState, IdeaView } from '../../../ideas/index.ts'
import { Fault, type Refusal } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page } from '../../layout/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'
import { fill, type RefusalCode } from '../../words/index.ts'

const COLOURS: Readonly<Record<IdeaState, string>> = {
  waiting: 'neutral', asked: 'warning', accepted: 'success', refused: 'neutral', merged: 'neutral', withdrawn: 'neutral',
}

export function stateTag(visit: Visit, state: IdeaState): Html {
  return html`<span class="tag" data-color="${COLOURS[state]}">${visit.words.ideas.states[state]}</span>`
}

export function themeName(visit: Visit, round: Pick<Round, 'themes'>, slug: string): string {
  const theme = round.themes.find((known) => known.slug === slug)
  return theme ? inLanguage(visit, theme.name) : slug
}

/** The day of an instant in ISO 8601, marked up for machines. */
export function dayTag(visit: Visit, instant: string): Html {
  return html`<time datetime="${instant}">${visit.format.day(new Date(instant))}</time>`
}

/** A text as it was written: an empty line parts paragraphs, another one breaks the line. */
export function paragraphs(text: string): Html {
  return html`${text.split(/\n{2,}/).map((part) => html`<p>${part.split('\n').map((line, i) => html`${i > 0 ? html`<br>` : ''}${line}`)}</p>\n`)}`
}

type PhotoParts = { readonly size: 'card' | 'large'; readonly alt: string; readonly eager?: boolean }

/** The photo of an idea, in the format that the browser likes best. It has its size before it comes, so nothing jumps. */
export function photo(view: NonNullable<IdeaView['photo']>, { size, alt, eager = false }: PhotoParts): Html {
  const url = size === 'card' ? view.cardUrl : view.url
  return html`<picture><source srcset="${url}.webp" type="image/webp">
<img src="${url}.jpeg" alt="${alt}" width="${view.width}" height="${view.height}"${eager ? '' : html` loading="lazy"`}></picture>`
}

/** The number of an idea in the address. What is none is a page that is not there. */
export function ideaIdIn(visit: Visit): number {
  const { id = '' } = visit.request.params as { id?: string }
  if (!/^[1-9]\d{0,14}$/.test(id)) throw new Fault('not_found')
  return Number(id)
}

/** Why something could not be done, with the way back to one's ideas. */
export function refusalPage(visit: Visit, { code, details }: Refusal): { page: Html; status: number } {
  const { mine } = visit.words.ideas
  return {
    status: 409,
    page: page(visit, {
      title: mine.refused, nav: 'ideas',
      main: html`<h1>${mine.refused}</h1>
<p class="lead">${fill(visit.words.problems.refusals[code as RefusalCode], details)}</p>
<p class="actions"><a class="ds-button" href="${visit.href('/omat-ideat')}">${mine.backToMine}</a></p>`,
    }),
  }
}

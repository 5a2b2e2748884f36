import type { IdeaState, IdeaView } from '../../../ideas/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'
import { daysSince } from './frame.ts'

const COLORS: Readonly<Record<IdeaState, string>> = {
  waiting: 'warning', asked: 'info', accepted: 'success', refused: 'danger', merged: 'neutral', withdrawn: 'neutral',
}

export function stateTag(visit: Visit, state: IdeaState): Html {
  return html`<span class="tag" data-color="${COLORS[state]}">${visit.words.staff.states[state]}</span>`
}

export function themeName(visit: Visit, round: Round, theme: string): string {
  const found = round.themes.find(({ slug }) => slug === theme)
  return found ? inLanguage(visit, found.name) : theme
}

/** Since when an idea has waited for staff: since it came, or since its author answered. */
export function waitingSince(idea: IdeaView): string {
  return idea.history.at(-1)?.at ?? idea.submittedAt
}

/** How long an idea has waited. From two weeks on it is marked as late, for nobody likes to be forgotten. */
export function waitedTag(visit: Visit, idea: IdeaView, now: Date): Html {
  const days = daysSince(waitingSince(idea), now)
  return html`<span class="tag"${days >= LATE_DAYS ? html` data-color="danger"` : ''}>${visit.words.staff.waited(days)}</span>`
}

export const LATE_DAYS = 14

/** The beginning of a text, cut between words. */
export function excerpt(text: string, length = 220): string {
  if (text.length <= length) return text
  return `${text.slice(0, length).replace(/\s+\S*$/, '')} …`
}

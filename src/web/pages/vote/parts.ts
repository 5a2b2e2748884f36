import { type Html, html } from '../../html/index.ts'
import { page, type PageParts, rehearsalNotice } from '../../layout/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { Station } from '../../../stations/index.ts'
import type { Visit } from '../../site/index.ts'
import type { Ballot } from './standing.ts'

/** A page of the flow: nothing to stray to, and in a rehearsal it says so. */
export function votePage(visit: Visit, round: Pick<Round, 'kind'> | null, parts: PageParts): Html {
  return page(visit, {
    ...parts, slim: true, nav: 'vote', scripts: ['vote.js'],
    main: html`${round && rehearsalNotice(visit, round)}${parts.main}`,
  })
}

/** Where people can vote on paper, with addresses. */
export function stationList(visit: Visit, stations: readonly Station[], level: 2 | 3): Html {
  if (stations.length === 0) return html``
  const { stations: heading } = visit.words.vote
  return html`${level === 2 ? html`<h2>${heading}</h2>` : html`<h3>${heading}</h3>`}
<ul class="rows stations">${stations.map(({ name, address }) => html`
<li><strong>${name}</strong> <span>${address}</span></li>`)}</ul>`
}

/** What is in the urn, and nothing of what is in it. */
export function urnSentence(visit: Visit, ballot: Ballot | null): string {
  const { voted } = visit.words.vote
  if (ballot === null) return voted.notInUrn
  const day = visit.format.calendarDay(ballot.castOn)
  return ballot.channel === 'paper' ? voted.onPaper(day) : voted.inUrn(day, ballot.revision)
}

/** A sentence with the instant at which voting opens or ends. */
export function atTime(visit: Visit, sentence: (weekday: string, time: string) => string, instant: Date): string {
  return sentence(visit.format.weekday(instant), visit.format.time(instant))
}

export function signOutForm(visit: Visit, size: 'plain' | 'big'): Html {
  return html`<form method="post" action="${visit.href('/uloskirjautuminen')}">
<button class="ds-button${size === 'big' ? ' big' : ''}"${size === 'big' ? '' : html` data-variant="secondary"`} type="submit">${
    visit.words.common.signOut}</button></form>`
}

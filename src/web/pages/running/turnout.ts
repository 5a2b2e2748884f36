import { type Html, html } from '../../html/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { OFFICE, roundIn, staffPage } from '../staff/frame.ts'
import { backToRound } from './round.ts'

/** A figure that is rounded down says so: nought may be nine. */
function figure(visit: Visit, ballots: number): string {
  const { turnout } = visit.words.running
  return ballots === 0 ? turnout.few : turnout.atLeast(visit.format.number(ballots))
}

function fact(label: string, value: string): Html {
  return html`<div><dt>${label}</dt><dd>${value}</dd></div>`
}

export function turnoutPages(site: Site): void {
  const { rooms } = site
  site.get('/hallinta/kierros/:slug/osallistuminen', OFFICE, async (visit) => {
    const round = await roundIn(rooms, visit)
    const { turnout: words } = visit.words.running
    const { ballots, days, channels } = await rooms.urn.turnoutByDay(round.slug)
    const most = Math.max(1, ...days.map((day) => day.ballots))
    return staffPage(visit, {
      title: words.title, round, back: backToRound(visit, round),
      main: html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
<dl class="facts">${fact(words.all, figure(visit, ballots))}${channels
    ? html`${fact(words.online, figure(visit, channels.online))}${fact(words.paper, figure(visit, channels.paper))}` : ''}</dl>
${channels || round.forgottenAt ? '' : html`<p class="quiet">${words.fewChannels}</p>`}
${round.forgottenAt ? html`<p>${visit.words.forgetting.public(visit.format.day(round.forgottenAt))}</p>` : html`<h2>${words.byDay}</h2>
${days.length === 0 ? html`<p>${words.none}</p>` : html`<ul class="ranked">${days.map(({ day, ballots: ofDay }) => html`<li>
<p><span>${visit.format.weekday(new Date(`${day}T12:00:00Z`))}</span> <strong>${figure(visit, ofDay)}</strong></p>
<svg class="bar" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="bar-all" width="100" height="4"/>
<rect class="bar-part" width="${(ofDay * 100 / most).toFixed(1)}" height="4"/></svg></li>`)}</ul>
<p class="quiet">${words.note}</p>`}`}`,
    })
  })
}

import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundName, roundOf } from '../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'

function moment(visit: Visit, at: Date): string {
  return `${visit.format.weekday(at)} ${visit.words.common.at} ${visit.format.time(at)}`
}

async function rights(rooms: Rooms, visit: Visit, round: Round): Promise<Html> {
  const { voting: words } = visit.words.about
  const stations = await rooms.stations.list(round.slug)
  return html`<p class="lead">${words.lead(roundName(visit, round))}</p>
<h2>${words.who}</h2>
<ul>
<li>${words.age(round.votingAge, visit.format.calendarDay(round.ageCutoff))}</li>
<li>${words.residence(round.municipalityCodes.join(', '))}</li>
<li>${words.picks(round.picksMin, round.picksMax)}</li>
<li>${words.once(round.mayReplace)}</li>
<li>${words.times(moment(visit, round.votingOpenAt), moment(visit, round.votingCloseAt))}</li>
</ul>
<h2>${words.how}</h2>
<p>${words.howText}</p>
<h2>${words.desk}</h2>
<p>${words.deskText}</p>
${stations.length === 0 ? html`<p>${words.noStations}</p>` : html`<ul>${stations.map(({ name, address }) => html`<li>${name}, ${address}</li>`)}</ul>`}`
}

/** Who may vote in the round that people can vote in now, or next. */
export async function voting(rooms: Rooms, visit: Visit): Promise<Html> {
  const { about } = visit.words
  const round = await roundOf(rooms, visit, ['voting', 'review', 'ideas', 'upcoming', 'counting', 'result'])
  return page(visit, {
    title: about.voting.title, nav: 'about',
    main: html`${round ? rehearsalNotice(visit, round) : ''}
<p><a href="${visit.href('/tietoa')}">${about.allPages}</a></p>
<h1>${about.voting.title}</h1>
${round ? await rights(rooms, visit, round) : html`<p class="lead">${about.voting.none}</p>`}`,
  })
}

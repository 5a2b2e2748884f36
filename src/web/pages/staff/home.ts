import { missingForVoting, type Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { daysSince, isManager, mayModerate, OFFICE, staffOf, staffPage } from './frame.ts'
import { LATE_DAYS, waitingSince } from './idea-words.ts'

type Work = { readonly round: Round; readonly waiting: number; readonly longestDays: number }

/** What waits in each round whose ideas are still decided on. */
async function workOf(rooms: Rooms, visit: Visit, rounds: readonly Round[]): Promise<Work[]> {
  const open = rounds.filter((round) => round.kind !== 'imported' && ['ideas', 'review'].includes(rooms.rounds.phase(round)))
  return Promise.all(open.map(async (round) => {
    const { ideas: [first], total } = await rooms.moderation.queue(staffOf(visit), round.slug, { page: 1, pageSize: 1 })
    return { round, waiting: total, longestDays: first ? daysSince(waitingSince(first), rooms.clock.now()) : 0 }
  }))
}

function workCards(visit: Visit, work: readonly Work[], prepared: number): Html {
  const { home } = visit.words.staff
  return html`<h2>${home.work}</h2><ul class="cards">
${work.map(({ round, waiting, longestDays }) => html`<li class="card">
<h3>${roundName(visit, round)}</h3>
<p class="figure">${visit.format.number(waiting)} <span>${home.waiting(waiting)}</span></p>
<p>${waiting === 0 ? home.nothingWaits : html`<span class="tag"${longestDays >= LATE_DAYS ? html` data-color="danger"` : ''}>${home.longest(longestDays)}</span>`}</p>
<p><a href="${visit.href(`/hallinta/jono?kierros=${round.slug}`)}">${home.toQueue}<span class="ds-sr-only">, ${roundName(visit, round)}</span></a></p></li>`)}
<li class="card"><h3>${home.prepared}</h3>
<p class="figure">${visit.format.number(prepared)} <span>${home.preparedWait(prepared)}</span></p>
<p><a href="${visit.href('/hallinta/paatokset')}">${home.toPrepared}</a></p></li>
</ul>`
}

function roundCard(rooms: Rooms, visit: Visit, round: Round): Html {
  const { home, roundPages } = visit.words.staff
  const phase = rooms.rounds.phase(round)
  const missing = round.kind === 'imported' ? [] : missingForVoting(round)
  const name = html`<span class="ds-sr-only">, ${roundName(visit, round)}</span>`
  const link = (path: string, label: string): Html =>
    html`<li><a href="${visit.href(`/hallinta/kierros/${round.slug}${path}`)}">${label}${name}</a></li>`
  const isHolder = visit.staff?.roles.includes('key_holder') ?? false
  const links = [
    ...(missing.includes('keys') && isHolder ? [link('/avaimet', roundPages.keys)] : []),
    ...(phase === 'voting' || phase === 'counting' ? [link('/osallistuminen', roundPages.turnout)] : []),
    ...(phase === 'counting' && isHolder ? [link('/avaus', roundPages.opening)] : []),
    ...(phase === 'counting' && isManager(visit) ? [link('/laskenta', roundPages.count)] : []),
  ]
  return html`<li class="card">
<h3><a href="${visit.href(`/hallinta/kierros/${round.slug}`)}">${roundName(visit, round)}</a></h3>
<p><span class="tag" data-color="${phase === 'voting' ? 'success' : 'neutral'}">${visit.words.common.phases[phase]}</span>
${round.kind === 'regular' ? '' : html`<span class="tag" data-color="warning">${round.kind === 'rehearsal' ? visit.words.common.rehearsal : visit.words.common.imported}</span>`}</p>
${missing.length > 0 && phase !== 'result' ? html`<p>${home.missing} ${missing.map((what) => home.missingNames[what]).join(', ')}.</p>` : ''}
${links.length === 0 ? '' : html`<ul class="plain">${links}</ul>`}</li>`
}

export function homePages({ rooms, get }: Site): void {
  get('/hallinta', { staff: [] }, async (visit) => {
    const { home } = visit.words.staff
    const staff = staffOf(visit)
    const isClerkOnly = staff.roles.every((role) => role === 'clerk')
    if (isClerkOnly) return { redirect: visit.href('/piste') }
    const rounds = await rooms.rounds.list()
    const work = mayModerate(visit) ? await workOf(rooms, visit, rounds) : []
    const prepared = mayModerate(visit) ? (await rooms.moderation.prepared(staff)).length : 0
    const current = rounds.filter((round) => !['result', 'archived'].includes(rooms.rounds.phase(round)))
    const past = rounds.filter((round) => !current.includes(round))
    const newest = rounds.find(({ kind }) => kind === 'regular')
    return staffPage(visit, {
      title: home.title,
      main: html`<h1>${home.title}</h1><p class="lead">${home.hello(staff.name)}</p>
${mayModerate(visit) ? workCards(visit, work, prepared) : ''}
<h2>${visit.words.staff.rounds}</h2>
${current.length === 0 ? html`<p>${home.noRounds}</p>` : html`<ul class="cards">${current.map((round) => roundCard(rooms, visit, round))}</ul>`}
${isManager(visit) ? html`<p class="actions"><a class="ds-button" data-variant="secondary" href="${
  visit.href(`/hallinta/kierros/uusi${newest ? `?malli=${newest.slug}` : ''}`)}">${newest ? home.newFrom(roundName(visit, newest)) : home.newRound}</a></p>` : ''}
${past.length === 0 ? '' : html`<h2>${home.past}</h2><ul class="cards">${past.map((round) => roundCard(rooms, visit, round))}</ul>`}`,
    })
  })
  get('/hallinta/kierros', OFFICE, (visit) => ({ redirect: visit.href('/hallinta') }))
}

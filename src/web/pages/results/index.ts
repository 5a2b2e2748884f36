import type { Round } from '../../../rounds/index.ts'
import { Fault } from '../../../kernel/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundName, roundOf, roundPath } from '../../rounds/index.ts'
import type { Rooms, Site, Visit } from '../../site/index.ts'
import { checkPages } from './check.ts'
import { comparisonPages } from './comparison.ts'
import { countSections } from './count.ts'
import { ranking } from './ranking.ts'
import { summary } from './summary.ts'

/** The real rounds whose result is out, newest first. */
export async function publishedRounds(rooms: Rooms): Promise<Round[]> {
  return (await rooms.rounds.list()).filter(({ kind, publishedAt }) => kind !== 'rehearsal' && publishedAt !== null)
    .toSorted((a, b) => Number(b.publishedAt) - Number(a.publishedAt))
}

function roundLinks(visit: Visit, rounds: readonly Round[], current: Round | null): Html {
  if (rounds.length === 0 || (rounds.length === 1 && rounds[0]!.id === current?.id)) return html``
  return html`<nav class="round-links" aria-label="${visit.words.results.rounds}"><ul>${rounds.map((round) => html`
<li><a href="${visit.href(roundPath('/tulokset', round))}"${round.id === current?.id ? html` aria-current="page"` : ''}>${roundName(visit, round)}</a></li>`)}</ul></nav>`
}

/** Why there is no result yet, and when there will be. Nothing of the count is told, for nobody knows it. */
function waiting(visit: Visit, rooms: Rooms, round: Round): string {
  const { notYet } = visit.words.results
  const phase = rooms.rounds.phase(round)
  const at = (sentence: (weekday: string, time: string) => string, instant: Date): string =>
    sentence(visit.format.weekday(instant), visit.format.time(instant))
  if (phase === 'counting') return notYet.counting
  return phase === 'voting' ? at(notYet.voting, round.votingCloseAt) : at(notYet.before, round.votingOpenAt)
}

function pageWithout(visit: Visit, rooms: Rooms, round: Round | null, rounds: readonly Round[]): Html {
  const { notYet } = visit.words.results
  const title = round ? notYet.heading(roundName(visit, round)) : notYet.none
  return page(visit, {
    title, nav: 'results',
    main: html`${round ? rehearsalNotice(visit, round) : ''}
<h1>${title}</h1>
<p class="lead">${round ? waiting(visit, rooms, round) : notYet.noneText}</p>
${round ? html`<p>${notYet.quiet}</p>` : ''}
${rounds.length > 0 ? html`<h2>${notYet.others}</h2>` : ''}${roundLinks(visit, rounds, null)}`,
  })
}

/** Round under vote or count while an older result is shown: people look here for it first. */
function coming(visit: Visit, rooms: Rooms, rounds: readonly Round[]): Html {
  const isNext = (round: Round): boolean =>
    round.kind !== 'rehearsal' && ['voting', 'counting'].includes(rooms.rounds.phase(round))
  const next = rounds.find(isNext)
  if (!next) return html``
  return html`<p><strong>${visit.words.results.notYet.coming(roundName(visit, next))}</strong> ${waiting(visit, rooms, next)}</p>`
}

async function pageWith(visit: Visit, rooms: Rooms, round: Round, rounds: readonly Round[]): Promise<Html> {
  const { results } = visit.words
  const published = await rooms.tally.published(round.slug)
  const entitled = await rooms.urn.rollSize(round)
  const isNewest = round.id === rounds[0]?.id
  return page(visit, {
    title: results.title(roundName(visit, round)), nav: 'results',
    main: html`${rehearsalNotice(visit, round)}
<h1>${results.title(roundName(visit, round))}</h1>
${summary(visit, published, entitled)}
${roundLinks(visit, rounds, round)}
${isNewest ? coming(visit, rooms, await rooms.rounds.list()) : ''}
${ranking(visit, published)}
${countSections(visit, published)}`,
  })
}

export function resultPages(site: Site): void {
  const { rooms } = site

  site.get('/tulokset', { shared: true }, async (visit) => {
    const rounds = await publishedRounds(rooms)
    const named = (visit.request.query as { kierros?: unknown }).kierros !== undefined
    // Without a name the newest result is what people want, even while the next round is under vote.
    const round = named || rounds.length === 0
      ? await roundOf(rooms, visit, ['counting', 'voting', 'review', 'ideas', 'upcoming']) : rounds[0]!
    if (round === null && named) throw new Fault('not_found')
    return round?.publishedAt ? pageWith(visit, rooms, round, rounds) : pageWithout(visit, rooms, round, rounds)
  })

  checkPages(site)
  comparisonPages(site)
}

import { present } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { TallyBallot } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundPath } from '../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'
import { invalidReason } from './count.ts'
import { outcomeTag, titlesOf } from './ranking.ts'
import type { Published } from './summary.ts'

/** So many ballots of the list are shown above and below the voter's own. */
const NEIGHBOURS = 2

/** The picks of a ballot, each with its place in the result and what became of it. */
function picks(visit: Visit, { result, proposals }: Published, ballot: TallyBallot): Html {
  const { yourVote: words } = visit.words.results
  if (ballot.picks.length === 0) return html`<p>${words.blank}</p>`
  const title = titlesOf(visit, proposals)
  const known = result.rows.filter(({ number }) => ballot.picks.includes(number)).toSorted((x, y) => x.number - y.number)
  return html`<ul class="rows">${known.map((row) => html`
<li><span><strong>${row.number}. ${title(row.number)}</strong><br>${words.pickRank(row.rank, visit.format.number(row.votes))}</span> <span>${
    outcomeTag(visit, row)}</span></li>`)}</ul>`
}

/** The voter's line of the public list between the lines beside it. */
function excerpt(visit: Visit, ballots: readonly TallyBallot[], place: number): Html {
  const { yourVote: words } = visit.words.results
  const from = Math.max(0, place - NEIGHBOURS)
  return html`<table class="ds-table list-excerpt">
<thead><tr><th scope="col">${words.listCode}</th><th scope="col">${words.listPicks}</th></tr></thead>
<tbody>${ballots.slice(from, place + NEIGHBOURS + 1).map(({ tracker, picks: numbers }, i) => html`
<tr${from + i === place ? html` class="mine"` : ''}><td><code>${tracker}</code>${from + i === place ? html`<span class="ds-sr-only"> (${words.mine})</span>` : ''}</td><td>${
    numbers.join(', ')}</td></tr>`)}</tbody>
</table>`
}

/** The page of a ballot that was found in the public list by its tracker; null when it is not there. */
export async function foundBallot(visit: Visit, rooms: Rooms, round: Round, tracker: string): Promise<Html | null> {
  const { results } = visit.words
  const { yourVote: words } = results
  const ballots = await rooms.tally.publishedBallots(round.slug)
  const place = ballots.findIndex((ballot) => ballot.tracker === tracker)
  if (place < 0) return null
  const ballot = present(ballots[place], 'it was found')
  const published = await rooms.tally.published(round.slug)
  const invalid = published.result.invalidBallots.find((one) => one.tracker === tracker)
  const title = invalid ? words.foundInvalid : words.found
  return page(visit, {
    title, nav: 'results',
    main: html`${rehearsalNotice(visit, round)}
<h1>${title}</h1>
<p class="lead">${words.foundText(visit.format.number(place + 1), visit.format.number(ballots.length))}</p>
${invalid ? html`<div class="ds-alert" data-color="warning"><p>${results.ballots.invalid(1)} ${invalidReason(visit, invalid.reason.code)}.</p></div>` : ''}
<h2>${words.picked}</h2>
${picks(visit, published, ballot)}
<h2>${words.list}</h2>
<p>${words.listText}</p>
${excerpt(visit, ballots, place)}
<p><a href="/api/rounds/${round.slug}/ballots.csv" download="${round.slug}.csv">${words.wholeList}</a></p>
<p>${words.wrong} <a href="${visit.href('/tietoa/palaute')}">${visit.words.common.footer.feedback}</a></p>
<p class="actions"><a class="ds-button" data-variant="secondary" href="${visit.href(roundPath('/tulokset/tarkista', round))}">${words.again}</a>
<a class="ds-button" data-variant="tertiary" href="${visit.href(roundPath('/tulokset', round))}">${words.toResults}</a></p>`,
  })
}

import { present } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { TallyBallot } from '../../../tally/index.ts'
import { bytesOf, filledUp } from '../../even-size/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundPath } from '../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'
import { invalidReason } from './count.ts'
import { outcomeTag, titlesOf } from './ranking.ts'
import type { Published } from './summary.ts'

/** So many ballots of the list are shown above and below the voter's own. */
const NEIGHBOURS = 2

/** The proposals of the result by number, each with its place in the result and what became of it. */
function lines(visit: Visit, { result, proposals }: Published): ReadonlyMap<number, Html> {
  const { yourVote: words } = visit.words.results
  const title = titlesOf(visit, proposals)
  return new Map(result.rows.toSorted((x, y) => x.number - y.number).map((row) => [row.number, html`
<li><span><strong>${row.number}. ${title(row.number)}</strong><br>${words.pickRank(row.rank, visit.format.number(row.votes))}</span> <span>${
    outcomeTag(visit, row)}</span></li>`]))
}

/** The picks of a ballot as a list. */
function picks(visit: Visit, picked: readonly Html[]): Html {
  return picked.length === 0 ? html`<p>${visit.words.results.yourVote.blank}</p>` : html`<ul class="rows">${picked}</ul>`
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

/** What the page of one ballot shows, and no page of another does. */
type Found = { readonly place: number; readonly picks: Html; readonly excerpt: Html; readonly reason: string | null }

/**
 * What no page of a ballot writes more than: a few candidates, by why a ballot was not counted. The list of ballots is public, so
 * that the size of an encrypted answer must not tell which line of it somebody has looked at.
 */
function largestOf(visit: Visit, { result }: Published, ballots: readonly TallyBallot[], all: ReadonlyMap<number, Html>): Found[] {
  const most = ballots.reduce((count, ballot) => Math.max(count, ballot.picks.length), 0)
  const written = ({ picks: numbers }: TallyBallot): number => numbers.join(', ').length
  const longest = present(ballots.reduce((longer, each) => (written(each) > written(longer) ? each : longer)), 'there is one at least')
  const longestPicks = [...all.values()].toSorted((a, b) => bytesOf(b) - bytesOf(a)).slice(0, most)
  const lists = [picks(visit, longestPicks), picks(visit, [])]
  const reasons = [null, ...new Set(result.invalidBallots.map(({ reason }) => invalidReason(visit, reason.code)))]
  const around = excerpt(visit, Array.from({ length: 2 * NEIGHBOURS + 1 }, () => longest), NEIGHBOURS)
  return reasons.flatMap((reason) => lists.map((list) => ({ place: ballots.length - 1, picks: list, excerpt: around, reason })))
}

/** The page of a ballot that was found in the public list by its tracker; null when it is not there. */
export async function foundBallot(visit: Visit, rooms: Rooms, round: Round, tracker: string): Promise<Html | null> {
  const { results } = visit.words
  const { yourVote: words } = results
  const ballots = await rooms.tally.publishedBallots(round.slug)
  const at = ballots.findIndex((ballot) => ballot.tracker === tracker)
  if (at < 0) return null
  const ballot = present(ballots[at], 'it was found')
  const published = await rooms.tally.published(round.slug)
  const invalid = published.result.invalidBallots.find((one) => one.tracker === tracker)
  const all = lines(visit, published)
  const found = {
    place: at, picks: picks(visit, [...all].filter(([number]) => ballot.picks.includes(number)).map(([, line]) => line)),
    excerpt: excerpt(visit, ballots, at), reason: invalid ? invalidReason(visit, invalid.reason.code) : null,
  }
  return filledUp(found, largestOf(visit, published, ballots, all), (shown, fill) => {
    const title = shown.reason === null ? words.found : words.foundInvalid
    return page(visit, {
      title, nav: 'results',
      main: html`${rehearsalNotice(visit, round)}
<h1>${title}</h1>
<p class="lead">${words.foundText(visit.format.number(shown.place + 1), visit.format.number(ballots.length))}</p>
${shown.reason === null ? '' : html`<div class="ds-alert" data-color="warning"><p>${results.ballots.invalid(1)} ${shown.reason}.</p></div>`}
<h2>${words.picked}</h2>
${shown.picks}
<h2>${words.list}</h2>
<p>${words.listText}</p>
${shown.excerpt}
<p><a href="/api/rounds/${round.slug}/ballots.csv" download="${round.slug}.csv">${words.wholeList}</a></p>
<p>${words.wrong} <a href="${visit.href('/tietoa/palaute')}">${visit.words.common.footer.feedback}</a></p>
<p class="actions"><a class="ds-button" data-variant="secondary" href="${visit.href(roundPath('/tulokset/tarkista', round))}">${words.again}</a>
<a class="ds-button" data-variant="tertiary" href="${visit.href(roundPath('/tulokset', round))}">${words.toResults}</a></p>${fill}`,
    })
  })
}

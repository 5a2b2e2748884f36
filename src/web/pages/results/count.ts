import { fileOf } from '../../../open-data/index.ts'
import { type Html, html } from '../../html/index.ts'
import type { Visit } from '../../site/index.ts'
import { titlesOf } from './ranking.ts'
import { equalSharesRows } from './settings.ts'
import type { Published } from './summary.ts'
import { traceDetails, turnTies } from './trace.ts'

/** Ties are shown as ties, also when they changed nothing, and how they were broken in plain words. */
function ties(visit: Visit, { result, proposals }: Published): Html {
  const { ties: words } = visit.words.results
  const title = titlesOf(visit, proposals)
  const inTurns = turnTies(visit, result, title)
  if (result.ties.length + inTurns.length === 0) return html``
  return html`<h2>${words.heading}</h2><ul>${result.ties.map((tie) => html`
<li>${words.equal(visit.format.number(tie.votes), tie.numbers.map(title).join(', '))} ${tie.matters
    ? words.mattered(tie.brokenBy.map((rule) => words.rules[rule]).join(words.then)) : words.didNotMatter}</li>`)}${inTurns.map((tie) => html`<li>${tie}</li>`)}</ul>`
}

/** The sentence for an invalid ballot's reason; the count may know more reasons than these words. */
export function invalidReason(visit: Visit, code: string): string {
  const { invalidReasons, otherReason } = visit.words.results.ballots
  return (invalidReasons as Readonly<Record<string, string>>)[code] ?? otherReason
}

/** How many ballots there were, and every one that gave no votes by its name. */
function ballots(visit: Visit, { round, result, opening, unopenable }: Published): Html {
  const { ballots: words } = visit.words.results
  const { number } = visit.format
  const { invalidBallots: invalid, blankBallots } = result
  const opened = round.kind === 'imported' ? words.imported(number(result.ballots))
    : invalid.length + unopenable.length === 0 ? words.allGood(number(opening.sealedCount))
      : words.opened(number(opening.sealedCount), number(opening.openedCount))
  return html`<h2>${words.heading}</h2>
<p>${opened}${blankBallots > 0 ? html` ${words.blank(number(blankBallots))}` : ''}</p>
${invalid.length > 0 ? html`<p>${words.invalid(invalid.length)}</p><ul>${invalid.map(({ tracker, reason }) => html`
<li><code>${tracker}</code>: ${invalidReason(visit, reason.code)}</li>`)}</ul>` : ''}
${unopenable.length > 0 ? html`<p>${words.unopenable(unopenable.length)}</p><ul>${unopenable.map(({ sealedSha256 }) => html`
<li><code>${sealedSha256.toString('hex')}</code>: ${words.unopenableReason}</li>`)}</ul>` : ''}
${round.forgottenAt === null ? '' : html`<p>${visit.words.forgetting.public(visit.format.day(round.forgottenAt))}</p>`}`
}

function downloads(visit: Visit, { round }: Published): Html {
  const { downloads: words } = visit.words.results
  const base = `/api/rounds/${round.slug}`
  return html`<h2>${words.heading}</h2>
<p>${words.intro}</p>
<ul>
<li><a href="${base}/result.csv" download="${fileOf(round.slug, 'resultCsv').fileName}">${words.resultCsv}</a></li>
<li><a href="${base}/ballots.csv" download="${fileOf(round.slug, 'ballots').fileName}">${words.ballots}</a></li>
<li><a href="${base}/result" download="${fileOf(round.slug, 'result').fileName}">${words.result}</a></li>
${round.kind === 'imported' ? '' : html`<li><a href="${base}/urn-list.txt" download="${round.slug}-uurna.txt">${words.urnList}</a></li>`}
</ul>
<p><a href="${visit.href(`/tulokset/${round.slug}/data`)}">${words.dataset}</a></p>
<p><a href="${visit.href('/tietoa/laske-uudelleen')}">${visit.words.counting.recount.link}</a></p>
<p><a href="${visit.href('/tietoa/tarkistus')}">${words.howTo}</a></p>`
}

function how(visit: Visit, { round, result, proposals }: Published): Html {
  const { how: words, ties: { rules: tieRules } } = visit.words.results
  return html`<h2 id="laskenta">${words.heading}</h2>
<ol>
<li>${words.picks(result.picksMin, result.picksMax)}</li>
<li>${result.trace === undefined ? words.order : words.orderInTurns} ${words.tie[result.tieRule]}</li>
${words.steps[result.rule].map((step) => html`<li>${step}</li>`)}
<li>${words.cost(result.costBasis)}</li>
</ol>
${traceDetails(visit, result, titlesOf(visit, proposals))}
<dl class="rows">
<div><dt>${words.ruleName}</dt><dd>${words.rules[result.rule]} (<code>${result.rule}</code>)</dd></div>
${result.topN === undefined ? '' : html`<div><dt>${visit.words.counting.settings.topN}</dt><dd>${visit.format.number(result.topN)}</dd></div>`}
${result.equalShares === undefined ? '' : equalSharesRows(visit, result.equalShares).map(([label, value]) => html`<div><dt>${label}</dt><dd>${value}</dd></div>`)}
<div><dt>${words.costBasis}</dt><dd>${words.costBases[result.costBasis]}</dd></div>
<div><dt>${words.tieRule}</dt><dd>${tieRules[result.tieRule]}</dd></div>
<div><dt>${words.inputHash}</dt><dd><code>${result.inputSha256}</code></dd></div>
</dl>
<p><a href="${visit.href(`/tulokset/${round.slug}/vertailu`)}">${visit.words.counting.comparison.link}</a></p>`
}

/** What stands below the ranked list: ties, ballots, how it was counted, and the files for counting it again. */
export function countSections(visit: Visit, published: Published): Html {
  return html`${ties(visit, published)}
${how(visit, published)}
${ballots(visit, published)}
${downloads(visit, published)}`
}

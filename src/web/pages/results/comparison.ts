import { Fault } from '../../../kernel/index.ts'
import type { Alternative, Compared } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { inLanguage, roundName, roundPath } from '../../rounds/index.ts'
import type { Site, Visit } from '../../site/index.ts'
import { titlesOf } from './ranking.ts'
import { equalSharesRows } from './settings.ts'

function ruleName(visit: Visit, { rule, topN }: Alternative): string {
  const name = visit.words.results.how.rules[rule]
  return rule === 'top-n' && topN !== undefined ? `${name} (${visit.format.number(topN)})` : name
}

/** On a phone a row becomes a block whose cells name their column themselves; roles keep it a table for whoever hears it. */
function cell(label: string, content: Html | string): Html {
  return html`<td role="cell"><span class="cell-label" aria-hidden="true">${label}</span> <span>${content}</span></td>`
}

function figuresRow(visit: Visit, one: Alternative): Html {
  const { columns, own, ofVoters, undecided } = visit.words.counting.comparison
  const { number, money, percent, decimal } = visit.format
  return html`<tr role="row"${one.isOwn ? html` class="own"` : ''}><th role="rowheader" scope="row">${ruleName(visit, one)}${one.isOwn
    ? html` <span class="tag" data-color="success">${own}</span>` : ''}${one.undecided
    ? html`<span class="result-note">${undecided[one.undecided.code]}</span>` : ''}</th>
${cell(columns.winners, number(one.winners.length))}${cell(columns.spent, money(one.spentCents))}
${cell(columns.represented, ofVoters(number(one.represented), percent(one.representedPercent)))}
${cell(columns.winnersPerVoter, decimal(one.winnersPerVoter))}${cell(columns.costPerVoter, money(one.costPerVoterCents))}</tr>`
}

function figures(visit: Visit, { comparison }: Compared): Html {
  const { columns, figures: heading } = visit.words.counting.comparison
  return html`<h2 id="luvut">${heading}</h2>
<table role="table" class="ds-table stacked" aria-labelledby="luvut"><thead role="rowgroup"><tr role="row">${
  Object.values(columns).map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${comparison.alternatives.map((one) => figuresRow(visit, one))}</tbody></table>`
}

/** Which rules choose each proposal that any of them chooses, in the order of the ballot. */
function chosen(visit: Visit, { comparison, proposals }: Compared): Html {
  const { chosen: heading, chosenNote, nothingChosen, proposal, yes, no } = visit.words.counting.comparison
  const title = titlesOf(visit, proposals)
  const { alternatives } = comparison
  const numbers = [...new Set(alternatives.flatMap(({ winners }) => winners))].sort((a, b) => a - b)
  if (numbers.length === 0) return html`<h2>${heading}</h2><p>${nothingChosen}</p>`
  return html`<h2 id="valinnat">${heading}</h2><p>${chosenNote}</p>
<table role="table" class="ds-table stacked choices" aria-labelledby="valinnat"><thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">${proposal}</th>${
  alternatives.map((one) => html`<th role="columnheader" scope="col">${ruleName(visit, one)}</th>`)}</tr></thead>
<tbody role="rowgroup">${numbers.map((number) => html`<tr role="row"><th role="rowheader" scope="row">${number}. ${title(number)}</th>${
  alternatives.map((one) => {
    const isChosen = one.winners.includes(number)
    return html`<td role="cell"${isChosen ? html` class="yes"` : ''}><span class="cell-label" aria-hidden="true">${ruleName(visit, one)}</span> <span>${isChosen ? yes : no}</span></td>`
  })}</tr>`)}</tbody></table>`
}

function meaning(visit: Visit, { round, comparison }: Compared): Html {
  const { meaning: heading, meanings, settings, sameNumber, lot } = visit.words.counting.comparison
  const shares = comparison.alternatives.find(({ rule, isOwn }) => rule === 'equal-shares' && !isOwn)?.equalShares
  const first = comparison.alternatives.find(({ rule, isOwn }) => rule === 'top-n' && !isOwn)?.topN
  return html`<h2>${heading}</h2><ul class="text">
${meanings(visit.format.number(comparison.validBallots)).map((each) => html`<li>${each}</li>`)}
${first === undefined ? '' : html`<li>${sameNumber(visit.format.number(first))}</li>`}
${shares === undefined ? '' : html`<li>${settings}<ul>${equalSharesRows(visit, shares).map(([label, value]) => html`<li>${label}: ${value}</li>`)}</ul></li>`}
${round.tieRule === 'lot' ? html`<li>${lot}</li>` : ''}</ul>`
}

/** Everything but the heading: the figures, who chooses what, and what the figures mean. */
export function comparisonTables(visit: Visit, compared: Compared): Html {
  return html`${figures(visit, compared)}
${chosen(visit, compared)}
${meaning(visit, compared)}
${compared.source ? html`<details class="ds-details"><summary>${visit.words.results.imported}</summary><div><p>${inLanguage(visit, compared.source.note)}</p></div></details>` : ''}
<p><a href="${visit.href('/tietoa/tarkistus')}">${visit.words.results.downloads.howTo}</a></p>`
}

/** The name of the rule that decides, as a sentence has it. */
export function ownRule(visit: Visit, { comparison }: Compared): string {
  return ruleName(visit, comparison.alternatives[0]!)
}

function comparisonPage(visit: Visit, compared: Compared): Html {
  const { title, lead, json } = visit.words.counting.comparison
  const { round } = compared
  const name = roundName(visit, round)
  return page(visit, {
    title: title(name), nav: 'results', wide: true,
    main: html`${rehearsalNotice(visit, round)}
<p class="back"><a href="${visit.href(roundPath('/tulokset', round))}">${visit.words.results.title(name)}</a></p>
<h1>${title(name)}</h1>
<p class="lead">${lead(ownRule(visit, compared))}</p>
${comparisonTables(visit, compared)}
<p><a href="/api/rounds/${round.slug}/comparison">${json}</a></p>`,
  })
}

export function comparisonPages(site: Site): void {
  const { rooms } = site

  site.get('/tulokset/:slug/vertailu', { shared: true }, async (visit) => {
    const { slug } = visit.request.params as { slug: string }
    if (!/^[a-z0-9-]{1,60}$/.test(slug)) throw new Fault('not_found')
    return comparisonPage(visit, await rooms.tally.comparison(slug))
  })
}

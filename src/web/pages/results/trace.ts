import type { TallyResult } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import type { Visit } from '../../site/index.ts'
import { exactMoney } from './reason.ts'

type Trace = NonNullable<TallyResult['trace']>
type Title = (number: number) => string

/** A longer fraction tells people nothing; it stands in the result's file. */
const FRACTION_LENGTH_MAX = 24

function amount(visit: Visit, exact: string): Html {
  const shown = exact.includes('/') && exact.length <= FRACTION_LENGTH_MAX
  return html`${exactMoney(visit, exact)}${shown ? html` <span class="result-note">${visit.words.counting.trace.exactly(exact)}</span>` : ''}`
}

function cell(label: string, content: Html | string): Html {
  return html`<td role="cell"><span class="cell-label" aria-hidden="true">${label}</span> <span>${content}</span></td>`
}

function table(label: string, columns: readonly string[], rows: readonly (readonly (Html | string)[])[]): Html {
  return html`<table role="table" class="ds-table stacked" aria-label="${label}"><thead role="rowgroup"><tr role="row">${
    columns.map((name) => html`<th role="columnheader" scope="col">${name}</th>`)}</tr></thead>
<tbody role="rowgroup">${rows.map(([head, ...cells]) => html`<tr role="row"><th role="rowheader" scope="row">${head}</th>${
    cells.map((content, i) => cell(columns[i + 1]!, content))}</tr>`)}</tbody></table>`
}

function sharesTable(visit: Visit, trace: Extract<Trace, { rule: 'equal-shares' }>, title: Title, withPoints: boolean): Html {
  const { columns, less, share, runs, completion, shares } = visit.words.counting.trace
  const { number, money } = visit.format
  return html`<p>${share(number(trace.sharers), exactMoney(visit, trace.shareCents))}${trace.runs > 1 ? html` ${runs(number(trace.runs))}` : ''}</p>
${table(shares, [columns.proposal, columns.turn, columns.cost, columns.supporters, withPoints ? columns.perPoint : columns.price, columns.less],
    trace.rounds.map((round, i) => [
      title(round.number), `${number(i + 1)}.`, money(round.costCents), number(round.supporters), amount(visit, round.priceCents),
      round.paidLess === 0 ? '–' : less(number(round.paidLess), exactMoney(visit, round.paidLessCents)),
    ]))}
${trace.completion.length > 0 ? html`<p>${completion(trace.completion.map(title).join(', '))}</p>` : ''}`
}

/** How a rule that goes by turns came to its rows, to be unfolded by whoever wants to check it. Nothing for other rules. */
export function traceDetails(visit: Visit, { trace, voteType = 'approval' }: TallyResult, title: Title): Html {
  if (trace === undefined) return html``
  const { shares, burdens, columns, rounded } = visit.words.counting.trace
  const { number, money } = visit.format
  const withPoints = voteType !== 'approval' && voteType !== 'choose-1'
  return html`<details class="ds-details"><summary>${trace.rule === 'equal-shares' ? shares : burdens}</summary><div>
${trace.rule === 'equal-shares' ? sharesTable(visit, trace, title, withPoints)
    : table(burdens, [columns.proposal, columns.turn, columns.cost, columns.supporters, columns.load], trace.rounds.map((round, i) => [
      title(round.number), `${number(i + 1)}.`, money(round.costCents), number(round.supporters), amount(visit, round.load),
    ]))}
<p class="quiet">${rounded}</p></div></details>`
}

/** Ties between proposals in one turn of such a rule. */
export function turnTies(visit: Visit, { trace }: TallyResult, title: Title): readonly string[] {
  const { ties: words } = visit.words.results
  return (trace?.ties ?? []).map(({ round, numbers, brokenBy }) => visit.words.counting.trace.tie(
    visit.format.number(round), numbers.map(title).join(', '), brokenBy.map((rule) => words.rules[rule]).join(words.then)))
}

/** For staff: what keeps a count open, and what people must do about it. Nothing where it is decided. */
export function undecidedAlert(visit: Visit, { undecided, rows }: TallyResult, title: Title): Html {
  if (undecided === undefined) return html``
  const { undecided: words } = visit.words.counting.trace
  const { money } = visit.format
  const titles = undecided.numbers.map(title).join(', ')
  const cost = rows.filter(({ number }) => undecided.numbers.includes(number)).reduce((sum, { costCents }) => sum + costCents, 0)
  return html`<div class="ds-alert" data-color="danger"><h2 class="ds-heading" data-size="xs">${words.title}</h2>
<p>${undecided.code === 'tie' ? words.tie(titles) : words.over(titles, money(cost), money(undecided.envelopeCents))}</p><p>${words.act}</p></div>`
}

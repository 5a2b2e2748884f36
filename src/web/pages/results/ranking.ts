import { present } from '../../../kernel/index.ts'
import type { Proposal } from '../../../proposals/index.ts'
import type { TallyResult, TallyRow } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundPath } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'
import { reasonText } from './reason.ts'
import type { Published } from './summary.ts'

export const TAG_COLORS = {
  carried_out: 'success', did_not_fit: 'warning', below_the_cut: 'neutral', too_little_support: 'neutral', undecided: 'info',
} as const

/** What became of a proposal, as a tag. */
export function outcomeTag(visit: Visit, { outcome }: Pick<TallyRow, 'outcome'>): Html {
  return html`<span class="tag" data-color="${TAG_COLORS[outcome]}">${visit.words.results.outcomes[outcome]}</span>`
}

/** The titles of proposals by their numbers, in the visitor's language. */
export function titlesOf(visit: Visit, proposals: readonly Proposal[]): (number: number) => string {
  const titles = new Map(proposals.map((proposal) => [proposal.number, inLanguage(visit, proposal.title)]))
  return (number) => present(titles.get(number), 'a counted proposal exists')
}

/** A bar without text: its length is the votes beside the most that any proposal got, in hundredths of a percent. */
function bar(votes: number, most: number): Html {
  const width = most === 0 ? 0 : Math.round((votes * 10_000) / most) / 100
  return html`<svg class="bar" width="100%" height="12" aria-hidden="true" focusable="false"><rect class="bar-track" width="100%" height="12" rx="3"/>${
    votes > 0 ? html`<rect class="bar-fill" width="${width}%" height="12" rx="3"/>` : ''}</svg>`
}

function whyNot(text: Html): Html {
  return html`<span class="tag" data-color="warning">${text}</span>`
}

/** Why the row ended as it did; in a tag where it is not carried out. */
function reason(visit: Visit, row: TallyRow, { title, trace }: Pick<RowParts, 'title' | 'trace'>): Html {
  const text = reasonText(visit, row, title, trace)
  if (row.outcome === 'carried_out') return html`${text}`
  if (row.reason.code !== 'does_not_fit') return whyNot(html`${text}`)
  const { money } = visit.format
  const figures = visit.words.results.doesNotFit(money(row.reason.costCents), money(row.reason.leftCents))
  // A sign of comparison is read aloud badly or not at all.
  return whyNot(html`<span aria-hidden="true">${figures}</span><span class="ds-sr-only">${text}</span>`)
}

type RowParts = {
  readonly row: TallyRow
  readonly proposal: Proposal
  readonly most: number
  readonly title: (number: number) => string
  readonly trace: TallyResult['trace']
}

function rowItem(visit: Visit, slug: string, { row, proposal, most, title, trace }: RowParts): Html {
  const { results } = visit.words
  const { format } = visit
  const won = row.outcome === 'carried_out'
  return html`<li class="result${won ? ' won' : ''}">
<p class="result-rank"><span class="ds-sr-only">${results.rank} </span>${row.rank}.</p>
<div>
<h3><a href="${visit.href(won ? `/seuranta/${slug}/${row.number}` : roundPath(`/ehdotukset/${row.number}`, { slug }))}">${
    inLanguage(visit, proposal.title)}</a>${won ? html` ${outcomeTag(visit, row)}` : ''}</h3>
<p class="result-figures"><span><strong>${format.number(row.votes)}</strong> ${results.votesUnit(row.votes)} · ${
    results.ofVotes(format.percent(row.percent))}</span>
${row.percentOfVoters === null ? '': html`<span class="quiet">${results.ofVoters(format.percent(row.percentOfVoters))}</span>`}
<span class="sum">${format.cost(row)}${proposal.costIsExample ? html` <span class="result-note">${results.exampleCost}</span>` : ''}</span></p>
${bar(row.votes, most)}
<p class="quiet">${reason(visit, row, { title, trace })}${row.tiedWith.length > 0 ? html` ${results.sharedRank(row.tiedWith.map(title).join(', '))}` : ''} ${
    results.number(row.number)}</p>
</div>
</li>`
}

/** The ranked list: a list and no table, because four columns do not fit a phone. */
export function ranking(visit: Visit, { round, result, proposals }: Published): Html {
  const { results } = visit.words
  const title = titlesOf(visit, proposals)
  const byNumber = new Map(proposals.map((proposal) => [proposal.number, proposal]))
  const most = result.rows[0]?.votes ?? 0
  return html`<h2>${results.ranking}</h2>
<p class="quiet">${results.barNote}</p>
<ol class="results" role="list">${result.rows.map((row) => rowItem(visit, round.slug, {
    row, proposal: present(byNumber.get(row.number), 'a counted proposal exists'), most, title, trace: result.trace,
  }))}</ol>
<p><a href="${visit.href('/seuranta')}">${results.followUp}</a></p>`
}

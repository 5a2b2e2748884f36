import { percent } from '../../../kernel/index.ts'
import type { Tally } from '../../../tally/index.ts'
import { type Html, html } from '../../html/index.ts'
import { inLanguage, roundPath } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'

/** A published count with what belongs to it. */
export type Published = Awaited<ReturnType<Tally['published']>>

/** The result in one sentence, then in figures. `entitled` is how many stood on the roll; null where there was none. */
export function summary(visit: Visit, published: Published, entitled: number | null): Html {
  const { results } = visit.words
  const { format } = visit
  const { round, result, source } = published
  const { voters, spentCents, envelopeCents } = result
  const winners = result.rows.filter(({ outcome }) => outcome === 'carried_out').length
  const turnout = voters !== null && entitled !== null
    ? html`<div><dt>${results.turnout}</dt><dd>${format.percent(percent(voters, entitled))} <span class="result-note">${
      results.turnoutOf(format.number(entitled))}</span></dd></div>` : ''
  return html`<p class="lead">${results.headline(winners, format.money(spentCents), voters === null ? null : format.number(voters), voters)}</p>
<dl class="facts tight">
<div><dt>${results.voters}</dt><dd>${voters === null ? results.votersUnknown : format.number(voters)}</dd></div>
<div><dt>${results.votes}</dt><dd>${format.number(result.votes)}</dd></div>
${turnout}
<div><dt>${results.used}</dt><dd>${format.money(spentCents)}</dd></div>
<div><dt>${results.left}</dt><dd>${format.money(envelopeCents - spentCents)} <span class="result-note">${results.ofEnvelope(format.money(envelopeCents))}</span></dd></div>
</dl>
${source ? html`<details class="ds-details"><summary>${results.imported}</summary><div><p>${inLanguage(visit, source.note)}</p></div></details>` : ''}
${round.kind === 'imported' ? '' : html`<p class="actions"><a class="ds-button" data-variant="secondary" href="${
    visit.href(roundPath('/tulokset/tarkista', round))}">${results.check}</a></p>`}`
}

import { COUNTING_RULES, type CountingRule, type EqualSharesOptions } from '../../../kernel/index.ts'
import { EQUAL_SHARES_USUAL, type Round } from '../../../rounds/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { errorId, fieldError, fieldId, nameField, textField } from '../../layout/index.ts'
import type { Typed, Visit } from '../../site/index.ts'
import { centsOf, eurosOf } from './money.ts'
import type { RoundForm } from './round-fields.ts'

const SHARES = 'equalShares'
const CHOICES = {
  utility: ['cost', 'cardinal'], completion: ['none', 'greedy', 'add-one', 'add-one-greedy'], startingBudget: ['exact', 'integral'],
} as const satisfies { [K in 'utility' | 'completion' | 'startingBudget']: readonly EqualSharesOptions[K][] }

/** The counting rule of a round with its settings, as the form shows them. A rule that is not chosen shows the usual ones. */
export function typedOfRule({ countingRule, topN, equalShares }: Pick<Round, 'countingRule' | 'topN' | 'equalShares'>): Typed {
  const shares = equalShares ?? EQUAL_SHARES_USUAL
  return {
    countingRule, topN: topN === null ? '' : String(topN),
    [`${SHARES}.utility`]: shares.utility, [`${SHARES}.completion`]: shares.completion, [`${SHARES}.startingBudget`]: shares.startingBudget,
    [`${SHARES}.stopWhenExhausted`]: shares.stopWhenExhausted ? 'on' : '', [`${SHARES}.stepCents`]: eurosOf(shares.stepCents),
  }
}

/** The same for the schemas. What belongs to a rule that was not chosen was only there to be looked at. */
export function ruleOf(typed: Typed): Record<'countingRule' | 'topN' | 'equalShares', unknown> {
  const { countingRule } = typed
  const of = (name: string): string | undefined => typed[`${SHARES}.${name}`]
  return {
    countingRule,
    topN: countingRule !== 'top-n' ? null : /^\d{1,6}$/.test(typed.topN?.trim() ?? '') ? Number(typed.topN) : Number.NaN,
    equalShares: countingRule !== 'equal-shares' ? null : {
      utility: of('utility'), completion: of('completion'), startingBudget: of('startingBudget'),
      stopWhenExhausted: of('stopWhenExhausted') === 'on', stepCents: centsOf(of('stepCents') ?? '') ?? Number.NaN,
    },
  }
}

function choiceFields(visit: Visit, name: keyof typeof CHOICES, { typed, errors }: RoundForm): Html {
  const words: Readonly<Record<string, string>> = visit.words.counting.settings[name]
  const field = `${SHARES}.${name}`
  const error = errors.find((each) => each.field === field)
  nameField(visit, field, words.label!)
  return html`<fieldset class="ds-fieldset"${error ? html` aria-describedby="${errorId(field)}"` : ''}><legend class="ds-label">${words.label}</legend>
${fieldError(visit, error)}
${CHOICES[name].map((value, i) => {
    const id = i === 0 ? fieldId(field) : `${fieldId(field)}-${value}`
    return html`<div class="tick"><input type="radio" class="ds-input" name="${field}" id="${id}" value="${value}"${
      flag('checked', typed[field] === value)}><label for="${id}">${words[value]}</label></div>`
  })}</fieldset>`
}

function settingsOf(visit: Visit, rule: CountingRule, form: RoundForm): Html | null {
  const { settings, topNHint, stepHint } = { ...visit.words.counting, ...visit.words.counting.form }
  const { typed, errors } = form
  if (rule === 'top-n') {
    return textField(visit, { name: 'topN', label: settings.topN, hint: topNHint, value: typed.topN, errors, inputmode: 'numeric', maxlength: 6 })
  }
  if (rule !== 'equal-shares') return null
  const stop = `${SHARES}.stopWhenExhausted`
  return html`${choiceFields(visit, 'utility', form)}${choiceFields(visit, 'completion', form)}${choiceFields(visit, 'startingBudget', form)}
${textField(visit, { name: `${SHARES}.stepCents`, label: `${settings.step}, €`, hint: stepHint, value: typed[`${SHARES}.stepCents`], errors, maxlength: 20 })}
<div class="tick"><input type="checkbox" class="ds-input" id="${fieldId(stop)}" name="${stop}"${flag('checked', typed[stop] === 'on')}><label for="${fieldId(stop)}">${settings.stopWhenExhausted}</label></div>`
}

/**
 * The counting rules with what each means. The settings of a rule follow its button, under a heading of their own: a browser
 * that knows how shows them with the chosen rule alone, an older one always.
 */
export function ruleFields(visit: Visit, form: RoundForm): Html {
  const { means, form: words } = visit.words.counting
  const { rules } = visit.words.results.how
  const label = visit.words.staff.round.fields.countingRule
  const error = form.errors.find(({ field }) => field === 'countingRule')
  nameField(visit, 'countingRule', label)
  return html`<fieldset class="ds-fieldset"${error ? html` aria-describedby="${errorId('countingRule')}"` : ''}><legend class="ds-label">${label}</legend>
${fieldError(visit, error)}
${COUNTING_RULES.map((rule, i) => {
    const id = i === 0 ? 'countingRule' : `countingRule-${rule}`
    const settings = settingsOf(visit, rule, form)
    return html`<div class="tick"><input type="radio" class="ds-input" name="countingRule" id="${id}" value="${rule}" aria-describedby="${id}-ohje"${
      flag('checked', form.typed.countingRule === rule)}><label for="${id}">${rules[rule]}</label><p class="hint" id="${id}-ohje">${means[rule]}</p></div>${
      settings === null ? '' : html`<fieldset class="ds-fieldset revealed"><legend>${words.settingsOf(rules[rule])}</legend>${settings}</fieldset>`}`
  })}</fieldset>`
}

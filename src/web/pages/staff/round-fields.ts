import type { FieldError } from '../../../kernel/index.ts'
import type { Round, Translated } from '../../../rounds/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { errorId, fieldError, fieldId, nameField, textField } from '../../layout/index.ts'
import type { Typed, Visit } from '../../site/index.ts'
import { instantOf, type LocalTime, localTimeOf, timeErrors } from './local-time.ts'
import { centsOf, eurosOf } from './money.ts'
import { ruleFields, ruleOf, typedOfRule } from './round-rule-fields.ts'

export const TIMES = ['ideasOpenAt', 'ideasCloseAt', 'votingOpenAt', 'votingCloseAt', 'paperUntil'] as const
const LANGUAGES = ['fi', 'sv', 'en'] as const
const SPARE_THEMES = 2
const THEMES_MAX = 20

export type RoundForm = { readonly typed: Typed; readonly errors: readonly FieldError[] }

/** A round as its form shows it. `times` stand for the round's own where a new one begins later. */
export function typedOfRound(round: Round, times: Readonly<Record<(typeof TIMES)[number], LocalTime>> = timesOf(round)): Typed {
  const of = (name: string, text: Translated): [string, string][] => LANGUAGES.map((language) => [`${name}.${language}`, text[language] ?? ''])
  return Object.fromEntries([
    ...of('name', round.name),
    ['envelopeCents', eurosOf(round.envelopeCents)], ['picksMin', String(round.picksMin)], ['picksMax', String(round.picksMax)],
    ...round.themes.flatMap(({ slug, name }, i) => [[`themes.${i}.slug`, slug], ...of(`themes.${i}.name`, name)] as [string, string][]),
    ['votingAge', String(round.votingAge)], ['ageCutoff', round.ageCutoff], ['municipalityCodes', round.municipalityCodes.join(', ')],
    ['mayReplace', round.mayReplace ? 'on' : ''], ...Object.entries(typedOfRule(round)), ['costBasis', round.costBasis], ['tieRule', round.tieRule],
    ['appealDays', String(round.appealDays)],
    ...TIMES.flatMap((name) => [[`${name}.day`, times[name].day], [`${name}.time`, times[name].time]] as [string, string][]),
  ])
}

export function timesOf(round: Round): Record<(typeof TIMES)[number], LocalTime> {
  return Object.fromEntries(TIMES.map((name) => [name, localTimeOf(round[name])])) as Record<(typeof TIMES)[number], LocalTime>
}

function numberOf(typed: string | undefined): number {
  return /^\d{1,6}$/.test(typed?.trim() ?? '') ? Number(typed) : Number.NaN
}

/** A short name for addresses from a Finnish one. */
export function slugOf(name: string): string {
  return name.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replace(/[^a-z0-9]+/g, '-').replace(/^-|-$/g, '').slice(0, 60)
}

function translatedOf(typed: Typed, name: string): Record<string, string | undefined> {
  return Object.fromEntries(LANGUAGES.map((language) => [language, typed[`${name}.${language}`]?.trim() || (language === 'fi' ? '' : undefined)]))
}

/** The themes of the form: a row without any name is none. Rows keep the short name that ideas know them by. */
function themesOf(typed: Typed) {
  return Array.from({ length: THEMES_MAX }, (_, i) => `themes.${i}`)
    .filter((row) => LANGUAGES.some((language) => typed[`${row}.name.${language}`]?.trim()))
    .map((row) => ({ slug: typed[`${row}.slug`] || slugOf(typed[`${row}.name.fi`] ?? ''), name: translatedOf(typed, `${row}.name`) }))
}

function timeOf(typed: Typed, name: string): LocalTime {
  return { day: typed[`${name}.day`] ?? '', time: typed[`${name}.time`] ?? '' }
}

/** Rules and times as the schemas of the JSON door want them. A time that cannot be read stays as it was typed. */
export function rulesOf(typed: Typed): Record<string, unknown> {
  return {
    name: translatedOf(typed, 'name'),
    envelopeCents: centsOf(typed.envelopeCents ?? '') ?? Number.NaN,
    picksMin: numberOf(typed.picksMin), picksMax: numberOf(typed.picksMax),
    themes: themesOf(typed),
    votingAge: numberOf(typed.votingAge), ageCutoff: typed.ageCutoff?.trim() ?? '',
    municipalityCodes: (typed.municipalityCodes ?? '').split(/[,\s]+/).filter((code) => code !== ''),
    mayReplace: typed.mayReplace === 'on', ...ruleOf(typed), costBasis: typed.costBasis, tieRule: typed.tieRule,
    appealDays: numberOf(typed.appealDays),
    ...Object.fromEntries(TIMES.map((name) => {
      const read = instantOf(timeOf(typed, name))
      return [name, 'instant' in read ? read.instant : '']
    })),
  }
}

/** The errors of the form: of a time what is wrong with how it was typed, of a group the group. */
export function atRoundFields(errors: readonly FieldError[], typed: Typed): FieldError[] {
  const times = TIMES.flatMap((name) => timeErrors(name, timeOf(typed, name)))
  const wrong = new Set(times.map(({ field }) => field))
  return [...errors.filter(({ field }) => !wrong.has(field)).map((error) => (
    error.field.startsWith('municipalityCodes') ? { ...error, field: 'municipalityCodes', code: error.code === 'too_few' ? 'required' : error.code }
      : error.field === 'topN' && typed.topN?.trim() === '' ? { ...error, code: 'required' }
      : error.field === 'themes' ? { ...error, field: 'themes.0.name.fi', code: error.code === 'too_few' ? 'required' : error.code }
        : error)), ...times]
}

/** A day and a time of the day, side by side. The error belongs to both. */
export function timeField(visit: Visit, name: string, label: string, { typed, errors }: RoundForm, hint?: string): Html {
  const { round: words } = visit.words.staff
  const error = errors.find(({ field }) => field === name)
  const id = fieldId(name)
  nameField(visit, name, label)
  const described = [hint ? `${id}-ohje` : '', error ? errorId(name) : ''].filter((each) => each !== '').join(' ')
  const shared = html`${described ? html` aria-describedby="${described}"` : ''}${error ? html` aria-invalid="true"` : ''}`
  return html`<fieldset class="ds-fieldset time"><legend class="ds-label">${label}</legend>
${hint ? html`<p class="hint" id="${id}-ohje">${hint}</p>` : ''}
${fieldError(visit, error)}
<div class="pair"><div class="ds-field"><label class="ds-label" for="${id}">${words.day}</label>
<input class="ds-input" type="date" id="${id}" name="${name}.day" value="${typed[`${name}.day`] ?? ''}"${shared}></div>
<div class="ds-field"><label class="ds-label" for="${id}-time">${words.time}</label>
<input class="ds-input" type="text" inputmode="text" autocomplete="off" id="${id}-time" name="${name}.time" value="${typed[`${name}.time`] ?? ''}"${shared}></div></div></fieldset>`
}

function radios(visit: Visit, name: 'costBasis' | 'tieRule', choices: Readonly<Record<string, string>>, { typed, errors }: RoundForm): Html {
  const error = errors.find(({ field }) => field === name)
  nameField(visit, name, visit.words.staff.round.fields[name])
  return html`<fieldset class="ds-fieldset"${error ? html` aria-describedby="${errorId(name)}"` : ''}><legend class="ds-label">${visit.words.staff.round.fields[name]}</legend>
${fieldError(visit, error)}
${Object.entries(choices).map(([value, label], i) => html`<div class="tick"><input type="radio" class="ds-input" name="${name}" id="${i === 0 ? name : `${name}-${value}`}" value="${value}"${
  flag('checked', typed[name] === value)}><label for="${i === 0 ? name : `${name}-${value}`}">${label}</label></div>`)}</fieldset>`
}

function themeRows(visit: Visit, { typed, errors }: RoundForm): Html {
  const { round: words } = visit.words.staff
  const { languages } = visit.words.staff
  const used = Array.from({ length: THEMES_MAX }, (_, i) => i).filter((i) => LANGUAGES.some((language) => typed[`themes.${i}.name.${language}`]?.trim()))
  const rows = Math.min(THEMES_MAX, (used.at(-1) ?? -1) + 1 + SPARE_THEMES)
  return html`<fieldset class="ds-fieldset"><legend>${words.fields.themes}</legend><p class="hint">${words.themesHint}</p>
${Array.from({ length: rows }, (_, i) => html`<div class="three"><input type="hidden" name="themes.${i}.slug" value="${typed[`themes.${i}.slug`] ?? ''}">
${LANGUAGES.map((language) => textField(visit, { name: `themes.${i}.name.${language}`, label: words.theme(i + 1, languages[language]), value: typed[`themes.${i}.name.${language}`], errors, maxlength: 80 }))}</div>`)}</fieldset>`
}

/** Every rule and time of a round, for a new one and for changes. */
export function roundFields(visit: Visit, form: RoundForm): Html {
  const { round: words, languages } = visit.words.staff
  const { typed, errors } = form
  const cutoff = errors.find(({ field }) => field === 'ageCutoff')
  nameField(visit, 'ageCutoff', words.fields.ageCutoff)
  const text = (name: 'picksMin' | 'picksMax' | 'votingAge' | 'municipalityCodes' | 'envelopeCents' | 'appealDays', hint?: string): Html => textField(visit, {
    name, label: words.fields[name], value: typed[name], errors, inputmode: name === 'envelopeCents' ? 'text' : 'numeric', ...(hint ? { hint } : {}),
  })
  return html`<h2>${words.name}</h2><div class="three">${LANGUAGES.map((language) => textField(visit, {
    name: `name.${language}`, label: words.nameIn(languages[language]), value: typed[`name.${language}`], errors, maxlength: 120, optional: language !== 'fi' }))}</div>
<h2>${words.times}</h2><p class="hint">${words.timesHint}</p>
${TIMES.map((name) => timeField(visit, name, words.fields[name], form, words.timeHints[name]))}
<h2>${words.rules}</h2>
${text('envelopeCents', words.envelopeHint)}
<div class="pair">${text('picksMin')}${text('picksMax')}</div>
${themeRows(visit, form)}
<div class="pair">${text('votingAge')}
<div class="ds-field"><label class="ds-label" for="ageCutoff">${words.fields.ageCutoff}</label>
${fieldError(visit, cutoff)}
<input class="ds-input" type="date" id="ageCutoff" name="ageCutoff" value="${typed.ageCutoff ?? ''}"${cutoff ? html` aria-invalid="true" aria-describedby="${errorId('ageCutoff')}"` : ''}></div></div>
${text('municipalityCodes', words.codesHint)}
<div class="tick"><input type="checkbox" class="ds-input" id="mayReplace" name="mayReplace"${flag('checked', typed.mayReplace === 'on')}><label for="mayReplace">${words.mayReplaceLabel}</label></div>
${ruleFields(visit, form)}${radios(visit, 'costBasis', words.costBases, form)}${radios(visit, 'tieRule', words.tieRules, form)}
${text('appealDays', words.appealDaysHint)}`
}

import type { FieldError } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, flag, html } from '../../html/index.ts'
import { errorId, fieldError, nameField, textField } from '../../layout/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import type { Typed, Visit } from '../../site/index.ts'

/** Of some fields there is more to say than that they are empty: what to write there. */
const NEEDED: Readonly<Record<string, string>> = {
  title: 'title_needed', body: 'body_needed', theme: 'theme_needed', alt: 'alt_needed', text: 'answer_needed',
  source: 'source_needed',
}

/** Errors of the schema as a person needs them: what to write, instead of what is wrong. */
export function kindly(errors: readonly FieldError[]): FieldError[] {
  return errors.map((error) => {
    const needed = NEEDED[error.field]
    if (needed && ['required', 'too_short', 'not_among_choices', 'wrong_type'].includes(error.code)) {
      return { field: error.field, code: needed }
    }
    if (error.field === 'contactEmail' && error.code === 'invalid') return { field: error.field, code: 'email_malformed' }
    return error
  })
}

type Choice = { readonly value: string; readonly label: string | Html }
type ChoiceParts = {
  readonly name: string
  readonly legend: string
  readonly hint?: string
  readonly choices: readonly Choice[]
  readonly chosen: string | undefined
  readonly errors: readonly FieldError[]
}

/** One of a few: all of them to be seen at once. The first has the field's id, for the summary of errors links to it. */
export function choiceField(visit: Visit, { name, legend, hint, choices, chosen, errors }: ChoiceParts): Html {
  const error = errors.find(({ field }) => field === name)
  nameField(visit, name, legend)
  const described = [hint ? `${name}-ohje` : '', error ? errorId(name) : ''].filter((part) => part !== '').join(' ')
  return html`<fieldset class="choices"${described ? html` aria-describedby="${described}"` : ''}>
<legend class="ds-label">${legend}</legend>
${hint ? html`<p class="hint" id="${name}-ohje">${hint}</p>` : ''}
${fieldError(visit, error)}
${choices.map(({ value, label }, i) => html`<label><input type="radio" name="${name}" value="${value}"${i === 0 ? html` id="${name}"` : ''}${
    flag('checked', value === chosen)}> <span>${label}</span></label>\n`)}
</fieldset>`
}

export type IdeaFieldsParts = {
  readonly round: Round
  readonly typed: Typed
  readonly errors: readonly FieldError[]
}

/** What every idea has, whoever writes it down: title, text, theme and place. */
export function ideaFields(visit: Visit, { round, typed, errors }: IdeaFieldsParts): Html {
  const { fields } = visit.words.ideas.send
  return html`${textField(visit, {
    name: 'title', label: fields.title, hint: fields.titleHint, value: typed.title, maxlength: 100, errors,
  })}
${textField(visit, { name: 'body', label: fields.body, hint: fields.bodyHint, value: typed.body, rows: 8, maxlength: 4000, errors })}
${choiceField(visit, {
    name: 'theme', legend: fields.theme, chosen: typed.theme, errors,
    choices: round.themes.map(({ slug, name }) => ({ value: slug, label: inLanguage(visit, name) })),
  })}
${textField(visit, {
    name: 'place', label: fields.place, hint: fields.placeHint, value: typed.place, maxlength: 100, optional: true, errors,
  })}`
}

/** The field for a photo and for what it shows. */
export function photoFields(visit: Visit, typed: Typed, errors: readonly FieldError[], again: string | null): Html {
  const { fields } = visit.words.ideas.send
  const error = errors.find(({ field }) => field === 'photo')
  return html`<div class="ds-field">
<label class="ds-label" for="photo">${fields.photo} <span class="optional">(${visit.words.common.optional})</span></label>
<p class="hint" id="photo-ohje">${fields.photoHint}</p>
${again ? html`<p id="photo-uudelleen"><strong>${again}</strong></p>` : ''}
${fieldError(visit, error)}
<input class="ds-input" type="file" id="photo" name="photo" accept="image/jpeg,image/png,image/webp,image/avif" aria-describedby="photo-ohje${
    again ? ' photo-uudelleen' : ''}${error ? ` ${errorId('photo')}` : ''}"${error ? html` aria-invalid="true"` : ''}>
</div>
${textField(visit, { name: 'alt', label: fields.alt, hint: fields.altHint, value: typed.alt, maxlength: 300, errors })}`
}

/** A field that was left empty is one that was not given. */
export function given(typed: Typed, name: string): string | undefined {
  return typed[name]?.trim() ? typed[name] : undefined
}

import type { FieldError } from '../../kernel/index.ts'
import { type Html, html } from '../html/index.ts'
import type { Visit } from '../site/index.ts'
import { FIELD_CODES, type FieldCode, fill, type Words } from '../words/index.ts'

/** What to say of an empty field, where there is a better sentence than that something is missing. */
const NEEDED: Readonly<Record<string, FieldCode>> = {
  hetu: 'hetu_needed', residence: 'residence_needed', correctionReason: 'correction_reason_needed', share: 'share_needed',
  koodi: 'tracker_needed', tiiviste: 'hash_needed', numero: 'idea_needed', votingCloseAt: 'not_a_time',
}
const EMPTY: readonly string[] = ['required', 'wrong_type', 'too_short']

/** Sentences that fit any field, and so tell in a summary nothing of which field they are about. */
const ABOUT_ANY: ReadonlySet<string> = new Set<FieldCode>([
  'required', 'not_a_number', 'too_short', 'too_long', 'too_few', 'too_many', 'too_small', 'too_big', 'not_among_choices',
  'invalid', 'forbidden_character', 'not_money', 'not_a_time', 'no_such_local_time', 'repeated', 'unknown', 'out_of_order',
  'in_future', 'at_once', 'too_few_picks',
])

function codeOf({ field, code }: FieldError): FieldCode {
  const needed = NEEDED[field]
  if (needed && EMPTY.includes(code)) return needed
  // A form sends nothing but texts, so a wrong type is a text that is no number.
  if (code === 'wrong_type') return 'not_a_number'
  return (FIELD_CODES as readonly string[]).includes(code) ? code as FieldCode : 'invalid'
}

/** The sentence for one field's error, in the words of the JSON door. */
export function fieldMessage(words: Words, error: FieldError): string {
  return fill(words.problems.fields[codeOf(error)], error.params)
}

/** The id of a field's element: the error summary links to it. `picks.2` becomes `picks-2`. */
export function fieldId(field: string): string {
  return field.replaceAll('.', '-')
}

/** The id of the message beside a field, which the field is described by. */
export function errorId(field: string): string {
  return `${fieldId(field)}-virhe`
}

/** What each field of a page is called, told as the fields are drawn. */
const names = new WeakMap<Visit, Map<string, string>>()

/** Tells the summary of errors what a field is called. Fields made by `textField` tell it themselves. */
export function nameField(visit: Visit, field: string, name: string): void {
  const known = names.get(visit) ?? new Map<string, string>()
  names.set(visit, known.set(field, name))
}

/** The message beside a field. It begins with a word for whoever hears it and does not see its colour. */
export function fieldError(visit: Visit, error: FieldError | undefined): Html {
  if (!error) return html``
  return html`<p class="ds-validation-message" data-color="danger" id="${errorId(error.field)}"><span class="ds-sr-only">${
    visit.words.common.errorPrefix}: </span>${fieldMessage(visit.words, error)}</p>`
}

function summaryLine(visit: Visit, error: FieldError): string {
  const sentence = fieldMessage(visit.words, error)
  const name = names.get(visit)?.get(error.field)
  return name && ABOUT_ANY.has(codeOf(error)) ? `${name.replace(/[?:.]$/, '')}: ${sentence}` : sentence
}

/**
 * GOV.UK's error summary: first on the page, it takes the focus and links to every field, which it names. The alert is
 * a box of its own inside, so that taking the focus does not cut short what a screen reader says of it. Drawn after
 * the fields, which tell what they are called. Nothing without errors.
 */
export function errorSummary(visit: Visit, errors: readonly FieldError[]): Html {
  if (errors.length === 0) return html``
  return summaryBox(visit.words.common.errorSummary, html`<ul class="ds-list">${errors.map((error) => html`
<li><a class="ds-link" href="#${fieldId(error.field)}">${summaryLine(visit, error)}</a></li>`)}</ul>`)
}

/** The same box for what is wrong with no single field. */
export function summaryBox(heading: string, body: Html): Html {
  return html`<div class="ds-error-summary" data-color="danger" tabindex="-1" data-focus><div role="alert">
<h2 class="ds-heading" data-size="xs">${heading}</h2>
${body}
</div></div>`
}

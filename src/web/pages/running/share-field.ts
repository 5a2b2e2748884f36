import type { FieldError } from '../../../kernel/index.ts'
import { type Html, html } from '../../html/index.ts'
import { errorId, fieldError, nameField } from '../../layout/index.ts'
import type { Typed, Visit } from '../../site/index.ts'

const SHARE_MAX = 200

/** Where a key holder types a share. What was typed wrong comes back to its typist. */
export function shareField(visit: Visit, { errors, typed }: { errors: readonly FieldError[]; typed: string }): Html {
  const { opening } = visit.words.running
  const error = errors.find(({ field }) => field === 'share')
  nameField(visit, 'share', opening.share)
  return html`<div class="ds-field"><label class="ds-label" for="share">${opening.share}</label>
<p class="hint" id="share-ohje">${opening.shareHint}</p>
${fieldError(visit, error)}
<textarea class="ds-input share-input" id="share" name="share" rows="3" maxlength="${SHARE_MAX}" autocomplete="off" autocapitalize="characters" spellcheck="false"
 aria-describedby="share-ohje${error ? ` ${errorId('share')}` : ''}"${error ? html` aria-invalid="true"` : ''}>${typed}</textarea></div>`
}

export function shareIn(typed: Typed): string {
  return (typed.share ?? '').trim().slice(0, SHARE_MAX)
}

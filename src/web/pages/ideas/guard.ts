import { z } from 'zod'
import type { SealedCookie } from '../../../identity/index.ts'
import type { Clock } from '../../../kernel/index.ts'
import { type Html, html } from '../../html/index.ts'
import type { Typed } from '../../site/index.ts'

/** Nobody types a title and a text in less. A machine that sends forms blindly does. */
const MIN_MS = 3_000
const OPENED = 'avattu'
/** A name that says nothing, so that no browser and no keeper of passwords has something to put into it. */
const TRAP = 'lisakentta'

const openedSchema = z.strictObject({ at: z.number() })

export type Guard = ReturnType<typeof createGuard>

/**
 * Two doors against machines that fill in any form they find, instead of a riddle for people: a field that nobody sees,
 * and the sealed time at which the form was opened. Who meets one by mistake sends the same form again.
 */
export function createGuard({ seal, open }: SealedCookie, clock: Clock) {
  /** What the form carries along. A text that was kept over a sign-in was written before. */
  function fields(typed: Typed, kept: boolean): Html {
    const opened = openedIn(typed) === null ? seal({ at: kept ? 0 : clock.now().getTime() }) : typed[OPENED]
    // `hidden` keeps it from everybody: eyes, the keyboard and screen readers alike.
    return html`<input type="hidden" name="${OPENED}" value="${opened}">
<div hidden><input type="text" name="${TRAP}" value="" autocomplete="off" tabindex="-1" aria-hidden="true" data-1p-ignore data-lpignore="true"></div>`
  }

  function openedIn(typed: Typed): number | null {
    return openedSchema.safeParse(open(typed[OPENED] ?? '')).data?.at ?? null
  }

  /** Which of the two a form ran into; null when it may pass. */
  function trapped(typed: Typed): 'hidden_field' | 'too_soon' | null {
    if ((typed[TRAP] ?? '') !== '') return 'hidden_field'
    const at = openedIn(typed)
    return at === null || clock.now().getTime() - at < MIN_MS ? 'too_soon' : null
  }

  /** What somebody wrote, without what the form carried along. */
  function written({ [OPENED]: _, [TRAP]: __, ...typed }: Typed): Typed {
    return typed
  }

  return { fields, trapped, written }
}

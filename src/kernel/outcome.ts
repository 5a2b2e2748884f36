/**
 * What a use-case answers when a person can be refused: the value, or a refusal with a code.
 *
 * A refusal is an expected end, such as `already_voted_on_paper`. Its type names every way to be refused, so that
 * the caller cannot forget one. `details` carry what the person should be told: who, what, until when.
 */
export type Details = Readonly<Record<string, string | number | boolean | null>>
export type Refusal<Code extends string = string> = { readonly code: Code; readonly details?: Details }
export type Done<T> = { readonly ok: true; readonly value: T }
export type Refused<Code extends string> = { readonly ok: false; readonly refusal: Refusal<Code> }
export type Outcome<T, Code extends string> = Done<T> | Refused<Code>

export function done(): Done<undefined>
export function done<T>(value: T): Done<T>
export function done<T>(value?: T): Done<T | undefined> {
  return { ok: true, value }
}

export function refuse<Code extends string>(code: Code, details?: Details): Refused<Code> {
  return { ok: false, refusal: details === undefined ? { code } : { code, details } }
}

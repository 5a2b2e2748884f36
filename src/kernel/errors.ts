/** One thing wrong with one field of a request. `field` is a path such as `picks.2`; `params` fill the message. */
export type FieldError = {
  readonly field: string
  readonly code: string
  readonly params?: Readonly<Record<string, string | number>>
}

export type FaultCode =
  | 'invalid_request'
  | 'unauthenticated'
  | 'forbidden'
  | 'cross_site_request'
  | 'not_found'
  | 'unavailable'

/**
 * A fault in the request: the caller must change the request, and no rule of the house was asked.
 * Thrown, because every door treats it alike: it becomes a problem document or an error page.
 */
export class Fault extends Error {
  readonly code: FaultCode
  readonly fields: readonly FieldError[]

  constructor(code: FaultCode, fields: readonly FieldError[] = []) {
    super(fields.length === 0 ? code : `${code}: ${fields.map((f) => `${f.field} ${f.code}`).join(', ')}`)
    this.name = 'Fault'
    this.code = code
    this.fields = fields
  }
}

/** A fault in one field that only a rule beyond its schema could find. */
export function fieldFault(field: string, code: string, params?: Readonly<Record<string, string | number>>): Fault {
  return new Fault('invalid_request', [params === undefined ? { field, code } : { field, code, params }])
}

import type { z } from 'zod'
import type { FieldError } from '../../kernel/index.ts'

/** What zod says of one field, as the validator compiler hands it on. */
type ZodIssue = { keyword: string; instancePath: string; params: Record<string, unknown> }

type Params = Record<string, string | number>

function valueAt(source: unknown, path: readonly string[]): unknown {
  return path.reduce<unknown>((value, key) => (value as Record<string, unknown> | null | undefined)?.[key], source)
}

function codeOf({ keyword, params }: ZodIssue, missing: boolean): { code: string; params?: Params } {
  switch (keyword) {
    case 'invalid_type':
      return missing ? { code: 'required' } : { code: 'wrong_type' }
    case 'too_small':
      return params.origin === 'string' && params.minimum === 1
        ? { code: 'required' }
        : { code: params.origin === 'string' ? 'too_short' : params.origin === 'array' ? 'too_few' : 'too_small',
            params: { minimum: Number(params.minimum) } }
    case 'too_big':
      return { code: params.origin === 'string' ? 'too_long' : params.origin === 'array' ? 'too_many' : 'too_big',
        params: { maximum: Number(params.maximum) } }
    case 'invalid_value':
    case 'invalid_union':
      if (missing) return { code: 'required' }
      return { code: 'not_among_choices' }
    case 'unrecognized_keys':
      return { code: 'unknown_field' }
    case 'custom':
      return { code: typeof params.params === 'object' && params.params !== null && 'code' in params.params
        ? String(params.params.code) : 'invalid' }
    default:
      return { code: 'invalid' }
  }
}

/**
 * Zod's issues as errors of fields. `source` is what was parsed, for zod does not tell a missing value from a wrong one.
 * An unknown field is named itself, not the object that it stands in.
 */
export function fieldErrors(issues: readonly ZodIssue[], source: unknown): FieldError[] {
  return issues.flatMap((issue) => {
    const steps = issue.instancePath.split('/').filter((step) => step !== '')
    const path = steps.join('.')
    const error = codeOf(issue, valueAt(source, steps) === undefined)
    if (issue.keyword !== 'unrecognized_keys') return [{ field: path, ...error }]
    return (issue.params.keys as string[]).map((key) => ({ field: path === '' ? key : `${path}.${key}`, ...error }))
  })
}

/** The same for an error of zod's own, as a form gets it. */
export function fieldErrorsOf(error: z.ZodError, source: unknown): FieldError[] {
  return fieldErrors(error.issues.map(({ code, path, message: _, ...params }) => ({
    keyword: code, instancePath: `/${path.join('/')}`, params,
  })), source)
}

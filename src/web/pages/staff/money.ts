import { MONEY_MAX_CENTS } from '../../../kernel/index.ts'
import type { FieldError } from '../../../kernel/index.ts'
import type { Format } from '../../format/index.ts'

/** The longest sum that may be here, with everything that may part it, is shorter. */
const SUM_CHARACTERS_MAX = 20

/**
 * Euros as people type them, in cents: `5 000`, `5000,50`, `5.000 €`. A point or a comma before one or two last digits
 * parts the cents; the other of the two may part thousands. Null when it is no sum, or more than money may be here.
 */
export function centsOf(typed: string): number | null {
  const text = typed.replace(/[\s€]/g, '')
  if (text.length > SUM_CHARACTERS_MAX) return null
  const [, euros, cents = ''] = /^(\d+|\d{1,3}(?:\.\d{3})+(?!\.)|\d{1,3}(?:,\d{3})+(?!,))(?:[.,](\d{1,2}))?$/.exec(text) ?? []
  if (euros === undefined) return null
  const sum = Number(euros.replace(/[.,]/g, '')) * 100 + Number(cents.padEnd(2, '0'))
  return sum <= MONEY_MAX_CENTS ? sum : null
}

/** Cents as they stand in a field: `5000` or `5000,50`. */
export function eurosOf(cents: number): string {
  return cents % 100 === 0 ? String(cents / 100) : (cents / 100).toFixed(2).replace('.', ',')
}

/** What is wrong with fields of money, in euros: the schemas speak of cents, and say of text that it has a wrong type. */
export function inEuros(errors: readonly FieldError[], typed: Readonly<Record<string, string>>, format: Format): FieldError[] {
  return errors.map((error) => {
    if (!error.field.endsWith('Cents')) return error
    if (error.code === 'wrong_type') return { field: error.field, code: typed[error.field]?.trim() ? 'not_money' : 'required' }
    const params = Object.entries(error.params ?? {}).map(([name, cents]) => [name, format.money(Number(cents))] as const)
    return { ...error, params: Object.fromEntries(params) }
  })
}

import { z } from 'zod'

const DIGITS = /^\d{1,16}$/

/**
 * A whole number in an address: decimal digits and nothing else. JavaScript alone would also read `0x1`, `1e2`, ` 1`
 * and an empty text as numbers, and so give one thing several addresses.
 */
export function wholeNumberSchema(min: number, max: number = Number.MAX_SAFE_INTEGER) {
  return z.preprocess((text) => (typeof text === 'string' && !DIGITS.test(text) ? Number.NaN : text),
    z.coerce.number().int().min(min).max(max))
}

import { z } from 'zod'

const forbidden = { params: { code: 'forbidden_character' } }

/** No control character, NUL among them, and no half of a surrogate pair: the database could not keep it as it came. */
function isPlain(text: string): boolean {
  return text.isWellFormed() && !/[\p{Cc}\u2028\u2029]/u.test(text)
}

/** One line of text, trimmed and in Unicode's composed form. Lengths in UTF-16 units, as browsers count them. */
export function lineSchema(min: number, max: number) {
  return z.string().trim().normalize('NFC').min(min).max(max).refine(isPlain, forbidden)
}

/** Text of several lines, trimmed; a browser's CRLF becomes one line break, as it was counted while typing. */
export function textSchema(min: number, max: number) {
  return z.string().overwrite((text) => text.replace(/\r\n?/g, '\n')).trim().normalize('NFC').min(min).max(max)
    .refine((text) => isPlain(text.replace(/[\n\t]/g, ' ')), forbidden)
}

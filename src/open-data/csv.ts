/** A cell: text, a whole number, or nothing. Amounts and percentages come as text by `euros` and `decimal`. */
export type Cell = string | number | null

/** A number that has become text already: it is written as it is, because no formula can hide in it. */
export type Figure = { readonly figure: string }

/** What a spreadsheet takes for a formula, or for the beginning of one after signs that it drops; wide signs too. */
const FORMULA = /^'*[=+\-@\t\r\n＝＋－＠]/

/**
 * Text that no spreadsheet runs: with an apostrophe before it where it looks like a formula. Nothing is lost: text that
 * already has apostrophes before such a sign gets one more, so that a reader takes one away to have it as it was.
 * Source: OWASP, "CSV Injection".
 */
export function harmless(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text
}

/** The text that `harmless` made harmless, as it was. */
export function asWritten(cell: string): string {
  return cell.startsWith("'") && FORMULA.test(cell) ? cell.slice(1) : cell
}

/** A decimal text as Finns write it: `19,86`. */
export function decimal(text: string): Figure {
  return { figure: text.replace('.', ',') }
}

/** Cents as euros, with decimals only where there are any: `5000`, `5000,50`. */
export function euros(cents: number): Figure {
  const text = String(cents).padStart(3, '0')
  const decimals = text.slice(-2)
  return { figure: `${text.slice(0, -2)}${decimals === '00' ? '' : `,${decimals}`}` }
}

function cellText(cell: Cell | Figure): string {
  if (cell === null) return ''
  if (typeof cell === 'number') return String(cell)
  if (typeof cell === 'object') return cell.figure
  const text = harmless(cell)
  return /[;"\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * A table as a Finnish Excel opens it by a double click: UTF-8 with BOM, semicolons, decimal commas, CRLF (RFC 4180).
 * The caller sees to it that every row is as long as the headings.
 */
export function excelCsv(headings: readonly string[], rows: Iterable<readonly (Cell | Figure)[]>): string {
  const lines = [headings.map(cellText).join(';')]
  for (const row of rows) lines.push(row.map(cellText).join(';'))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

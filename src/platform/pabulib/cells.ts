/** What is wrong with a `.pb` file, and where: the line counts from 1, the field is a column or a META key. */
export class PabulibError extends Error {
  readonly line: number
  readonly field: string | null

  constructor(line: number, field: string | null, problem: string) {
    super(`line ${line}${field === null ? '' : `, ${field}`}: ${problem}`)
    this.name = 'PabulibError'
    this.line = line
    this.field = field
  }
}

/**
 * The cells of one line, separated by semicolons. A cell that begins with a quotation mark runs to its closing one and
 * holds `""` for a quotation mark, as in CSV; inside other cells a quotation mark is a plain character. A quoted cell
 * ends on its own line, because the format has no line breaks inside text.
 */
export function cellsOf(text: string, line: number): string[] {
  if (!text.includes('"')) return text.split(';')
  const cells: string[] = []
  let at = 0
  for (;;) {
    let cell = ''
    if (text[at] === '"') {
      at += 1
      for (;;) {
        const quote = text.indexOf('"', at)
        if (quote < 0) throw new PabulibError(line, `cell ${cells.length + 1}`, 'a quotation mark is not closed')
        cell += text.slice(at, quote)
        at = quote + 1
        if (text[at] !== '"') break
        cell += '"'
        at += 1
      }
      if (at < text.length && text[at] !== ';') {
        throw new PabulibError(line, `cell ${cells.length + 1}`, 'there is text after the closing quotation mark')
      }
    } else {
      const end = text.indexOf(';', at)
      cell = text.slice(at, end < 0 ? text.length : end)
      at += cell.length
    }
    cells.push(cell)
    if (at >= text.length) return cells
    at += 1
  }
}

/**
 * A decimal amount such as `400000.0` as whole cents, exactly: more than two decimals must be zeros.
 * Answers null for anything else, and for more than 2^53 - 1 cents.
 */
export function centsOf(amount: string): number | null {
  const match = /^(\d{1,20})(?:\.(\d+))?$/.exec(amount)
  if (match === null) return null
  const decimals = (match[2] ?? '').padEnd(2, '0')
  if (/[^0]/.test(decimals.slice(2))) return null
  const cents = BigInt(match[1]! + decimals.slice(0, 2))
  return cents <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(cents) : null
}

/** Text in the order of its Unicode code points, which JavaScript's own order is not beyond U+FFFF. */
export function byCodePoint(a: string, b: string): number {
  const length = Math.min(a.length, b.length)
  for (let i = 0; i < length; i++) {
    if (a.charCodeAt(i) === b.charCodeAt(i)) continue
    // Both begin a code point here, or both are the second halves of pairs with the same first half.
    const [left, right] = [a.codePointAt(i)!, b.codePointAt(i)!]
    return left - right
  }
  return a.length - b.length
}

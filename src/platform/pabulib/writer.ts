/** A section with columns: PROJECTS or VOTES. Cells are texts as they stand in the file, not yet quoted. */
export type PabulibTable = { readonly columns: readonly string[]; readonly rows: Iterable<readonly string[]> }

/** Text as the format takes it: one line without control characters and without spaces at its ends. */
export function pabulibText(text: string): string {
  return text.toWellFormed().normalize('NFC').replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim()
}

/** Cents as a decimal amount with a point; whole amounts without decimals: `5000`, `5000.50`. */
export function pabulibAmount(cents: number): string {
  const text = String(cents).padStart(3, '0')
  const decimals = text.slice(-2)
  return `${text.slice(0, -2)}${decimals === '00' ? '' : `.${decimals}`}`
}

/** A cell in quotation marks where a reader of CSV would need them. */
function cell(text: string): string {
  return /[;"]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/**
 * The lines of a file, without their line feeds. UTF-8 without BOM and LF are the caller's. META has no empty values, so
 * what is null is left out.
 */
export function* pabulibLines(
  meta: Iterable<readonly [key: string, value: string | number | null]>, projects: PabulibTable, votes: PabulibTable,
): Generator<string> {
  yield 'META'
  yield 'key;value'
  for (const [key, value] of meta) if (value !== null && value !== '') yield `${key};${cell(String(value))}`
  for (const [name, table] of [['PROJECTS', projects], ['VOTES', votes]] as const) {
    yield name
    yield table.columns.join(';')
    for (const row of table.rows) yield row.map(cell).join(';')
  }
}

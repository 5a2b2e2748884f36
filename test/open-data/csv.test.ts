import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import t from 'tap'
import { asWritten, decimal, euros, excelCsv, harmless } from '../../src/open-data/csv.ts'

const read = (csv: string): string[][] => parse(csv, { delimiter: ';', bom: true, record_delimiter: '\r\n' })

t.test('a table opens right in a Finnish Excel: BOM, semicolons, CRLF, decimal commas', async (t) => {
  t.equal(excelCsv(['Sija', 'Ehdotus', 'Osuus, %'], [[1, 'Penkki; "iso"', decimal('19.86')], [2, null, decimal('0.00')]]),
    '\ufeffSija;Ehdotus;Osuus, %\r\n1;"Penkki; ""iso""";19,86\r\n2;;0,00\r\n')
  for (const [cents, text] of [[500_000, '5000'], [500_050, '5000,50'], [5, '0,05'], [0, '0']] as const) {
    t.equal(euros(cents).figure, text)
  }
})

t.test('no text begins as a formula', async (t) => {
  for (const text of ['=1+1', '+358 40 1', '-penkki', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1', '＠x']) {
    t.equal(harmless(text), `'${text}`)
  }
  for (const text of ['Penkki', '1-2', '', "'lainaus'", 'a=b', ' =1']) t.equal(harmless(text), text)
  t.match(excelCsv(['x'], [['=HYPERLINK("http://x";"y")']]), /\r\n"'=HYPERLINK/)
})

t.test('law: text is read back as it was written, and no cell begins as a formula', async () => {
  const text = fc.string({ unit: fc.constantFrom('=', '+', '-', '@', "'", '"', ';', '\n', 'a', ' ', '\t', '＝') })
  fc.assert(fc.property(fc.array(fc.tuple(text, text), { minLength: 1 }), (rows) => {
    const cells = read(excelCsv(['x', 'y'], rows)).slice(1)
    return JSON.stringify(cells.map((row) => row.map(asWritten))) === JSON.stringify(rows)
      && cells.flat().every((cell) => !/^[=+\-@\t\r\n＝＋－＠]/.test(cell))
  }), { numRuns: 300 })
})

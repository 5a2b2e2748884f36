import fc from 'fast-check'
import t from 'tap'
import { byCodePoint, cellsOf, centsOf } from '../../../src/platform/pabulib/cells.ts'

t.test('a quoted cell may hold semicolons and doubled quotation marks', async (t) => {
  t.same(cellsOf('1;"Park ""Zielony""; etap 2";0', 1), ['1', 'Park "Zielony"; etap 2', '0'])
  t.same(cellsOf('"";"a";', 1), ['', 'a', ''])
  t.same(cellsOf('1;Park "Zielony";0', 1), ['1', 'Park "Zielony"', '0'], 'inside other cells it is a character')
})

t.test('a quotation mark that is not closed is an error of its line and cell', async (t) => {
  t.throws(() => cellsOf('1;"open;0', 7), { message: /^line 7, cell 2: / })
  t.throws(() => cellsOf('"a"b;0', 7), { message: /^line 7, cell 1: / })
})

t.test('law: cells that were quoted are read back', async () => {
  const cell = fc.string({ unit: fc.constantFrom('a', '"', ';', ' ', ',') })
  fc.assert(fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
    const line = cells.map((text) => `"${text.replaceAll('"', '""')}"`).join(';')
    return JSON.stringify(cellsOf(line, 1)) === JSON.stringify(cells)
  }))
})

t.test('a decimal amount becomes cents exactly, or is refused', async (t) => {
  t.equal(centsOf('400000.0'), 40_000_000)
  t.equal(centsOf('5000'), 500_000)
  t.equal(centsOf('0.1'), 10)
  t.equal(centsOf('1.990000'), 199)
  t.equal(centsOf('90071992547409.91'), Number.MAX_SAFE_INTEGER)
  for (const wrong of ['90071992547409.92', '1.999', '1,5', '-1', '1e3', '', '.5', '5.', ' 5']) {
    t.equal(centsOf(wrong), null, wrong)
  }
})

t.test('text is ordered by code points, also beyond U+FFFF', async (t) => {
  t.same(['b', 'a', 'ab', 'L10', 'L2', '\u{1f600}', '\uffee'].sort(byCodePoint),
    ['L10', 'L2', 'a', 'ab', 'b', '\uffee', '\u{1f600}'])
  const text = fc.string({ unit: fc.constantFrom('a', 'b', '\uffee', '\u{1f600}', '\u{1f601}', '\u{20000}') })
  fc.assert(fc.property(text, text, (a, b) =>
    Math.sign(byCodePoint(a, b)) === Buffer.compare(Buffer.from(a), Buffer.from(b))))
})

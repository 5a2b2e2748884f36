import t from 'tap'
import { lineSchema, textSchema } from '../../../src/platform/http/index.ts'

const BAD = ['a\u0000b', 'a\u0007b', 'a\u009fb', 'a\u2028b', 'a\ud800b', '\udfffab']

t.test('a line is trimmed and composed, and has one line', async (t) => {
  const line = lineSchema(2, 5)
  t.equal(line.parse('  a\u0308iti '), 'äiti', 'two code points become one letter')
  t.equal(line.parse('👍👍'), '👍👍')
  t.same(['', ' a ', 'abcdef', 'a\nb', 'a\tb', ...BAD].filter((text) => line.safeParse(text).success), [])
})

t.test('a text may have lines, and CRLF counts as one', async (t) => {
  const text = textSchema(2, 5)
  t.equal(text.parse('ab\r\ncd'), 'ab\ncd')
  t.equal(text.parse('a\rb\tc'), 'a\nb\tc')
  t.same(['\n\n', 'abcdef', ...BAD].filter((wrong) => text.safeParse(wrong).success), [])
})

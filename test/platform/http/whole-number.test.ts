import fc from 'fast-check'
import t from 'tap'
import { wholeNumberSchema } from '../../../src/platform/http/index.ts'

t.test('a number in an address is decimal digits alone', async (t) => {
  const schema = wholeNumberSchema(0, 9999)
  fc.assert(fc.property(fc.integer({ min: 0, max: 9999 }), (number) => schema.safeParse(String(number)).data === number))
  for (const text of ['0x1', '0b1', '1e2', ' 1', '1 ', '+1', '-1', '1.0', '', ' ', '1_0', '١', 'NaN', 'Infinity', '1n', '10000', '99999999999999999']) {
    t.notOk(schema.safeParse(text).success, JSON.stringify(text))
  }
  t.equal(wholeNumberSchema(1).default(7).parse(undefined), 7, 'and one that is not there has its default')
})

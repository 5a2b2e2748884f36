import fc from 'fast-check'
import t from 'tap'
import { createAsciiWriter } from '../../../src/tally/rules/ascii.ts'

t.test('what is written is the text, byte by byte, however long it grows', async () => {
  const part = fc.oneof(fc.nat(20_000_000), fc.string({ maxLength: 40 }).map((text) => text.replace(/[^ -~]/g, '?')), fc.constant('x'.repeat(70_000)))
  fc.assert(fc.property(fc.array(part, { maxLength: 12 }), (parts) => {
    const write = createAsciiWriter()
    for (const each of parts) {
      if (typeof each === 'number') write.digits(each)
      else write.text(each)
    }
    return Buffer.from(write.written()).toString('ascii') === parts.join('')
  }), { numRuns: 200 })
})

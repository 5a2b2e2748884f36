import fc from 'fast-check'
import t from 'tap'
import { crockford, newId, normaliseCrockford } from '../../src/kernel/index.ts'

const ALPHABET = /^[0-9A-HJKMNP-TV-Z]*$/

t.test('an identifier is a random UUID and never the same', async (t) => {
  const ids = Array.from({ length: 100 }, newId)
  t.ok(ids.every((id) => /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/.test(id)))
  t.equal(new Set(ids).size, 100)
})

t.test('Crockford’s base 32 of known bytes', async (t) => {
  const of = (hex: string): string => crockford(Buffer.from(hex, 'hex'))
  t.equal(of(''), '')
  t.equal(of('0000000000'), '00000000')
  t.equal(of('ffffffffff'), 'ZZZZZZZZ')
  // The alphabet in its own order: 0, 1, 2 … 31, five bits each.
  t.equal(of('00443214c74254b635cf84653a56d7c675be77df'), '0123456789ABCDEFGHJKMNPQRSTVWXYZ')
  // RFC 4648's vector for base 32, "fooba", in Crockford's alphabet.
  t.equal(crockford(Buffer.from('fooba')), 'CSQPYRK1')
  t.equal(crockford(new Uint8Array(10)).length, 16, 'ten bytes are the sixteen characters of a tracker')
})

t.test('bits that are no multiple of five are refused', async (t) => {
  for (const length of [1, 2, 3, 4, 9, 11]) {
    t.throws(() => crockford(new Uint8Array(length)), RangeError)
  }
})

t.test('every code can be read back: no two byte strings share one', async () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
    const text = crockford(bytes)
    const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
    const value = [...text].reduce((sum, character) => sum * 32n + BigInt(alphabet.indexOf(character)), 0n)
    return ALPHABET.test(text) && value === BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  }))
})

t.test('a code is understood as people type it', async (t) => {
  t.equal(normaliseCrockford('0123-4567-89ab-cdef'), '0123456789ABCDEF')
  t.equal(normaliseCrockford(' ghjk mnpq\trstv wxyz\n'), 'GHJKMNPQRSTVWXYZ')
  t.equal(normaliseCrockford('oO iI lL'), '001111')
})

t.test('a code that is right already stays as it is, and doing it twice changes nothing', async () => {
  fc.assert(fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (bytes) => {
    const code = crockford(bytes)
    const spaced = code.toLowerCase().replace(/.{4}/g, '$& ')
    return normaliseCrockford(code) === code && normaliseCrockford(spaced) === code
  }))
})

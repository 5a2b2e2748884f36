import { createHmac } from 'node:crypto'
import t from 'tap'
import { personKeyOf, voterKeyOf } from '../../src/identity/index.ts'

const pepper = Buffer.alloc(32, 1)

t.test('a voter key is HMAC-SHA-256 of the round pepper over v1| and the code', async (t) => {
  const expected = createHmac('sha256', pepper).update('v1|010280-952L').digest()
  t.ok(voterKeyOf(pepper, '010280-952L').equals(expected))
  t.equal(expected.length, 32)
})

t.test('100190-999P and 100190Y999P are two people with two keys', async (t) => {
  t.notOk(voterKeyOf(pepper, '100190-999P').equals(voterKeyOf(pepper, '100190Y999P')))
})

t.test('one person has another key under another pepper', async (t) => {
  t.notOk(voterKeyOf(pepper, '010280-952L').equals(voterKeyOf(Buffer.alloc(32, 2), '010280-952L')))
})

t.test('a code that is not normalised is never made into a second key of the same person', async (t) => {
  for (const hetu of ['010280-952l', ' 010280-952L', '010280-952M', '']) t.throws(() => voterKeyOf(pepper, hetu))
  t.throws(() => voterKeyOf(Buffer.alloc(0), '010280-952L'), 'nor with an empty pepper')
})

t.test('somebody with an eIDAS identifier alone has a key of their own kind', async (t) => {
  const expected = createHmac('sha256', pepper).update('v1|eidas|DE/FI/123').digest()
  t.ok(personKeyOf(pepper, { hetu: null, eidasPid: 'DE/FI/123' }).equals(expected))
  t.ok(personKeyOf(pepper, { hetu: '010280-952L', eidasPid: 'DE/FI/123' }).equals(voterKeyOf(pepper, '010280-952L')),
    'the code decides where there is one')
  t.throws(() => personKeyOf(pepper, { hetu: null, eidasPid: null }))
})

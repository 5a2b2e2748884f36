import t from 'tap'
import { assert, Defect, present, unreachable } from '../../src/kernel/index.ts'

t.test('what the code promised is asserted, and a broken promise is a defect', async (t) => {
  t.doesNotThrow(() => assert(1, 'one is true'))
  for (const value of [false, 0, '', null, undefined]) {
    t.throws(() => assert(value, 'it holds'), new Defect('it holds'))
  }
})

t.test('a value that must be there is handed on, however empty it looks', async (t) => {
  t.equal(present(0, 'there'), 0)
  t.equal(present('', 'there'), '')
  t.equal(present(false, 'there'), false)
  t.throws(() => present(null, 'the round of a row exists'), { name: 'Defect', message: 'the round of a row exists' })
  t.throws(() => present(undefined, 'the round of a row exists'), { name: 'Defect' })
})

t.test('a member of a union that nobody handled is a defect', async (t) => {
  t.throws(() => unreachable('sixth' as never), { name: 'Defect', message: 'unreachable: sixth' })
})

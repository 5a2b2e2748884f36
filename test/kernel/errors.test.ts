import t from 'tap'
import { Fault, fieldFault } from '../../src/kernel/index.ts'

t.test('a fault says its code and which fields are wrong, never what was in them', async (t) => {
  const fault = new Fault('invalid_request',
    [{ field: 'picks.2', code: 'picked_twice' }, { field: 'castId', code: 'required' }])
  t.equal(fault.message, 'invalid_request: picks.2 picked_twice, castId required')
  t.equal(fault.name, 'Fault')
  t.ok(fault instanceof Error)
})

t.test('a fault without fields is its code alone', async (t) => {
  const fault = new Fault('not_found')
  t.equal(fault.message, 'not_found')
  t.same(fault.fields, [])
})

t.test('a field fault is an invalid request about one field, with figures for its sentence', async (t) => {
  t.same(fieldFault('picks', 'too_many_picks', { maximum: 3, given: 4 }).fields,
    [{ field: 'picks', code: 'too_many_picks', params: { maximum: 3, given: 4 } }])
  t.strictSame(fieldFault('themes', 'repeated').fields, [{ field: 'themes', code: 'repeated' }])
  t.equal(fieldFault('themes', 'repeated').code, 'invalid_request')
})

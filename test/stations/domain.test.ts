import t from 'tap'
import { needsNote } from '../../src/stations/domain.ts'

t.test('a day whose figures agree needs no note, and a difference does', async (t) => {
  const count = { counted: 7, spoiled: 2, returned: 1, note: null }
  t.notOk(needsNote(7, count))
  t.ok(needsNote(6, count), 'a form on the desk that was not registered')
  t.ok(needsNote(8, count), 'a registered form that is not on the desk')
  t.notOk(needsNote(8, { ...count, note: 'Yksi lomake jäi kotiin.' }))
  t.notOk(needsNote(0, { ...count, counted: 0 }), 'a day without voters')
})

import t from 'tap'
import { chainText } from '../../src/audit/domain.ts'

const event = {
  seq: 7, at: '2026-12-06T12:00:00.000Z', kind: 'round_created', actor: 'manager', actorName: 'Maija "M"',
  roundId: null, body: '{"slug":"osbu-2026"}', prevHash: '00ff',
}

t.test('the text that is hashed is an array in a fixed order, the previous hash first', async (t) => {
  t.equal(chainText(event),
    '["00ff",7,"2026-12-06T12:00:00.000Z","round_created","manager","Maija \\"M\\"",null,"{\\"slug\\":\\"osbu-2026\\"}"]')
})

t.test('it does not depend on the order in which an event’s fields were written', async (t) => {
  const turned = Object.fromEntries(Object.entries(event).reverse()) as typeof event
  t.equal(chainText(turned), chainText(event))
})

t.test('every field is in it: none can be changed without the hash', async (t) => {
  for (const name of Object.keys(event)) t.not(chainText({ ...event, [name]: 'other' }), chainText(event), name)
})

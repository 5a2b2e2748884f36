import t from 'tap'
import { createAudit } from '../../src/audit/index.ts'
import { done, newId, systemClock } from '../../src/kernel/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import { must, MANAGER, roundRequest, testWorld } from '../support/index.ts'

t.test('the chain is searched by kind, actor, round and words', async (t) => {
  const world = await testWorld(t, { poolMax: 2 })
  const audit = createAudit({ db: world.db, clock: systemClock })
  const { id } = must(await world.rounds.create(MANAGER, roundRequest()))
  const refuseIdea = (actor: { id: string; name: string }, reason: string, roundId = id) => transact(world.db, async (tx) => {
    await audit.record(tx, { kind: 'idea_refused', actor, roundId, body: { ideaId: 1, reason, textHidden: false } })
    return done()
  })
  const maija = { id: 'm', name: 'Maija' }
  await refuseIdea(maija, 'Ranta ei ole kaupungin omaa maata: 100 %.')
  await refuseIdea({ ...maija, name: 'Maija Uusinimi' }, 'Sama idea on jo käsittelyssä.')
  await refuseIdea({ id: 'k', name: 'Kaisa' }, 'Ei kuulu kaupungille.')
  const found = async (filter: object) => (await audit.page(Number.MAX_SAFE_INTEGER, 50, filter)).map(({ seq }) => seq)

  t.same(await found({}), [4, 3, 2, 1], 'newest first')
  t.same(await found({ kind: 'round_created' }), [1])
  t.same(await found({ actor: 'm' }), [3, 2])
  t.same(await found({ roundId: newId() }), [])
  t.same(await found({ text: 'kaupung' }), [4, 2])
  t.same(await found({ text: 'RANTA' }), [2], 'whatever the case')
  t.same(await found({ text: '%' }), [2], 'a sign is a sign and no pattern')
  t.same(await found({ actor: 'm', text: 'käsittely', roundId: id }), [3])
  t.same(await audit.actors(), [{ id: 'k', name: 'Kaisa' }, { id: 'm', name: 'Maija Uusinimi' }, { id: MANAGER.id, name: MANAGER.name }])
})

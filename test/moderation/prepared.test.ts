import t from 'tap'
import { PUBLIC } from '../../src/ideas/index.ts'
import { enteredOf, faultIn, kalle, maija, mikko, must, paula, proposalOf, resident, testHouse } from '../ideas/house.ts'

const refusal = { kind: 'refuse', seq: 0, reason: 'Kaupunki ei omista tätä maata.', textHidden: false } as const

t.test('preparing', async (t) => {
  const house = await testHouse(t)
  const { moderation, ideas } = house

  await t.test('changes nothing that others see, and is in the chain', async (t) => {
    const { id } = await house.submit()
    must(await moderation.prepare(maija, id, refusal, 0))
    t.match(await ideas.read({ staff: maija, resident: null }, id), { state: 'waiting', seq: 0 })
    await t.rejects(ideas.read(PUBLIC, id), { code: 'not_found' })
    t.match(await moderation.preparedOf(mikko, id), { decision: refusal, revision: 1, staffName: maija.name, round: house.slug })
    t.equal((await house.kinds()).at(-1), 'decision_prepared')
  })

  await t.test('writes over what was seen, never over what was not', async (t) => {
    const { id } = await house.submit()
    must(await moderation.prepare(maija, id, refusal, 0))
    t.match(await moderation.prepare(mikko, id, { kind: 'accept', seq: 0 }, 0), { refusal: { code: 'prepared_meanwhile', details: { by: maija.name } } })
    must(await moderation.prepare(mikko, id, { kind: 'accept', seq: 0 }, 1))
    t.match(await moderation.prepare(maija, id, refusal, 1), { refusal: { code: 'prepared_meanwhile', details: { by: mikko.name } } })
    t.match(await moderation.preparedOf(maija, id), { decision: { kind: 'accept' }, revision: 2, staffName: mikko.name })
  })

  await t.test('is refused for what could not be decided', async (t) => {
    const host = await house.accepted()
    const paper = must(await ideas.enter(kalle, house.slug, enteredOf()))
    const { id } = await house.submit()
    t.match(await moderation.prepare(maija, paper.id, { kind: 'ask', seq: 0, question: 'Mihin?' }, 0), { refusal: { code: 'author_not_online' } })
    t.match(await moderation.prepare(maija, host.id, { kind: 'accept', seq: 1 }, 0), { refusal: { code: 'decision_not_possible' } })
    t.match(await moderation.prepare(maija, host.id, refusal, 0), { refusal: { code: 'decided_meanwhile', details: { by: maija.name, kind: 'accept' } } })
    await t.rejects(moderation.prepare(maija, id, { kind: 'merge', seq: 0, intoIdeaId: id }, 0), faultIn('intoIdeaId', 'itself'))
    t.equal(await moderation.preparedOf(maija, id), null)
  })
})

t.test('publishing', async (t) => {
  const house = await testHouse(t)
  const { moderation, ideas } = house
  const state = async (id: number) => (await ideas.read({ staff: maija, resident: null }, id)).state

  await t.test('takes each decision by itself: what came too late stays and is told, the rest is out', async (t) => {
    const author = resident()
    const [first, second, third] = [await house.submit(), await house.submit(author), await house.submit()]
    for (const { id } of [first, second, third]) must(await moderation.prepare(maija, id, refusal, 0))
    must(await ideas.withdraw(author, second.id))
    const { published, refused } = await moderation.publish(paula, [first.id, second.id])
    t.same(published, [first.id])
    t.match(refused, [{ prepared: { ideaId: second.id }, refusal: { code: 'decided_meanwhile', details: { by: null, kind: 'withdraw' } } }])
    t.equal(await state(third.id), 'waiting', 'what was not chosen waits')
    t.same((await moderation.prepared(maija)).map(({ ideaId }) => ideaId), [second.id, third.id])
    const [act] = (await ideas.read({ staff: maija, resident: null }, first.id)).history
    t.equal(act?.staffName, paula.name, 'whoever publishes has decided')
  })

  await t.test('by two at once publishes each decision once', async (t) => {
    const all = await Promise.all(Array.from({ length: 6 }, () => house.submit(resident())))
    for (const { id } of all) must(await moderation.prepare(maija, id, refusal, 0))
    const ids = all.map(({ id }) => id).sort((a, b) => a - b)
    const both = await Promise.all([moderation.publish(maija, ids), moderation.publish(mikko, ids)])
    t.same(both.flatMap(({ published }) => published).sort((a, b) => a - b), ids)
    t.same(both.flatMap(({ refused }) => refused), [], 'and neither is troubled with what the other has done')
    for (const id of ids) t.equal((await ideas.read({ staff: maija, resident: null }, id)).seq, 1)
  })

  await t.test('stops at what has gone into a proposal meanwhile', async (t) => {
    const { id } = await house.accepted()
    must(await moderation.prepare(maija, id, { ...refusal, seq: 1 }, 0))
    must(await house.proposals.create(maija, house.slug, proposalOf([id])))
    t.match(await moderation.publish(maija, [id]), { published: [], refused: [{ refusal: { code: 'idea_in_proposal' } }] })
  })

  await t.test('a decision made directly puts an end to the prepared one', async (t) => {
    const { id } = await house.submit()
    must(await moderation.prepare(maija, id, refusal, 0))
    await house.decide(id, { kind: 'accept', seq: 0 }, mikko)
    t.equal(await moderation.preparedOf(maija, id), null)
  })

  await t.test('what is thrown away is gone, once', async (t) => {
    const { id } = await house.submit()
    must(await moderation.prepare(maija, id, refusal, 0))
    const discards = async () => (await house.kinds()).filter((kind) => kind === 'decision_discarded').length
    const before = await discards()
    await moderation.discard(mikko, id)
    await moderation.discard(mikko, id)
    t.equal(await discards(), before + 1)
    t.equal(await moderation.preparedOf(maija, id), null)
    t.equal(await state(id), 'waiting')
  })
})

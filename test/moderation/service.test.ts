import t from 'tap'
import { PUBLIC } from '../../src/ideas/index.ts'
import { ideasDocument, publicIdeas } from '../../src/open-data/texts.ts'
import { sql } from 'kysely'
import {
  enteredOf, faultIn, kalle, maija, mikko, must, paula, proposalOf, resident, testHouse,
} from '../ideas/house.ts'

const page = { page: 1, pageSize: 20 }
const refusal = { kind: 'refuse', reason: 'Kaupunki ei omista tätä maata.', textHidden: false } as const

t.test('the queue', async (t) => {
  const house = await testHouse(t)
  const author = resident()
  const first = await house.submit(author)
  const second = await house.submit()
  const third = must(await house.ideas.enter(kalle, house.slug, enteredOf()))
  await house.submit(resident(), {}, await house.makeRound('osbu-2028'))
  const queue = async () => (await house.moderation.queue(maija, house.slug, page)).ideas.map(({ id }) => id)

  await t.test('what waits longest comes first, and only of this round', async (t) => {
    t.same(await queue(), [first.id, second.id, third.id])
  })

  await t.test('what waits for its author is not in it, and comes back behind the others when answered', async (t) => {
    await house.decide(first.id, { kind: 'ask', seq: 0, question: 'Mihin?' })
    t.same(await queue(), [second.id, third.id])
    must(await house.ideas.answer(author, first.id, 'Tähän.'))
    t.same(await queue(), [second.id, third.id, first.id])
  })

  await t.test('what is decided or withdrawn leaves it', async (t) => {
    await house.decide(second.id, { ...refusal, seq: 0 })
    must(await house.ideas.withdraw(author, first.id))
    t.match(await house.moderation.queue(maija, house.slug, page), { total: 1, ideas: [{ id: third.id }] })
  })
})

t.test('deciding', async (t) => {
  const house = await testHouse(t)
  const { moderation, ideas } = house

  await t.test('every decision is in the chain, in the transaction of the change', async (t) => {
    const host = await house.accepted()
    const [asked, merged, refused] = [await house.submit(), await house.submit(), await house.submit()]
    await house.decide(asked.id, { kind: 'ask', seq: 0, question: 'Mihin?' })
    await house.decide(merged.id, { kind: 'merge', seq: 0, intoIdeaId: host.id })
    await house.decide(refused.id, { ...refusal, seq: 0 })
    t.same((await house.kinds()).slice(-4), ['idea_accepted', 'idea_asked', 'idea_merged', 'idea_refused'])
    const { events } = await house.audit.verify() as { events: number }
    t.match(await moderation.decide(mikko, refused.id, { kind: 'ask', seq: 1, question: 'Miksi?' }),
      { refusal: { code: 'decision_not_possible' } })
    t.match(await house.audit.verify(), { ok: true, events }, 'what was refused is not recorded')
    t.equal((await ideas.read({ staff: maija, resident: null }, refused.id)).seq, 1, 'and left no act')
  })

  await t.test('a decision on what has changed since is refused and tells who, what and when', async (t) => {
    const { id } = await house.submit()
    await house.decide(id, { kind: 'accept', seq: 0 }, mikko)
    const late = await moderation.decide(maija, id, { ...refusal, seq: 0 })
    t.match(late, { refusal: { code: 'decided_meanwhile', details: { by: mikko.name, kind: 'accept', seq: 1 } } })
    t.type(!late.ok && late.refusal.details?.at, 'string')
    await t.rejects(moderation.decide(maija, id, { ...refusal, seq: 7 }), faultIn('seq', 'unknown'))
    t.match(await house.decide(id, { ...refusal, seq: 1 }), { state: 'refused', seq: 2 })
    t.match(await house.decide(id, { kind: 'accept', seq: 2 }), { state: 'accepted', reason: null })
  })

  await t.test('a decision on an idea that was answered meanwhile names the author as nobody', async (t) => {
    const author = resident()
    const { id } = await house.submit(author)
    await house.decide(id, { kind: 'ask', seq: 0, question: 'Mihin?' })
    must(await ideas.answer(author, id, 'Rantaan.'))
    t.match(await moderation.decide(maija, id, { kind: 'accept', seq: 1 }),
      { refusal: { code: 'decided_meanwhile', details: { by: null, kind: 'answer' } } })
  })

  await t.test('of ten moderators deciding at once one wins and nine learn who and what', async (t) => {
    const { id } = await house.submit()
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => i % 2
      ? moderation.decide(mikko, id, { kind: 'accept', seq: 0 })
      : moderation.decide(maija, id, { ...refusal, seq: 0 })))
    const won = outcomes.filter(({ ok }) => ok)
    t.equal(won.length, 1)
    const [act] = (await ideas.read({ staff: maija, resident: null }, id)).history
    for (const outcome of outcomes.filter(({ ok }) => !ok)) {
      t.match(outcome,
        { refusal: { code: 'decided_meanwhile', details: { by: act!.staffName, kind: act!.kind, at: act!.at } } })
    }
  })

  await t.test('somebody without an account is not asked, and an unknown idea not decided', async (t) => {
    const { id } = must(await ideas.enter(kalle, house.slug, enteredOf()))
    t.match(await moderation.decide(maija, id, { kind: 'ask', seq: 0, question: 'Mihin?' }),
      { refusal: { code: 'author_not_online' } })
    await t.rejects(moderation.decide(maija, 999_999, { kind: 'accept', seq: 0 }), { code: 'not_found' })
  })

  await t.test('the database keeps what was decided', async (t) => {
    await t.rejects(sql`update idea_history set text = 'x'`.execute(house.db), /append-only/)
    await t.rejects(sql`delete from idea_history`.execute(house.db), /append-only/)
  })

  await t.test('decisions are made until proposals are confirmed, and again when they are taken back', async (t) => {
    const inside = await house.accepted()
    const outside = await house.accepted()
    must(await house.proposals.create(maija, house.slug, proposalOf([inside.id])))
    t.match(await moderation.decide(maija, inside.id, { ...refusal, seq: 1 }),
      { refusal: { code: 'idea_in_proposal', details: { number: 1 } } })
    house.enterPhase('review')
    must(await house.proposals.confirm(paula, house.slug))
    t.match(await moderation.decide(maija, outside.id, { ...refusal, seq: 1 }),
      { refusal: { code: 'moderation_closed' } })
    must(await house.proposals.reopen(paula, house.slug))
    t.ok((await moderation.decide(maija, outside.id, { ...refusal, seq: 1 })).ok)
    must(await house.proposals.remove(maija, house.slug, 1))
    t.ok((await moderation.decide(maija, inside.id, { ...refusal, seq: 1 })).ok, 'out of the proposal it is free')
  })

  await t.test('the text of a refused idea is hidden when moderation has ended, from the open data too', async (t) => {
    house.enterPhase('ideas')
    const named = await house.accepted({ title: 'Naapurin Matin piha' })
    const other = await house.accepted()
    await house.decide(named.id, { ...refusal, seq: 1 })
    must(await house.proposals.create(maija, house.slug, proposalOf([other.id])))
    house.enterPhase('review')
    must(await house.proposals.confirm(paula, house.slug))
    await house.makeReady()
    const openData = async () => JSON.stringify(ideasDocument(house.slug, await publicIdeas(ideas, house.slug)))
    t.match(await openData(), /Naapurin Matin/)
    house.enterPhase('voting')
    t.match(await moderation.decide(maija, named.id, { ...refusal, reason: 'Toinen syy.', seq: 2 }),
      { refusal: { code: 'moderation_closed' } }, 'the reason alone is not changed any more')
    const hidden = must(await moderation.decide(maija, named.id, { ...refusal, textHidden: true, seq: 2 }))
    t.match(hidden, { state: 'refused', textHidden: true })
    t.match(await ideas.read(PUBLIC, named.id), { title: null, body: null, reason: refusal.reason })
    t.notMatch(await openData(), /Naapurin Matin/)
    t.equal((await house.kinds()).at(-1), 'idea_refused')
    t.match(await moderation.decide(maija, named.id, { ...refusal, seq: 3 }),
      { refusal: { code: 'moderation_closed' } }, 'and nobody shows it again')
    t.match(await moderation.decide(maija, other.id, { ...refusal, textHidden: true, seq: 1 }),
      { refusal: { code: 'moderation_closed' } }, 'what stands on the ballot stays')
  })
})

t.test('merging', async (t) => {
  const house = await testHouse(t)
  const { moderation, ideas } = house
  const merge = (id: number, intoIdeaId: number, by = maija) =>
    moderation.decide(by, id, { kind: 'merge', seq: 0, intoIdeaId })

  await t.test('it keeps every author and text, and a chain of merges leads to what it became', async (t) => {
    const author = resident()
    const [a, b, c] = [
      await house.submit(author, { title: 'Penkki rantaan' }), await house.submit(), await house.submit(),
    ]
    must(await merge(a.id, b.id))
    t.match(await ideas.read(PUBLIC, a.id), { state: 'merged', title: 'Penkki rantaan', mergedInto: null },
      'what nobody may see yet is not linked to')
    must(await merge(b.id, c.id))
    await house.decide(c.id, { kind: 'accept', seq: 0 })
    t.match(await ideas.read(PUBLIC, a.id), { mergedInto: { id: c.id, title: c.title } })
    t.match(await ideas.read(PUBLIC, b.id),
      { mergedInto: { id: c.id }, merged: [{ id: a.id, title: 'Penkki rantaan' }] })
    t.match((await ideas.read(PUBLIC, c.id)).merged, [{ id: b.id }])
    t.match(await ideas.mine(author), [{ id: a.id, mine: true, title: 'Penkki rantaan' }])
  })

  await t.test('an idea is merged into a live one of its own round', async (t) => {
    const { id } = await house.submit()
    const other = await house.submit(resident(), {}, await house.makeRound('osbu-2028'))
    const unknown = faultIn('intoIdeaId', 'unknown')
    await t.rejects(merge(id, other.id), unknown)
    await t.rejects(merge(id, 999_999), unknown)
    await t.rejects(merge(id, id), faultIn('intoIdeaId', 'itself'))
    const refused = await house.submit()
    await house.decide(refused.id, { ...refusal, seq: 0 })
    t.match(await merge(id, refused.id),
      { refusal: { code: 'merge_target_not_live', details: { ideaId: refused.id, state: 'refused' } } })
  })

  await t.test('two ideas merged into each other at once end in one', async (t) => {
    for (let i = 0; i < 10; i++) {
      const [a, b] = [await house.submit(), await house.submit()]
      const outcomes = await Promise.all([merge(a.id, b.id), merge(b.id, a.id, mikko)])
      t.equal(outcomes.filter(({ ok }) => ok).length, 1)
      t.match(outcomes.find(({ ok }) => !ok),
        { refusal: { code: 'merge_target_not_live', details: { state: 'merged' } } })
    }
  })

  await t.test('an idea merged into two others at once becomes one of them', async (t) => {
    for (let i = 0; i < 10; i++) {
      const [a, b, c] = [await house.submit(), await house.submit(), await house.submit()]
      const outcomes = await Promise.all([merge(a.id, b.id), merge(a.id, c.id, mikko)])
      t.equal(outcomes.filter(({ ok }) => ok).length, 1)
      t.match(outcomes.find(({ ok }) => !ok), { refusal: { code: 'decided_meanwhile', details: { kind: 'merge' } } })
    }
  })

  await t.test('a ring of merges at once never closes', async (t) => {
    const ring = [await house.submit(), await house.submit(), await house.submit(), await house.submit()]
    const outcomes = await Promise.all(ring.map(({ id }, i) => merge(id, ring[(i + 1) % ring.length]!.id)))
    t.ok(outcomes.filter(({ ok }) => ok).length < ring.length)
    const views = await Promise.all(ring.map(({ id }) => ideas.read({ staff: maija, resident: null }, id)))
    for (const view of views.filter(({ state }) => state === 'merged')) t.ok(view.mergedInto, 'each leads somewhere')
  })
})

import { sql } from 'kysely'
import t from 'tap'
import { transact } from '../../src/platform/database/index.ts'
import { done } from '../../src/kernel/index.ts'
import { insert } from '../../src/proposals/store.ts'
import { proposalsOf } from '../../src/proposals/index.ts'
import { enteredOf, faultIn, kalle, maija, mikko, must, paula, proposalOf, resident, staff, testHouse } from '../ideas/house.ts'

t.test('making proposals', async (t) => {
  const house = await testHouse(t)
  const { proposals, slug } = house
  const make = (ideaIds: number[], change = {}, by = maija) => proposals.create(by, slug, proposalOf(ideaIds, change))

  await t.test('a proposal is made from accepted ideas and gets the next number', async (t) => {
    const [a, b] = [await house.accepted(), await house.accepted()]
    const made = must(await make([b.id, a.id]))
    t.match(made, { number: 1, costIsExample: false, ideas: [{ id: a.id, title: a.title }, { id: b.id }] })
    t.equal((await house.kinds()).at(-1), 'proposal_made')
    t.equal(must(await make([(await house.accepted()).id])).number, 2)
    t.same(await proposals.numbersOf((await house.rounds.bySlug(slug)).id), [1, 2])
    t.same(await proposalsOf(house.db, [a.id, b.id, 999]), new Map([[a.id, 1], [b.id, 1]]))
  })

  await t.test('an idea must be accepted, of the round, and named once', async (t) => {
    const waiting = await house.submit()
    t.match(await make([waiting.id]),
      { refusal: { code: 'idea_not_accepted', details: { ideaId: waiting.id, state: 'waiting' } } })
    const other = await house.accepted({}, resident(), await house.makeRound('osbu-2028'))
    await t.rejects(make([other.id]), faultIn('ideaIds.0', 'unknown'))
    await t.rejects(make([999_999]), faultIn('ideaIds.0', 'unknown'))
    const { id } = await house.accepted()
    await t.rejects(make([id, id]), faultIn('ideaIds.1', 'repeated'))
    t.same(await proposals.numbersOf((await house.rounds.bySlug(slug)).id), [1, 2], 'nothing was left behind')
  })

  await t.test('a cost is at most the envelope and in order', async (t) => {
    const { id } = await house.accepted()
    await t.rejects(make([id], { costMaxCents: 5_000_001 }), faultIn('costMaxCents', 'too_big'))
    await t.rejects(make([id], { costMaxCents: 299_999 }), faultIn('costMaxCents', 'too_small'))
    t.ok((await make([id], { costMaxCents: 5_000_000 })).ok)
    await t.rejects(proposals.change(maija, slug, 3, { costMinCents: 5_000_001 }), { code: 'invalid_request' })
  })

  await t.test('two proposals from the same idea at once end in one', async (t) => {
    for (let i = 0; i < 10; i++) {
      const { id } = await house.accepted()
      const outcomes = await Promise.all([make([id]), make([id], {}, mikko)])
      const made = outcomes.find(({ ok }) => ok)
      t.equal(outcomes.filter(({ ok }) => ok).length, 1)
      t.match(outcomes.find(({ ok }) => !ok), { refusal: {
        code: 'idea_already_in_proposal', details: { ideaId: id, number: made?.ok ? made.value.number : -1 },
      } })
    }
  })

  await t.test('proposals made at once have numbers without a gap', async (t) => {
    const before = await proposals.numbersOf((await house.rounds.bySlug(slug)).id)
    const ideas = await Promise.all(Array.from({ length: 12 }, () => house.accepted()))
    const made = (await Promise.all(ideas.map(({ id }) => make([id])))).map((outcome) => must(outcome).number)
    t.same(made.toSorted((a, b) => a - b), ideas.map((_, i) => before.at(-1)! + 1 + i))
  })

  await t.test('of a proposal made and a refusal decided on its idea at once one happens', async (t) => {
    for (let i = 0; i < 10; i++) {
      const { id } = await house.accepted()
      const [made, refused] = await Promise.all([make([id]), house.moderation.decide(
        mikko, id, { kind: 'refuse', seq: 1, reason: 'Kaupunki ei omista maata.', textHidden: false })])
      t.not(made.ok, refused.ok)
    }
  })

  await t.test('a change keeps the number and what is not named, and frees the ideas it drops', async (t) => {
    const [a, b] = [await house.accepted(), await house.accepted()]
    const { number } = must(await make([a.id]))
    const changed = must(await proposals.change(mikko, slug, number,
      { title: { fi: 'Penkit', sv: 'Bänkar' }, ideaIds: [b.id] }))
    t.match(changed, { number, title: { fi: 'Penkit', sv: 'Bänkar' }, costMinCents: 300_000, ideas: [{ id: b.id }] })
    t.same((await proposalsOf(house.db, [a.id, b.id])), new Map([[b.id, number]]))
    must(await proposals.remove(maija, slug, number))
    t.same(await proposalsOf(house.db, [b.id]), new Map())
    await t.rejects(proposals.change(mikko, slug, number, {}), { code: 'not_found' })
    await t.rejects(proposals.remove(mikko, slug, number), { code: 'not_found' })
    t.same((await house.kinds()).slice(-2), ['proposal_changed', 'proposal_removed'])
  })
})

t.test('publishing proposals', async (t) => {
  const house = await testHouse(t)
  const { proposals, slug } = house
  const { id: roundId } = await house.rounds.bySlug(slug)
  const [first, second] = [await house.accepted(), await house.accepted()]

  await t.test('an empty set is not confirmed, nor one while ideas come in', async (t) => {
    t.match(await proposals.confirm(paula, slug), { refusal: { code: 'ideas_still_open' } })
    house.enterPhase('review')
    t.match(await proposals.confirm(paula, slug),
      { refusal: { code: 'too_few_proposals', details: { count: 0, minimum: 1 } } })
    must(await proposals.create(maija, slug, proposalOf([first.id])))
  })

  await t.test('drafts are for moderators, managers and clerks', async (t) => {
    for (const viewer of [maija, paula, kalle]) t.equal((await proposals.list(viewer, slug)).proposals.length, 1)
    for (const viewer of [null, staff('Aku Avaimenhaltija', 'key_holder')]) {
      t.same(await proposals.list(viewer, slug), { published: false, confirmedAt: null, proposals: [] })
      await t.rejects(proposals.read(viewer, slug, 1), { code: 'not_found' })
    }
    t.match(await proposals.read(maija, slug, 1), { number: 1 })
    t.equal((await house.ideas.read({ staff: null, resident: null }, first.id)).proposalNumber, null)
  })

  await t.test('a confirmed set stands still, for the database too, until it is taken back', async (t) => {
    must(await proposals.confirm(paula, slug))
    const code = { refusal: { code: 'proposals_confirmed' } }
    t.match(await proposals.create(maija, slug, proposalOf([second.id])), code)
    t.match(await proposals.change(maija, slug, 1, { costMaxCents: 350_000 }), code)
    t.match(await proposals.remove(maija, slug, 1), code)
    t.match(await proposals.confirm(paula, slug), code)
    await t.rejects(sql`update proposal set cost_max_cents = 350000`.execute(house.db), /confirmed/)
    await t.rejects(sql`delete from proposal_idea`.execute(house.db), /confirmed/)
    await t.rejects(
      sql`insert into proposal_idea values (${second.id}, ${roundId}, 1)`.execute(house.db), /confirmed/)
    must(await proposals.reopen(paula, slug))
    t.match(await proposals.reopen(paula, slug), { refusal: { code: 'proposals_not_confirmed' } })
    t.ok((await proposals.change(maija, slug, 1, { costMaxCents: 350_000 })).ok)
    await t.rejects(sql`update proposal set number = 7`.execute(house.db), /never changes/)
    t.same((await house.kinds()).slice(-3), ['proposals_confirmed', 'proposals_reopened', 'proposal_changed'])
  })

  await t.test('a proposal added while the set is confirmed is in it or refused', async (t) => {
    for (let i = 0; i < 10; i++) {
      const { id } = must(await house.ideas.enter(kalle, slug, enteredOf({ source: 'workshop' })))
      await house.decide(id, { kind: 'accept', seq: 0 })
      const [confirmed, made] = await Promise.all([
        proposals.confirm(paula, slug), proposals.create(maija, slug, proposalOf([id])),
      ])
      t.ok(confirmed.ok)
      const event = (await house.audit.ofRound(roundId, 'proposals_confirmed')).at(-1)
      t.same(event?.numbers, await proposals.numbersOf(roundId), 'what was confirmed is what stands')
      if (!made.ok) t.equal(made.refusal.code, 'proposals_confirmed')
      must(await proposals.reopen(paula, slug))
    }
  })

  await t.test('a number that was confirmed once never becomes another proposal’s', async (t) => {
    const last = (await proposals.numbersOf(roundId)).at(-1)!
    must(await proposals.confirm(paula, slug))
    must(await proposals.reopen(paula, slug))
    must(await proposals.remove(maija, slug, last))
    const made = must(await proposals.create(maija, slug, proposalOf([second.id])))
    t.equal(made.number, last + 1, 'the old one stands on forms that were printed')
    must(await proposals.remove(maija, slug, made.number))
    t.equal(must(await proposals.create(maija, slug, proposalOf([second.id]))).number, last + 1,
      'one that was never confirmed stands on none')
    must(await proposals.remove(maija, slug, last + 1))
  })

  await t.test('what was over the envelope when it shrank is found before it is confirmed', async (t) => {
    must(await house.rounds.change(paula, slug, { envelopeCents: 310_000 }))
    t.match(await proposals.confirm(paula, slug),
      { refusal: { code: 'cost_over_envelope', details: { number: 1, envelopeCents: 310_000 } } })
    must(await house.rounds.change(paula, slug, { envelopeCents: 5_000_000 }))
  })

  await t.test('everybody sees the set once voting has opened, and nobody takes it back', async (t) => {
    must(await proposals.confirm(paula, slug))
    await house.makeReady()
    t.match(await proposals.list(null, slug), { published: false, proposals: [] })
    house.enterPhase('voting')
    const list = await proposals.list(null, slug)
    t.match(list, { published: true, proposals: [{ number: 1, ideas: [{ id: first.id, title: first.title }] }] })
    t.match(await proposals.read(null, slug, 1), { number: 1, costMaxCents: 350_000 })
    t.equal((await house.ideas.read({ staff: null, resident: null }, first.id)).proposalNumber, 1)
    t.match(await proposals.reopen(paula, slug), { refusal: { code: 'voting_has_opened' } })
  })
})

t.test('an imported round brings its proposals with their numbers, without ideas', async (t) => {
  const { db, rounds, proposals, slug } = await testHouse(t)
  const { id: _id, ...rules } = await rounds.bySlug(slug)
  const past = [7, 3].map((number) => ({
    number, title: { fi: `Kohde ${number}` }, summary: { fi: '-' }, costMinCents: 1, costMaxCents: 2,
    costIsExample: true,
  }))
  const round = must(await transact(db, async (tx) => {
    const made = await rounds.importPast(tx, { ...rules, slug: 'osbu-2022' })
    if (made.ok) {
      await proposals.importPast(tx, made.value.id, past)
      t.same(await proposals.numbersOf(made.value.id, tx), [3, 7])
      await rounds.mark(tx, made.value.id, 'publishedAt', new Date())
    }
    return made
  }))
  t.same(await proposals.ofRound(round.id), past.toReversed())
  t.match(await proposals.list(null, 'osbu-2022'),
    { published: true, proposals: [{ number: 3, costIsExample: true, ideas: [] }, { number: 7 }] })
  t.match(await proposals.create(maija, 'osbu-2022', proposalOf([1])), { refusal: { code: 'proposals_closed' } })
})

t.test('more proposals than a statement has parameters are written', async (t) => {
  const house = await testHouse(t)
  const { id } = await house.rounds.bySlug(house.slug)
  const rows = Array.from({ length: 8_200 }, (_, i) => ({
    round_id: id, number: i + 1, title: '{"fi":"Puisto"}', summary: '{"fi":"Puisto."}', cost_min_cents: 100, cost_max_cents: 100,
    cost_is_example: false, created_at: new Date(),
  }))
  must(await transact(house.db, async (tx) => {
    await insert(tx, rows)
    return done()
  }))
  t.equal((await house.proposals.numbersOf(id)).length, 8_200)
})

import t from 'tap'
import { PUBLIC } from '../../src/ideas/index.ts'
import { enteredOf, ideaOf, kalle, maija, mikko, must, paula, proposalOf, resident, testHouse } from './house.ts'

const page = { page: 1, pageSize: 20 }
const as = (author: ReturnType<typeof resident>) => ({ staff: null, resident: author })
const asStaff = (staff: typeof maija) => ({ staff, resident: null })

t.test('sending an idea', async (t) => {
  const house = await testHouse(t)
  const { ideas, slug } = house

  await t.test('an idea waits for moderation and only its author and staff see it', async (t) => {
    const author = resident()
    const sent = await house.submit(author, { contactEmail: 'aino@example.fi', authorName: 'Aino' })
    t.match(sent, { state: 'waiting', seq: 0, mine: true, contactEmail: 'aino@example.fi', history: [] })
    await t.rejects(ideas.read(PUBLIC, sent.id), { code: 'not_found' })
    await t.rejects(ideas.read(as(resident()), sent.id), { code: 'not_found' })
    t.match(await ideas.read(asStaff(maija), sent.id), { mine: false, contactEmail: 'aino@example.fi' })
    t.notOk('contactEmail' in await ideas.read(asStaff(kalle), sent.id), 'a clerk has no need of the address')
    t.same((await ideas.mine(author)).map(({ id }) => id), [sent.id])
  })

  await t.test('a theme must be among the round’s', async (t) => {
    await t.rejects(ideas.submit(resident(), slug, ideaOf({ theme: 'avaruus' })),
      { code: 'invalid_request', fields: [{ field: 'theme', code: 'not_among_choices' }] })
    await t.rejects(ideas.submit(resident(), 'osbu-1999', ideaOf()), { code: 'not_found' })
  })

  await t.test('an author has twenty live ideas in a round at most, however many are sent at once', async (t) => {
    const author = resident()
    const outcomes = await Promise.all(Array.from({ length: 30 }, () => ideas.submit(author, slug, ideaOf())))
    t.equal(outcomes.filter(({ ok }) => ok).length, 20)
    t.match(outcomes.find(({ ok }) => !ok), { refusal: { code: 'too_many_ideas', details: { maximum: 20 } } })
    t.equal((await ideas.mine(author)).length, 20)
    const [first] = await ideas.mine(author)
    must(await ideas.withdraw(author, first!.id))
    t.ok((await ideas.submit(author, slug, ideaOf())).ok, 'a withdrawn idea makes room')
    t.ok((await ideas.submit(resident(), slug, ideaOf())).ok, 'another author has room of their own')
    t.ok((await ideas.submit(author, await house.makeRound('osbu-2028'), ideaOf())).ok, 'and so has another round')
  })

  await t.test('staff enter what came on paper, and that is recorded', async (t) => {
    const entered = must(await ideas.enter(kalle, slug, enteredOf({ authorName: 'Päiväkoti Pilvi' })))
    t.match(entered, { source: 'paper', state: 'waiting', enteredBy: kalle.name, mine: false })
    t.equal((await house.kinds()).at(-1), 'idea_entered')
  })

  await t.test('after the ideas phase only staff enter ideas, and nobody once proposals are confirmed', async (t) => {
    const { id } = await house.accepted()
    house.enterPhase('review')
    t.match(await ideas.submit(resident(), slug, ideaOf()),
      { refusal: { code: 'not_taking_ideas', details: { phase: 'review' } } })
    t.ok((await ideas.enter(maija, slug, enteredOf({ source: 'workshop' }))).ok)
    must(await house.proposals.create(maija, slug, proposalOf([id])))
    must(await house.proposals.confirm(paula, slug))
    t.match(await ideas.enter(maija, slug, enteredOf()), { refusal: { code: 'not_taking_ideas' } })
    house.enterPhase('ideas')
  })
})

t.test('reading ideas', async (t) => {
  const house = await testHouse(t)
  const { ideas, slug } = house
  const author = resident()
  const bench = await house.accepted({
    title: 'Puistonpenkkejä', body: 'Vanhukset tarvitsevat levähdyspaikkoja matkan varrelle.', contactEmail: 'a@b.fi',
  })
  const swing = await house.accepted({
    title: 'Keinu Siltasaareen', body: 'Lapsille keinu, vanhemmille varjoa. 100% puuta.', theme: 'muu',
  })
  const refused = await house.submit(author,
    { title: 'Salainen teksti', body: 'Tässä nimetään naapuri, jota ei saa nimetä.' })
  await house.decide(refused.id,
    { kind: 'refuse', seq: 0, reason: 'Teksti koskee yksityistä ihmistä.', textHidden: true })
  const waiting = await house.submit(author)
  const find = async (q: string, viewer = PUBLIC) =>
    (await ideas.list(viewer, slug, { ...page, q })).ideas.map(({ id }) => id)

  await t.test('the public list has what was decided, newest first, and counts it', async (t) => {
    const list = await ideas.list(PUBLIC, slug, page)
    t.same(list.ideas.map(({ id }) => id), [refused.id, swing.id, bench.id])
    t.equal(list.total, 3)
    t.notMatch(JSON.stringify(list), /contactEmail|a@b\.fi|staffName|enteredBy/)
    const second = await ideas.list(PUBLIC, slug, { page: 2, pageSize: 2 })
    t.match(second, { total: 3, ideas: [{ id: bench.id }] })
  })

  await t.test('a list is filtered by theme and by state', async (t) => {
    t.match((await ideas.list(PUBLIC, slug, { ...page, theme: 'muu' })), { total: 1, ideas: [{ id: swing.id }] })
    t.match((await ideas.list(PUBLIC, slug, { ...page, state: 'refused' })), { total: 1, ideas: [{ id: refused.id }] })
    t.match((await ideas.list(PUBLIC, slug, { ...page, state: 'waiting' })), { total: 0, ideas: [] })
    t.match((await ideas.list(asStaff(maija), slug, { ...page, state: 'waiting' })),
      { total: 1, ideas: [{ id: waiting.id }] })
  })

  await t.test('a hidden text is not told by a list, a page or the search, but its reason is', async (t) => {
    const shown = await ideas.read(PUBLIC, refused.id)
    t.match(shown, { title: null, body: null, textHidden: true, reason: 'Teksti koskee yksityistä ihmistä.' })
    t.same(await find('naapuri'), [])
    t.same(await find('naapuri', asStaff(maija)), [refused.id])
    t.match(await ideas.read(as(author), refused.id), { title: 'Salainen teksti', mine: true })
  })

  await t.test('Finnish words are found in any form and inside a compound', async (t) => {
    t.same(await find('puistonpenkki'), [bench.id], 'another form')
    t.same(await find('penkki'), [bench.id], 'the end of a compound')
    t.same(await find('levähdys'), [bench.id], 'the beginning of a compound')
    t.same(await find('vanhus penkit'), [bench.id], 'two words, each in another form')
    t.same(await find('VANHUS'), [bench.id], 'capitals')
    t.same(await find('vanhem'), [swing.id], 'a part of a word')
    t.same(await find('lapset -keinu'), [], 'an exclusion is kept')
    t.same(await find('rautatie'), [])
  })

  await t.test('whatever is typed into the search is words, not an instruction', async (t) => {
    t.same(await find('0%'), [swing.id])
    t.same(await find('__'), [])
    for (const q of ['\\', "'); drop table idea;--", ':*&|!<->', '%\\_', '((((', '"', "a'b\\c"]) {
      t.type(await find(q.padEnd(2, ' ')), Array, q)
    }
  })
})

t.test('an author’s own acts', async (t) => {
  const house = await testHouse(t)
  const { ideas, slug } = house
  const author = resident()
  const ask = (id: number) => house.decide(id, { kind: 'ask', seq: 0, question: 'Missä kohtaa rantaa?' })

  await t.test('an answered question waits for staff again and stays out of the public history', async (t) => {
    const { id } = await house.submit(author)
    t.match(await ideas.answer(author, id, 'Sillan luona.'), { refusal: { code: 'question_not_open' } })
    await ask(id)
    const answered = must(await ideas.answer(author, id, 'Sillan luona.'))
    t.match(answered,
      { state: 'waiting', seq: 2, history: [{ kind: 'ask' }, { kind: 'answer', text: 'Sillan luona.' }] })
    t.notMatch(JSON.stringify(answered), /Maija/, 'an author is not told which moderator it was')
    await house.decide(id, { kind: 'accept', seq: 2, reason: 'Hyvä idea.' })
    t.match((await ideas.read(PUBLIC, id)).history, [{ kind: 'accept', text: null }])
    t.match((await ideas.read(as(author), id)).history.at(-1), { kind: 'accept', text: 'Hyvä idea.' })
  })

  await t.test('a withdrawn idea is gone for everybody but its author and staff, and for good', async (t) => {
    const { id } = await house.accepted({}, author)
    t.equal(must(await ideas.withdraw(author, id)).state, 'withdrawn')
    await t.rejects(ideas.read(PUBLIC, id), { code: 'not_found' })
    t.match(await ideas.withdraw(author, id),
      { refusal: { code: 'withdrawal_not_possible', details: { state: 'withdrawn' } } })
    t.match(await house.moderation.decide(maija, id, { kind: 'accept', seq: 2 }),
      { refusal: { code: 'decision_not_possible' } })
  })

  await t.test('nobody acts on another’s idea', async (t) => {
    const { id } = await house.accepted({}, author)
    await t.rejects(ideas.withdraw(resident(), id), { code: 'forbidden' })
    const hidden = await house.submit(author)
    await t.rejects(ideas.withdraw(resident(), hidden.id), { code: 'not_found' })
    await t.rejects(ideas.answer(resident(), hidden.id, 'Minä vain.'), { code: 'not_found' })
    await t.rejects(ideas.withdraw(author, 999_999), { code: 'not_found' })
  })

  await t.test('two answers at once leave one', async (t) => {
    const { id } = await house.submit(author)
    await ask(id)
    const outcomes = await Promise.all([ideas.answer(author, id, 'Yksi.'), ideas.answer(author, id, 'Kaksi.')])
    t.equal(outcomes.filter(({ ok }) => ok).length, 1)
    t.match(outcomes.find(({ ok }) => !ok), { refusal: { code: 'question_not_open' } })
  })

  await t.test('an author withdraws from a draft, not from the ballot nor what others were merged into', async (t) => {
    const drafted = await house.accepted({}, author)
    const stands = await house.accepted({}, author)
    const host = await house.submit(author)
    await house.decide((await house.submit()).id, { kind: 'merge', seq: 0, intoIdeaId: host.id })
    t.match(await ideas.withdraw(author, host.id), { refusal: { code: 'others_merged_into_idea' } })
    const loose = await house.accepted({}, author)
    must(await house.proposals.create(maija, slug, proposalOf([drafted.id, stands.id])))
    t.ok((await ideas.withdraw(author, drafted.id)).ok)
    house.enterPhase('review')
    t.match(await house.proposals.confirm(paula, slug),
      { refusal: { code: 'idea_not_accepted', details: { ideaId: drafted.id, state: 'withdrawn', number: 1 } } })
    must(await house.proposals.change(mikko, slug, 1, { ideaIds: [stands.id] }))
    must(await house.proposals.confirm(paula, slug))
    t.match(await ideas.withdraw(author, stands.id), { refusal: { code: 'idea_on_ballot' } })
    t.ok((await ideas.withdraw(author, loose.id)).ok, 'what is not on the ballot can still be withdrawn')
  })

})

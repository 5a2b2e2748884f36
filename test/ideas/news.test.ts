import t from 'tap'
import { KEY_HOLDER, MANAGER, must, resident, testWorld, votingRound } from '../support/index.ts'
import { enteredOf, ideaOf, maija, paula, proposalOf, resident as somebody, testHouse } from './house.ts'

t.test('what authors are told', async (t) => {
  const house = await testHouse(t)
  const { db, ideas, moderation, proposals, slug } = house
  const mails = async () => (await db.selectFrom('outbox').select(['kind', 'language', 'to_address', 'about', 'params'])
    .orderBy('id').execute())
  const clear = () => db.deleteFrom('outbox').execute()
  const send = async (title: string, contactEmail: string | undefined, language: 'fi' | 'sv' | 'en' = 'fi') =>
    must(await ideas.submit(somebody(), slug, ideaOf({ title, language, ...(contactEmail ? { contactEmail } : {}) }))).id

  await t.test('an idea that was received is told once, in the language that it came in, and only to whoever left an address', async (t) => {
    await send('Ensimmäinen idea', undefined)
    t.same(await mails(), [])
    const id = await send('Tredje idén', 'aino@example.fi', 'sv')
    t.match(await mails(), [{ kind: 'received', language: 'sv', to_address: 'aino@example.fi', about: `idea:${id}`, params: { ideaId: id, title: 'Tredje idén' } }])
    await clear()
    must(await ideas.enter(maija, slug, enteredOf({ contactEmail: 'paperi@example.fi' })))
    t.match(await mails(), [{ kind: 'received', to_address: 'paperi@example.fi' }])
    await clear()
  })

  await t.test('each decision is one mail with its reason', async (t) => {
    const id = await send('Kysymys tulossa', 'eero@example.fi')
    await clear()
    await house.decide(id, { kind: 'ask', seq: 0, question: 'Mihin kohtaan rantaa?' })
    await house.decide(id, { kind: 'refuse', seq: 1, reason: 'Ranta ei ole kaupungin maata.', textHidden: false })
    await house.decide(id, { kind: 'accept', seq: 2 })
    t.match(await mails(), [
      { kind: 'asked', params: { question: 'Mihin kohtaan rantaa?' } },
      { kind: 'refused', params: { reason: 'Ranta ei ole kaupungin maata.' } },
      { kind: 'accepted', params: { reason: null } },
    ])
    t.equal((await mails()).length, 3)
    await clear()
  })

  await t.test('a decision that was refused tells nobody', async (t) => {
    const id = await send('Ehti muuttua', 'eero@example.fi')
    await house.decide(id, { kind: 'accept', seq: 0 })
    await clear()
    t.notOk((await moderation.decide(maija, id, { kind: 'refuse', seq: 0, reason: 'Liian myöhään tullut päätös.', textHidden: false })).ok)
    t.same(await mails(), [])
  })

  await t.test('a merged idea names the other once everybody may read it', async (t) => {
    const into = await send('Iso idea', undefined)
    const [first, second] = [await send('Pieni idea', 'a@example.fi'), await send('Toinen pieni', 'b@example.fi')]
    await clear()
    await house.decide(first!, { kind: 'merge', seq: 0, intoIdeaId: into })
    await house.decide(into, { kind: 'accept', seq: 0 })
    await house.decide(second!, { kind: 'merge', seq: 0, intoIdeaId: into, reason: 'Sama asia.' })
    t.match(await mails(), [
      { kind: 'merged', params: { into: null } },
      { kind: 'merged', params: { into: { id: into, title: 'Iso idea' }, reason: 'Sama asia.' } },
    ])
    await clear()
  })

  await t.test('confirming tells the authors of all that a proposal came from, merged ideas too, and once', async (t) => {
    const { ideas: accepted } = await ideas.list({ staff: maija, resident: null }, slug, { state: 'accepted', page: 1, pageSize: 50 })
    const into = accepted.find(({ title }) => title === 'Iso idea')!.id
    const other = accepted.find(({ title }) => title === 'Kysymys tulossa')!.id
    house.enterPhase('review')
    must(await proposals.create(maija, slug, proposalOf([into])))
    must(await proposals.create(maija, slug, proposalOf([other])))
    t.same(await mails(), [], 'a draft is nobody’s news')
    must(await proposals.confirm(paula, slug))
    t.match((await mails()).map(({ kind, to_address: to }) => ({ kind, to })).sort((a, b) => (a.to! < b.to! ? -1 : 1)), [
      { kind: 'proposed', to: 'a@example.fi' }, { kind: 'proposed', to: 'b@example.fi' }, { kind: 'proposed', to: 'eero@example.fi' },
    ])
    t.match((await mails())[0]!.params, { proposal: { number: 1, title: { fi: 'Penkkejä rantaan' }, round: slug }, votingOpenAt: /Z$/ })
    must(await proposals.reopen(paula, slug))
    must(await proposals.confirm(paula, slug))
    t.equal((await mails()).length, 3, 'confirming again tells nothing new')
    await clear()
  })

  await t.test('whoever wants no more mail gets none, and the address is gone', async (t) => {
    house.enterPhase('ideas')
    const other = await house.makeRound('osbu-2028')
    const mine = somebody()
    const [a, b] = [
      must(await ideas.submit(mine, other, ideaOf({ contactEmail: 'Aino@example.fi' }))).id,
      must(await ideas.submit(mine, other, ideaOf({ contactEmail: 'aino@example.fi' }))).id,
    ]
    await ideas.stopMail(a!, false)
    t.match(await mails(), [{ about: `idea:${a}`, to_address: null }, { about: `idea:${b}`, to_address: 'aino@example.fi' }])
    t.equal((await ideas.read({ staff: null, resident: mine }, a!)).contactEmail, null)
    await ideas.stopMail(b!, true)
    t.same((await mails()).filter(({ to_address: to }) => to !== null), [])
    await house.decide(b!, { kind: 'accept', seq: 0 })
    t.equal((await mails()).length, 2, 'nothing more is written')
    await ideas.stopMail(b!, true)
  })
})

t.test('publishing a result tells the authors of what is carried out', async (t) => {
  const world = await testWorld(t)
  const { db, ideas } = world
  const round = await votingRound(world, {}, [20_000, 40_000])
  // Addresses by hand: the builder's ideas come from a workshop without any.
  const { ideas: all } = await ideas.list({ staff: MANAGER, resident: null }, round.slug, { page: 1, pageSize: 50 })
  for (const { id, title } of all) {
    await db.updateTable('idea').set({ contact_email: `${title!.includes('1') ? 'voittaja' : 'muu'}@example.fi` }).where('id', '=', id).execute()
  }
  await db.deleteFrom('outbox').execute()
  must(await world.urn.cast(await resident(world, 5), round.slug, { castId: 'ab'.repeat(16), replaces: 0, picks: [1] }))
  must(await world.rounds.endRehearsal(MANAGER, round.slug))
  must(await world.tally.openUrn(KEY_HOLDER, round.slug, round.shares.slice(1)))
  must(await world.tally.run(MANAGER, round.slug))
  must(await world.tally.publish(MANAGER, round.slug))
  const told = await db.selectFrom('outbox').select(['kind', 'to_address', 'params']).execute()
  t.match(told, [{ kind: 'won', to_address: 'voittaja@example.fi', params: { proposal: { number: 1, round: round.slug } } }])
  t.equal(told.length, 1)
})

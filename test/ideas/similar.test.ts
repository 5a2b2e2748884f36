import { sql } from 'kysely'
import t from 'tap'
import { maija, must, resident, testHouse } from './house.ts'

t.test('similar ideas', async (t) => {
  const house = await testHouse(t)
  const idea = await house.submit(resident(), { title: 'Penkkejä rantaraitille', body: 'Rantaraitilla ei ole paikkaa, johon istahtaa kesken kävelyn.' })
  const similarOf = async (id: number, most = 5) => ((await house.ideas.similar(maija, [id], most)).get(id) ?? []).map((each) => each.id)

  await t.test('are those that tell of the same thing in other words and cases', async (t) => {
    const bent = await house.submit(resident(), { title: 'Istuimia ja penkki rannalle', body: 'Rantaraitin penkeille voisi istahtaa, kun kävely väsyttää.' })
    const dog = await house.submit(resident(), { title: 'Koirapuisto Tommolaan', body: 'Koirat tarvitsevat aidatun alueen, jossa juosta vapaana.' })
    t.same(await similarOf(idea.id), [bent.id])
    t.same(await similarOf(bent.id), [idea.id], 'each stands beside the other')
    t.same(await similarOf(dog.id), [])
  })

  await t.test('come with the likest first, and no more than were asked for', async (t) => {
    const same = await house.submit(resident(), { title: 'Penkkejä rantaraitille', body: 'Rantaraitilla ei ole paikkaa, johon istahtaa kesken kävelyn.' })
    t.equal((await similarOf(idea.id))[0], same.id)
    t.equal((await similarOf(idea.id, 1)).length, 1)
    const [first] = (await house.ideas.similar(maija, [idea.id], 1)).get(idea.id)!
    t.match(first, { state: 'waiting', likeness: 1 })
  })

  await t.test('are of the same round, and not those that their authors have taken back', async (t) => {
    const author = resident()
    const gone = await house.submit(author, { title: 'Penkkejä rantaraitille' })
    const elsewhere = await house.submit(resident(), { title: 'Penkkejä rantaraitille' }, await house.makeRound('osbu-2028'))
    must(await house.ideas.withdraw(author, gone.id))
    const found = await similarOf(idea.id, 20)
    t.notOk(found.includes(gone.id))
    t.notOk(found.includes(elsewhere.id))
    t.notOk(found.includes(idea.id), 'and not the idea itself')
  })

  await t.test('the search leaves no setting behind for whoever asks next on the same connection', async (t) => {
    const { rows } = await sql<{ limit: string }>`select current_setting('pg_trgm.similarity_threshold', true) as limit`.execute(house.db)
    t.ok(['0.3', null, ''].includes(rows[0]?.limit ?? null))
    const word = await sql<{ limit: string }>`select current_setting('pg_trgm.word_similarity_threshold', true) as limit`.execute(house.db)
    t.ok(['0.6', null, ''].includes(word.rows[0]?.limit ?? null))
  })
})

t.test('stems are the same whatever the locale of the database', async (t) => {
  const { db } = await testHouse(t)
  const { rows } = await sql<{ a: string; b: string }>`
    select finnish_stems('Äänekkäitä pöytiä') as a, finnish_stems('') as b`.execute(db)
  t.notMatch(rows[0]!.a, /[äöå]/i)
  t.equal(rows[0]!.b, '')
})

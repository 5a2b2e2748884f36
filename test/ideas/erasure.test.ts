import { sql } from 'kysely'
import t from 'tap'
import { runRetention, runRetentionOfToday } from '../../src/keeping.ts'
import { PUBLIC } from '../../src/ideas/index.ts'
import { done } from '../../src/kernel/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import { ideaOf, maija, must, paula, proposalOf, resident, testHouse } from './house.ts'

t.test('what is kept of ideas, and for how long', async (t) => {
  const house = await testHouse(t)
  const { db, ideas, slug } = house
  const author = resident()
  const sent = { authorName: 'Aino', contactEmail: 'aino@example.fi', place: 'Rantaraitti' }
  const row = (id: number) => db.selectFrom('idea').select(['author_key', 'author_name', 'contact_email', 'title', 'body', 'place', 'erased'])
    .where('id', '=', id).executeTakeFirstOrThrow()
  /** What the database keeps of the values of columns, to plan by. */
  const samples = async (): Promise<string> => JSON.stringify((await sql`
    select attname, most_common_vals::text, histogram_bounds::text, most_common_elems::text from pg_stats
    where tablename in ('idea', 'idea_history', 'idea_photo', 'outbox', 'prepared_decision')`.execute(db)).rows)
  const GONE = { author_key: null, author_name: null, contact_email: null }

  await t.test('a resident gets everything of their own ideas, and nothing of others', async (t) => {
    const id = (await house.submit(author, { title: 'Oma idea rantaan', ...sent })).id
    await house.submit(resident(), { title: 'Jonkun toisen idea' })
    const data = await ideas.ownData(author)
    t.match(data, {
      ideas: [{ id, title: 'Oma idea rantaan', contactEmail: 'aino@example.fi', authorName: 'Aino', mine: true }],
      waitingMail: [{ kind: 'received', about: `idea:${id}`, to: 'aino@example.fi' }],
    })
    t.equal(data.ideas.length, 1)
    t.notMatch(JSON.stringify(data), /toisen/)
    must(await ideas.erase(author, 'all'))
  })

  await t.test('an idea that is its author’s alone goes with words, photo, answers and waiting mail', async (t) => {
    const { id } = await house.submit(author, { title: 'Salainen puutarha', ...sent })
    await house.decide(id, { kind: 'ask', seq: 0, question: 'Missä?' })
    must(await ideas.answer(author, id, 'Kotini takana, Kotikuja 1.'))
    await sql`insert into idea_photo values (${id}, 'Puutarha')`.execute(db)
    await sql`analyze`.execute(db)
    t.match(await samples(), /puutarh/, 'what is searched by is sampled')
    t.notMatch(await samples(), /aino@|Aino/, 'and nobody’s name or address ever is')
    t.equal((await ideas.erasurePreview(author)).get(id), 'all')
    t.same(must(await ideas.erase(author, [id])), { erased: 1 })
    t.same(await row(id), { ...GONE, title: '', body: '', place: null, erased: 'all' })
    const dump = JSON.stringify((await sql`
      select to_jsonb(i) - 'author_key' as i, (select jsonb_agg(to_jsonb(h)) from idea_history h where h.idea_id = i.id) as h,
        (select jsonb_agg(to_jsonb(o)) from outbox o where o.about = 'idea:' || i.id) as o,
        (select jsonb_agg(to_jsonb(p)) from idea_photo p where p.idea_id = i.id) as p
      from idea i where i.id = ${id}`.execute(db)).rows)
    t.notMatch(dump, /Salainen|Kotikuja|aino@|Aino|Rantaraitti|Puutarha/i)
    await runRetention(house)
    t.notMatch(await samples(), /Salai|Kotikuja|Puutarh/i, 'the planner’s samples go in the night after')
    t.same(await ideas.mine(author), [])
    await t.rejects(ideas.read(PUBLIC, id), { code: 'not_found' })
    t.match(await ideas.read({ staff: maija, resident: null }, id), { title: null, body: null, state: 'withdrawn', textHidden: true })
  })

  await t.test('a refused idea goes too, and nobody can accept what is not there', async (t) => {
    const { id } = await house.submit(author, sent)
    await house.decide(id, { kind: 'refuse', seq: 0, reason: 'Ei ole kaupungin maata.', textHidden: false })
    must(await ideas.erase(author, [id]))
    t.match(await house.moderation.decide(maija, id, { kind: 'accept', seq: 2 }), { ok: false })
    await t.rejects(ideas.read(PUBLIC, id), { code: 'not_found' })
  })

  await t.test('of an idea that became part of another only who sent it goes', async (t) => {
    const [kept, merged] = [await house.submit(), await house.submit(author, { title: 'Yhdistetty idea', ...sent })]
    await house.decide(merged.id, { kind: 'merge', seq: 0, intoIdeaId: kept.id })
    t.equal((await ideas.erasurePreview(author)).get(merged.id), 'person')
    must(await ideas.erase(author, [merged.id]))
    t.match(await row(merged.id), { ...GONE, title: 'Yhdistetty idea', erased: 'person' })
    t.match(await ideas.read(PUBLIC, merged.id), { title: 'Yhdistetty idea', authorName: null, state: 'merged' })
    t.same(await ideas.mine(author), [])
  })

  await t.test('nobody erases an idea of somebody else, and none with it', async (t) => {
    const [own, foreign] = [await house.submit(author, sent), await house.submit(resident(), sent)]
    await t.rejects(ideas.erase(author, [own.id, foreign.id]), { code: 'forbidden' })
    t.match([await row(own.id), await row(foreign.id)], [{ erased: null }, { erased: null }])
  })

  await t.test('nothing tells staff who had it erased', async (t) => {
    const before = await house.kinds()
    const { id } = await house.submit(author, sent)
    must(await ideas.erase(author, [id]))
    t.same(await house.kinds(), before, 'the audit chain has no event of it')
    const { history } = await ideas.read({ staff: maija, resident: null }, id)
    t.match(history, [{ kind: 'withdraw', text: null }])
    t.equal(history[0]!.staffName, undefined)
  })

  await t.test('the database holds to it', async (t) => {
    const { id } = await house.submit(author, sent)
    await house.decide(id, { kind: 'ask', seq: 0, question: 'Missä?' })
    must(await ideas.answer(author, id, 'Rannassa.'))
    const refused = (query: ReturnType<typeof sql>) => t.rejects(query.execute(db), { code: /^23/ })
    await refused(sql`update idea_history set text = '' where idea_id = ${id} and kind = 'answer'`)
    await refused(sql`update idea set erased = 'all' where id = ${id}`)
    await refused(sql`update idea set author_key = null where id = ${id}`)
    must(await ideas.erase(author, [id]))
    await refused(sql`update idea_history set text = 'x' where idea_id = ${id} and kind = 'answer'`)
    await refused(sql`update idea_history set text = '' where idea_id = ${id} and kind = 'ask'`)
    await refused(sql`update idea set erased = null where id = ${id}`)
    await refused(sql`delete from idea_history where idea_id = ${id}`)
  })

  await t.test('the words of an idea on a confirmed ballot stay, without a name', async (t) => {
    const accepted = await house.accepted({ title: 'Penkit äänestykseen', ...sent }, author)
    must(await house.proposals.create(maija, slug, proposalOf([accepted.id])))
    house.enterPhase('review')
    must(await house.proposals.confirm(paula, slug))
    t.equal((await ideas.erasurePreview(author)).get(accepted.id), 'person')
    must(await ideas.erase(author, [accepted.id]))
    t.match(await row(accepted.id), { ...GONE, title: 'Penkit äänestykseen' })
  })
})

t.test('the nightly run', async (t) => {
  const house = await testHouse(t)
  const { db, ideas, clock, slug } = house
  const DAY = 24 * 60 * 60_000
  const began = Date.now()
  const later = (days: number): void => clock.set(began + days * DAY)
  const contact = { authorName: 'Aino', contactEmail: 'aino@example.fi' }
  const author = resident()
  const [withdrawn, refused, live] = [
    await house.submit(author, contact), await house.submit(author, contact), await house.submit(author, contact),
  ]
  must(await ideas.withdraw(author, withdrawn.id))
  await house.decide(refused.id, { kind: 'refuse', seq: 0, reason: 'Ei ole kaupungin maata.', textHidden: false })
  const held = async () => (await db.selectFrom('idea').select(['id', 'contact_email', 'author_key', 'title']).orderBy('id').execute())
  const withAddress = async () => (await held()).filter((row) => row.contact_email !== null).map(({ id }) => id)
  const NOTHING = { addresses: 0, authors: 0, withdrawn: 0, mails: 0 }

  await t.test('takes nothing while it is needed', async (t) => {
    later(29)
    t.same(await runRetention(house), NOTHING)
    t.same(await withAddress(), [withdrawn.id, refused.id, live.id])
  })

  await t.test('takes addresses a month after an idea was taken back, half a year after it was refused', async (t) => {
    later(31)
    t.match(await runRetention(house), { addresses: 1 })
    t.same(await withAddress(), [refused.id, live.id])
    t.same(await runRetention(house), NOTHING, 'a second time it finds nothing')
    later(181)
    t.match(await runRetention(house), { addresses: 1 })
    t.same(await withAddress(), [live.id])
  })

  await t.test('takes all addresses two years after the result, and authors after four', async (t) => {
    const { id } = await house.rounds.bySlug(slug)
    must(await transact(db, async (tx) => {
      await house.rounds.mark(tx, id, 'publishedAt', new Date(began))
      return done()
    }))
    later(729)
    t.match(await runRetention(house), { addresses: 0, withdrawn: 1 })
    later(731)
    t.match(await runRetention(house), { addresses: 1, authors: 0 })
    t.match((await held()).find((row) => row.id === live.id), { author_key: Buffer, contact_email: null })
    later(1461)
    t.match(await runRetention(house), { authors: 2 })
    t.ok((await held()).every((row) => row.author_key === null))
    t.match((await held()).find((row) => row.id === live.id), { title: ideaOf().title }, 'what was published stays')
  })

  await t.test('forgets that a mail was sent after a year', async (t) => {
    await sql`insert into outbox (kind, about, occasion, language, made_at, due_at, done_at, outcome)
      values ('received', 'idea:1', 'x', 'fi', now(), now(), ${new Date(clock.now().getTime() - 366 * DAY)}, 'sent')`.execute(db)
    t.match(await runRetention(house), { mails: 1 })
  })

  await t.test('is done once a day, whoever comes first', async (t) => {
    t.ok((await Promise.all([1, 2, 3].map(() => runRetentionOfToday(house)))).some((counts) => counts !== null), 'several at once, too')
    t.equal(await runRetentionOfToday(house), null)
    later(1463)
    t.ok(await runRetentionOfToday(house))
  })
})

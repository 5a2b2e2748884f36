import t from 'tap'
import { dayOf } from '../../src/kernel/index.ts'
import { doorOf } from '../doors/door.ts'
import { countedRound } from '../open-data/published.ts'
import { CLERK, fault, KEY_HOLDER, MANAGER, MODERATOR, must, testWorld } from '../support/index.ts'
import { publishedRound } from './published.ts'

const today = (): string => dayOf(new Date())
const news = (change: object = {}) => ({
  state: 'under_way' as const, happenedOn: today(), text: { fi: 'Työt alkoivat.', sv: 'Arbetet har börjat.' }, after: 0, ...change,
})

t.test('what becomes of winners', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { implementation, db } = world
  const slug = await publishedRound(world)

  await t.test('a winner of whom nothing was told is planned, and what did not win is no winner', async (t) => {
    t.match(await implementation.list(slug), [
      { number: 1, rank: 1, votes: 3, state: 'planned', news: [] }, { number: 2, rank: 2, votes: 2, state: 'planned', news: [] },
    ])
    await t.rejects(implementation.read(slug, 3), { code: 'not_found' })
    await t.rejects(implementation.tell(MANAGER, slug, 3, news()), { code: 'not_found' })
    await t.rejects(implementation.tell(MANAGER, slug, 9, news()), { code: 'not_found' })
  })

  await t.test('before publication there are no winners, whoever asks', async (t) => {
    await countedRound(world, 'laskettu', [[1], [2]])
    await t.rejects(implementation.list('laskettu'), { code: 'not_found' })
    await t.rejects(implementation.tell(MANAGER, 'laskettu', 1, news()), { code: 'not_found' })
  })

  await t.test('news is kept in order, and the last one is the state', async (t) => {
    t.match(must(await implementation.tell(MODERATOR, slug, 1, news())), { state: 'under_way', news: [{ seq: 1 }] })
    const after = must(await implementation.tell(MANAGER, slug, 1,
      news({ state: 'done', happenedOn: '2026-06-01', text: { fi: 'Valmista tuli.' }, after: 1 })))
    t.match(after, { state: 'done', news: [{ seq: 2, state: 'done', happenedOn: '2026-06-01', photo: null }, { seq: 1 }] })
    t.match(await implementation.read(slug, 2), { state: 'planned', news: [] }, 'the other winner is as it was')
  })

  await t.test('two who tell at once do not overwrite each other', async (t) => {
    t.match(await implementation.tell(MANAGER, slug, 1, news()), { ok: false, refusal: { code: 'decided_meanwhile' } })
    const both = await Promise.all(['a', 'b'].map((word) =>
      implementation.tell(MANAGER, slug, 2, news({ text: { fi: `Uutinen ${word}` } }))))
    t.same(both.map(({ ok }) => ok).sort(), [false, true])
    t.equal((await implementation.read(slug, 2)).news.length, 1)
  })

  await t.test('a day to come is no news', async (t) => {
    await t.rejects(implementation.tell(MANAGER, slug, 2, news({ happenedOn: '2099-01-01', after: 1 })),
      fault('happenedOn', 'in_future'))
  })

  await t.test('the author hears of a change of state, once, and not of every word', async (t) => {
    const mail = () => db.selectFrom('outbox').select(['kind', 'to_address', 'language', 'occasion', 'params'])
      .where('kind', '=', 'progressed').orderBy('id').execute()
    const before = await mail()
    t.match(before, [{ to_address: 'aino@example.org', language: 'sv' }, { to_address: 'aino@example.org' }],
      'under way and done; nobody left an address with the idea of the other winner')
    t.same(before.map(({ params }) => (params as { text?: string }).text), ['Arbetet har börjat.', 'Valmista tuli.'],
      'in their own language where somebody has written it')
    must(await implementation.tell(MANAGER, slug, 1, news({ state: 'done', after: 2 })))
    t.equal((await mail()).length, before.length, 'done stays done')
  })

  await t.test('every piece of news is in the audit chain, and rows are never changed', async (t) => {
    const { id } = await world.rounds.bySlug(slug)
    t.match((await world.audit.ofRound(id, 'implementation_told'))[0],
      { number: 1, seq: 1, state: 'under_way', stateBefore: 'planned', text: 'Työt alkoivat.', photo: false })
    t.match(await world.audit.verify(), { ok: true })
    await t.rejects(db.updateTable('proposal_news').set({ state: 'done' }).execute(), /append-only/)
    await t.rejects(db.deleteFrom('proposal_news').execute(), /append-only/)
  })

  await t.test('the database itself refuses news of what did not win', async (t) => {
    const { id } = await world.rounds.bySlug(slug)
    const row = {
      round_id: id, number: 3, seq: 1, state: 'done' as const, happened_on: '2026-01-01', body: '{"fi":"x"}', staff_id: 'x',
      staff_name: 'x', at: new Date(),
    }
    await t.rejects(db.insertInto('proposal_news').values(row).execute(), /published winners alone/)
  })

  await t.test('the doors', async (t) => {
    const { call } = doorOf(world)
    t.match(await call(null, 'GET', `/api/rounds/${slug}/implementation`), {
      status: 200, body: { winners: [{ number: 1, state: 'done', title: { fi: 'Ehdotus 1' } }, { number: 2 }] },
    })
    t.match(await call(null, 'GET', '/api/rounds/laskettu/implementation'), { status: 404 })
    const url = `/api/rounds/${slug}/proposals/2/news`
    for (const who of [null, 1]) t.match(await call(who, 'POST', url, news({ after: 1 })), { status: 401 })
    for (const who of [CLERK, KEY_HOLDER]) t.match(await call(who, 'POST', url, news({ after: 1 })), { status: 403 })
    t.match(await call(MODERATOR, 'POST', url, news({ text: {}, after: 1 })), { status: 400 })
    t.match(await call(MODERATOR, 'POST', url, news({ state: 'lost', after: 1 })), { status: 400 })
    t.match(await call(MODERATOR, 'POST', url, news({ state: 'dropped', text: { fi: 'Maaperä ei kestä.' }, after: 1 })),
      { status: 201, body: { state: 'dropped' } })
    t.match(await call(MODERATOR, 'POST', url, news({ after: 1 })), { status: 409, body: { code: 'decided_meanwhile' } })
    t.match(await call(null, 'GET', `${url}/1/photo/large.webp`), { status: 404 })
  })
})

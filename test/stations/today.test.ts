import { randomBytes } from 'node:crypto'
import t from 'tap'
import { dayOf } from '../../src/kernel/index.ts'
import { CLERK, must, OTHER_CLERK, person, votingWorld } from '../support/index.ts'

t.test('the desk of a station', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const { stations } = world
  const register = (voter: number) => stations.register(CLERK, slug, {
    hetu: person(voter).hetu, picks: [1], castId: randomBytes(16).toString('hex'), replaces: 0, residence: 'register',
    correctionReason: null,
  })

  await t.test('a clerk sees the day of their own station: registered, and closed or not', async (t) => {
    must(await register(1))
    const station = { slug: 'spotti', name: 'spotti', address: 'Torikatu 8' }
    t.same(must(await stations.today(CLERK, slug)), { station, day: dayOf(new Date()), registered: 1, closed: null })
    must(await stations.closeDay(CLERK, slug, { counted: 1, spoiled: 2, returned: 0, note: null }))
    must(await register(2))
    t.match(must(await stations.today(CLERK, slug)), { registered: 2, closed: { registered: 1, counted: 1, spoiled: 2 } },
      'a form that came after the closing shows')
    t.match(must(await stations.today(OTHER_CLERK, slug)), { registered: 0, closed: null })
    t.match(await stations.today({ ...CLERK, station: null }, slug), { refusal: { code: 'not_your_station' } })
  })

  await t.test('only the clerk who registered a ballot here today may correct it', async (t) => {
    const mayCorrect = async (clerk: typeof CLERK) => must(await stations.check(clerk, slug, person(1).hetu)).mayCorrect
    t.equal(await mayCorrect(CLERK), true)
    t.equal(await mayCorrect(OTHER_CLERK), false)
    t.equal(await mayCorrect({ ...CLERK, id: 'colleague' }), false)
    t.equal(must(await stations.check(CLERK, slug, person(9).hetu)).mayCorrect, false, 'there is nothing to correct')
  })
})

import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import type { StaffActor } from '../../src/identity/index.ts'
import { dayOf } from '../../src/kernel/index.ts'
import {
  CLERK, fault, holdCeremony, makeProposals, MANAGER, must, OTHER_CLERK, person, resident, roundRequest, testWorld,
  votingRound, votingWorld,
} from '../support/index.ts'

const castId = (): string => randomBytes(16).toString('hex')
const form = (voter: number, change: object = {}) => ({
  hetu: person(voter).hetu, picks: [1, 2], castId: castId(), replaces: 0, residence: 'register' as const,
  correctionReason: null,
  ...change,
})
const refused = (code: string) => ({ ok: false, refusal: { code } })
const HOUR = 3_600_000
const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
const COLLEAGUE: StaffActor = { ...CLERK, id: 'clerk-spotti-2' }

t.test('at a station', async (t) => {
  const { world, slug, round } = await votingWorld(t, { poolMax: 4 })
  const { stations, urn } = world

  await t.test('a clerk registers a paper ballot, and the voter gets a receipt for it', async (t) => {
    t.match(must(await stations.check(CLERK, slug, person(1).hetu)),
      { mayVote: true, refusal: null, onRoll: null, voted: null })
    const sent = form(1)
    const receipt = must(await stations.register(CLERK, slug, sent))
    t.match(receipt, { tracker: /^[0-9A-HJKMNP-TV-Z]{16}$/, revision: 1, castOn: dayOf(new Date()), again: false })
    t.same(must(await stations.register(CLERK, slug, sent)), { ...receipt, again: true },
      'a retry gets the same receipt')
    t.match(must(await stations.check(CLERK, slug, person(1).hetu.toLowerCase())),
      { mayVote: false, voted: { channel: 'paper', station: 'spotti', revision: 1 } },
        'the code is read as people type it')
    t.match(must(await urn.myBallot(await resident(world, 1), slug)), { ballot: { channel: 'paper', revision: 1 } })
  })

  await t.test('whoever voted on paper does not vote online', async (t) => {
    t.match(await urn.cast(await resident(world, 1), slug, { picks: [3], replaces: 0, castId: castId() }),
      refused('already_voted_on_paper'))
    t.match(await urn.cast(await resident(world, 1), slug, { picks: [3], replaces: 1, castId: castId() }),
      refused('already_voted_on_paper'))
  })

  await t.test('whoever voted online does not vote on paper', async (t) => {
    must(await urn.cast(await resident(world, 2), slug, { picks: [3], replaces: 0, castId: castId() }))
    t.match(must(await stations.check(CLERK, slug, person(2).hetu)),
      { mayVote: false, voted: { channel: 'online', station: null } })
    t.match(await stations.register(CLERK, slug, form(2)), refused('already_voted_online'))
    t.match(await stations.register(CLERK, slug, form(2, { replaces: 1, correctionReason: 'kirjoitusvirhe' })),
      refused('already_voted_online'))
  })

  await t.test('nobody votes on paper twice, at another station neither', async (t) => {
    t.match(await stations.register(CLERK, slug, form(1)), refused('already_voted_on_paper'))
    t.match(await stations.register(OTHER_CLERK, slug, form(1)), refused('already_voted_on_paper'))
  })

  await t.test('a mistake is corrected with a reason, by the same clerk at the same station on the same day',
    async (t) => {
    const first = must(await stations.register(CLERK, slug, form(3)))
    const correction = { replaces: 1, correctionReason: 'Numero 3 luettiin ykköseksi.', picks: [3] }
    await t.rejects(stations.register(CLERK, slug, form(3, { replaces: 1 })), fault('correctionReason', 'required'))
    await t.rejects(stations.register(CLERK, slug, form(3, { correctionReason: 'ilman numeroa' })),
      fault('replaces', 'required'))
    t.match(await stations.register(COLLEAGUE, slug, form(3, correction)), refused('correction_not_possible'))
    t.match(await stations.register(OTHER_CLERK, slug, form(3, correction)), refused('correction_not_possible'))
    t.match(await stations.register({ ...CLERK, station: 'uimahalli' }, slug, form(3, correction)),
      refused('correction_not_possible'))
    t.match(await stations.register(CLERK, slug, form(3, { ...correction, replaces: 2 })), refused('ballot_changed'))
    const corrected = must(await stations.register(CLERK, slug, form(3, correction)))
    t.equal(corrected.revision, 2)
    t.not(corrected.tracker, first.tracker)

    must(await stations.register(CLERK, slug, form(4)))
    // A day passes: the urn takes the day from the database's clock, which a test cannot set.
    await sql`update sealed_ballot set cast_on = cast_on - 1 where revision = 1 and channel = 'paper'`.execute(world.db)
    t.match(await stations.register(CLERK, slug, form(4, correction)), refused('correction_not_possible'), 'not on the next day')
    await sql`update sealed_ballot set cast_on = cast_on + 1 where revision = 1 and channel = 'paper'`.execute(world.db)
  })

  await t.test('a code or a form that is wrong is told by field and changes nothing', async (t) => {
    const before = await urn.countPaper(round.id, 'spotti', dayOf(new Date()))
    await t.rejects(stations.check(CLERK, slug, '131052-308X'), fault('hetu', 'hetu_wrong_check_character'))
    await t.rejects(stations.register(CLERK, slug, form(5, { hetu: 'Aino' })), fault('hetu', 'hetu_malformed'))
    await t.rejects(stations.register(CLERK, slug, form(5, { hetu: '310298-900X' })),
      fault('hetu', 'hetu_impossible_date'))
    await t.rejects(stations.register(CLERK, slug, form(5, { picks: [1, 2, 3, 4] })), fault('picks', 'too_many_picks'))
    await t.rejects(stations.register(CLERK, slug, form(5, { picks: [2, 2] })), fault('picks.1', 'picked_twice'))
    await t.rejects(stations.register(CLERK, slug, form(5, { picks: [77] })), fault('picks.0', 'unknown_proposal'))
    await t.rejects(stations.register(CLERK, slug, form(5, { residence: undefined })), fault('residence', 'required'))
    await t.rejects(stations.register(CLERK, 'nothing', form(5)), { code: 'not_found' })
    t.equal(await urn.countPaper(round.id, 'spotti', dayOf(new Date())), before)
  })

  await t.test('age decides at the desk, where there is no municipality', async (t) => {
    const { slug } = await votingRound(world, { slug: 'vanhat', votingAge: 120 })
    t.match(must(await stations.check(CLERK, slug, person(1).hetu)), { mayVote: false, refusal: 'too_young' })
    t.match(await stations.register(CLERK, slug, form(1)), refused('too_young'))
  })

  await t.test('a clerk works at one station of the round, and a round has its own', async (t) => {
    t.match(await stations.register({ ...CLERK, station: 'tori' }, slug, form(5)),
      { ok: false, refusal: { code: 'no_such_station', details: { station: 'tori' } } })
    t.match(await stations.check({ ...CLERK, station: null }, slug, person(5).hetu), refused('not_your_station'))
    t.match(await stations.closeDay({ ...CLERK, station: 'tori' }, slug,
      { counted: 0, spoiled: 0, returned: 0, note: null }),
      refused('no_such_station'))
    t.match(await stations.add(MANAGER, slug, { slug: 'spotti', name: 'SPOTTI', address: 'Torikatu 8' }),
      refused('station_taken'))
    must(await world.rounds.create(MANAGER, roundRequest({ slug: 'osbu-2027' })))
    t.ok((await stations.add(MANAGER, 'osbu-2027', { slug: 'spotti', name: 'SPOTTI', address: 'Torikatu 8' })).ok,
      'another round has another')
    t.match(await stations.closeDay(CLERK, 'osbu-2027', { counted: 1, spoiled: 0, returned: 0, note: null }),
      refused('voting_not_open'), 'no day is closed before voting')
    t.same((await stations.list(slug)).map((station) => station.slug), ['kirjasto', 'spotti', 'uimahalli'])
  })

  await t.test('the day is closed with what the urn holds of it beside what the clerk counted', async (t) => {
    const day = { counted: 3, spoiled: 1, returned: 2, note: null }
    await t.rejects(stations.closeDay(CLERK, slug, { ...day, counted: 4 }), fault('note', 'difference_needs_note'))
    t.same(must(await stations.closeDay(CLERK, slug, day)),
      { station: 'spotti', day: dayOf(new Date()), registered: 3, ...day })
    t.match(must(await stations.closeDay(OTHER_CLERK, slug, { ...day, counted: 0 })), { registered: 0 },
      'each station its own')
    must(await stations.register(CLERK, slug, form(6)))
    t.match(must(await stations.closeDay(CLERK, slug,
      { ...day, counted: 5, note: 'Yksi lomake on vielä kirjaamatta.' })),
      { registered: 4, counted: 5 }, 'closing again replaces the totals')
    t.equal((await world.db.selectFrom('station_day').selectAll().where('station', '=', 'spotti').execute()).length, 1)
  })

  await t.test('the chain tells a station’s totals and never a single ballot', async (t) => {
    const events = await world.audit.page(Number.MAX_SAFE_INTEGER, 200)
    t.same([...new Set(events.map((event) => event.kind))].filter((kind) => /ballot|cast|vote|correct/.test(kind)), [])
    const closed = events.filter((event) => event.kind === 'station_day_closed').map((event) => JSON.parse(event.body))
    t.same(closed.map(({ registered, counted }) => [registered, counted]), [[4, 5], [0, 0], [3, 3]],
      'every closing, newest first')
    t.notMatch(JSON.stringify(events), new RegExp([1, 2, 3, 4, 5, 6].map((voter) => person(voter).hetu).join('|')))
  })
})

t.test('forms that were handed in before closing are registered until paper ends', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  // Made ready half an hour ago, so that voting was open and closed a minute ago.
  world.clock.set(Date.now() - HOUR / 2)
  const { slug } = await votingRound(world, { votingCloseAt: at(-60_000), paperUntil: at(HOUR) })
  world.clock.reset()
  t.match(await world.urn.cast(await resident(world, 1), slug, { picks: [1], replaces: 0, castId: castId() }),
    refused('voting_closed'))
  const sent = form(1)
  const receipt = must(await world.stations.register(CLERK, slug, sent))
  t.match(must(await world.stations.check(CLERK, slug, sent.hetu)), { voted: { channel: 'paper' } })
  await sql`update round set paper_until = now() where slug = ${slug}`.execute(world.db)
  t.match(await world.stations.register(CLERK, slug, form(2)), refused('voting_closed'))
  for (const voter of [1, 2]) {
    t.match(await world.stations.check(CLERK, slug, person(voter).hetu), refused('voting_closed'),
      'who has voted is not told any more')
  }
  t.same(must(await world.stations.register(CLERK, slug, sent)).tracker, receipt.tracker,
    'a retry gets its receipt after closing too')
})

t.test('an imported roll decides at the desk alone', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal', votingAge: 120 })))
  must(await world.stations.add(MANAGER, slug, { slug: 'spotti', name: 'SPOTTI', address: 'Torikatu 8' }))
  await holdCeremony(world, slug)
  must(await world.urn.importRoll(MANAGER, slug, [person(1).hetu]))
  await makeProposals(world, slug, [20_000, 10_000])
  t.match(await world.stations.check(CLERK, slug, person(1).hetu), refused('voting_not_open'),
    'not before voting opens')
  must(await world.proposals.confirm(MANAGER, slug))
  t.match(must(await world.stations.check(CLERK, slug, person(1).hetu)), { mayVote: true, onRoll: true })
  t.ok((await world.stations.register(CLERK, slug, form(1, { residence: undefined }))).ok,
    'residence needs no other proof')
  t.match(await world.stations.register(CLERK, slug, form(2)), refused('not_on_roll'))
  t.same(await world.db.selectFrom('sealed_ballot').select('residence').execute(), [{ residence: 'roll' }])
})

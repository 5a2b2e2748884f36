import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  CLERK, KEY_HOLDER, makeProposals, MANAGER, MODERATOR, must, person, resident, roundRequest, testWorld, votingRound,
} from '../support/index.ts'
import { doorOf, type Who } from './door.ts'
import { digestOf, notAProblem } from './unchanged.ts'

const castId = (): string => randomBytes(16).toString('hex')
const HOUR = 3_600_000
const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
const IDEA = { title: 'Penkkejä rantaan', body: 'Rannalla voisi istua ja katsella järveä.', theme: 'muu' }
const PROPOSAL = { title: { fi: 'Penkit' }, summary: { fi: 'Penkkejä rantaan.' }, costMinCents: 100, costMaxCents: 200 }

type Case = readonly [who: Who, method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body: object | undefined,
  status: number, code: string]

t.test('what a phase does not allow is refused with its code, and changes nothing', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call, headersOf } = doorOf(world)
  const form = (picks: number[] = [1]) => ({ hetu: person(7).hetu, picks, castId: castId(), residence: 'register' })

  // A round that waits for its keys; another in voting; a third that was counted and published.
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'odottaa' })))
  must(await world.stations.add(MANAGER, 'odottaa', { slug: 'spotti', name: 'SPOTTI', address: 'Torikatu 8' }))
  await makeProposals(world, 'odottaa', [20_000, 10_000])
  must(await world.rounds.create(MANAGER,
    roundRequest({ slug: 'tulossa', ideasOpenAt: at(HOUR), ideasCloseAt: at(2 * HOUR),
    votingOpenAt: at(3 * HOUR), votingCloseAt: at(4 * HOUR), paperUntil: at(5 * HOUR) })))
  const done = await votingRound(world, { slug: 'ohi' })
  must(await world.urn.cast(await resident(world, 1), 'ohi', { picks: [1], replaces: 0, castId: castId() }))
  must(await world.rounds.endRehearsal(MANAGER, 'ohi'))
  must(await world.tally.openUrn(KEY_HOLDER, 'ohi', done.shares.slice(1)))
  must(await world.tally.run(MANAGER, 'ohi'))
  const voting = await votingRound(world, { slug: 'kaynnissa' })
  const ended = await votingRound(world, { slug: 'paattyi' })
  for (const who of [1, 2, CLERK, KEY_HOLDER, MANAGER, MODERATOR]) await headersOf(who)
  must(await world.rounds.endRehearsal(MANAGER, 'paattyi'))
  must(await world.tally.publish(MANAGER, 'ohi'))
  const closing = { votingCloseAt: at(9 * HOUR), reason: 'Sähkökatko pääkirjastossa.' }

  const cases: readonly Case[] = [
    // Before its ideas open a round takes nothing.
    [1, 'POST', 'rounds/tulossa/ideas', IDEA, 409, 'not_taking_ideas'],
    [1, 'POST', 'rounds/tulossa/my-ballot', { picks: [1], castId: castId() }, 409, 'voting_not_open'],
    [CLERK, 'POST', 'rounds/tulossa/desk/check', { hetu: person(7).hetu }, 409, 'voting_not_open'],
    // In review neither ideas from residents nor ballots.
    [1, 'POST', 'rounds/odottaa/ideas', IDEA, 409, 'not_taking_ideas'],
    [1, 'POST', 'rounds/odottaa/my-ballot', { picks: [1], castId: castId() }, 409, 'voting_not_open'],
    [CLERK, 'POST', 'rounds/odottaa/desk/check', { hetu: person(7).hetu }, 409, 'voting_not_open'],
    [CLERK, 'POST', 'rounds/odottaa/desk/ballots', form(), 409, 'voting_not_open'],
    [MANAGER, 'POST', 'rounds/odottaa/closing', closing, 409, 'voting_not_open'],
    [MANAGER, 'POST', 'rounds/odottaa/rehearsal-end', undefined, 409, 'not_a_rehearsal'],
    [KEY_HOLDER, 'POST', 'rounds/odottaa/opening', { shares: voting.shares.slice(1) }, 409, 'keys_missing'],
    [KEY_HOLDER, 'POST', 'rounds/odottaa/tally', undefined, 409, 'not_opened'],
    [MANAGER, 'POST', 'rounds/odottaa/publication', undefined, 409, 'not_counted'],
    // In voting the rules, the proposals and the roll stand still, and the urn stays shut.
    [1, 'POST', 'rounds/kaynnissa/ideas', IDEA, 409, 'not_taking_ideas'],
    [MANAGER, 'PATCH', 'rounds/kaynnissa', { picksMax: 4 }, 409, 'rules_frozen'],
    [MODERATOR, 'PATCH', 'rounds/kaynnissa/proposals/1', { costMinCents: 1 }, 409, 'proposals_confirmed'],
    [MODERATOR, 'DELETE', 'rounds/kaynnissa/proposals/1', undefined, 409, 'proposals_confirmed'],
    [MODERATOR, 'POST', 'rounds/kaynnissa/proposals', { ...PROPOSAL, ideaIds: [1] }, 409, 'proposals_confirmed'],
    [MANAGER, 'POST', 'rounds/kaynnissa/proposals/confirmation', undefined, 409, 'proposals_confirmed'],
    [MANAGER, 'DELETE', 'rounds/kaynnissa/proposals/confirmation', undefined, 409, 'voting_has_opened'],
    [MANAGER, 'PUT', 'rounds/kaynnissa/roll', { hetus: [person(1).hetu] }, 409, 'rules_frozen'],
    [KEY_HOLDER, 'POST', 'rounds/kaynnissa/keys', { holders: ['A', 'B', 'C'] }, 409, 'keys_exist'],
    [MANAGER, 'POST', 'rounds/kaynnissa/closing', { ...closing, votingCloseAt: at(-HOUR) }, 409,
      'closing_moves_only_later'],
    [KEY_HOLDER, 'POST', 'rounds/kaynnissa/opening', { shares: voting.shares.slice(1) }, 409, 'voting_not_ended'],
    [MANAGER, 'POST', 'rounds/kaynnissa/tally', undefined, 409, 'not_opened'],
    // When voting has ended nothing comes in any more.
    [2, 'POST', 'rounds/paattyi/my-ballot', { picks: [1], castId: castId() }, 409, 'voting_closed'],
    [CLERK, 'POST', 'rounds/paattyi/desk/ballots', form(), 409, 'voting_closed'],
    [MANAGER, 'POST', 'rounds/paattyi/closing', closing, 409, 'voting_has_ended'],
    [MANAGER, 'POST', 'rounds/paattyi/rehearsal-end', undefined, 409, 'voting_has_ended'],
    [MANAGER, 'PATCH', 'rounds/paattyi', { tieRule: 'lot' }, 409, 'rules_frozen'],
    // What was opened, counted and published stays as it is.
    [2, 'POST', 'rounds/ohi/my-ballot', { picks: [1], castId: castId() }, 409, 'voting_closed'],
    [CLERK, 'POST', 'rounds/ohi/desk/ballots', form(), 409, 'voting_closed'],
    [KEY_HOLDER, 'POST', 'rounds/ohi/opening', { shares: done.shares.slice(1) }, 409, 'already_opened'],
    [KEY_HOLDER, 'POST', 'rounds/ohi/tally', undefined, 409, 'already_counted'],
    [MANAGER, 'POST', 'rounds/ohi/publication', undefined, 409, 'already_published'],
    [MANAGER, 'PATCH', 'rounds/ohi', { envelopeCents: 1 }, 409, 'rules_frozen'],
    // Picks that are no ballot.
    [1, 'POST', 'rounds/kaynnissa/my-ballot', { picks: [1, 2, 3, 4], castId: castId() }, 400, 'picks too_many_picks'],
    [1, 'POST', 'rounds/kaynnissa/my-ballot', { picks: [1, 2, 1], castId: castId() }, 400, 'picks.2 picked_twice'],
    [1, 'POST', 'rounds/kaynnissa/my-ballot', { picks: [], castId: castId() }, 400, 'picks too_few_picks'],
    [1, 'POST', 'rounds/kaynnissa/my-ballot', { picks: [1, 6], castId: castId() }, 400, 'picks.1 unknown_proposal'],
    [CLERK, 'POST', 'rounds/kaynnissa/desk/ballots', form([1, 2, 3, 4]), 400, 'picks too_many_picks'],
    [CLERK, 'POST', 'rounds/kaynnissa/desk/ballots', form([2, 2]), 400, 'picks.1 picked_twice'],
    [CLERK, 'POST', 'rounds/kaynnissa/desk/ballots', form([6]), 400, 'picks.0 unknown_proposal'],
    // Shares of another round, and one share twice.
    [KEY_HOLDER, 'POST', 'rounds/paattyi/opening', { shares: voting.shares.slice(1) }, 400,
      'shares.0 share_of_another_round'],
    [KEY_HOLDER, 'POST', 'rounds/paattyi/opening', { shares: [ended.shares[0], voting.shares[0]] }, 400,
      'shares.1 share_of_another_round'],
    [KEY_HOLDER, 'POST', 'rounds/paattyi/opening', { shares: [ended.shares[0], ended.shares[0]] }, 400,
      'shares.1 same_share_twice'],
    [KEY_HOLDER, 'POST', 'rounds/paattyi/opening',
      { shares: [`${ended.shares[0]!.slice(0, -1)}${ended.shares[0]!.endsWith('Q') ? 'P' : 'Q'}`,
      ended.shares[1]] }, 400, 'shares.0 not_a_share'],
  ]
  const before = await digestOf(world)
  const wrong: string[] = []
  for (const [who, method, path, body, status, code] of cases) {
    const answer = await call(who, method, `/api/${path}`, body)
    const [error] = answer.body.errors ?? []
    const told = status === 400 ? `${error?.field} ${error?.code}` : answer.body.code
    const asSaid = answer.status === status && told === code
    const problem = notAProblem(answer) ?? (asSaid ? null : `${answer.status} ${told}`)
    if (problem !== null) wrong.push(`${method} ${path}: ${problem}, not ${status} ${code}`)
  }
  t.same(wrong, [])
  t.same(await digestOf(world), before, 'nothing changed')
  const events = await world.audit.page(Number.MAX_SAFE_INTEGER, 200)
  t.equal(events.filter((event) => event.kind === 'opening_refused').length, 4,
    'only the openings that were tried with wrong shares are told by the chain')
})

t.test('what belongs to another round stays there', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call, headersOf } = doorOf(world)
  await votingRound(world, { slug: 'suuri' })
  const early = await headersOf(1)
  await votingRound(world, { slug: 'pieni' }, [10_000, 5_000])
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'uusi' })))
  for (const who of [2, CLERK, MODERATOR]) await headersOf(who)
  const before = await digestOf(world)

  t.match(await call(2, 'POST', '/api/rounds/pieni/my-ballot', { picks: [1, 3], castId: castId() }),
    { status: 400, body: { errors: [{ field: 'picks.1', code: 'unknown_proposal' }] } },
      'a proposal that only the other round has')
  const response = await world.app.inject({
    method: 'POST', url: '/api/rounds/pieni/my-ballot', headers: early, payload: { picks: [1], castId: castId() },
  })
  t.match({ status: response.statusCode, body: response.json() }, { status: 401, body: { code: 'sign_in_again' } },
    'a right to vote in another round')
  t.match(await call({ ...CLERK, id: 'clerk-spotti' }, 'PUT', '/api/rounds/uusi/desk/day',
    { counted: 0, spoiled: 0, returned: 0 }),
    { status: 403, body: { code: 'no_such_station' } }, 'a station that only the other round has')
  t.match(await call(MODERATOR, 'POST', '/api/rounds/uusi/proposals', { ...PROPOSAL, ideaIds: [1] }),
    { status: /^(400|409)$/, body: { code: /^(invalid_request|idea_not_accepted)$/ } }, 'an idea of another round')
  t.match(await call(null, 'GET', '/api/rounds/pieni/proposals/3'), { status: 404 })
  t.same(await digestOf(world), before, 'nothing changed')
})

t.test('a problem is told in the language that was asked for', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const title = async (language: string | undefined, url = '/api/rounds/nothing'): Promise<string> =>
    (await call(null, 'GET', url, undefined, language === undefined ? {} : { 'accept-language': language })).body.title
  t.equal(await title(undefined), 'Tätä ei löydy.')
  t.equal(await title('en-GB,en;q=0.9'), 'There is no such thing here.')
  t.equal(await title('de, *;q=0.5'), 'Tätä ei löydy.')
  t.equal(new Set(await Promise.all(['fi', 'sv', 'en'].map((language) => title(language)))).size, 3)
  t.equal(new Set(await Promise.all(['fi', 'sv', 'en'].map((language) => title(language, '/api/rounds/%zz')))).size, 3,
    'before any route is found too')
  const invalid = await call(MANAGER, 'POST', '/api/rounds', { slug: 'x' }, { 'accept-language': 'en' })
  t.equal(invalid.body.title, 'Check what you sent.')
  t.ok(invalid.body.errors.every((error: { message: string }) => error.message === 'This is missing.'))
})

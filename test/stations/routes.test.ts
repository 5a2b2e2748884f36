import { randomBytes } from 'node:crypto'
import t from 'tap'
import { doorOf } from '../doors/door.ts'
import { CLERK, KEY_HOLDER, MANAGER, MODERATOR, must, OTHER_CLERK, person, votingWorld } from '../support/index.ts'

const castId = (): string => randomBytes(16).toString('hex')
const problem = (status: number, code: string) => ({ status, body: { status, code, requestId: String } })

t.test('the doors of a station', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const url = `/api/rounds/${slug}`
  const form = (voter: number, change: object = {}) =>
    ({ hetu: person(voter).hetu, picks: [1, 2], castId: castId(), residence: 'declaration', ...change })
  const trackers: string[] = []

  await t.test('a manager adds a station, and everybody sees where to vote', async (t) => {
    const station = { slug: 'tori', name: 'Tori', address: 'Kauppakatu 1' }
    t.match(await call(MANAGER, 'POST', `${url}/stations`, station), { status: 201, body: station })
    t.match(await call(MANAGER, 'POST', `${url}/stations`, station), problem(409, 'station_taken'))
    for (const who of [CLERK, MODERATOR, KEY_HOLDER]) t.match(await call(who, 'POST', `${url}/stations`, station),
      problem(403, 'forbidden'))
    t.match((await call(null, 'GET', `${url}/stations`)).body, { stations: { length: 4 } })
  })

  await t.test('only a clerk works at a desk', async (t) => {
    const doors = [
      ['POST', 'desk/check', { hetu: person(1).hetu }], ['POST', 'desk/ballots', form(1)],
      ['PUT', 'desk/day', { counted: 0, spoiled: 0, returned: 0 }],
    ] as const
    for (const [method, path, body] of doors) {
      t.match(await call(null, method, `${url}/${path}`, body), problem(401, 'unauthenticated'))
      t.match(await call(1, method, `${url}/${path}`, body), problem(401, 'unauthenticated'))
      for (const who of [MANAGER, MODERATOR, KEY_HOLDER]) t.match(await call(who, method, `${url}/${path}`, body),
        problem(403, 'forbidden'))
    }
    t.match(await call({ ...CLERK, id: 'elsewhere', station: 'asema' }, 'POST', `${url}/desk/check`,
      { hetu: person(1).hetu }),
      problem(403, 'no_such_station'))
  })

  await t.test('a ballot is registered, corrected and refused', async (t) => {
    t.match(await call(CLERK, 'POST', `${url}/desk/check`, { hetu: person(1).hetu }),
      { status: 200, body: { mayVote: true, voted: null } })
    const sent = form(1)
    const registered = await call(CLERK, 'POST', `${url}/desk/ballots`, sent)
    t.equal(registered.status, 201)
    t.equal(registered.headers['cache-control'], 'no-store')
    t.match(await call(CLERK, 'POST', `${url}/desk/ballots`, sent), { status: 200, body: registered.body })
    t.match(await call(OTHER_CLERK, 'POST', `${url}/desk/ballots`, form(1)), problem(409, 'already_voted_on_paper'))
    t.match(await call(1, 'POST', `${url}/my-ballot`, { picks: [1], castId: castId() }),
      problem(409, 'already_voted_on_paper'))
    t.match(await call(CLERK, 'POST', `${url}/desk/ballots`, form(1, { replaces: 1 })),
      { status: 400, body: { errors: [{ field: 'correctionReason', code: 'required' }] } })
    const corrected = await call(CLERK, 'POST', `${url}/desk/ballots`,
      form(1, { replaces: 1, correctionReason: 'Väärä numero.' }))
    t.match(corrected, { status: 201, body: { revision: 2 } })
    const online = await call(2, 'POST', `${url}/my-ballot`, { picks: [3], castId: castId() })
    t.equal(online.status, 201)
    t.match(await call(CLERK, 'POST', `${url}/desk/ballots`, form(2)),
      { status: 409, body: { code: 'already_voted_online', details: { castOn: /^\d{4}-\d\d-\d\d$/ } } })
    trackers.push(registered.body.tracker, corrected.body.tracker, online.body.tracker)
  })

  await t.test('a day is closed, and a difference is explained in figures', async (t) => {
    const day = { counted: 2, spoiled: 0, returned: 0 }
    t.match(await call(CLERK, 'PUT', `${url}/desk/day`, day), { status: 400, body: { errors: [{
      field: 'note', code: 'difference_needs_note',
        message: 'Kirjattuja on 1 ja laskettuja 2. Kirjoita, mistä ero johtuu.',
    }] } })
    t.match(await call(CLERK, 'PUT', `${url}/desk/day`, { ...day, note: 'Toinen oli tyhjä.' }),
      { status: 200, body: { station: 'spotti', registered: 1, counted: 2 } })
  })

  await t.test('no door that is read from ever shows a tracker, a pick or a code, before publication', async (t) => {
    const paths = Object.entries((world.app.swagger() as { paths: Record<string, Record<string, unknown>> }).paths)
      .filter(([, methods]) => 'get' in methods).map(([path]) =>
        path.replace('{slug}', slug).replace(/\{(id|number)\}/, '1'))
    t.ok(paths.length > 15)
    const secrets = new RegExp([...trackers, person(1).hetu, person(2).hetu].join('|'))
    const readAll = async (): Promise<void> => {
      for (const path of paths) {
        for (const who of [null, 1, 2, CLERK, MANAGER, KEY_HOLDER] as const) {
          const { text, headers } = await call(who, 'GET', path)
          t.notMatch(text + JSON.stringify(headers), secrets, `${typeof who === 'object' ? who?.id : who} ${path}`)
        }
      }
    }
    await readAll()
    must(await world.rounds.endRehearsal(MANAGER, slug))
    must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)))
    must(await world.tally.run(MANAGER, slug))
    await readAll()
    t.notMatch(world.logLines.join(''), secrets, 'nor does the log')
    t.notMatch(world.logLines.join(''), /desk\/(check|ballots)/, 'in which the desk leaves no line')
  })
})

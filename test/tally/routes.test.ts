import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  CLERK, KEY_HOLDER, MANAGER, MODERATOR, must, ORIGIN, resident, residentHeaders, staffHeaders, votingWorld,
} from '../support/index.ts'

t.test('an urn is opened, counted and published over HTTP by those who may', async (t) => {
  const { world, slug, shares } = await votingWorld(t)
  for (const [i, picks] of [[1, 2], [1], [3]].entries()) {
    must(await world.urn.cast(await resident(world, i), slug, { picks, replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const keyHolder = await staffHeaders(world, KEY_HOLDER)
  const manager = await staffHeaders(world, MANAGER)
  const at = (path: string): string => `/api/rounds/${slug}/${path}`
  const post = (path: string, headers: Record<string, string>, payload?: object) =>
    world.app.inject({ method: 'POST', url: at(path), headers, ...(payload ? { payload } : {}) })
  const body = { shares: shares.slice(0, 2) }

  for (const path of ['opening', 'tally', 'publication']) {
    t.equal((await post(path, { origin: ORIGIN }, body)).statusCode, 401, `${path} needs a sign-in`)
    for (const actor of [CLERK, MODERATOR]) {
      t.equal((await post(path, await staffHeaders(world, actor), body)).statusCode, 403, `${path} is not for a ${actor.roles[0]}`)
    }
    t.equal((await post(path, await residentHeaders(world, 1), body)).statusCode, 401, `${path} is not for residents`)
  }
  t.equal((await post('publication', keyHolder)).statusCode, 403, 'a key holder does not publish')

  const wrong = await post('opening', keyHolder, { shares: [shares[0], 'OSBU1'] })
  t.equal(wrong.statusCode, 400)
  t.match(wrong.json(), { code: 'invalid_request', errors: [{ field: 'shares.1', code: 'not_a_share' }] })
  t.notOk(world.logLines.some((line) => line.includes(shares[0]!)), 'no share is in the log')

  t.match((await post('opening', keyHolder, body)).json(), { sealedCount: 3, openedCount: 3, unopenable: [] })
  t.equal((await world.app.inject({ url: at('tally'), headers: manager })).statusCode, 404, 'not counted yet')
  const counted = await post('tally', manager)
  t.equal(counted.statusCode, 201)
  t.match(counted.json(), { votes: 4, voters: 3, rows: [{ number: 1, votes: 2, percent: '50.00' }] })
  t.same((await world.app.inject({ url: at('tally'), headers: manager })).json(), counted.json(), 'staff see it before anybody')
  t.equal((await world.app.inject({ url: at('tally'), headers: await residentHeaders(world, 1) })).statusCode, 401)
  for (const path of ['result', 'ballots.csv']) {
    t.equal((await world.app.inject(at(path))).statusCode, 404, `${path} is not there before publication`)
    t.equal((await world.app.inject({ url: at(path), headers: manager })).statusCode, 404, 'not for staff either')
  }
  t.equal((await post('publication', manager)).statusCode, 201)
  t.equal((await world.app.inject(at('result'))).json<{ inputSha256: string }>().inputSha256, counted.json().inputSha256)
  t.match((await post('publication', manager)).json(), { status: 409, code: 'already_published' })
})

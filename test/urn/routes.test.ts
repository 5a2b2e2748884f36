import { createHash, randomBytes } from 'node:crypto'
import t from 'tap'
import { doorOf } from '../doors/door.ts'
import {
  CLERK, KEY_HOLDER, MANAGER, MODERATOR, must, person, roundRequest, testWorld, votingRound, votingWorld,
} from '../support/index.ts'

const castId = (): string => randomBytes(16).toString('hex')
const problem = (status: number, code: string) => ({ status, body: { status, code, requestId: String } })

t.test('the doors of the urn', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const url = `/api/rounds/${slug}`
  const mine = `${url}/my-ballot`

  await t.test('a resident casts once, retries, and replaces', async (t) => {
    t.match(await call(1, 'GET', mine),
      { status: 200, body: { mayVote: true, refusal: null, mayReplace: true, ballot: null } })
    const first = { picks: [1, 2, 3], castId: castId() }
    const cast = await call(1, 'POST', mine, first)
    t.equal(cast.status, 201)
    t.same(Object.keys(cast.body).sort(), ['castOn', 'revision', 'sealedSha256', 'tracker'])
    t.equal(cast.headers['cache-control'], 'no-store')
    const again = await call(1, 'POST', mine, first)
    t.match(again, { status: 200 }, 'a retry makes nothing new')
    t.same(again.body, cast.body)
    t.match(await call(1, 'POST', mine, { picks: [3, 2, 1], castId: first.castId }), { status: 200, body: cast.body },
      'the same picks in another order are the same vote')
    t.match(await call(1, 'POST', mine, { picks: [4], castId: castId() }), problem(409, 'ballot_changed'))
    t.match(await call(1, 'POST', mine, { picks: [4], castId: castId(), replaces: 1 }),
      { status: 201, body: { revision: 2 } })
    const status = await call(1, 'GET', mine)
    t.match(status, { status: 200, body: { ballot: { channel: 'online', revision: 2 } } })
    t.equal(status.headers['cache-control'], 'no-store')
    t.notMatch(status.text, /picks|tracker|mark/, 'whether and when, never what')
  })

  await t.test('an API client may name its cast in a header', async (t) => {
    const id = castId()
    t.match(await call(2, 'POST', mine, { picks: [1] }, { 'idempotency-key': id }), { status: 201 })
    t.match(await call(2, 'POST', mine, { picks: [1], castId: id }), { status: 200 }, 'it is the same name')
    t.match(await call(3, 'POST', mine, { picks: [1] }),
      { status: 400, body: { errors: [{ field: 'castId', code: 'required' }] } })
    for (const bad of ['x', id.toUpperCase().replace('0', 'A') + '0', '']) {
      t.match(await call(3, 'POST', mine, { picks: [1] }, { 'idempotency-key': bad }),
        { status: 400, body: { errors: [{ field: 'Idempotency-Key', code: 'invalid' }] } }, `“${bad}”`)
    }
  })

  await t.test('what is wrong with picks is told by field and in the language asked for', async (t) => {
    const wrong = async (picks: number[], language: string) =>
      (await call(4, 'POST', mine, { picks, castId: castId() }, { 'accept-language': language })).body
    t.match(await wrong([1, 2, 3, 4], 'fi'), { title: 'Tarkista lähettämäsi tiedot.', errors: [
      { field: 'picks', code: 'too_many_picks', message: 'Ehdotuksia voi valita enintään 3. Valittuna on 4.' }] })
    t.match(await wrong([1, 1], 'sv'), { errors: [{ field: 'picks.1', code: 'picked_twice' }] })
    t.match(await wrong([], 'en'),
      { title: 'Check what you sent.',
      errors: [{ field: 'picks', code: 'too_few_picks', message: 'Choose at least 1 of the proposals.' }] })
    t.match(await wrong([99], 'en'),
      { errors: [{ field: 'picks.0', code: 'unknown_proposal', message: 'There is no such proposal in this round.' }] })
  })

  await t.test('a session from before the voting opened votes nowhere', async (t) => {
    const other = await votingRound(world, { slug: 'toinen' })
    t.match(await call(1, 'POST', `/api/rounds/${other.slug}/my-ballot`, { picks: [1], castId: castId() }),
      problem(401, 'sign_in_again'))
    t.match(await call(1, 'GET', `/api/rounds/${other.slug}/my-ballot`), problem(401, 'sign_in_again'))
    t.match(await call(9, 'POST', `/api/rounds/${other.slug}/my-ballot`, { picks: [1], castId: castId() }),
      { status: 201 })
  })

  await t.test('turnout is told rounded down to ten, and no list before voting has ended', async (t) => {
    t.match(await call(null, 'GET', `${url}/turnout`), { status: 200, body: { ballots: 0 } })
    for (let voter = 20; voter < 28; voter++) t.match(await call(voter, 'POST', mine, { picks: [5], castId: castId() }),
      { status: 201 })
    t.same((await call(null, 'GET', `${url}/turnout`)).body, { ballots: 10 })
    for (const list of ['urn-list', 'urn-list.txt']) t.match(await call(MANAGER, 'GET', `${url}/${list}`),
      problem(404, 'not_found'))
  })

  await t.test('the list is published as figures and as text, and its hash is that of the text', async (t) => {
    must(await world.rounds.endRehearsal(MANAGER, slug))
    t.match(await call(5, 'POST', mine, { picks: [1], castId: castId() }), problem(409, 'voting_closed'))
    await world.urn.storeDueUrnLists(MANAGER)
    const [told, text] = [await call(null, 'GET', `${url}/urn-list`), await call(null, 'GET', `${url}/urn-list.txt`)]
    t.equal(text.headers['content-type'], 'text/plain; charset=utf-8')
    t.equal(told.body.sha256, createHash('sha256').update(text.text).digest('hex'))
    const lines = text.text.split('\n')
    t.equal(lines.pop(), '', 'each line ends')
    t.equal(told.body.sealedCount, lines.length)
    t.equal(lines.length, 10)
    t.same(lines, lines.toSorted())
    t.ok(lines.every((line) => /^[0-9a-f]{64}$/.test(line)))
  })

  await t.test('casting leaves no line in the log', async (t) => {
    t.notMatch(world.logLines.join(''), /my-ballot/)
  })
})

t.test('the ceremony and the roll over the door', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest()))
  const [keys, roll] = [`/api/rounds/${slug}/keys`, `/api/rounds/${slug}/roll`]
  const holders = ['Aino', 'Eero', 'Inka']

  for (const who of [MODERATOR, CLERK]) t.match(await call(who, 'POST', keys, { holders }), problem(403, 'forbidden'))
  for (const who of [MODERATOR, CLERK, KEY_HOLDER]) t.match(await call(who, 'PUT', roll, { hetus: [person(1).hetu] }),
    problem(403, 'forbidden'))
  t.match(await call(MANAGER, 'PUT', roll, { hetus: [person(1).hetu] }), problem(409, 'keys_missing'))
  t.match(await call(KEY_HOLDER, 'POST', keys, { holders: ['Aino', ' Aino', 'Inka'] }),
    { status: 400, body: { errors: [{ field: 'holders', code: 'repeated' }] } })
  const made = await call(KEY_HOLDER, 'POST', keys, { holders })
  t.match(made, { status: 201, body: { publicKey: /^[0-9a-f]{64}$/, shares: { length: 3 } } })
  t.equal(made.headers['cache-control'], 'no-store')
  t.same(made.body.shares.map((share: { holder: string }) => share.holder), holders)
  t.match(await call(KEY_HOLDER, 'POST', keys, { holders }), problem(409, 'ceremony_unfinished'))
  t.match(await call(MANAGER, 'PUT', roll, { hetus: [person(1).hetu] }), problem(409, 'keys_missing'))
  for (const who of [MODERATOR, CLERK]) t.match(await call(who, 'POST', `${keys}/proof`, { share: 'x' }), problem(403, 'forbidden'))
  const prove = (place: number) => call(KEY_HOLDER, 'POST', `${keys}/proof`, { share: made.body.shares[place].share })
  t.match(await call(KEY_HOLDER, 'POST', `${keys}/proof`, { share: 'OSBU 1234' }),
    { status: 400, body: { errors: [{ field: 'share', code: 'not_a_share' }] } })
  t.match(await prove(2), { status: 200, body: { holder: 'Inka', proved: ['Inka'], ready: false } })
  t.match(await prove(2), { status: 200, body: { proved: ['Inka'], ready: false } }, 'the same share again is one share')
  const again = await call(KEY_HOLDER, 'GET', `/api/rounds/${slug}`)
  t.match(again.body.missingForVoting, ['keys'], 'one share back is not enough')
  t.match(await prove(0), { status: 200, body: { holder: 'Aino', proved: ['Aino', 'Inka'], ready: true } })
  t.match(await call(KEY_HOLDER, 'POST', keys, { holders }), problem(409, 'keys_exist'))
  t.match(await prove(1), { status: 200, body: { holder: 'Eero', ready: true } }, 'the third may be checked too')

  t.same((await call(MANAGER, 'PUT', roll, { hetus: [person(1).hetu, person(2).hetu] })).body, { entries: 2 })
  const wrong = await call(MANAGER, 'PUT', roll, { hetus: [person(1).hetu, '131052-308X'] })
  t.match(wrong, { status: 400, body: { errors: [{ field: 'hetus.1', code: 'hetu_wrong_check_character' }] } })
  t.notMatch(wrong.text, /131052/, 'a code is named by its place, never repeated')
  t.notMatch(world.logLines.join(''), new RegExp(`${person(1).hetu}|131052|${made.body.shares[0].share}`),
    'and none is in the log')
})

import type { InjectOptions } from 'fastify'
import t from 'tap'
import {
  CLERK, KEY_HOLDER, MANAGER, MODERATOR, ORIGIN, residentHeaders, roundRequest, staffHeaders, testWorld, votingRound,
} from '../support/index.ts'

t.test('the doors of rounds', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const manager = await staffHeaders(world, MANAGER)
  const call = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', url: string, headers = manager,
    payload?: object) => {
    const options: InjectOptions = { method, url, headers, ...(payload ? { payload } : {}) }
    const response = await world.app.inject(options)
    return { status: response.statusCode, headers: response.headers, body: response.json() }
  }
  const nobody = { origin: ORIGIN }

  await t.test('a manager creates a round, and everybody reads it', async (t) => {
    const made = await call('POST', '/api/rounds', manager, roundRequest())
    t.equal(made.status, 201)
    t.equal(made.headers.location, '/api/rounds/osbu-2026')
    t.match(made.body,
      { slug: 'osbu-2026', phase: 'review', missingForVoting: ['keys', 'proposals', 'rehearsal'], publishedAt: null })
    t.same((await call('GET', '/api/rounds/osbu-2026', nobody)).body, made.body)
    t.same((await call('GET', '/api/rounds', nobody)).body, { rounds: [made.body] })
    t.notOk('id' in made.body, 'ids of rows stay inside')
    t.match(await call('POST', '/api/rounds', manager, roundRequest()), { status: 409, body: { code: 'slug_taken' } })
  })

  await t.test('nobody else changes one', async (t) => {
    const doors = [
      ['POST', '/api/rounds', roundRequest({ slug: 'toinen' })], ['PATCH', '/api/rounds/osbu-2026', { picksMax: 2 }],
      ['POST', '/api/rounds/osbu-2026/closing',
        { votingCloseAt: '2027-01-01T12:00:00Z', reason: 'Sähkökatko kirjastossa.' }],
      ['POST', '/api/rounds/osbu-2026/rehearsal-end', undefined],
    ] as const
    for (const [method, url, payload] of doors) {
      t.match(await call(method, url, nobody, payload), { status: 401, body: { code: 'unauthenticated' } }, url)
      t.match(await call(method, url, await residentHeaders(world, 1) as typeof nobody, payload), { status: 401 }, url)
      for (const actor of [MODERATOR, KEY_HOLDER, CLERK]) {
        t.match(await call(method, url, await staffHeaders(world, actor) as typeof nobody, payload),
          { status: 403, body: { code: 'forbidden' } }, `${actor.id} ${url}`)
      }
    }
    t.match((await call('GET', '/api/rounds', nobody)).body, { rounds: { length: 1 } })
  })

  await t.test('changes are answered with the round as it is now', async (t) => {
    const changed = await call('PATCH', '/api/rounds/osbu-2026', manager, { picksMax: 2 })
    t.match(changed, { status: 200, body: { picksMax: 2, picksMin: 1 } })
    t.match(await call('PATCH', '/api/rounds/osbu-2026', manager, { ideasCloseAt: '2001-01-01T00:00:00Z' }),
      { status: 400,
        body: { errors: [{ field: 'ideasCloseAt', code: 'out_of_order',
        message: 'Ajat ovat väärässä järjestyksessä.' }] } })
    t.match(await call('PATCH', '/api/rounds/nothing', manager, { picksMax: 2 }),
      { status: 404, body: { code: 'not_found' } })
    t.equal((await call('DELETE', '/api/rounds/osbu-2026')).status, 404,
      'there is no door through which a round is deleted')
  })

  await t.test('years far from ours are no times of a round', async (t) => {
    for (const [field, value] of [
      ['ideasOpenAt', '0000-01-01T00:00:00+10:00'], ['paperUntil', '9999-12-31T23:59:59-23:59'],
        ['ageCutoff', '0000-01-01'],
    ] as const) {
      t.match(await call('PATCH', '/api/rounds/osbu-2026', manager, { [field]: value }),
        { status: 400, body: { errors: [{ field, code: 'invalid' }] } }, value)
    }
  })

  await t.test('the end of voting moves in public', async (t) => {
    const { slug, round } = await votingRound(world, { slug: 'koe' })
    const to = new Date(round.votingCloseAt.getTime() + 3_600_000).toISOString()
    const closing = `/api/rounds/${slug}/closing`
    t.match(await call('POST', closing, manager, { votingCloseAt: to, reason: 'lyhyt' }),
      { status: 400, body: { errors: [{ field: 'reason', code: 'too_short' }] } })
    t.match(await call('POST', closing, manager,
      { votingCloseAt: round.votingCloseAt.toISOString(), reason: 'Sähkökatko kirjastossa.' }),
      { status: 409, body: { code: 'closing_moves_only_later' } })
    t.match(await call('POST', closing, manager, { votingCloseAt: to, reason: 'Sähkökatko kirjastossa.' }),
      { status: 200, body: { votingCloseAt: to } })
    t.match((await call('GET', `/api/rounds/${slug}`, nobody)).body,
      { closingMoves: [{ to, reason: 'Sähkökatko kirjastossa.' }] })
    t.match(await call('POST', `/api/rounds/${slug}/rehearsal-end`), { status: 200, body: { phase: 'counting' } })
    t.match(await call('POST', `/api/rounds/${slug}/rehearsal-end`),
      { status: 409, body: { code: 'voting_has_ended' } })
    t.match(await call('POST', '/api/rounds/osbu-2026/rehearsal-end'),
      { status: 409, body: { code: 'not_a_rehearsal' } })
  })
})

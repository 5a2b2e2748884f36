import t from 'tap'
import { roundRequest } from '../support/index.ts'
import { aino, testDoor } from '../ideas/door.ts'
import { kalle, maija, paula, proposalOf, staff } from '../ideas/house.ts'

t.test('the doors of proposals', async (t) => {
  const door = await testDoor(t)
  const { call, refusal, slug } = door
  const proposals = `/api/rounds/${slug}/proposals`

  await t.test('a moderator makes, changes and removes a draft', async (t) => {
    const idea = await door.accepted()
    const made = await call(maija, 'POST', proposals, proposalOf([idea.id]))
    t.match(made, { status: 201, body: { number: 1, ideas: [{ id: idea.id }] } })
    t.equal(made.headers.location, `${proposals}/1`)
    t.match(await call(maija, 'PATCH', `${proposals}/1`, { summary: { fi: 'Viisi penkkiä.', en: 'Five benches.' } }),
      { status: 200, body: { summary: { en: 'Five benches.' }, costMinCents: 300_000 } })
    t.match(await call(kalle, 'GET', proposals),
      { status: 200, body: { published: false, proposals: [{ number: 1 }] } })
    t.match(await call(null, 'GET', proposals), { status: 200, body: { published: false, proposals: [] } })
    t.match(await call(maija, 'GET', `${proposals}/1`), { status: 200, body: { number: 1 } })
    t.match(await refusal(aino, 'GET', `${proposals}/1`), { status: 404, code: 'not_found' })
    t.match(await call(maija, 'DELETE', `${proposals}/1`), { status: 204, text: '' })
    t.match(await refusal(maija, 'GET', `${proposals}/1`), { status: 404 })
  })

  await t.test('a rehearsal takes the proposals of its round', async (t) => {
    const round = roundRequest({ slug: 'koe', kind: 'rehearsal', rehearsalOf: slug, envelopeCents: 5_000_000 })
    t.equal((await call(paula, 'POST', '/api/rounds', round)).status, 201)
    const copy = '/api/rounds/koe/proposals/copy'
    t.match(await call(maija, 'POST', copy, {}), { status: 409, body: { code: 'nothing_to_copy' } })
    await call(maija, 'POST', proposals, proposalOf([(await door.accepted()).id], { costMaxCents: 4_000_000 }))
    t.match(await call(maija, 'POST', copy, {}), { status: 200, body: { proposals: [{ number: 1, ideas: [] }] } })
    t.match(await call(paula, 'PATCH', '/api/rounds/koe', { envelopeCents: 3_000_000 }), { status: 200 })
    t.match(await call(maija, 'POST', copy, {}), { status: 409, body: { code: 'cost_over_envelope' } })
    t.match((await call(maija, 'GET', '/api/rounds/koe/proposals')).body.proposals, [{ number: 1 }], 'a refusal leaves what was there')
    t.match(await call(maija, 'POST', `${proposals}/copy`, {}), { status: 409, body: { code: 'not_a_rehearsal' } })
    await call(maija, 'DELETE', `${proposals}/1`)
  })

  await t.test('each door opens to its own people alone', async (t) => {
    for (const [method, path] of [
      ['POST', proposals], ['PATCH', `${proposals}/1`], ['DELETE', `${proposals}/1`],
      ['POST', `${proposals}/confirmation`], ['DELETE', `${proposals}/confirmation`],
    ] as const) {
      for (const who of [null, aino]) {
        t.match(await refusal(who, method, path, {}), { status: 401, code: 'unauthenticated' }, path)
      }
      for (const who of [kalle, staff('Aku', 'key_holder')]) {
        t.match(await refusal(who, method, path, {}), { status: 403, code: 'forbidden' }, path)
      }
    }
    for (const method of ['POST', 'DELETE'] as const) {
      t.match(await refusal(maija, method, `${proposals}/confirmation`), { status: 403 })
    }
  })

  await t.test('a faulty proposal is refused and changes nothing', async (t) => {
    const { id } = await door.accepted()
    const before = await door.counts()
    const good = proposalOf([id])
    const at = (change: object) => refusal(maija, 'POST', proposals, { ...good, ...change })
    for (const change of [
      { title: {} }, { title: { sv: 'Bänkar' } }, { title: { fi: 'x'.repeat(101) } }, { title: { fi: 'x', de: 'y' } },
      { title: { fi: 'a\0' } }, { summary: { fi: 'x'.repeat(601) } }, { summary: 'x' }, { costMinCents: 0 },
      { costMinCents: 1.5 }, { costMinCents: '300000' }, { costMaxCents: 5_000_001 }, { costMaxCents: 299_999 },
      { costMaxCents: 2 ** 60 }, { costMaxCents: null }, { ideaIds: [] }, { ideaIds: [777_777] },
      { ideaIds: [2 ** 60] },
      { ideaIds: ['1'] }, { ideaIds: [id, id] }, { ideaIds: id }, { number: 5 }, { costIsExample: true },
      { ideaIds: Array.from({ length: 101 }, (_, i) => i + 1) },
    ]) {
      const { status, code } = await at(change)
      t.same({ status, code }, { status: 400, code: 'invalid_request' }, JSON.stringify(change).slice(0, 60))
    }
    t.same(await at({ costMaxCents: 5_000_001 }),
      { status: 400, code: 'invalid_request', fields: ['costMaxCents too_big'] })
    const waiting = await door.submit()
    t.match(await at({ ideaIds: [waiting.id] }), { status: 409, code: 'idea_not_accepted' })
    t.match(await refusal(maija, 'POST', proposals), { status: 400 })
    t.same(await door.counts(), { ...before, idea: before.idea! + 1 })
  })

  await t.test('whatever stands in an address, there is nothing there', async (t) => {
    for (const number of ['0', '-1', '1.5', 'abc', '10000', '99999999999999999999', '%00']) {
      for (const method of ['GET', 'DELETE'] as const) {
        t.match(await refusal(maija, method, `${proposals}/${number}`), { status: 404 }, number)
      }
      t.match(await refusal(maija, 'PATCH', `${proposals}/${number}`, {}), { status: 404 }, number)
    }
    for (const path of [`${proposals}/9999`, '/api/rounds/osbu-1999/proposals/1']) {
      for (const method of ['GET', 'DELETE'] as const) {
        t.match(await refusal(maija, method, path), { status: 404 }, path)
      }
      t.match(await refusal(maija, 'PATCH', path, {}), { status: 404 }, path)
    }
    t.match(await refusal(maija, 'POST', '/api/rounds/osbu-1999/proposals', proposalOf([1])), { status: 404 })
    t.match(await refusal(paula, 'POST', '/api/rounds/osbu-1999/proposals/confirmation'), { status: 404 })
    t.match(await refusal(null, 'GET', '/api/rounds/osbu-1999/proposals'), { status: 404 })
  })

  await t.test('an idea of another round is unknown here', async (t) => {
    const other = await door.makeRound('osbu-2028')
    const { id } = await door.accepted({}, undefined, other)
    t.same(await refusal(maija, 'POST', proposals, proposalOf([id])),
      { status: 400, code: 'invalid_request', fields: ['ideaIds.0 unknown'] })
  })

  await t.test('a manager confirms the set, takes it back and confirms it again; then everybody sees it', async (t) => {
    const { id } = await door.accepted()
    await call(maija, 'POST', proposals, proposalOf([id]))
    t.match(await refusal(paula, 'POST', `${proposals}/confirmation`), { status: 409, code: 'ideas_still_open' })
    t.match(await refusal(paula, 'DELETE', `${proposals}/confirmation`),
      { status: 409, code: 'proposals_not_confirmed' })
    door.enterPhase('review')
    t.match(await call(paula, 'POST', `${proposals}/confirmation`), { status: 200, body: { confirmedAt: String } })
    t.match(await refusal(maija, 'PATCH', `${proposals}/1`, {}), { status: 409, code: 'proposals_confirmed' })
    t.match(await refusal(maija, 'DELETE', `${proposals}/1`), { status: 409, code: 'proposals_confirmed' })
    t.match(await call(paula, 'DELETE', `${proposals}/confirmation`), { status: 200, body: { confirmedAt: null } })
    await call(paula, 'POST', `${proposals}/confirmation`)
    await door.makeReady()
    door.enterPhase('voting')
    t.match(await call(null, 'GET', proposals),
      { status: 200, body: { published: true, proposals: [{ number: 1, ideas: [{ id }] }] } })
    t.match(await call(null, 'GET', `${proposals}/1`), { status: 200, body: { number: 1 } })
    t.match(await refusal(paula, 'DELETE', `${proposals}/confirmation`), { status: 409, code: 'voting_has_opened' })
  })
})

import t from 'tap'
import { aino, testDoor } from '../ideas/door.ts'
import { kalle, maija, mikko, must, paula, proposalOf, staff } from '../ideas/house.ts'

const reason = 'Kaupunki ei omista tätä maata.'

t.test('the doors of moderation', async (t) => {
  const door = await testDoor(t)
  const { call, refusal, slug } = door
  const queue = `/api/rounds/${slug}/moderation/queue`
  const decisions = (id: number | string) => `/api/ideas/${id}/decisions`

  await t.test('a moderator works through the queue', async (t) => {
    const { id } = await door.submit(undefined, { contactEmail: 'aino@example.fi' })
    t.match(await call(maija, 'GET', queue),
      { status: 200, body: { total: 1, ideas: [{ id, contactEmail: 'aino@example.fi' }] } })
    t.match(await call(maija, 'POST', decisions(id), { kind: 'accept', seq: 0, reason: 'Hieno.' }),
      { status: 201, body: { state: 'accepted', seq: 1, history: [{ kind: 'accept', staffName: maija.name }] } })
    t.match((await call(paula, 'GET', queue)).body, { total: 0, ideas: [] })
  })

  await t.test('who comes second gets 409 and learns who decided, what and when', async (t) => {
    const { id } = await door.submit()
    const [first, second] = await Promise.all([maija, mikko].map((who) =>
      call(who, 'POST', decisions(id), { kind: 'refuse', seq: 0, reason })))
    const [won, lost] = first!.status === 201 ? [maija, second!] : [mikko, first!]
    t.match(lost,
      { status: 409, body: { code: 'decided_meanwhile', details: { by: won.name, kind: 'refuse', at: String } } })
  })

  await t.test('decisions are prepared one by one and published together', async (t) => {
    const [first, second, third] = [await door.submit(), await door.submit(), await door.submit()]
    const prepared = (id: number) => `/api/ideas/${id}/prepared-decision`
    const accept = { decision: { kind: 'accept', seq: 0, reason: 'Hieno.' } }
    for (const { id } of [first, second, third]) t.equal((await call(maija, 'PUT', prepared(id), accept)).status, 200)
    t.match(await call(mikko, 'PUT', prepared(first.id), accept), { status: 409, body: { code: 'prepared_meanwhile' } })
    const refuse = { decision: { kind: 'refuse', seq: 0, reason }, replaces: 1 }
    t.match(await call(mikko, 'PUT', prepared(first.id), refuse),
      { status: 200, body: { ideaId: first.id, revision: 2, staffName: mikko.name, decision: { kind: 'refuse' } } })
    const list = async () => (await call(paula, 'GET', '/api/moderation/prepared')).body.prepared.map(({ ideaId }: { ideaId: number }) => ideaId).sort()
    t.same(await list(), [first.id, second.id, third.id])
    t.equal((await door.ideas.read({ staff: maija, resident: null }, first.id)).state, 'waiting', 'nothing is decided yet')
    t.equal((await call(maija, 'DELETE', prepared(third.id))).status, 204)
    t.equal((await call(maija, 'DELETE', prepared(third.id))).status, 204, 'forgetting twice forgets once')
    must(await door.moderation.decide(paula, second.id, { kind: 'ask', seq: 0, question: 'Missä?' }))
    t.same(await list(), [first.id], 'a decision voids what was prepared')
    t.match(await call(maija, 'POST', '/api/moderation/publication', { ideaIds: [first.id, second.id, third.id] }),
      { status: 200, body: { published: [first.id], refused: [] } })
    t.equal((await door.ideas.read({ staff: maija, resident: null }, first.id)).state, 'refused')
    for (const { id } of [second, third]) await call(maija, 'POST', decisions(id), { kind: 'refuse', seq: id === second.id ? 1 : 0, reason })
  })

  await t.test('moderation is for moderators and managers', async (t) => {
    const { id } = await door.submit()
    for (const who of [null, aino]) {
      t.match(await refusal(who, 'GET', queue), { status: 401, code: 'unauthenticated' })
      t.match(await refusal(who, 'POST', decisions(id), {}), { status: 401 })
    }
    for (const who of [kalle, staff('Aku', 'key_holder')]) {
      t.match(await refusal(who, 'GET', queue), { status: 403, code: 'forbidden' })
      t.match(await refusal(who, 'POST', decisions(id), {}), { status: 403 })
    }
  })

  await t.test('a faulty decision is refused and changes nothing', async (t) => {
    const { id } = await door.submit()
    const host = await door.accepted()
    const before = await door.counts()
    for (const body of [
      {}, { kind: 'delete', seq: 0 }, { kind: 'accept' }, { kind: 'accept', seq: -1 }, { kind: 'accept', seq: '0' },
      { kind: 'accept', seq: 0, textHidden: true }, { kind: 'accept', seq: 3_000_000_000 },
      { kind: 'refuse', seq: 0 }, { kind: 'refuse', seq: 0, reason: 'Ei.' },
      { kind: 'refuse', seq: 0, reason: 'x'.repeat(1001) },
      { kind: 'refuse', seq: 0, reason: `${reason}\0` }, { kind: 'ask', seq: 0 },
      { kind: 'ask', seq: 0, question: ' ' },
      { kind: 'merge', seq: 0 }, { kind: 'merge', seq: 0, intoIdeaId: 0 },
      { kind: 'merge', seq: 0, intoIdeaId: 2 ** 60 },
      { kind: 'merge', seq: 0, intoIdeaId: String(host.id) }, { kind: 'accept', seq: 9 }, [], null,
      { kind: 'merge', seq: 0, intoIdeaId: 777_777 }, { kind: 'merge', seq: 0, intoIdeaId: id },
    ]) {
      const { status, code } = await refusal(maija, 'POST', decisions(id), body as object)
      t.same({ status, code }, { status: 400, code: 'invalid_request' }, JSON.stringify(body).slice(0, 60))
    }
    t.match(await refusal(maija, 'POST', decisions('9007199254740993'), { kind: 'accept', seq: 0 }), { status: 404 })
    t.match(await refusal(maija, 'POST', decisions(777_777), { kind: 'accept', seq: 0 }), { status: 404 })
    t.match(await refusal(maija, 'GET', '/api/rounds/osbu-1999/moderation/queue'), { status: 404 })
    t.match(await refusal(maija, 'GET', `${queue}?pageSize=51`), { status: 400 })
    t.same(await door.counts(), before)
  })

  await t.test('a decision that the rules are against says which', async (t) => {
    const inside = await door.accepted()
    const other = await door.submit()
    must(await door.proposals.create(maija, slug, proposalOf([inside.id])))
    t.match(await refusal(maija, 'POST', decisions(inside.id), { kind: 'refuse', seq: 1, reason }),
      { status: 409, code: 'idea_in_proposal' })
    t.match(await refusal(maija, 'POST', decisions(inside.id), { kind: 'ask', seq: 1, question: 'Mihin?' }),
      { status: 409, code: 'decision_not_possible' })
    door.enterPhase('review')
    must(await door.proposals.confirm(paula, slug))
    t.match(await refusal(maija, 'POST', decisions(other.id), { kind: 'accept', seq: 0 }),
      { status: 409, code: 'moderation_closed' })
  })
})

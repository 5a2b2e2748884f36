import t from 'tap'
import { aino, eero, testDoor } from './door.ts'
import { enteredOf, ideaOf, kalle, maija, paula, staff } from './house.ts'

const invalid = (...fields: string[]) => ({ status: 400, code: 'invalid_request', fields })

t.test('the doors of ideas', async (t) => {
  const door = await testDoor(t)
  const { call, refusal, slug } = door
  const ideas = `/api/rounds/${slug}/ideas`

  await t.test('a resident sends an idea and follows it; others see it when it is accepted', async (t) => {
    const sent = await call(aino, 'POST', ideas, ideaOf({ contactEmail: 'aino@example.fi' }))
    t.equal(sent.status, 201)
    t.equal(sent.headers.location, `/api/ideas/${sent.body.id}`)
    t.match((await call(aino, 'GET', '/api/my/ideas')).body, { ideas: [{ id: sent.body.id, state: 'waiting' }] })
    t.same((await call(eero, 'GET', '/api/my/ideas')).body, { ideas: [] })
    t.match(await refusal(null, 'GET', `/api/ideas/${sent.body.id}`), { status: 404, code: 'not_found' })
    await door.decide(sent.body.id, { kind: 'accept', seq: 0 })
    const seen = await call(null, 'GET', `/api/ideas/${sent.body.id}`)
    t.match(seen, { status: 200, body: { state: 'accepted', round: slug } })
    t.notMatch(seen.text, /example\.fi|contactEmail|Maija|staffName|author_?[kK]ey/)
    t.notMatch((await call(eero, 'GET', ideas)).text, /example\.fi/)
    t.match((await call(maija, 'GET', `/api/ideas/${sent.body.id}`)).body, { contactEmail: 'aino@example.fi' })
  })

  await t.test('an author answers and withdraws', async (t) => {
    const { body: { id } } = await call(aino, 'POST', ideas, ideaOf())
    await door.decide(id, { kind: 'ask', seq: 0, question: 'Mihin?' })
    t.match(await refusal(eero, 'POST', `/api/ideas/${id}/answer`, { text: 'Rantaan.' }), { status: 404 })
    t.match(await call(aino, 'POST', `/api/ideas/${id}/answer`, { text: 'Rantaan.' }),
      { status: 200, body: { state: 'waiting' } })
    t.match(await refusal(aino, 'POST', `/api/ideas/${id}/answer`, { text: 'Taas.' }),
      { status: 409, code: 'question_not_open' })
    t.match(await call(aino, 'POST', `/api/ideas/${id}/withdrawal`), { status: 200, body: { state: 'withdrawn' } })
    t.match(await refusal(aino, 'POST', `/api/ideas/${id}/withdrawal`),
      { status: 409, code: 'withdrawal_not_possible' })
  })

  await t.test('a clerk enters an idea from paper', async (t) => {
    const entered = await call(kalle, 'POST', `${ideas}/received`, enteredOf({ authorName: 'Päiväkoti Pilvi' }))
    t.match(entered, { status: 201, body: { source: 'paper', enteredBy: kalle.name } })
  })

  await t.test('each door opens to its own people alone, whatever else is wrong', async (t) => {
    const before = await door.counts()
    const { id } = await door.accepted()
    for (const [method, path] of [
      ['POST', ideas], ['GET', '/api/my/ideas'], ['POST', `/api/ideas/${id}/withdrawal`],
      ['POST', `/api/ideas/${id}/answer`],
    ] as const) {
      for (const who of [null, maija]) {
        t.match(await refusal(who, method, path, method === 'POST' ? { x: 1 } : undefined),
          { status: 401, code: 'unauthenticated' }, path)
      }
    }
    for (const who of [null, aino]) t.match(await refusal(who, 'POST', `${ideas}/received`, {}), { status: 401 })
    t.match(await refusal(staff('Aku', 'key_holder'), 'POST', `${ideas}/received`, {}),
      { status: 403, code: 'forbidden' })
    t.match(await refusal(aino, 'POST', `/api/ideas/${id}/withdrawal`), { status: 403, code: 'forbidden' })
    t.same(await door.counts(), { ...before, idea: before.idea! + 1, idea_history: before.idea_history! + 1 })
  })

  await t.test('a faulty idea is refused field by field and changes nothing', async (t) => {
    const before = await door.counts()
    const at = (change: object) => refusal(aino, 'POST', ideas, { ...ideaOf(), ...change })
    t.same(await at({ title: ' Pen ' }), invalid('title too_short'))
    t.same(await at({ title: 'x'.repeat(101) }), invalid('title too_long'))
    t.same(await at({ title: 'Penkki\nrantaan' }), invalid('title forbidden_character'))
    t.same(await at({ body: 'x'.repeat(19) }), invalid('body too_short'))
    t.same(await at({ body: 'x'.repeat(4001) }), invalid('body too_long'))
    t.same(await at({ body: `${'x'.repeat(30)}\0` }), invalid('body forbidden_character'))
    t.same(await at({ body: `${'x'.repeat(30)}\ud800` }), invalid('body forbidden_character'))
    t.same(await at({ theme: 'avaruus' }), invalid('theme not_among_choices'))
    t.same(await at({ theme: '\0' }), invalid('theme invalid'))
    t.same(await at({ place: 'x'.repeat(101) }), invalid('place too_long'))
    t.same(await at({ authorName: 'x'.repeat(61) }), invalid('authorName too_long'))
    t.same(await at({ contactEmail: `${'x'.repeat(250)}@b.fi` }), invalid('contactEmail too_long'))
    t.same(await at({ contactEmail: 'aino' }), invalid('contactEmail invalid'))
    t.match(await at({ language: 'de' }), { status: 400 })
    t.same(await at({ source: 'paper' }), invalid('source unknown_field'), 'a resident cannot send as staff')
    t.same(await at({ authorKey: 'x' }), invalid('authorKey unknown_field'))
    for (const wrong of [{ title: 5 }, { title: null }, { body: ['x'] }, { theme: {} }]) {
      t.match(await at(wrong), { status: 400 })
    }
    t.match(await refusal(aino, 'POST', ideas, []), { status: 400 })
    t.match(await refusal(aino, 'POST', ideas), { status: 400 })
    t.match(await refusal(kalle, 'POST', `${ideas}/received`, ideaOf()), { status: 400 },
      'staff say where it came from')
    t.match(await refusal(kalle, 'POST', `${ideas}/received`, { ...ideaOf(), source: 'online' }), { status: 400 })
    t.match(await refusal(aino, 'POST', '/api/ideas/1/answer', { text: ' ' }), { status: 400 })
    t.match(await refusal(aino, 'POST', '/api/ideas/1/answer', { text: 'x'.repeat(2001) }), { status: 400 })
    t.same(await door.counts(), before)
  })

  await t.test('line breaks of a browser count once', async (t) => {
    const { body } = await call(aino, 'POST', ideas,
      ideaOf({ body: `  Eka rivi tässä näin.\r\n\r\nToka rivi.\r\n${'x'.repeat(3950)}` }))
    t.match(body.body, /^Eka rivi tässä näin\.\n\nToka rivi\.\nx/)
  })

  await t.test('whatever stands in an address, there is nothing there', async (t) => {
    for (const id of [
      '0', '-1', '1.5', 'abc', '9007199254740993', '99999999999999999999', '1e400', 'NaN', '%00', "1'--",
    ]) {
      t.match(await refusal(aino, 'GET', `/api/ideas/${id}`), { status: 404, code: 'not_found' }, id)
      t.match(await refusal(aino, 'POST', `/api/ideas/${id}/withdrawal`), { status: 404 }, id)
    }
    for (const id of ['2147483648', '9007199254740991', '777777']) {
      t.match(await refusal(aino, 'GET', `/api/ideas/${id}`), { status: 404, code: 'not_found' }, id)
      t.match(await refusal(aino, 'POST', `/api/ideas/${id}/withdrawal`), { status: 404 }, id)
      t.match(await refusal(aino, 'POST', `/api/ideas/${id}/answer`, { text: 'Rantaan.' }), { status: 404 }, id)
    }
    t.match(await refusal(aino, 'GET', '/api/rounds/osbu-1999/ideas'), { status: 404 })
    t.match(await refusal(aino, 'POST', '/api/rounds/osbu-1999/ideas', ideaOf()), { status: 404 })
    t.match(await refusal(aino, 'GET', '/api/rounds/%00/ideas'), { status: 404 })
  })

  await t.test('a list is asked for within limits', async (t) => {
    for (const query of [
      'page=0', 'page=10001', 'page=x', 'pageSize=51', 'pageSize=-1', 'q=x', `q=${'x'.repeat(101)}`, 'q=a%00b',
      'q=aa&q=bb', 'theme=%00', 'state=gone', 'sort=votes', 'page=',
    ]) t.match(await refusal(null, 'GET', `${ideas}?${query}`), { status: 400, code: 'invalid_request' }, query)
    t.match(await call(null, 'GET', `${ideas}?q=rantaraitti&theme=ymparisto&state=accepted&page=2&pageSize=50`),
      { status: 200, body: { ideas: [], page: 2, pageSize: 50 } })
  })

  await t.test('outside the ideas phase nobody sends one', async (t) => {
    door.enterPhase('review')
    t.match(await refusal(aino, 'POST', ideas, ideaOf()), { status: 409, code: 'not_taking_ideas' })
    t.match(await call(paula, 'POST', `${ideas}/received`, enteredOf()), { status: 201 })
  })
})

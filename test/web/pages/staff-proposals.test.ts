import t from 'tap'
import { maija, must, paula, proposalOf, resident, testHouse } from '../../ideas/house.ts'
import { errorsLead, fieldsOf, holdsOnAnyPage, visitorOf } from './staff-office.ts'

const texts = {
  'title.fi': 'Penkkejä rantaan', 'title.sv': 'Bänkar vid stranden', 'title.en': 'Benches by the shore',
  'summary.fi': 'Kymmenen penkkiä.', 'summary.sv': 'Tio bänkar.', 'summary.en': 'Ten benches.',
}

t.test('a proposal is made from several ideas, with costs as people type them', async (t) => {
  const house = await testHouse(t)
  const [a, b] = [await house.accepted({ title: 'Penkkejä rantaan' }), await house.accepted({ title: 'Istuimia satamaan' })]
  const visitor = await visitorOf(house, maija)
  const form = await visitor.get(`/hallinta/ehdotukset/uusi?kierros=${house.slug}&idea=${a.id}&idea=${b.id}`)
  t.equal(form.root.getElementById('title-fi')!.getAttribute('value'), 'Penkkejä rantaan', 'the title of the first is a beginning')
  t.equal(form.root.querySelectorAll('[name=idea][checked]').length, 2)
  const sent = await visitor.post('/hallinta/ehdotukset/uusi', {
    ...fieldsOf(form.root.querySelector('main form')!), ...texts, costMinCents: '5 000', costMaxCents: '7999,50 €', idea: [String(a.id), String(b.id)],
  })
  t.equal(sent.status, 303)
  const list = await visitor.get(sent.location!)
  t.match(list.text, /Ehdotus on tehty/)
  t.match(list.text, /2 ideasta/)
  t.match(list.text, /Kaikki hyväksytyt ideat ovat jo mukana/)
  const { proposals: [made] } = await house.proposals.list(maija, house.slug)
  t.match(made, { costMinCents: 500_000, costMaxCents: 799_950, title: { sv: 'Bänkar vid stranden' } })
})

t.test('what is wrong with a proposal is told at its field in euros, and nothing typed is lost', async (t) => {
  const house = await testHouse(t)
  const { id } = await house.accepted()
  const visitor = await visitorOf(house, maija)
  const good = { kierros: house.slug, ...texts, costMinCents: '5000', costMaxCents: '6000', idea: String(id) }
  const cases: [Record<string, string>, RegExp, string][] = [
    [{ costMinCents: 'paljon' }, /Kirjoita summa euroina/, 'costMinCents'],
    [{ costMaxCents: '' }, /Tämä tieto puuttuu/, 'costMaxCents'],
    [{ costMaxCents: '4000' }, /vähintään 5 000 €/, 'costMaxCents'],
    [{ costMaxCents: '50 000,01' }, /enintään 50 000 €/, 'costMaxCents'],
    [{ 'title.fi': ' ' }, /Tämä tieto puuttuu/, 'title-fi'],
    [{ idea: '' }, /./, 'ideaIds'],
  ]
  for (const [change, message, field] of cases) {
    const typed = { ...good, ...change }
    const page = await visitor.post('/hallinta/ehdotukset/uusi', typed)
    t.equal(page.status, 400, field)
    errorsLead(t, page)
    t.equal(page.root.querySelector('.ds-error-summary a')!.getAttribute('href'), `#${field}`)
    t.match(page.root.querySelector('.ds-error-summary')!.text.replaceAll('\u00A0', ' '), message)
    t.equal(page.root.getElementById('summary-sv')!.text, 'Tio bänkar.')
    t.equal(page.root.getElementById('costMinCents')!.getAttribute('value'), typed.costMinCents)
  }
  t.same((await house.proposals.list(maija, house.slug)).proposals, [])
})

t.test('the list shows a running sum against the envelope and what is not translated', async (t) => {
  const house = await testHouse(t)
  for (const max of [3_000_000, 2_000_000, 100_000]) {
    const { id } = await house.accepted({}, resident())
    must(await house.proposals.create(maija, house.slug, proposalOf([id], { costMinCents: 100_000, costMaxCents: max })))
  }
  const { root, text } = await (await visitorOf(house, maija)).get(`/hallinta/ehdotukset?kierros=${house.slug}`)
  t.same(root.querySelectorAll('tbody tr td:last-child').map((cell) => cell.text.replaceAll('\u00A0', ' ')), ['30 000 €', '50 000 €', '51 000 €'])
  t.same(root.querySelectorAll('tbody .over').length, 1, 'only what goes over is marked')
  t.match(text, /Puuttuu: ruotsi ja englanti/)
  t.match(text, /enintään 1\s000\s€ yli määrärahan/)
})

t.test('changing and removing', async (t) => {
  const house = await testHouse(t)
  const { id } = await house.accepted()
  must(await house.proposals.create(maija, house.slug, proposalOf([id])))
  const visitor = await visitorOf(house, maija)
  const path = `/hallinta/ehdotukset/${house.slug}/1`
  const { root } = await visitor.get(path)
  const fields = fieldsOf(root.querySelector('main form')!)
  t.match(fields, { costMinCents: '3000', costMaxCents: '4000', idea: String(id) })
  t.equal((await visitor.post(path, { ...fields, costMaxCents: '4500' })).status, 303)
  t.equal((await house.proposals.read(maija, house.slug, 1)).costMaxCents, 450_000)
  t.match((await visitor.get(`${path}/poista`)).text, /Sen ideat jäävät hyväksytyiksi/)
  t.equal((await visitor.post(`${path}/poista`, {})).status, 303)
  t.equal((await visitor.get(path)).status, 404)
})

t.test('confirming the set', async (t) => {
  const house = await testHouse(t)
  const { id } = await house.accepted()
  await house.submit(resident(), { title: 'Koirapuisto' })
  must(await house.proposals.create(maija, house.slug, proposalOf([id])))
  let [manager, moderator] = [await visitorOf(house, paula), await visitorOf(house, maija)]
  const path = `/hallinta/ehdotukset/${house.slug}`

  await t.test('is for managers alone', async (t) => {
    t.equal((await moderator.post(`${path}/vahvista`, {})).status, 403)
  })

  await t.test('is refused while ideas come in, with the way back', async (t) => {
    const page = await manager.post(`${path}/vahvista`, {})
    t.equal(page.status, 409)
    t.match(page.text, /Ideoita otetaan vielä vastaan/)
  })

  await t.test('shows first what may have been forgotten', async (t) => {
    house.enterPhase('review')
    // A session of weeks ago has ended.
    ;[manager, moderator] = [await visitorOf(house, paula), await visitorOf(house, maija)]
    const { text } = await manager.get(`${path}/vahvista`)
    t.match(text, /Ehdotus 1: puuttuu ruotsi ja englanti/)
    t.match(text, /1 idea odottaa vielä päätöstä/)
    t.match(text, /mahtuvat määrärahaan/)
  })

  await t.test('and can be taken back', async (t) => {
    t.equal((await manager.post(`${path}/vahvista`, {})).status, 303)
    const list = await manager.get(`/hallinta/ehdotukset?kierros=${house.slug}`)
    t.match(list.text, /Ehdotukset on vahvistettu/)
    t.match(list.text, /jo tulostetut äänestyslomakkeet eivät enää kelpaa/, 'which makes the printed forms void')
    t.equal((await moderator.post(`${path}/1`, { ...texts, costMinCents: '1', costMaxCents: '2', idea: String(id) })).status, 409, 'meanwhile nothing moves')
    t.equal((await manager.post(`${path}/palauta`, {})).status, 303)
    t.equal((await manager.post(`${path}/palauta`, {})).status, 409, 'once')
  })
})

t.test('every page of proposals is whole in three languages', async (t) => {
  const house = await testHouse(t)
  const [{ id }, free] = [await house.accepted(), await house.accepted({}, resident())]
  must(await house.proposals.create(maija, house.slug, proposalOf([id])))
  const visitor = await visitorOf(house, paula)
  for (const language of ['fi', 'sv', 'en']) {
    const prefix = language === 'fi' ? '' : `/${language}`
    for (const path of ['', `/uusi?kierros=${house.slug}&idea=${free.id}`, ...['1', '1/poista', 'vahvista', 'esikatselu'].map((part) => `/${house.slug}/${part}`)]) {
      const page = await visitor.get(`${prefix}/hallinta/ehdotukset${path}`)
      t.equal(page.status, 200, prefix + path)
      holdsOnAnyPage(t, page, language, prefix + path)
    }
  }
})

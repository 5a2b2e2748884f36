import t from 'tap'
import { kalle, maija, mikko, must, paula, proposalOf, resident, staff, testHouse } from '../../ideas/house.ts'
import { errorsLead, fieldsOf, holdsOnAnyPage, visitorOf } from './staff-office.ts'

const DAY_MS = 24 * 60 * 60 * 1000
const reason = 'Kaupunki ei omista tätä maata.'

t.test('who may enter', async (t) => {
  const house = await testHouse(t)
  const nobody = await visitorOf(house, null)
  const asked = await nobody.get('/sv/hallinta/jono?kierros=osbu-2027')
  t.equal(asked.status, 303, 'whoever has not signed in is sent to do so')
  t.equal(asked.location, `/api/sign-in/staff?return=${encodeURIComponent('/sv/hallinta/jono?kierros=osbu-2027')}`, 'and comes back')
  const holder = await visitorOf(house, staff('Aino', 'key_holder'))
  t.equal((await holder.get('/hallinta')).status, 200, 'a key holder has a desktop')
  t.equal((await holder.get('/hallinta/jono')).status, 403, 'but no queue')
  const clerk = await visitorOf(house, kalle)
  t.equal((await clerk.get('/hallinta')).location, '/piste', 'a clerk belongs to the desk')
  t.equal((await clerk.post('/hallinta/paatokset', { toiminto: 'kaikki' })).status, 403)
})

t.test('a form whose session has run out is kept, and no form leads to another server', async (t) => {
  const house = await testHouse(t)
  const { id } = await house.submit()
  const url = `/sv/hallinta/ideat/${id}/paatos`
  const typed = { kind: 'refuse', seq: '0', reason: 'Kaupunki "ei" omista <tätä>', toiminto: 'heti' }
  const nobody = await visitorOf(house, null)
  const ended = await nobody.post(url, typed)
  t.equal(ended.status, 401)
  t.notOk(ended.location, 'browsers stop a form that is sent on to the sign-in of another server')
  const form = ended.root.querySelector('main form')!
  t.equal(form.getAttribute('action'), url)
  t.same(fieldsOf(form), typed, 'what was typed is on the page')
  const link = ended.root.querySelector('main a.ds-button')!
  t.match([link.getAttribute('target'), link.getAttribute('href')], ['_blank', `/api/sign-in/staff?return=${encodeURIComponent('/sv/hallinta')}`])
  const again = await (await visitorOf(house, maija)).post(form.getAttribute('action')!, fieldsOf(form))
  t.equal(again.status, 303, 'and is sent once somebody has signed in')
  t.equal((await house.ideas.read({ staff: maija, resident: null }, id)).state, 'refused')

  for (const path of ['/omat-ideat/1/peru', `/hallinta/ehdotukset/${house.slug}/vahvista`, `/hallinta/kierros/${house.slug}/avaimet`, '/piste/tarkista', '/ideat/uusi']) {
    for (const sent of [await nobody.post(path, {}), await nobody.post(`/en${path}`, {})]) {
      t.notMatch(sent.location ?? '', /sign-in/, path)
    }
  }
  // A form that asks by GET, or a link of ours: a page in between goes on by itself.
  const search = await house.app.inject({ url: '/hallinta/loki?sana=x', headers: { 'sec-fetch-site': 'same-origin' } })
  t.equal(search.statusCode, 401)
  t.equal(search.headers.refresh, `0; url=/api/sign-in/staff?return=${encodeURIComponent('/hallinta/loki?sana=x')}`)
})

t.test('the queue shows what waits longest first, for how long, and what is like it', async (t) => {
  const house = await testHouse(t)
  const start = Date.now()
  house.clock.set(start)
  const first = await house.submit(resident(), { title: 'Penkkejä rantaraitille' })
  const other = await house.accepted({ title: 'Lisää penkkejä rantaan', body: 'Rantaraitin varrelle tarvitaan penkkejä, joille istahtaa.' })
  house.clock.set(start + 3 * DAY_MS)
  const second = await house.submit(resident(), { title: 'Koirapuisto Tommolaan', body: 'Koirille aidattu alue, jossa juosta vapaana.' })
  const visitor = await visitorOf(house, maija)
  const page = await visitor.get(`/hallinta/jono?kierros=${house.slug}`)
  t.same(page.root.querySelectorAll('.queue h2 a').map((link) => link.getAttribute('href')),
    [first, second].map(({ id }) => `/hallinta/ideat/${id}`))
  const [waits] = page.root.querySelectorAll('.queue-row')
  t.match(waits!.text, /Odottanut 3 päivää/)
  t.equal(waits!.querySelector('.similar a')?.getAttribute('href'), `/hallinta/ideat/${other.id}`, 'the other bench stands beside')
  t.notMatch(page.root.querySelectorAll('.queue-row')[1]!.text, /penkke/i)
  t.match((await visitor.get('/hallinta')).text, /Vanhin on odottanut 3 päivää/)
})

t.test('when moderation has ended the page of a refused idea still hides its text, once', async (t) => {
  const house = await testHouse(t)
  const [refused, other] = [await house.submit(), await house.accepted()]
  await house.decide(refused.id, { kind: 'refuse', seq: 0, reason, textHidden: false })
  must(await house.proposals.create(maija, house.slug, proposalOf([other.id])))
  house.enterPhase('review')
  must(await house.proposals.confirm(paula, house.slug))
  const visitor = await visitorOf(house, maija)
  const url = `/hallinta/ideat/${refused.id}`
  const page = await visitor.get(url)
  t.match(page.text, /tekstin voi silti vielä piilottaa/)
  t.same(page.root.querySelectorAll('.decide .chips a').map((link) => link.text), ['Hylkää'])
  t.ok(page.root.querySelector('#textHidden')?.hasAttribute('checked'))
  const sent = { kind: 'refuse', seq: '1', replaces: '0', reason, toiminto: 'julkaise' }
  t.equal((await visitor.post(`${url}/paatos`, sent)).status, 409, 'that alone')
  t.equal((await visitor.post(`${url}/paatos`, { ...sent, textHidden: 'on' })).status, 303)
  t.match((await visitor.get(url)).text, /Tästä ideasta ei voi nyt päättää/)
})

t.test('every page of moderation is whole in three languages', async (t) => {
  const house = await testHouse(t)
  const host = await house.accepted({}, resident())
  const idea = await house.submit(resident(), { contactEmail: 'lahettaja@example.fi' })
  must(await house.moderation.prepare(mikko, idea.id, { kind: 'refuse', seq: 0, reason, textHidden: true }, 0))
  const visitor = await visitorOf(house, paula)
  for (const language of ['fi', 'sv', 'en']) {
    const prefix = language === 'fi' ? '' : `/${language}`
    for (const path of [
      '/hallinta', '/hallinta/jono', '/hallinta/jono?tila=accepted', `/hallinta/ideat/${idea.id}`, `/hallinta/ideat/${host.id}`,
      ...['hyvaksy', 'hylkaa', 'kysy', 'yhdista'].map((kind) => `/hallinta/ideat/${idea.id}?paatos=${kind}`),
      `/hallinta/ideat/${idea.id}/yhdista?ideaan=${host.id}`, '/hallinta/paatokset',
    ]) {
      const page = await visitor.get(prefix + path)
      t.equal(page.status, 200, prefix + path)
      holdsOnAnyPage(t, page, language, prefix + path)
    }
  }
  const page = await visitor.get(`/hallinta/ideat/${idea.id}`)
  t.match(page.text, /lahettaja@example\.fi/, 'staff see how to reach the author')
  t.match(page.text, /Mikko Moderaattori on valmistellut päätöksen/)
})

t.test('deciding by the form', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, maija)

  await t.test('an idea is accepted and the queue says so', async (t) => {
    const { id } = await house.submit()
    const { root } = await visitor.get(`/hallinta/ideat/${id}`)
    const sent = await visitor.post(`/hallinta/ideat/${id}/paatos`, { ...fieldsOf(root.querySelector('.decide form')!), toiminto: 'julkaise' })
    t.equal(sent.status, 303)
    t.match((await visitor.get(sent.location!)).text, new RegExp(`Idea ${id} on hyväksytty`))
    t.match((await visitor.get(`/hallinta/ideat/${id}`)).text, /Hyväksyttiin .* Maija Moderaattori/)
  })

  await t.test('a refusal without a reason comes back with what was chosen, and changes nothing', async (t) => {
    const { id } = await house.submit()
    const page = await visitor.post(`/hallinta/ideat/${id}/paatos`, { kind: 'refuse', seq: '0', replaces: '0', reason: 'Ei.', textHidden: 'on', toiminto: 'julkaise' })
    t.equal(page.status, 400)
    errorsLead(t, page)
    t.equal(page.root.querySelector('textarea')!.text, 'Ei.')
    t.ok(page.root.querySelector('#textHidden')!.hasAttribute('checked'))
    t.equal((await house.ideas.read({ staff: maija, resident: null }, id)).state, 'waiting')
  })

  await t.test('a ready sentence fills the field without any script', async (t) => {
    const { id } = await house.submit()
    const { root } = await visitor.get(`/hallinta/ideat/${id}?paatos=hylkaa`)
    const link = root.querySelectorAll('.templates a')[1]!
    const filled = await visitor.get(link.getAttribute('href')!.replace('#paatos', ''))
    t.equal(filled.root.querySelector('textarea')!.text, link.getAttribute('data-text'))
  })

  await t.test('who comes second learns who was first and what they did, and keeps what they typed', async (t) => {
    const { id } = await house.submit()
    await house.decide(id, { kind: 'ask', seq: 0, question: 'Mihin?' }, mikko)
    const page = await visitor.post(`/hallinta/ideat/${id}/paatos`, { kind: 'refuse', seq: '0', replaces: '0', reason, toiminto: 'julkaise' })
    t.equal(page.status, 409)
    t.match(page.text, /Mikko Moderaattori ehti ensin .*Kysyttiin lähettäjältä/)
    t.equal(page.root.querySelector('textarea')!.text, reason)
    const again = await visitor.post(`/hallinta/ideat/${id}/paatos`, { ...fieldsOf(page.root.querySelector('.decide form')!), toiminto: 'julkaise' })
    t.equal(again.status, 303, 'and may send it again, having seen')
  })

  await t.test('typed text is shown also when its decision is not possible any more', async (t) => {
    const { id } = await house.submit()
    await house.decide(id, { kind: 'refuse', seq: 0, reason, textHidden: false }, mikko)
    const page = await visitor.post(`/hallinta/ideat/${id}/paatos`, { kind: 'ask', seq: '0', replaces: '0', question: 'Mihin tämä tulisi?', toiminto: 'julkaise' })
    t.equal(page.status, 409)
    t.match(page.text, /Mihin tämä tulisi\?/)
  })
})

t.test('merging', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, maija)
  const host = await house.accepted({ title: 'Lisää penkkejä rantaan' })
  const idea = await house.submit(resident(), { title: 'Penkkejä rantaraitille' })
  const elsewhere = await house.submit(resident(), {}, await house.makeRound('osbu-2028'))

  await t.test('what it does is shown before it is done', async (t) => {
    const form = await visitor.get(`/hallinta/ideat/${idea.id}?paatos=yhdista`)
    t.ok(form.root.getElementById(`ideaan-${host.id}`), 'what is like it can be chosen')
    const preview = await visitor.get(`/hallinta/ideat/${idea.id}/yhdista?ideaan=${host.id}&numero=`)
    t.match(preview.text, /Lisää penkkejä rantaan.*Yhdistämistä ei voi perua/)
    t.equal((await house.ideas.read({ staff: maija, resident: null }, idea.id)).seq, 0, 'nothing has happened yet')
  })

  await t.test('a number that is no idea of the round, or the idea itself, is told at the field', async (t) => {
    for (const number of ['', '999999', 'x', String(idea.id), String(elsewhere.id)]) {
      const page = await visitor.get(`/hallinta/ideat/${idea.id}/yhdista?numero=${number}`)
      t.equal(page.status, 400, number)
      errorsLead(t, page)
      t.equal(page.root.getElementById('numero')!.getAttribute('value'), number)
    }
  })

  await t.test('the preview merges', async (t) => {
    const { root } = await visitor.get(`/hallinta/ideat/${idea.id}/yhdista?numero=${host.id}`)
    const sent = await visitor.post(`/hallinta/ideat/${idea.id}/yhdista`, { ...fieldsOf(root.querySelector('main form')!), toiminto: 'julkaise' })
    t.equal(sent.status, 303)
    t.match(await house.ideas.read({ staff: maija, resident: null }, idea.id), { state: 'merged', mergedInto: { id: host.id } })
  })
})

t.test('decisions kept for later', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, maija)
  const [a, b, c] = [await house.submit(), await house.submit(), await house.submit()]
  for (const { id } of [a, b, c]) {
    const sent = await visitor.post(`/hallinta/ideat/${id}/paatos`, { kind: 'refuse', seq: '0', replaces: '0', reason, toiminto: 'valmistele' })
    t.equal(sent.status, 303)
  }
  t.equal((await house.ideas.read({ staff: maija, resident: null }, a.id)).state, 'waiting', 'nothing is public yet')

  const late = await visitor.post(`/hallinta/ideat/${a.id}/paatos`, { kind: 'accept', seq: '0', replaces: '0', toiminto: 'valmistele' })
  t.equal(late.status, 409, 'nobody writes over what they have not seen')
  t.match(late.text, /Maija Moderaattori valmisteli ideasta toisen päätöksen/)

  await house.decide(b.id, { kind: 'accept', seq: 0 }, mikko)
  t.same((await house.moderation.prepared(maija)).map(({ ideaId }) => ideaId), [a.id, c.id], 'what was decided meanwhile waits no more')

  t.equal((await visitor.post('/hallinta/paatokset', { toiminto: 'valitut' })).status, 400, 'none was chosen')
  const removed = await visitor.post('/hallinta/paatokset', { toiminto: 'poista', idea: [String(c.id)] })
  t.match((await visitor.get(removed.location!)).text, /1 valmisteltu päätös on poistettu/)
  const published = await visitor.post('/hallinta/paatokset', { toiminto: 'kaikki' })
  t.equal(published.status, 303)
  t.match((await visitor.get(published.location!)).text, /1 päätös on julkaistu/)
  t.match(await house.ideas.read({ staff: null, resident: null }, a.id), { state: 'refused', reason })
})

t.test('what cannot be published any more is listed with its reason, and the rest is out', async (t) => {
  const house = await testHouse(t)
  const visitor = await visitorOf(house, maija)
  const author = resident()
  const host = await house.accepted()
  const [good, bad] = [await house.submit(), await house.submit(author)]
  must(await house.moderation.prepare(maija, good.id, { kind: 'accept', seq: 0 }, 0))
  must(await house.moderation.prepare(maija, bad.id, { kind: 'merge', seq: 0, intoIdeaId: host.id }, 0))
  must(await house.ideas.withdraw(author, bad.id))
  const page = await visitor.post('/hallinta/paatokset', { toiminto: 'kaikki' })
  t.equal(page.status, 409)
  t.match(page.text, /Julkaistiin 1\. Julkaisematta jäi 1/)
  t.match(page.root.querySelector('.failed')!.text, /Idean lähettäjä ehti ensin/)
  t.equal((await house.ideas.read({ staff: maija, resident: null }, good.id)).state, 'accepted')
})

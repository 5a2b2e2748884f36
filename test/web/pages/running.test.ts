import { randomBytes } from 'node:crypto'
import t from 'tap'
import { KEY_HOLDER, makeProposals, MANAGER, MODERATOR, must, resident, roundRequest, testWorld, votingRound, type World } from '../../support/index.ts'
import { errorsIn, faultsOf } from './ideas-door.ts'
import { browserOf } from './jar.ts'

const SHARE = /OSBU( [0-9A-Z]{4}){14,}/
const settled = async (world: World, slug: string): Promise<void> => {
  while (world.tally.openingProgress(slug)?.state === 'running') await new Promise((resolve) => { setTimeout(resolve, 20) })
}
const vote = async (world: World, slug: string, voters: number): Promise<void> => {
  await Promise.all(Array.from({ length: voters }, async (_, voter) => must(await world.urn.cast(await resident(world, voter), slug, {
    picks: voter % 3 === 0 ? [1, 2] : [1, 4], replaces: 0, castId: randomBytes(16).toString('hex'),
  }))))
}

t.test('the ceremony', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal', slug: 'harjoitus' })))
  const url = `/hallinta/kierros/${slug}/avaimet`
  const office = await browserOf(world, KEY_HOLDER)
  const holders = { 'holders.0': 'Aino Avain', 'holders.1': 'Eero Avain', 'holders.2': 'Inka Avain' }

  t.equal((await (await browserOf(world, MODERATOR)).get(url)).status, 403, 'moderators make no keys')
  const ask = await office.get(url)
  t.same(faultsOf(ask), [])
  t.match(ask.text, /Harjoitus/)
  const missing = await office.post(url, { ...holders, 'holders.1': ' ' })
  t.equal(missing.status, 400)
  t.match(errorsIn(missing), [['#holders-1', 'Tämä tieto puuttuu.']])
  t.equal(missing.dom.querySelector('#holders-0')?.getAttribute('value'), 'Aino Avain')
  const twice = await office.post(url, { ...holders, 'holders.1': 'Aino Avain' })
  t.match(errorsIn(twice), [['#holders-0', /kahdesti/]])
  t.same(faultsOf(twice), [])
  t.equal((await world.rounds.bySlug(slug)).keysReadyAt, null)

  const shares: string[] = []
  let page = await office.send(url, holders)
  t.equal(page.sent, 303)
  for (const holder of Object.values(holders)) {
    t.equal(page.heading, `Nyt vuorossa ${holder}`)
    t.notMatch(page.body, SHARE, 'the share waits for its holder')
    t.notOk((await office.send(`${url}/osa`, { toiminto: 'piilota' })).body.match(SHARE), 'nothing unseen is hidden')
    const sheet = await office.send(`${url}/osa`, { toiminto: 'nayta' })
    t.same(faultsOf(sheet), [])
    t.equal(sheet.headers['cache-control'], 'no-store')
    const [share] = SHARE.exec(sheet.text) ?? []
    t.ok(share)
    shares.push(share!)
    t.match(sheet.text, holder)
    t.match(sheet.dom.querySelector('.share img')?.getAttribute('src'), /^data:image\/svg/, 'the same as a QR code')
    t.match((await office.get(`${url}/osa`)).body, share!, 'a reload shows it again until it is on paper')
    page = await office.send(`${url}/osa`, { toiminto: 'piilota' })
    t.notMatch(page.body, share!, 'and then never again')
  }
  t.equal((await office.get(`${url}/osa`)).to, url)
  const made = await office.get(url)
  t.equal(made.heading, 'Avaimet on luotu')
  t.match(made.text, /Aino Avain.*[0-9a-f]{64}.*Jos osa katoaa/)
  t.same(faultsOf(made), [])
  const again = await office.post(url, holders)
  t.equal(again.status, 409)
  t.match(again.text, /avaimet on jo luotu/)
  const stored = JSON.stringify(await world.audit.page(Number.MAX_SAFE_INTEGER, 50)) + world.logLines.join('')
  for (const share of shares) t.notMatch(stored.replaceAll(' ', ''), share.replaceAll(' ', ''), 'no share is stored or logged')
  t.notMatch(world.logLines.join(''), /avaimet/)
})

t.test('from the turnout to the published result', async (t) => {
  const world = await testWorld(t, { poolMax: 6 })
  const { slug, shares } = await votingRound(world)
  const url = `/hallinta/kierros/${slug}`
  const office = await browserOf(world, MANAGER)
  const holder = await browserOf(world, KEY_HOLDER)
  await vote(world, slug, 17)

  await t.test('turnout is told rounded, and a channel of few not at all', async (t) => {
    const page = await office.get(`${url}/osallistuminen`)
    t.match(page.text, /vähintään 10/)
    t.notMatch(page.text, /17|Verkossa/)
    t.same(faultsOf(page), [])
    t.match(page.text, /Harjoitus/)
  })

  await t.test('the urn stays shut while votes can come in', async (t) => {
    const page = await holder.get(`${url}/avaus`)
    t.match(page.text, /Uurnan voi avata/)
    t.equal(page.dom.querySelector('#share'), null)
    t.equal((await holder.post(`${url}/avaus`, { share: shares[0]! })).status, 303)
    t.equal(await world.tally.openingReport(slug), null)
    t.match((await office.get(`${url}/laskenta`)).text, /Uurnaa ei ole vielä avattu/)
    t.equal((await office.post(`${url}/laskenta`)).status, 409)
  })

  must(await world.rounds.endRehearsal(MANAGER, slug))

  await t.test('a wrong share comes back, and one that is given is never shown again', async (t) => {
    for (const [share, reason] of [['', 'Tämä tieto puuttuu.'], ['OSBU 1234', /ei ole avaimen osa/]] as const) {
      const page = await holder.post(`${url}/avaus`, { share })
      t.equal(page.status, 400)
      t.match(errorsIn(page), [['#share', reason]])
      t.equal(page.dom.querySelector('#share')?.text, share)
      t.same(faultsOf(page), [])
    }
    const second = await holder.send(`${url}/avaus`, { share: shares[0]!.toLowerCase() })
    t.match(second.text, /Aino on antanut osansa/)
    t.same(faultsOf(second), [])
    t.notMatch(second.body.toUpperCase(), shares[0]!.slice(5))
    const same = await holder.post(`${url}/avaus`, { share: shares[0]! })
    t.match(errorsIn(same), [['#share', /annettu kahdesti/]])
    t.match((await holder.send(`${url}/avaus`, { alusta: '1' })).text, /Ensimmäinen avaimenhaltija/)
  })

  await t.test('two key holders open the urn, and not one ballot is missing', async (t) => {
    await holder.post(`${url}/avaus`, { share: shares[2]! })
    const sent = await holder.post(`${url}/avaus`, { share: shares[1]! })
    t.equal(sent.status, 303)
    await settled(world, slug)
    const page = await holder.get(`${url}/avaus`)
    t.equal(page.heading, 'Uurna on avattu')
    t.match(page.text, /17 = 17 \+ 0\. Yhtään lippua ei puutu/)
    t.same(faultsOf(page), [])
    t.notMatch(world.logLines.join(''), /avaus/)
  })

  await t.test('the result is looked at before a manager publishes it', async (t) => {
    const ready = await holder.get(`${url}/laskenta`)
    t.match(ready.text, /17 lippua/)
    const counted = await holder.send(`${url}/laskenta`)
    t.equal(counted.sent, 303)
    t.match(counted.text, /Tulosta ei ole julkaistu.*1\. Ehdotus 1 Toteutetaan.*17 ääntä.*Tuloksen julkaisee päällikkö/)
    t.same(faultsOf(counted), [])
    t.equal((await holder.get(`${url}/laskenta/julkaise`)).status, 403)
    t.equal((await holder.post(`${url}/laskenta/julkaise`)).status, 403)
    t.equal((await world.app.inject(`/api/rounds/${slug}/result`)).statusCode, 404)
    const check = await office.get(`${url}/laskenta/julkaise`)
    t.match(check.text, /Julkaisua ei voi perua/)
    t.same(faultsOf(check), [])
    const published = await office.send(`${url}/laskenta/julkaise`)
    t.equal(published.heading, 'Tulos on julkaistu')
    t.equal((await world.app.inject(`/api/rounds/${slug}/result`)).statusCode, 200)
    t.equal((await office.post(`${url}/laskenta/julkaise`)).status, 409, 'once')
    t.equal((await office.get(`${url}/laskenta/julkaise`)).to, `${url}/laskenta`)
  })

  await t.test('the chain is shown, verified and searched', async (t) => {
    const all = await office.get('/hallinta/loki')
    t.match(all.text, /Ketju on ehjä: \d+ tapahtumaa/)
    t.same(faultsOf(all), [])
    t.match((await office.get('/hallinta/loki?laji=urn_opened')).text, /Tapahtumia tällä sivulla: 1 .*Uurna avattiin/)
    t.match((await office.get(`/hallinta/loki?kierros=${slug}&tekija=${KEY_HOLDER.id}`)).text, /Uurnan avaamista yritettiin/)
    t.match((await office.get('/hallinta/loki?sana=ei-mitaan')).text, /Mikään tapahtuma ei vastaa hakua/)
    t.equal((await office.get('/hallinta/loki?laji=%00&ennen=x&kierros=%27&sana=%00%25')).status, 200, 'whatever stands in the address')
    t.equal((await holder.get('/hallinta/loki')).status, 403)
  })

  await t.test('each page is there in Swedish and English', async (t) => {
    for (const lang of ['sv', 'en']) {
      for (const path of [`${url}/avaimet`, `${url}/osallistuminen`, `${url}/avaus`, `${url}/laskenta`, '/hallinta/loki']) {
        const page = await office.get(`/${lang}${path}`)
        t.equal(page.status, 200, path)
        t.same(faultsOf(page, lang), [], path)
      }
    }
  })
})

t.test('the paper form', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ slug: 'syksy' })))
  const url = `/hallinta/kierros/${slug}/lomake.pdf`
  const office = await browserOf(world, MANAGER)
  t.equal((await office.get(url)).status, 404, 'there is no form without proposals')
  await makeProposals(world, slug, [20_000, 5_000])
  const pdf = await office.get(url)
  t.equal(pdf.status, 200)
  t.equal(pdf.headers['content-type'], 'application/pdf')
  t.match(pdf.body, /^%PDF-1\./)
  t.match(pdf.body, /pdfuaid:part/, 'it says that it is accessible')
  t.match(pdf.body, /StructTreeRoot/, 'and is tagged')
  const draft = pdf.headers.etag
  must(await world.proposals.confirm(MANAGER, slug))
  const confirmed = await office.get(url)
  t.not(confirmed.headers.etag, draft, 'a draft is marked, so it is another document')
  t.equal((await office.get(`/sv${url}`)).headers.etag, confirmed.headers.etag, 'one form for all languages')
  t.equal((await world.app.inject(url)).statusCode, 303, 'strangers sign in first')
  t.equal((await office.get('/hallinta/kierros/Ei%20ole/lomake.pdf')).status, 404)
})

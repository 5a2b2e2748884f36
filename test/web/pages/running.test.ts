import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import {
  holdCeremony, KEY_HOLDER, makeProposals, MANAGER, MODERATOR, must, person, resident, roundRequest, testWorld,
  votingRound, votingWorld, type World,
} from '../../support/index.ts'
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

t.test('the ceremony tells until when a roll can be imported', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const office = await browserOf(world, KEY_HOLDER)
  const make = async (slug: string, hours: number): Promise<string> => {
    const at = (more: number): string => new Date(Date.now() + (hours + more) * 3_600_000).toISOString()
    must(await world.rounds.create(MANAGER,
      roundRequest({ kind: 'rehearsal', slug, votingOpenAt: at(0), votingCloseAt: at(2), paperUntil: at(3) })))
    await makeProposals(world, slug, [1_000])
    must(await world.proposals.confirm(MANAGER, slug))
    return `/hallinta/kierros/${slug}/avaimet`
  }
  const [late, early] = [await make('myohaan', -1), await make('ajoissa', 1)]
  const last = await office.get(late)
  t.match(last.text, /äänestys alkaa heti, kun avaimet ovat valmiit, eikä luetteloa voi sen jälkeen tuoda/, 'where voting only waits for the keys')
  t.same(faultsOf(last), [])
  for (const lang of ['sv', 'en']) t.same(faultsOf(await office.get(`/${lang}${late}`), lang), [], lang)
  const until = /Kierroksella ei ole äänioikeusluetteloa\. Luettelon voi tuoda vain/
  t.match((await office.get(early)).text, until)
  await holdCeremony(world, 'ajoissa')
  t.match((await office.get(early)).text, until, 'also when the keys are made')
  must(await world.urn.importRoll(MANAGER, 'ajoissa', [person(1).hetu]))
  t.notMatch((await office.get(early)).text, /äänioikeusluetteloa/, 'until there is one')
})

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
  t.match(errorsIn(missing), [['#holders-1', /.: Tämä tieto puuttuu\.$/]])
  t.equal(missing.dom.querySelector('#holders-0')?.getAttribute('value'), 'Aino Avain')
  const twice = await office.post(url, { ...holders, 'holders.1': 'Aino Avain' })
  t.match(errorsIn(twice), [['#holders-0', /kahdesti/]])
  t.same(faultsOf(twice), [])
  t.equal((await world.rounds.bySlug(slug)).keysReadyAt, null)

  const shares: string[] = []
  const before = new Map(office.jar)
  const [first, second] = await Promise.all([office.post(url, holders), office.post(url, holders)])
  office.jar.clear()
  for (const [name, value] of before) office.jar.set(name, value)
  t.same([first.status, second.status], [303, 303], 'a double click makes the keys once and leads to the sheets twice')
  let page = await office.get(url)
  t.equal(page.to, `${url}/osa`, 'with both answers lost the sheets are still in reach, and the keys are not said to be done')
  const { slug: other } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal', slug: 'toinen' })))
  await office.get(`/hallinta/kierros/${other}/avaimet`)
  page = await office.get(`${url}/osa`)
  for (const [i, holder] of Object.values(holders).entries()) {
    const osa = String(i + 1)
    t.equal(page.heading, `Nyt vuorossa ${holder}`)
    t.match(page.text, /Kukaan ei saa lähteä/)
    t.same(faultsOf(page), [])
    t.notMatch(page.body, SHARE, 'the share waits for its holder')
    t.notOk((await office.send(`${url}/osa`, { toiminto: 'piilota', osa })).body.match(SHARE), 'nothing unseen is hidden')
    t.notOk((await office.send(`${url}/osa`, { toiminto: 'nayta', osa: String(i + 2) })).body.match(SHARE), 'no sheet is skipped')
    await Promise.all([1, 2].map(() => office.post(`${url}/osa`, { toiminto: 'nayta', osa })))
    const sheet = await office.send(`${url}/osa`, { toiminto: 'nayta', osa })
    t.same(faultsOf(sheet), [])
    t.equal(sheet.headers['cache-control'], 'no-store')
    t.equal(sheet.dom.querySelector('form[data-once] input[name="osa"]')?.getAttribute('value'), osa)
    const [share] = SHARE.exec(sheet.text) ?? []
    t.ok(share)
    shares.push(share!)
    t.match(sheet.text, holder)
    t.match(sheet.dom.querySelector('.share img')?.getAttribute('src'), /^data:image\/svg/, 'the same as a QR code')
    t.match((await office.get(`${url}/osa`)).body, share!, 'a reload shows it again')
    await Promise.all([1, 2].map(() => office.post(`${url}/osa`, { toiminto: 'piilota', osa })))
    page = await office.send(`${url}/osa`, { toiminto: 'piilota', osa })
    t.notMatch(page.body, SHARE, 'hiding it twice hides it once, and shows no other')
  }
  t.equal(new Set(shares).size, 3)
  t.equal(page.heading, 'Ovatko osat paperilla?')
  t.same(faultsOf(page), [])
  for (const lang of ['sv', 'en']) t.same(faultsOf(await office.get(`/${lang}${url}/osa`), lang), [], lang)

  await t.test('an earlier sheet can be shown again until the end, first its holder’s turn', async (t) => {
    const turn = await office.send(`${url}/osa`, { toiminto: 'siirry', osa: '2' })
    t.equal(turn.heading, 'Nyt vuorossa Eero Avain')
    t.same(faultsOf(turn), [])
    t.match((await office.send(`${url}/osa`, { toiminto: 'nayta', osa: '2' })).text, shares[1]!)
    t.equal((await office.send(`${url}/osa`, { toiminto: 'piilota', osa: '2' })).heading, 'Ovatko osat paperilla?')
    for (const osa of ['0', '5', '-1', '1.5', 'x', '']) {
      t.equal((await office.send(`${url}/osa`, { toiminto: 'nayta', osa })).heading, 'Ovatko osat paperilla?', osa)
    }
    const elsewhere = await browserOf(world, KEY_HOLDER)
    t.equal((await elsewhere.get(`${url}/osa`)).to, url, 'another browser never sees them')
  })

  await t.test('the ceremony ends only when two shares have come back from paper', async (t) => {
    const check = `${url}/tarkistus`
    for (const [share, reason] of [['', 'Kirjoita avaimen osa.'], [`${shares[0]!.slice(0, -1)}b`, /ei ole avaimen osa/]] as const) {
      const wrong = await office.post(check, { share })
      t.equal(wrong.status, 400)
      t.match(errorsIn(wrong), [['#share', reason]])
      t.equal(wrong.dom.querySelector('#share')?.text, share)
      t.same(faultsOf(wrong), [])
    }
    const foreign = await votingRound(world)
    t.match(errorsIn(await office.post(check, { share: foreign.shares[0]! })), [['#share', /ei kuulu tähän kierrokseen/]])
    t.equal((await world.rounds.bySlug(slug)).keysReadyAt, null, 'until then the keys are not ready')
    await Promise.all([1, 2].map(() => office.post(check, { share: shares[2]!.toLowerCase() })))
    const one = await office.send(`${url}/paata`)
    t.match(one.text, /Inka Avain: osa on paperilla.*Tarkistus 2\/2/, 'the same share twice is one share')
    t.equal(one.dom.querySelector('form[action$="/paata"]'), null)
    t.notMatch(one.body, SHARE)
    const two = await office.send(check, { share: shares[0]! })
    t.ok(two.dom.querySelector('form[data-once][action$="/paata"]'))
    t.same(faultsOf(two), [])
    t.match(two.text, /Avaimet ovat valmiit/)
    t.match((await office.send(check, { share: shares[1]! })).text, /Eero Avain: osa on paperilla/, 'the third may be checked too')
    t.match((await office.send(`${url}/osa`, { toiminto: 'siirry', osa: '1' })).heading, /Aino/, 'still not ended')
    await office.post(`${url}/osa`, { toiminto: 'siirry', osa: '4' })
    const ends = await Promise.all([1, 2].map(() => office.post(`${url}/paata`)))
    t.same(ends.map(({ status, to }) => [status, to]), [[303, url], [303, url]])
    for (const toiminto of ['nayta', 'siirry', 'piilota']) {
      t.equal((await office.post(`${url}/osa`, { toiminto, osa: '1' })).status, 303)
      t.equal((await office.get(`${url}/osa`)).to, url, 'and then nothing is shown again')
    }
    t.equal((await office.post(check, { share: shares[0]! })).to, url)
  })
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
  const { world, slug, shares } = await votingWorld(t, { poolMax: 6 })
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
    for (const [share, reason] of [['', 'Kirjoita avaimen osa.'], ['OSBU 1234', /ei ole avaimen osa/]] as const) {
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
    t.match(ready.text, /avattuja lippuja: 17\./)
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

t.test('a ceremony that was cut off', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  const url = `/hallinta/kierros/${slug}/avaimet`
  const holders = { 'holders.0': 'Aino Avain', 'holders.1': 'Eero Avain', 'holders.2': 'Inka Avain' }
  const lost = await browserOf(world, KEY_HOLDER)
  await lost.send(url, holders)

  const office = await browserOf(world, MANAGER)
  const left = await office.get(url)
  t.equal(left.heading, 'Avainten luonti jäi kesken')
  t.match(left.text, /Aino Avain.*Eero Avain.*Inka Avain/)
  t.same(faultsOf(left), [])
  const wrong = await office.post(`${url}/tarkistus`, { share: 'OSBU 1234' })
  t.match(errorsIn(wrong), [['#share', /ei ole avaimen osa/]])
  t.same(faultsOf(wrong), [])
  const anew = await office.get(left.dom.querySelector('a[href$="/alusta"]')!.getAttribute('href')!)
  t.equal(anew.heading, 'Luo uudet avaimet')
  t.equal(anew.dom.querySelector('#holders-1')?.getAttribute('value'), 'Eero Avain')
  t.same(faultsOf(anew), [])
  const discards = anew.dom.querySelector('input[name="discards"]')!.getAttribute('value')!
  t.match((await office.post(url, { ...holders, discards: 'x' })).status, 400)
  const stale = await office.post(url, { ...holders, discards: '0'.repeat(64) })
  t.match([stale.status, stale.text], [409, /Avainten luonti on kesken/])
  t.equal((await office.send(url, { ...holders, discards })).heading, 'Nyt vuorossa Aino Avain')
  t.equal((await lost.get(`${url}/osa`)).to, url, 'the sheets of the discarded keys are let go')

  // The sheets are on paper, and the browser that showed them is gone.
  const shares: string[] = []
  for (const osa of ['1', '2', '3']) {
    shares.push(SHARE.exec((await office.send(`${url}/osa`, { toiminto: 'nayta', osa })).text)![0])
    await office.post(`${url}/osa`, { toiminto: 'piilota', osa })
  }
  const one = await lost.send(`${url}/tarkistus`, { share: shares[1]! })
  t.match(one.text, /Eero Avain: osa on paperilla.*Tarkistus 2\/2/)
  t.same(faultsOf(one), [])
  const made = await lost.send(`${url}/tarkistus`, { share: shares[0]! })
  t.equal(made.heading, 'Avaimet on luotu')
  t.ok((await world.rounds.bySlug(slug)).keysReadyAt)
  t.equal((await lost.get(`${url}/alusta`)).to, url, 'what is ready is not begun anew')
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
  world.clock.set(Date.now() + 60_000)
  must(await world.proposals.reopen(MANAGER, slug))
  must(await world.proposals.confirm(MANAGER, slug))
  t.not((await office.get(url)).headers.etag, confirmed.headers.etag, 'a set that was confirmed anew has another moment on its form')
  t.equal((await world.app.inject(url)).statusCode, 303, 'strangers sign in first')
  t.equal((await office.get('/hallinta/kierros/Ei%20ole/lomake.pdf')).status, 404)
})

t.test('a promise that the envelope cannot pay leaves the count to people, and says what they must do', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug, shares } = await votingRound(world, {}, [40_000, 20_000, 5_000])
  // Such a round is refused when its proposals are confirmed, so it is made behind the service's back.
  await sql`alter table round disable trigger round_freezes`.execute(world.db)
  await sql`update round set counting_rule = 'top-n', top_n = 3 where slug = ${slug}`.execute(world.db)
  await sql`alter table round enable trigger round_freezes`.execute(world.db)
  must(await world.urn.cast(await resident(world, 1), slug, { picks: [1, 2, 3], replaces: 0, castId: randomBytes(16).toString('hex') }))
  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1)))
  must(await world.tally.run(MANAGER, slug))
  const office = await browserOf(world, MANAGER)
  const page = await office.get(`/hallinta/kierros/${slug}/laskenta`)
  t.same(faultsOf(page), [])
  t.match(page.text, /Laskenta jäi kesken: päättäjien on ratkaistava se/)
  t.match(page.text.replace(/\u00A0/g, ' '), /Luvatut ehdotukset maksavat yhteensä 65 000 €, mutta määräraha on 50 000 €/)
  t.notOk(page.dom.querySelector('a[href$="/laskenta/julkaise"]'), 'what would be refused is not offered')
  t.match(await world.tally.publish(MANAGER, slug), { ok: false, refusal: { code: 'undecided' } })
})

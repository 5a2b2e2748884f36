import t from 'tap'
import { makeProposals, MANAGER, MODERATOR, must, roundRequest, staffHeaders, testWorld, votingRound } from '../../support/index.ts'
import { text, ticked, visitorOf } from './vote-visitor.ts'

const world = await testWorld(t, { poolMax: 4 })
const { slug } = await votingRound(world, { slug: 'kevat' })
const list = `/ehdotukset?kierros=${slug}`

t.test('proposals stand as on the ballot: number, title, cost, summary and the ideas they came from', async (t) => {
  const page = await visitorOf(world).get(list)
  t.equal(page.root.querySelectorAll('h1').length, 1)
  t.equal(text(page.root.querySelector('h1')), 'Äänestysehdotukset')
  t.match(text(page.root.querySelector('title')), /^Äänestysehdotukset: Osbu 2026 – /)
  const cards = page.root.querySelectorAll('.proposal')
  t.same(cards.map((card) => text(card.querySelector('h2'))), [1, 2, 3, 4, 5].map((n) => `Ehdotus ${n}`))
  t.match(text(cards[0]!), /20 000 € Nro 1 Ehdotuksen 1 kuvaus\. Ehdotus syntyi ideasta: Idea 1 kaupunkiin Valitse tämä Ehdotus 1/)
  t.match(cards[0]!.querySelector('.quiet a')!.getAttribute('href'), /^\/ideat\/\d+$/)
  t.match(page.text, /Tämä on harjoituskierros/)
  const one = await visitorOf(world).get(cards[0]!.querySelector('h2 a')!.getAttribute('href')!)
  t.equal(text(one.root.querySelector('h1')), 'Ehdotus 1')
  t.match(text(one.root.querySelector('.facts')), /Kustannusarvio ?20 000 €/)
})

t.test('each has a call to vote, which ticks it and puts no pick into an address', async (t) => {
  const visitor = visitorOf(world)
  for (const number of ['2', '4']) {
    const page = await visitor.get(`/ehdotukset/${number}?kierros=${slug}`)
    const form = page.root.querySelector('form[action^="/aanesta/valitse"]')!
    t.notMatch(form.getAttribute('action'), new RegExp(number))
    const picked = await visitor.post(form.getAttribute('action')!, { lisaa: form.querySelector('input')!.getAttribute('value')! })
    t.match(picked, { status: 303, location: `/aanesta/valitse?kierros=${slug}` })
  }
  t.same(ticked(await visitor.get(`/aanesta/valitse?kierros=${slug}`)).sort(), ['2', '4'], 'one after the other')
})

t.test('until voting opens staff alone see them, marked as drafts', async (t) => {
  const { slug: next } = must(await world.rounds.create(MANAGER, roundRequest({ slug: 'tuleva' })))
  await makeProposals(world, next, [1000])
  const page = await visitorOf(world).get(`/ehdotukset?kierros=${next}`)
  t.match(page.text, /Ehdotukset julkaistaan, kun äänestys alkaa/)
  t.notMatch(page.text, /Ehdotus 1/)
  t.equal((await visitorOf(world).get(`/ehdotukset/1?kierros=${next}`)).status, 404)
  const draft = await world.app.inject({ url: `/ehdotukset?kierros=${next}`, headers: await staffHeaders(world, MODERATOR) })
  t.match(draft.body, /Luonnos: ehdotukset näkyvät vain henkilökunnalle[\s\S]*Ehdotus 1/)
  t.notMatch(draft.body, /Valitse tämä/, 'a draft cannot be voted on')
})

t.test('what is not there is a page that says so', async (t) => {
  for (const number of ['99', '0', 'x', '01', '12345']) {
    t.equal((await visitorOf(world).get(`/ehdotukset/${number}?kierros=${slug}`)).status, 404, number)
  }
})

t.test('after voting there is no call to vote', async (t) => {
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const page = await visitorOf(world).get(list)
  t.match(page.text, /Äänestys on päättynyt/)
  t.notOk(page.root.querySelector('form[action^="/aanesta"]'))
})

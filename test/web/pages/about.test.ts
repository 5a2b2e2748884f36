import { parse } from 'node-html-parser'
import t from 'tap'
import { testWorld, votingRound } from '../../support/index.ts'
import { faultsOf } from './ideas-door.ts'

const PATHS = [
  '/tietoa', '/tietoa/aanioikeus', '/tietoa/vaalisalaisuus', '/tietoa/tarkistus', '/tietoa/tietosuoja',
  '/tietoa/saavutettavuus', '/tietoa/avoin-data', '/tietoa/palaute',
]

t.test('the pages about Osbu', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const get = async (url: string) => {
    const { statusCode, body } = await world.app.inject({ method: 'GET', url })
    const dom = parse(body)
    return { status: statusCode, text: body, dom, main: dom.querySelector('main')!.text.replace(/\u00A0/g, ' ').replace(/\s+/g, ' ') }
  }

  await t.test('each is there in three languages, and every link in them leads somewhere', async (t) => {
    const links = new Set<string>()
    for (const [prefix, lang] of [['', 'fi'], ['/sv', 'sv'], ['/en', 'en']] as const) {
      for (const path of PATHS) {
        const page = await get(prefix + path)
        t.equal(page.status, 200, prefix + path)
        t.same(faultsOf(page, lang), [], prefix + path)
        for (const link of page.dom.querySelectorAll('main a, footer a')) links.add(link.getAttribute('href')!)
      }
    }
    t.ok(links.size > 20)
    for (const href of links) {
      if (!href.startsWith('/')) continue
      const { statusCode } = await world.app.inject({ method: 'GET', url: href })
      t.ok(statusCode < 400, `${href} ${statusCode}`)
    }
  })

  await t.test('a slash at the end of an address leads on to the page', async (t) => {
    const led = async (url: string) => {
      const { statusCode, headers } = await world.app.inject({ method: 'GET', url })
      return [statusCode, headers.location]
    }
    t.same(await led('/en/'), [308, '/en'])
    t.same(await led('/sv/tietoa/?kierros=koe'), [308, '/sv/tietoa?kierros=koe'])
    for (const other of ['//muualla.fi/', '/%5cmuualla.fi/', '/%2fmuualla.fi/', '/api/rounds/', '/ideat//', '//']) {
      t.same(await led(other), [404, undefined], `${other} leads nowhere`)
    }
  })

  await t.test('who may vote comes from the rules of the round', async (t) => {
    t.match((await get('/tietoa/aanioikeus')).main, /Kierroksia ei ole vielä/)
    await votingRound(world, { slug: 'koe', votingAge: 13, ageCutoff: '2027-01-31', picksMax: 5 })
    const page = await get('/tietoa/aanioikeus?kierros=koe')
    t.match(page.main, /jos olet viimeistään 31\.1\.2027 täyttänyt 13 vuotta/)
    t.match(page.main, /Valitset 1–5 ehdotusta/)
    t.match(page.main, /kuntanumero 111/)
    t.match(page.main, /spotti, Torikatu 8/)
    t.same(faultsOf(page), [])
  })

  await t.test('the claims stand there as they are, with the steps that they speak of', async (t) => {
    const { main, dom } = await get('/en/tietoa/vaalisalaisuus')
    for (const claim of [
      '(a) Who holds the database, a backup, the WAL and all logs can’t tell how anyone voted, nor how the vote is going.',
      '(b) After step 8 nobody can.',
      '(c) Every voter can see that their ballot was counted as cast, and everybody can recount.',
    ]) t.match(main, claim)
    for (const limit of [
      'two key holders working together with the database’s administrator before step 8', 'a hostile server while you vote',
      'malware on your device', 'somebody looking over your shoulder', 'the clerk who registers your paper form',
      'after publication whoever is shown a tracker sees its picks, so votes could be sold',
    ]) t.match(main, limit)
    for (const prefix of ['', '/sv', '/en']) {
      const page = prefix === '/en' ? { dom } : await get(`${prefix}/tietoa/vaalisalaisuus`)
      t.equal(page.dom.querySelector('main ol')!.querySelectorAll('li').length, 8, `eight steps ${prefix}`)
    }
  })

  await t.test('what the law wants of the accessibility statement is in it', async (t) => {
    for (const prefix of ['', '/sv', '/en']) {
      const { main } = await get(`${prefix}/tietoa/saavutettavuus`)
      for (const word of [/306\/2019/, /WCAG 2\.2/, /\b14\b/, /Traficom/, /saavutettavuus@traficom\.fi/]) t.match(main, word, prefix)
    }
  })

  await t.test('the privacy notice says what is not stored, and reading it leaves no cookie', async (t) => {
    t.match((await get('/tietoa/tietosuoja')).main, /Henkilötunnustasi ei tallenneta/)
    const { headers } = await world.app.inject({ method: 'GET', url: '/tietoa/tietosuoja' })
    t.notOk(headers['set-cookie'], 'reading leaves no cookie')
  })

  await t.test('feedback without an address says so; with one it can be followed', async (t) => {
    t.match((await get('/tietoa/palaute')).main, /Palautteen yhteystietoja ei ole vielä lisätty/)
    // The configuration of a running service, as the pages see it.
    Object.assign(world.services.contact, { email: 'osbu@heinola.example', phone: '+358 3 849 30' })
    const { dom } = await get('/tietoa/palaute')
    t.ok(dom.querySelector('a[href="mailto:osbu@heinola.example"]'))
    t.ok(dom.querySelector('a[href="tel:+358384930"]'))
    t.equal(dom.querySelectorAll('main form').length, 0, 'no form that goes nowhere')
  })
})

import { parse } from 'node-html-parser'
import t from 'tap'
import type { CountingRule } from '../../../src/kernel/index.ts'
import type { Rules } from '../../../src/rounds/index.ts'
import { sha256 } from '../../../src/tally/index.ts'
import { publishedRound } from '../../proposals/published.ts'
import { MANAGER, must, ORIGIN, roundRequest, testWorld, votingRound, type World } from '../../support/index.ts'
import { errorsIn, faultsOf, h1 } from './ideas-door.ts'

function visitor(world: World) {
  const seen = (response: { statusCode: number; body: string; headers: Record<string, unknown> }) => ({
    status: response.statusCode, text: response.body, headers: response.headers, dom: parse(response.body),
    main: parse(response.body).querySelector('main')?.text.replace(/\u00A0/g, ' ').replace(/\s+/g, ' ') ?? '',
  })
  return {
    get: async (url: string) => seen(await world.app.inject({ method: 'GET', url })),
    post: async (url: string, fields: Record<string, string>) => seen(await world.app.inject({
      method: 'POST', url, payload: new URLSearchParams(fields).toString(),
      headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
    })),
  }
}

const text = (fi: string) => ({ fi })

/** A round of the past: a tie that mattered, a lot to break it, and nobody knows how many voted. */
async function importPast(
  world: World, slug = 'osbu-1999', countingRule: CountingRule = 'greedy', settings: Partial<Pick<Rules, 'topN' | 'equalShares' | 'tieRule'>> = {},
): Promise<void> {
  const times = roundRequest()
  const at = (iso: string | undefined): Date => new Date(Date.parse(iso!) - 365 * 24 * 60 * 60 * 1000)
  const tracker = (i: number): string => String(i).padStart(16, '0')
  must(await world.tally.importPast(MANAGER, {
    round: {
      ...times, slug, name: text('Osbu 1999'), tieRule: 'lot', countingRule, topN: null, equalShares: null, voteType: 'approval', envelopeCents: 1_000_000,
      ...settings,
      ideasOpenAt: at(times.ideasOpenAt), ideasCloseAt: at(times.ideasCloseAt), votingOpenAt: at(times.votingOpenAt),
      votingCloseAt: at(times.votingCloseAt), paperUntil: at(times.paperUntil),
    },
    proposals: [[1, 800_000], [2, 900_000], [3, 300_000]].map(([number, cost]) => ({
      number: number!, title: text(`Vanha ${number}`), summary: text('x'), costMinCents: cost!, costMaxCents: cost!, costIsExample: true,
    })),
    ballots: [[1, 2], [1, 2], [3], [3, 3]].map((picks, i) => ({ tracker: tracker(i + 1), picks })),
    source: { voters: null, note: text('Tuotu vanhasta taulukosta.') },
  }))
}

t.test('the result', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { get } = visitor(world)

  await t.test('without any round the page says that there is nothing yet', async (t) => {
    const page = await get('/tulokset')
    t.match(page, { status: 200, main: /Tuloksia ei ole vielä/ })
    t.same(faultsOf(page), [])
    t.equal((await get('/tulokset?kierros=osbu-1')).status, 404)
    t.equal((await get('/tulokset?kierros=../x')).status, 404)
  })

  const slug = await publishedRound(world, 'koe', { rollOf: 6 })

  await t.test('one sentence, the figures, and turnout where a roll gives the whole', async (t) => {
    const page = await get(`/tulokset?kierros=${slug}`)
    t.same(faultsOf(page), [])
    t.equal(page.status, 200)
    t.equal(h1(page), 'Osbu 2026: tulos')
    t.match(page.main, '3 äänestäjää valitsi toteutettavaksi kaksi ehdotusta, yhteensä 45 000 €.')
    const facts = page.dom.querySelectorAll('.facts > div').map((div) => div.text.replace(/\s+/g, ' ').trim())
    t.same(facts, [
      'Äänestäjiä3', 'Ääniä6', 'Äänestysprosentti50,00 % 6 äänioikeutetusta', 'Määrärahasta käytetään45 000 €',
      'Jää käyttämättä5 000 € 50 000 € määrärahasta',
    ])
    t.match(page.main, /Harjoitus\. Tämä on harjoituskierros/, 'a rehearsal is marked')
  })

  await t.test('a list with a bar each and no table, and for each row why', async (t) => {
    const page = await get(`/tulokset?kierros=${slug}`)
    t.equal(page.dom.querySelectorAll('main table').length, 0)
    const rows = page.dom.querySelectorAll('.result')
    t.same(rows.map((row) => row.querySelector('h3')!.text.trim()), ['Ehdotus 1 Toteutetaan', 'Ehdotus 2 Toteutetaan', 'Ehdotus 3'])
    t.same(rows.map((row) => row.querySelector('h3 a')!.getAttribute('href')),
      [`/seuranta/${slug}/1`, `/seuranta/${slug}/2`, `/ehdotukset/3?kierros=${slug}`], 'each leads to its page, the last to the proposal')
    const plain = rows.map((row) => row.text.replace(/\u00A0/g, ' ').replace(/\s+/g, ' '))
    t.match(plain[0], /3 ääntä · 50,00 % äänistä 100,00 % äänestäjistä 20 000 €/)
    t.match(plain[2], /Ei mahtunut: 30 000 € > 5 000 € jäljellä/)
    t.match(plain[2], /maksaa 30 000 €, mutta jäljellä oli 5 000 €\./, 'and in words, for whoever hears it')
    t.same(rows.map((row) => row.querySelector('.bar-fill')!.getAttribute('width')), ['100%', '66.67%', '33.33%'])
    for (const row of rows) t.match(row.querySelector('svg')!.toString(), /aria-hidden="true"/)
    t.equal(page.dom.querySelectorAll('svg text, svg title').length, 0, 'bars say nothing themselves')
  })

  await t.test('ballots, rule, hash and files for counting again', async (t) => {
    const page = await get(`/tulokset?kierros=${slug}`)
    t.match(page.main, /Uurnassa oli 3 lippua\. Kaikki avautuivat ja olivat kelvollisia\./)
    t.match(page.main, /Äänimäärän mukaan, mahtumattomat ohittaen \(greedy\)/)
    t.match(page.main, (await world.tally.published(slug)).result.inputSha256)
    for (const file of ['result', 'ballots.csv', 'urn-list.txt']) {
      const href = `/api/rounds/${slug}/${file}`
      t.ok(page.dom.querySelector(`a[href="${href}"]`), href)
      t.equal((await world.app.inject({ method: 'GET', url: href })).statusCode, 200, href)
    }
  })

  await t.test('the three languages', async (t) => {
    for (const [prefix, lang, words] of [['/sv', 'sv', /3 väljare valde två förslag/], ['/en', 'en', /3 voters chose two proposals/]] as const) {
      const page = await get(`${prefix}/tulokset?kierros=${slug}`)
      t.same(faultsOf(page, lang), [])
      t.match(page.main, words)
    }
    t.match((await get(`/sv/tulokset?kierros=${slug}`)).main, /Förslag 1 Genomförs/)
  })

  await t.test('an imported round is marked, with its note, example costs and what nobody knows', async (t) => {
    await importPast(world)
    const page = await get('/tulokset')
    t.same(faultsOf(page), [])
    t.equal(h1(page), 'Osbu 1999: tulos', 'without a name the newest real result')
    t.match(page.main, /Äänestäjät valitsivat toteutettavaksi yhden ehdotuksen/)
    t.match(page.main, /ÄänestäjiäEi tiedossa/)
    t.match(page.main, /Tuotu vanhasta taulukosta\./)
    t.equal(page.dom.querySelectorAll('.result .result-note').length, 3)
    t.notMatch(page.main, /% äänestäjistä/)
    t.notOk(page.dom.querySelector('a[href$="urn-list.txt"]'), 'there was no urn')
    t.notOk(page.dom.querySelector('a[href^="/tulokset/tarkista"]'), 'nobody has a tracker')
  })

  await t.test('a rule that goes by turns tells each proposal’s outcome in a sentence, and each turn to whoever unfolds it', async (t) => {
    const equalShares = { utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 100 } as const
    await importPast(world, 'osuudet', 'equal-shares', { equalShares, tieRule: 'proposal-number' })
    const page = await get('/tulokset?kierros=osuudet')
    t.same(faultsOf(page), [])
    // 10 000 euros for the three valid ballots; the invalid one names a proposal twice.
    t.match(page.main, /Valittiin 1\. vuorolla: ainoa kannattaja maksoi osuudestaan 3 000,00 €\./)
    t.match(page.main, /Maksaa 8 000 €, mutta sen 2 kannattajalla oli osuuksista jäljellä yhteensä vain 6 666,67 €\./)
    t.match(page.main, /järjestys ei ratkaise sitä, mikä toteutetaan/)
    t.match(page.main, /Jos rahaa jää jakamatta ?Se jää käyttämättä/)
    const details = page.dom.querySelectorAll('main details').find((one) => /Vuoro vuorolta/.test(one.querySelector('summary')!.text))
    t.match(details?.text.replace(/[\s\u00A0]+/g, ' '), /Osuuden sai 3 äänestäjää, ja osuus oli lopuksi 3 333,33 €/)
    t.same(details?.querySelectorAll('tbody tr').map((row) => row.querySelectorAll('th, td > span:last-child').map((each) => each.text.replace(/\u00A0/g, ' '))),
      [['Vanha 3', '1.', '3 000 €', '1', '3 000,00 €', '–']])

    await importPast(world, 'kuormat', 'phragmen', { tieRule: 'proposal-number' })
    const burdens = await get('/tulokset?kierros=kuormat')
    t.same(faultsOf(burdens), [])
    t.match(burdens.main, /Valittiin 1\. vuorolla: ainoan kannattajan kuormaksi tuli 3 000,00 €/)
    t.match(burdens.main, /Ei mahtunut: 8 000 € > 7 000 € jäljellä/)
    for (const [prefix, lang] of [['/sv', 'sv'], ['/en', 'en']] as const) {
      for (const slug of ['osuudet', 'kuormat']) t.same(faultsOf(await get(`${prefix}/tulokset?kierros=${slug}`), lang), [])
    }
  })

  await t.test('what other rules would have chosen, for comparison alone', async (t) => {
    t.equal((await get('/tulokset/osbu-2026/vertailu')).status, 404)
    t.equal((await get('/tulokset/..%2Fx/vertailu')).status, 404)
    const link = (await get(`/tulokset?kierros=${slug}`)).dom.querySelector(`a[href="/tulokset/${slug}/vertailu"]`)
    t.equal(link?.text, 'Mitä muut säännöt olisivat valinneet?')
    const page = await get(`/tulokset/${slug}/vertailu`)
    t.same(faultsOf(page), [])
    t.match(page.main, /laskettiin säännöllä ”Äänimäärän mukaan, mahtumattomat ohittaen”, ja se on voimassa/)
    const [figures, choices] = page.dom.querySelectorAll('table').map((table) => table.querySelectorAll('tbody tr')
      .map((row) => row.querySelectorAll('th, td').map((cell) => (cell.querySelector('span:last-child:not(.tag)') ?? cell).text.replace(/\s+/g, ' ').trim())))
    t.same(figures!.map(([rule, winners]) => [rule, winners]), [
      ['Äänimäärän mukaan, mahtumattomat ohittaen Kierroksen sääntö', '2'], ['Äänimäärän mukaan, kunnes jokin ei mahdu', '2'],
      ['Eniten ääniä saaneet (2)', '2'], ['Tasaosuudet', '2'], ['Phragménin sääntö', '2'],
    ])
    t.same(figures![0]!.slice(2), ['45 000 €', '3 (100,00 %)', '1,67', '36 666,67 €'])
    t.same(choices!.map(([title, ...rules]) => [title, rules.join(' ')]), [
      ['1. Ehdotus 1', 'Kyllä Kyllä Kyllä Kyllä Kyllä'], ['2. Ehdotus 2', 'Kyllä Kyllä Kyllä Kyllä Kyllä'],
    ])
    for (const [prefix, lang] of [['/sv', 'sv'], ['/en', 'en']] as const) t.same(faultsOf(await get(`${prefix}/tulokset/${slug}/vertailu`), lang), [])
    const json = await world.app.inject(`/api/rounds/${slug}/comparison`)
    t.match(json.json(), { round: slug, validBallots: 3, alternatives: [{ rule: 'greedy', isOwn: true, winners: [1, 2] }] })
    t.equal((await world.app.inject('/api/rounds/osbu-2026/comparison')).statusCode, 404)
  })

  await t.test('ties are shown, and how they were broken', async (t) => {
    const page = await get('/tulokset?kierros=osbu-1999')
    t.match(page.main, /Tasatilanteet 2 ääntä sai kukin: Vanha \d, Vanha \d\. Tasatilanne vaikutti siihen, mikä toteutetaan\. Järjestyksen ratkaisi arpa\./)
    t.equal(page.dom.querySelectorAll('.result').filter((row) => /Yhtä monta ääntä kuin/.test(row.text)).length, 2)
  })

  await t.test('ballots that gave no votes are named with their reason', async (t) => {
    t.match((await get('/tulokset?kierros=osbu-1999')).main, /Yksi lippu hylättiin: 0000000000000004: sama ehdotus kahdesti/)
    const { id } = await world.rounds.bySlug(slug)
    const sealed = Buffer.alloc(32, 7)
    await world.db.insertInto('unopenable').values({ round_id: id, sealed_sha256: sealed, reason: 'not_a_sealed_ballot' as never }).execute()
    t.match((await get(`/tulokset?kierros=${slug}`)).main, new RegExp(`Yksi lippu ei avautunut: ${sealed.toString('hex')}`))
  })

  await t.test('where the list stops at the first that does not fit, the rest say so', async (t) => {
    await importPast(world, 'osbu-1998', 'greedy-no-skip')
    const page = await get('/tulokset?kierros=osbu-1998')
    t.match(page.main, /Jako päättyi ehdotukseen Vanha \d, joka ei enää mahtunut\./)
    t.match(page.main, /Jos raha ei riitä, lista päättyy siihen\./)
    t.same(faultsOf(page), [])
  })

  await t.test('before publication nothing of the count is told, only when it will be', async (t) => {
    await publishedRound(world, 'laskettu', { publish: false })
    const page = await get('/tulokset?kierros=laskettu')
    t.match(page, { status: 200, main: /Äänestys on päättynyt\. Tulos julkaistaan tällä sivulla/ })
    t.notMatch(page.main, /Ehdotus \d/)
    t.equal(page.dom.querySelectorAll('.facts, .result, svg.bar').length, 0)
    t.same(faultsOf(page), [])
  })
})

t.test('check your vote', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { get, post } = visitor(world)
  const nothing = await get('/tulokset/tarkista')
  t.match(nothing.main, /Tarkistettavaa kierrosta ei ole/)
  const slug = await publishedRound(world, 'koe')
  const url = `/tulokset/tarkista?kierros=${slug}`
  const ballots = await world.tally.publishedBallots(slug)
  const place = ballots.findIndex(({ picks }) => picks.length === 3)
  const { tracker } = ballots[place]!

  await t.test('a tracker finds its ballot, and what became of each of its picks', async (t) => {
    const page = await post(url, { koodi: tracker })
    t.same(faultsOf(page), [])
    t.equal(page.status, 200)
    t.equal(h1(page), 'Äänesi on laskettu mukaan')
    t.match(page.main, `se on ${place + 1}. lippu, kun lippuja on 3`)
    t.match(page.main, /1\. Ehdotus 1 Sija 1, yhteensä 3 ääntä\. Toteutetaan/)
    t.match(page.main, /3\. Ehdotus 3 Sija 3, yhteensä 1 ääntä\. Ei mahtunut/)
    t.equal(page.dom.querySelector('tr.mine code')!.text, tracker)
    t.equal(page.headers['cache-control'], 'no-store')
  })

  await t.test('it may be typed as people type: in groups, small, with letters for digits', async (t) => {
    const typed = tracker.toLowerCase().replace(/(.{4})/g, '$1 - ').replaceAll('0', 'o').replaceAll('1', 'l')
    t.equal(h1(await post(url, { koodi: ` ${typed}` })), 'Äänesi on laskettu mukaan')
  })

  await t.test('the tracker stands in no address and no log', async (t) => {
    world.logLines.length = 0
    await post(url, { koodi: tracker })
    await post(url, { koodi: 'liian lyhyt' })
    t.same(world.logLines, [])
    const page = await get(url)
    t.ok(page.dom.querySelectorAll('main form').every((form) => form.getAttribute('method') === 'post'))
  })

  await t.test('a code that is none comes back with what was typed and the reason', async (t) => {
    const page = await post(url, { koodi: 'ABC <1>' })
    t.equal(page.status, 400)
    t.same(errorsIn(page), [['#koodi', 'Seurantakoodissa on 16 merkkiä. Tarkista koodi.']])
    t.equal(page.dom.querySelector('#koodi')!.getAttribute('value'), 'ABC <1>')
    t.match(page.dom.querySelector('title')!.text, /^Virhe: /)
    t.same(faultsOf(page), [])
    t.same(errorsIn(await post(url, { koodi: '  ' })), [['#koodi', 'Kirjoita seurantakoodi.']])
    t.same(errorsIn(await post(url, {})), [['#koodi', 'Kirjoita seurantakoodi.']])
  })

  await t.test('a code that is not in the list is explained kindly', async (t) => {
    const page = await post(url, { koodi: 'ZZZZ-ZZZZ-ZZZZ-ZZZZ' })
    t.equal(page.status, 404)
    t.match(page.main, /Koodilla ei löydy lippua/)
    t.match(page.main, /Jos lippusi korjattiin äänestyspisteessä/)
    t.match(page.main, /Jos vaihdoit ääntäsi, vain viimeisin koodi on luettelossa/)
    t.equal(page.dom.querySelector('#koodi')!.getAttribute('value'), 'ZZZZ-ZZZZ-ZZZZ-ZZZZ')
    t.same(faultsOf(page), [])
  })

  await t.test('the hash of a receipt finds the sealed ballot in the urn', async (t) => {
    const { text: list } = await world.urn.urnList(slug)
    const [first] = list.split('\n')
    t.match((await post(url, { tiiviste: ` ${first!.toUpperCase()} ` })).main, /Lippusi on uurnassa.*kohdassa 1, kun lippuja on 3/)
    const missing = await post(url, { tiiviste: sha256('jotain muuta') })
    t.match(missing, { status: 404, main: /Tiivistettä ei ole luettelossa/ })
    const wrong = await post(url, { tiiviste: 'abc' })
    t.match(wrong, { status: 400 })
    t.same(errorsIn(wrong), [['#tiiviste', 'Tiivisteessä on 64 merkkiä: numeroita ja kirjaimia a–f.']])
    t.same(faultsOf(wrong), [])
  })

  await t.test('before publication a tracker tells nothing, but after closing a hash does', async (t) => {
    await publishedRound(world, 'laskettu', { publish: false })
    const early = '/tulokset/tarkista?kierros=laskettu'
    const page = await get(early)
    t.equal(h1(page), 'Äänesi voi tarkistaa, kun tulos on julkaistu')
    t.notOk(page.dom.querySelector('#koodi'))
    t.ok(page.dom.querySelector('#tiiviste'))
    t.same(faultsOf(page), [])
    t.match(await post(early, { koodi: tracker }), { status: 409 })
    const { text: list } = await world.urn.urnList('laskettu')
    t.match((await post(early, { tiiviste: list.slice(0, 64) })).main, /Lippusi on uurnassa/)
  })

  await t.test('while voting is open there is nothing to check yet', async (t) => {
    await votingRound(world, { slug: 'auki' })
    const page = await get('/tulokset/tarkista?kierros=auki')
    t.match(page.main, /Äänestys päättyy .*Kun äänestys on päättynyt, voit tarkistaa täällä, että lippusi on uurnassa\./)
    t.equal(page.dom.querySelectorAll('main form').length, 0)
    t.match(await post('/tulokset/tarkista?kierros=auki', { koodi: tracker }), { status: 409 })
    t.match(await post('/tulokset/tarkista?kierros=auki', { tiiviste: sha256('x') }), { status: 409 })
  })
})

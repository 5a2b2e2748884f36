import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { MANAGER, must, person, roundRequest, testWorld, votingRound } from '../../support/index.ts'
import { confirm, fieldsOf, order, type Page, text, ticked, tracker, visitorOf } from './vote-visitor.ts'

const world = await testWorld(t, { poolMax: 4 })
const { slug } = await votingRound(world, { slug: 'kevat' })
const at = (step: string): string => `/aanesta${step}?kierros=${slug}`
let line = 0

/** Somebody new who has signed in and stands on the check page with these picks. */
async function atCheck(...pick: string[]) {
  const visitor = visitorOf(world)
  await visitor.signIn(++line)
  const page = await visitor.land(await visitor.post(at('/valitse'), { pick }))
  return { visitor, page, voter: line }
}

async function ballots(): Promise<number> {
  const { rows } = await sql<{ n: number }>`select count(*)::int as n from sealed_ballot`.execute(world.db)
  return rows[0]!.n
}

const h1 = (page: Page): string => text(page.root.querySelector('h1'))
const title = (page: Page): string => text(page.root.querySelector('title'))

t.test('the four pages lead from identifying to a tracker, with plain forms alone', async (t) => {
  const visitor = visitorOf(world)
  const identify = await visitor.get(at(''))
  t.equal(h1(identify), 'Äänestä: Osbu 2026')
  t.match(identify.text, /Torikatu 8/, 'stations stand with their addresses')
  t.match(identify.text, /täyttänyt 12 vuotta viimeistään 31\.12\.2026/)
  const link = identify.root.querySelector('main .actions a')!
  t.equal(link.getAttribute('href'), `/api/sign-in/resident?return=${encodeURIComponent(at(''))}`)

  await visitor.signIn(++line)
  const choose = await visitor.land(await visitor.get(at('')))
  t.equal(h1(choose), 'Valitse 1–3 ehdotusta', 'whoever is signed in goes on')
  t.match(choose.text, /järjestys on arvottu/)
  t.match(text(choose.root.querySelector('fieldset')), /20 000 €/)
  t.ok(choose.root.querySelector('.pick-bar button[type=submit]'), 'the button is there without scripts')

  const chosen = await visitor.post(at('/valitse'), { pick: ['2', '5'] })
  t.match(chosen, { status: 303, location: at('/tarkista') })
  const check = await visitor.get(chosen.location!)
  t.equal(h1(check), 'Tarkista äänesi')
  t.match(title(check), /^Ei vielä tallennettu: /)
  t.match(check.text, /Äänesi ei ole vielä tallentunut\./)
  t.match(text(check.root.querySelector('.picked')), /Ehdotus 2 \(Nro 2\) 15 000 € .*Ehdotus 5 \(Nro 5\) 5 000 € .*Yhteensä 20 000 €/)
  t.equal(await ballots(), 0, 'nothing is saved before it is confirmed')

  const cast = await confirm(visitor, check)
  t.match(cast, { status: 303, location: at('/valmis') })
  t.equal(await ballots(), 1)
  const done = await visitor.get(cast.location!)
  t.equal(h1(done), 'Äänesi on tallentunut')
  t.match(tracker(done), /^([0-9A-HJKMNP-TV-Z]{4} ){3}[0-9A-HJKMNP-TV-Z]{4}$/, 'sixteen characters in four groups')
  t.notMatch(done.text, /Ehdotus|Nro \d|15 000/, 'the picks are not on it')
  t.equal(done.root.querySelectorAll('main form').at(-1)!.getAttribute('action'), '/uloskirjautuminen', 'signing out is the last thing')
  t.equal(done.root.querySelectorAll('main button, main a').at(-1)!.textContent.trim(), 'Kirjaudu ulos')

  const reloaded = await visitor.get(at('/valmis'))
  t.equal(tracker(reloaded), tracker(done), 'it can be loaded again')
  t.equal(await ballots(), 1, 'and casts nothing')

  for (const page of [identify, choose, check, done]) {
    t.equal(page.root.querySelectorAll('h1').length, 1, `${h1(page)}: one heading`)
    t.equal(page.root.querySelector('html')!.getAttribute('lang'), 'fi')
    t.equal(page.headers['cache-control'], 'no-store')
    t.notOk(page.root.querySelector('.menu, .bottom'), 'nothing to stray to')
    t.match(page.text, /Tämä on harjoituskierros/, 'a rehearsal says so')
    t.match(page.text, /Vaihe [1-4]\/4: /)
  }

  const out = await visitor.post('/uloskirjautuminen')
  t.equal(visitor.jar.size, 0, 'signing out takes everything along')
  t.equal(h1(await visitor.get(out.location!)), 'Olet kirjautunut ulos')
  const english = await visitor.post('/en/uloskirjautuminen')
  t.equal(h1(await visitor.get(english.location!)), 'You have signed out', 'in each language')
  t.match(await visitor.get(at('/valmis')), { status: 303, location: at('') }, 'the next person sees no tracker')
})

t.test('a fourth tick is accepted and explained, and all ticks are kept', async (t) => {
  const visitor = visitorOf(world)
  await visitor.signIn(++line)
  const before = await visitor.get(at('/valitse'))
  const page = await visitor.post(at('/valitse'), { pick: ['1', '2', '3', '4'] })
  t.equal(page.status, 400)
  t.match(title(page), /^Virhe: /)
  t.same(ticked(page).sort(), ['1', '2', '3', '4'])
  const link = page.root.querySelector('.ds-error-summary a')!
  t.equal(text(link), 'Ehdotuksia voi valita enintään 3. Valittuna on 4.')
  t.ok(page.root.querySelector(`input${link.getAttribute('href')}`), 'the summary leads to the first box')
  t.equal(page.root.querySelector('fieldset')!.getAttribute('aria-describedby'), 'picks-virhe')
  t.notOk(page.root.querySelector('input[disabled]'), 'no box is ever disabled')
  const labels = (of: Page): string[] => of.root.querySelectorAll('.pick label').map(text)
  t.same(labels(page), labels(before), 'a label says the same, ticked or not')
  t.match(await visitor.get(at('/tarkista')), { status: 303, location: at('/valitse') })
  t.same(ticked(await visitor.get(at('/valitse'))).length, 4, 'they are there on coming back too')
  t.match(await visitor.post(at('/valitse')), { status: 400, text: /Ehdotuksia pitää valita vähintään 1\./ }, 'and nothing at all is explained')
})

t.test('the order is drawn for each voter and stays the same', async (t) => {
  const orders = []
  for (let i = 0; i < 6; i++) {
    const visitor = visitorOf(world)
    await visitor.signIn(++line)
    const first = order(await visitor.get(at('/valitse')))
    await visitor.post(at('/valitse'), { pick: ['3'] })
    t.same(order(await visitor.get(at('/valitse'))), first, 'on going back')
    const elsewhere = visitorOf(world)
    await elsewhere.signIn(line)
    t.same(order(await elsewhere.get(at('/valitse'))), first, 'on another device of the same voter')
    orders.push(first.join())
  }
  t.ok(new Set(orders).size > 1, 'others have another one')
  const visitor = visitorOf(world)
  const before = order(await visitor.get(at('/valitse')))
  await visitor.post(at('/valitse'), { pick: ['3'] })
  await visitor.signIn(++line)
  t.same(order(await visitor.get(at('/valitse'))), before, 'signing in midway does not shuffle it')
})

t.test('signing in midway keeps the choice', async (t) => {
  const visitor = visitorOf(world)
  const asked = await visitor.land(await visitor.post(at('/valitse'), { pick: ['4'] }))
  t.equal(h1(asked), 'Tunnistaudu ja vahvista äänesi')
  t.match(title(asked), /^Ei vielä tallennettu: /)
  await visitor.signIn(++line)
  const check = await visitor.land(await visitor.get(at('')))
  t.match(text(check.root.querySelector('.picked')), /Ehdotus 4/)
  visitor.jar.delete('__Host-osbu')
  const gone = await visitor.land(await confirm(visitor, check))
  t.match(gone.text, /Tunnistaudu uudelleen, niin näet valintasi/, 'a session that ran out loses nothing')
  t.notMatch(gone.text, /Ehdotus 4/, 'and shows nothing')
  t.match(await visitor.get(at('/valitse')), { status: 303, location: at('') })
  await visitor.signIn(line + 1000)
  t.same(ticked(await visitor.get(at('/valitse'))), [], 'somebody else on the device begins anew')
  await visitor.signIn(line)
  t.match(text((await visitor.land(await visitor.get(at('')))).root.querySelector('.picked')), /Ehdotus 4/)
})

t.test('whoever finds choices from before they signed in is told so, with the way to begin anew', async (t) => {
  const own = await atCheck('4')
  t.notOk(own.page.root.querySelector('#ennen'), 'what somebody chose when they had signed in is theirs')

  const visitor = visitorOf(world)
  await visitor.post(at('/valitse'), { pick: ['4'] })
  await visitor.signIn(++line)
  for (const time of ['at first', 'loaded again']) {
    const check = await visitor.land(await visitor.get(at('')))
    t.match(text(check.root.querySelector('#ennen p')), /^Nämä on valittu tällä selaimella ennen kuin tunnistauduit/, time)
  }
  const added = await visitor.land(await visitor.post(at('/valitse'), { lisaa: '5' }))
  t.same(ticked(added).sort(), ['4', '5'])
  const check = await visitor.land(await visitor.post(at('/valitse'), { pick: ['4', '5'] }))
  t.ok(check.root.querySelector('#ennen'), 'what was added to them does not make them anybody’s own')
  const form = check.root.querySelector('#ennen form')!
  const anew = await visitor.land(await visitor.post(form.getAttribute('action')!, fieldsOf(form)))
  t.equal(h1(anew), 'Valitse 1–3 ehdotusta')
  t.same(ticked(anew), [])
  t.notOk((await visitor.land(await visitor.post(at('/valitse'), { pick: ['1'] }))).root.querySelector('#ennen'))
})

t.test('a double click, a reload and a lost answer are one vote with one tracker', async (t) => {
  const { visitor, page } = await atCheck('1', '3')
  const before = await ballots()
  const restore = visitor.snapshot()
  const first = await visitor.land(await confirm(visitor, page))
  restore()
  const again = await visitor.land(await confirm(visitor, page))
  t.equal(tracker(again), tracker(first), 'pressed twice')
  restore()
  t.match(await visitor.get(at('/tarkista')), { status: 303, location: at('/valmis') }, 'the check page never says that it is not saved when it is')
  t.equal(tracker(await visitor.get(at('/valmis'))), tracker(first))
  restore()
  const front = await visitor.get('/')
  t.match(text(front.root.querySelector('.unsaved')), /Äänesi on tallentunut/, 'nor does any other page')
  restore()
  t.match(await visitor.get(at('')), { status: 303, location: at('/valmis') })
  t.equal(await ballots(), before + 1)
})

t.test('two tabs cannot overwrite each other silently', async (t) => {
  const { visitor, page: one } = await atCheck('1')
  const two = await visitor.land(await visitor.post(at('/valitse'), { pick: ['2'] }))
  const before = await ballots()
  const first = await visitor.land(await confirm(visitor, one))
  t.ok(tracker(first))
  const changed = await confirm(visitor, two)
  t.equal(changed.status, 409)
  t.equal(h1(changed), 'Tätä ääntä ei tallennettu')
  t.match(changed.text, /Äänesi on ollut uurnassa \d+\.\d+\.\d+ alkaen\./)
  const replace = changed.root.querySelectorAll('main .actions a').at(-1)!
  const check = await visitor.get(replace.getAttribute('href')!)
  t.match(text(check.root.querySelector('.picked')), /Ehdotus 2/, 'what was chosen is kept')
  t.match(check.text, /Kun vahvistat, tämä ääni korvaa sen/)
  const replaced = await visitor.land(await confirm(visitor, check))
  t.match(replaced.text, /olet vaihtanut sen kerran\.[\s\S]*Aiempi seurantakoodi ei ole enää voimassa/)
  t.not(tracker(replaced), tracker(first))
  t.equal(await ballots(), before + 1)
})

t.test('what is cast is what the check page showed', async (t) => {
  const { visitor, page, voter } = await atCheck('1', '2')
  await visitor.post(at('/valitse'), { pick: ['5'] })
  await visitor.land(await confirm(visitor, page))
  const { actor } = await world.identity.signInResident(person(voter))
  const form = page.root.querySelector('form[data-cast]')!
  const castId = form.querySelector('input[name=castId]')!.getAttribute('value')!
  t.match(await world.urn.cast(actor, slug, { picks: [1, 2], castId, replaces: 0 }), { ok: true, value: { again: true } })
})

t.test('a page that somebody left open casts nothing in the name of the next person', async (t) => {
  const { visitor, page } = await atCheck('1')
  const before = await ballots()
  await visitor.signIn(++line)
  const refused = await confirm(visitor, page)
  t.match(refused, { status: 409, text: /Tätä ääntä ei tallennettu[\s\S]*tunnistautunut välillä joku muu/ })
  t.equal(await ballots(), before)
  t.same(ticked(await visitor.land(await visitor.get(at('')))), [], 'and shows them nothing')
})

t.test('whoever has voted is told so, and may replace the vote', async (t) => {
  const { visitor, page } = await atCheck('1')
  await confirm(visitor, page)
  const voted = await visitor.get(at(''))
  t.equal(h1(voted), 'Olet äänestänyt')
  t.match(voted.text, /Äänesi on ollut uurnassa .* alkaen\./)
  t.match(text(voted.root.querySelector('main .actions')), /Näytä seurantakoodi Vaihda ääni/)
  t.match(await visitor.get(at('/tarkista')), { status: 303, location: at('') }, 'going back there is nothing left to confirm')
  const choose = await visitor.get(at('/valitse'))
  t.match(choose.text, /Äänesi on ollut uurnassa/)
  t.same(ticked(choose), [], 'nobody knows what is in the urn')
})

t.test('a new choice beside a vote in the urn is told to be that, and that the vote stands', async (t) => {
  const { visitor, page } = await atCheck('1')
  await confirm(visitor, page)
  const stands = 'Uurnassa oleva äänesi on voimassa. Uutta valintaasi ei ole vahvistettu.'
  const check = await visitor.land(await visitor.post(at('/valitse'), { pick: ['2'] }))
  const front = await visitor.get('/')
  t.equal(text(front.root.querySelector('.unsaved')), `${stands} Jatka äänestämistä`)
  t.match(text(check.root), stands)
  const leave = await visitor.get(at('/poistu'))
  t.equal(h1(leave), 'Uutta valintaasi ei ole vahvistettu')
  t.match(text(leave.root.querySelector('.lead')), /^Äänesi on ollut uurnassa .* alkaen\. Jos lopetat nyt, se lasketaan mukaan/)
  for (const each of [check, front, leave]) t.notMatch(each.text, /Äänesi ei ole vielä tallentunut|eivät tule mukaan/)

  await visitor.post(at('/poistu'))
  const elsewhere = visitorOf(world)
  await elsewhere.post(at('/valitse'), { pick: ['2'], luonnos: '1' })
  t.match(text((await elsewhere.get('/')).root.querySelector('.unsaved')), /^Äänesi ei ole vielä tallentunut/, 'of nobody known')
  await elsewhere.signIn(line)
  t.match(text((await elsewhere.get('/')).root.querySelector('.unsaved')), stands, 'of somebody who has voted')
})

t.test('a service whose clock is ahead ends nothing that the database still takes', async (t) => {
  const { slug: soon } = await votingRound(world, { slug: 'pian', votingCloseAt: new Date(Date.now() + 30 * 60_000).toISOString() })
  const of = (step: string): string => `/aanesta${step}?kierros=${soon}`
  const visitor = visitorOf(world)
  await visitor.signIn(++line)
  const check = await visitor.land(await visitor.post(of('/valitse'), { pick: ['2'] }))
  world.clock.set(Date.now() + 31 * 60_000)
  t.teardown(() => world.clock.reset())
  const ended = await visitor.get(of(''))
  t.match(ended.text, /Äänestys on päättynyt[\s\S]*Valintojasi ei ehditty vahvistaa/)
  t.match(text((await visitor.get('/')).root.querySelector('.unsaved')), /^Äänestämisesi on kesken/, 'nothing is said to go on with')
  world.clock.reset()
  const again = await visitor.land(await visitor.get(of('')))
  t.match(text(again.root.querySelector('.picked')), /Ehdotus 2/, 'the choice was kept')
  world.clock.set(Date.now() + 31 * 60_000)
  t.ok(tracker(await visitor.land(await confirm(visitor, check))), 'and the database closes the vote, nobody else')
})

t.test('while the urn does not answer the page says that it is not known, and that pressing again is safe', async (t) => {
  const { visitor, page } = await atCheck('2')
  const before = await ballots()
  await sql`alter table sealed_ballot rename to sealed_ballot_away`.execute(world.db)
  const lost = await confirm(visitor, page)
  await sql`alter table sealed_ballot_away rename to sealed_ballot`.execute(world.db)
  t.equal(lost.status, 503)
  t.equal(h1(lost), 'Emme tiedä, ehtikö äänesi tallentua')
  t.match(lost.text, /Ääni ei voi tallentua kahdesti/)
  t.notMatch(lost.text, /Äänesi ei ole vielä tallentunut/, 'nothing is said that is not known')
  t.ok(tracker(await visitor.land(await confirm(visitor, lost))), 'the same form again')
  t.equal(await ballots(), before + 1)
})

t.test('when nobody answers in time the page comes back too, with the same vote to send again', async (t) => {
  const { visitor, page } = await atCheck('2')
  const castId = randomBytes(16).toString('hex')
  const register = () => world.urn.castOnPaper(slug, Buffer.alloc(32, 7), { picks: [1], castId, replaces: 0 },
    { station: 'spotti', clerk: 'clerk-spotti', residence: 'register', correctionReason: null })
  const before = await ballots()
  const lost = await world.db.transaction().execute(async (tx) => {
    await sql`lock table sealed_ballot in exclusive mode`.execute(tx)
    const [answer] = await Promise.all([confirm(visitor, page), t.rejects(register(), { code: 'unavailable' }, 'nor is a clerk kept waiting')])
    return answer
  })
  must(await register())
  t.equal(lost.status, 503)
  t.equal(h1(lost), 'Emme tiedä, ehtikö äänesi tallentua')
  t.ok(tracker(await visitor.land(await confirm(visitor, lost))))
  t.equal(await ballots(), before + 2)
})

t.test('while the secrets are away casting stops and says that nothing was saved', async (t) => {
  const { visitor, page } = await atCheck('2')
  const file = join(world.secretsDir, `${slug}.pepper`)
  await rename(file, `${file}.away`)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  const stopped = await confirm(visitor, page)
  await rename(`${file}.away`, file)
  t.equal(stopped.status, 503)
  t.match(stopped.text, /Tätä ääntä ei tallennettu\.[\s\S]*Uurnassa ei ole sinulta ääntä\./)
  await new Promise((resolve) => setTimeout(resolve, 1100))
  t.ok(tracker(await visitor.land(await confirm(visitor, stopped))))
})

t.test('no pick, cast id or tracker stands in an address, a log line or an open cookie', async (t) => {
  const visitor = visitorOf(world)
  await visitor.signIn(++line)
  const lengths = new Set<number>()
  let castId = ''
  let check: Page | null = null
  for (const pick of [['1'], ['5'], ['1', '2', '3']]) {
    check = await visitor.land(await visitor.post(at('/valitse'), { pick }))
    castId = check.root.querySelector('input[name=castId]')!.getAttribute('value')!
    const cookie = visitor.jar.get('__Host-osbu-vote')!
    lengths.add(cookie.length)
    t.notMatch(Buffer.from(cookie, 'base64url').toString('latin1'), new RegExp(`${castId}|ballot|pick`))
  }
  t.equal(lengths.size, 1, 'the cookie is as long for one pick as for three')
  const done = await visitor.land(await confirm(visitor, check!))
  const code = tracker(done).replaceAll(' ', '')
  t.ok(code)
  for (const address of visitor.requested) t.match(address, /^\/aanesta(\/[a-z]+)?\?kierros=kevat$/)
  const log = world.logLines.join('')
  for (const secret of [castId, code, 'aanesta', 'pick']) t.notMatch(log, secret)
  for (const value of visitor.jar.values()) {
    t.notMatch(Buffer.from(value, 'base64url').toString('latin1') + value, new RegExp(`${code}|${castId}`))
  }
})

t.test('a begun vote is told on every page outside the flow, and can be let go', async (t) => {
  const visitor = visitorOf(world)
  t.notOk((await visitor.get('/')).root.querySelector('.unsaved'))
  await visitor.post(at('/valitse'), { pick: ['2'], luonnos: '1' })
  const front = await visitor.get('/')
  t.equal(text(front.root.querySelector('.unsaved')), 'Äänesi ei ole vielä tallentunut. Jatka äänestämistä')
  t.equal(front.headers['cache-control'], 'no-store')
  const back = await visitor.land(await visitor.get(front.root.querySelector('.unsaved a')!.getAttribute('href')!))
  t.match(back.text, /Valintasi on tallessa/, 'a rehearsal too is found again by its draft')
  const leave = await visitor.get(at('/poistu'))
  t.equal(h1(leave), 'Äänesi ei ole vielä tallentunut')
  t.match(await visitor.post(at('/poistu')), { status: 303, location: '/' })
  t.notOk((await visitor.get('/')).root.querySelector('.unsaved'))
  await visitor.post(at('/valitse'), { pick: ['2'], luonnos: '1' })
  await visitor.post(at('/valitse'), { luonnos: '1' })
  t.notOk((await visitor.get('/')).root.querySelector('.unsaved'), 'without ticks nothing is unsaved')
})

t.test('a vote begun in a rehearsal stays in it', async (t) => {
  const visitor = visitorOf(world)
  await visitor.post(at('/valitse'), { pick: ['2'], luonnos: '1' })
  const real = must(await world.rounds.create(MANAGER, roundRequest({ slug: 'oikea', votingOpenAt: new Date(Date.now() + 60_000).toISOString() })))
  t.notMatch((await visitor.get('/aanesta')).text, /harjoituskierros|Valintasi on tallessa/, 'the plain address is the real round’s')
  t.equal((await visitor.get('/')).root.querySelector('.unsaved a')!.getAttribute('href'), at('/tarkista'), 'and the way back names the rehearsal')
  await visitor.post(`/aanesta/poistu?kierros=${real.slug}`)
  t.match((await visitor.land(await visitor.get(at('')))).text, /Valintasi on tallessa/, 'pages of another round let go of nothing')
})

t.test('the flow speaks Swedish and English', async (t) => {
  for (const [language, heading] of [['sv', 'Välj 1–3 förslag'], ['en', 'Choose 1 to 3 proposals']] as const) {
    const visitor = visitorOf(world)
    await visitor.signIn(++line)
    const choose = await visitor.land(await visitor.get(`/${language}${at('')}`))
    t.equal(h1(choose), heading)
    t.equal(choose.root.querySelector('html')!.getAttribute('lang'), language)
    const check = await visitor.land(await visitor.post(`/${language}${at('/valitse')}`, { pick: '1' }))
    const done = await visitor.land(await confirm(visitor, check))
    t.equal(done.root.querySelector('html')!.getAttribute('lang'), language)
    t.ok(tracker(done))
  }
})

t.test('after the end nothing is taken, and nobody is left in doubt', async (t) => {
  const voted = await atCheck('3')
  const restore = voted.visitor.snapshot()
  const first = await voted.visitor.land(await confirm(voted.visitor, voted.page))
  const late = await atCheck('1')
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const refused = await confirm(late.visitor, late.page)
  t.equal(refused.status, 409)
  t.match(refused.text, /Tätä ääntä ei tallennettu[\s\S]*Äänestys on päättynyt[\s\S]*Uurnassa ei ole sinulta ääntä/)
  restore()
  t.equal(tracker(await voted.visitor.land(await confirm(voted.visitor, voted.page))), tracker(first), 'a receipt is given after closing too')
  const after = await late.visitor.get(at(''))
  t.equal(h1(after), 'Äänestys on päättynyt')
  for (const step of ['/valitse', '/tarkista']) t.match(await visitorOf(world).get(at(step)), { status: 303, location: at('') })
})

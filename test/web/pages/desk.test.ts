import { sql } from 'kysely'
import t from 'tap'
import { numbersIn } from '../../../src/web/pages/desk/form.ts'
import { CLERK, MANAGER, must, OTHER_CLERK, person, resident, roundRequest, votingWorld } from '../../support/index.ts'
import { errorsIn, faultsOf } from './ideas-door.ts'
import { browserOf } from './jar.ts'

const TRACKER = /[0-9A-HJKMNP-TV-Z]{4}(?: [0-9A-HJKMNP-TV-Z]{4}){3}/

t.test('numbers are typed as they come', async (t) => {
  t.same(numbersIn('3 7 12'), [3, 7, 12])
  t.same(numbersIn(' 3,7;12. '), [3, 7, 12])
  t.same(numbersIn(''), [])
  t.equal(numbersIn('3 7a'), null)
  t.equal(numbersIn('-3'), null)
})

t.test('the desk', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const desk = await browserOf(world, CLERK)
  const hetu = (voter: number): string => person(voter).hetu
  /** What a page sends along by itself: which form stands on the screen. */
  const hidden = async (url: '/piste/lomake' | '/piste/tarkista'): Promise<Record<string, string>> =>
    Object.fromEntries((await desk.get(url)).dom.querySelectorAll('main input[type=hidden]')
      .map((input) => [input.getAttribute('name')!, input.getAttribute('value')!]))
  const fillIn = async (fields: Record<string, string | string[]>) =>
    desk.post('/piste/lomake', { ...await hidden('/piste/lomake'), ...fields })
  const register = async (voter: number, picks: string) => {
    await desk.post('/piste', { kierros: slug, hetu: hetu(voter) })
    await fillIn({ picks, residence: 'register' })
    return desk.send('/piste/tarkista', await hidden('/piste/tarkista'))
  }

  await t.test('is for clerks alone, and nobody keeps or logs it', async (t) => {
    const office = await browserOf(world, MANAGER)
    t.equal((await office.get('/piste')).status, 403)
    const start = await desk.get('/piste')
    t.equal(start.headers['cache-control'], 'no-store')
    t.same(faultsOf(start), [])
    t.match(start.text, /Harjoitus/, 'a rehearsal says so')
    t.notOk(start.dom.querySelector('a[href*="/hallinta/ideat/uusi"]'), 'no round takes ideas')
    const inHours = (hours: number): string => new Date(Date.now() + hours * 60 * 60 * 1000).toISOString()
    const { slug: taking } = must(await world.rounds.create(MANAGER, roundRequest({
      slug: 'ideoita', ideasCloseAt: inHours(1), votingOpenAt: inHours(1), votingCloseAt: inHours(2), paperUntil: inHours(3),
    })))
    t.ok((await desk.get('/piste')).dom.querySelector(`a[href="/hallinta/ideat/uusi?kierros=${taking}"]`), 'papers with ideas are entered here too')
    t.ok(start.dom.querySelector('#hetu')?.hasAttribute('autofocus'), 'the code can be typed at once')
    for (const [prefix, lang] of [['/sv', 'sv'], ['/en', 'en']] as const) t.same(faultsOf(await desk.get(`${prefix}/piste`), lang), [])
  })

  await t.test('a mistyped code comes back with what is wrong with it', async (t) => {
    const page = await desk.post('/piste', { kierros: slug, hetu: '010280-952X' })
    t.equal(page.status, 400)
    t.match(errorsIn(page), [['#hetu', /viimeinen merkki ei täsmää/]])
    t.equal(page.dom.querySelector('#hetu')?.getAttribute('value'), '010280-952X')
    t.match(page.dom.querySelector('title')?.text, /^Virhe: /)
    t.match(errorsIn(await desk.post('/piste', { kierros: slug })), [['#hetu', 'Kirjoita henkilötunnus.']])
  })

  await t.test('who may vote is told so, and wrong numbers come back with the reason', async (t) => {
    const page = await desk.send('/piste', { kierros: slug, hetu: hetu(1).toLowerCase() })
    t.equal(page.sent, 303)
    t.equal(page.heading, 'Saa äänestää')
    t.match(page.text, hetu(1), 'the clerk compares it with the document')
    t.match(page.text, /Ikä riittää. Varmista vielä asuinpaikka/, 'there is no roll, so nobody has looked at the residence yet')
    t.same(faultsOf(page), [])
    t.equal(page.dom.querySelectorAll('input[type=checkbox]').length, 5, 'the mouse has a grid')
    const wrong: [string, RegExp][] = [
      ['1 99', /Lipulla ei ole numeroa 99/], ['1 1', /vain kerran/], ['1 2 3 4', /enintään 3. Valittuna on 4/], ['', /vähintään 1/],
      ['yksi', /Kirjoita vain numeroita/],
    ]
    for (const [picks, reason] of wrong) {
      const back = await fillIn({ picks, residence: 'register' })
      t.equal(back.status, 400, picks)
      t.match(errorsIn(back), [['#picks', reason]], picks)
      t.equal(back.dom.querySelector('#picks')?.getAttribute('value'), picks)
      t.same(faultsOf(back), [])
    }
    t.match(errorsIn(await fillIn({ picks: '1 2' })), [['#residence', 'Valitse, miten asuinpaikka varmistettiin.']])
  })

  await t.test('a ballot is looked at, registered and printed, and then nothing on the screen tells whose it was', async (t) => {
    const check = await desk.send('/piste/lomake', { ...await hidden('/piste/lomake'), picks: '4 1', valinta: ['4', '5'], residence: 'declaration' })
    t.equal(check.heading, 'Tarkista lippu')
    t.match(check.text, /Ääntä ei ole vielä kirjattu/)
    t.equal(check.dom.querySelector('#aanestaja .desk-hetu')?.text, hetu(1))
    t.match(check.text, /Lue tunnus vielä kortista/, 'for a vote under a wrong code can never be taken back')
    t.same(check.dom.querySelectorAll('.desk-number').map((number) => number.text), ['1', '4', '5'], 'typed and ticked are one ballot')
    t.same(faultsOf(check), [])
    const done = await desk.send('/piste/tarkista', await hidden('/piste/tarkista'))
    t.equal(done.sent, 303)
    t.equal(done.heading, 'Ääni on kirjattu')
    t.same(faultsOf(done), [])
    const slip = done.dom.querySelector('.desk-slip')!
    t.match(slip.text, TRACKER)
    t.match(slip.text, /Harjoitus/)
    slip.remove()
    t.notMatch(done.dom.toString(), TRACKER, 'the screen does not have the tracker')
    t.notMatch(done.body, hetu(1), 'nor anything the code')
    t.ok(done.dom.querySelector('#hetu'), 'the next person can be typed at once')
    t.notMatch((await desk.get('/piste')).body, TRACKER)
    t.equal((await desk.get('/piste/kuitti')).to, '/piste', 'and the slip is gone with the next start')
  })

  await t.test('how residence was made sure of is remembered for the sitting', async (t) => {
    const page = await desk.send('/piste', { kierros: slug, hetu: hetu(2) })
    t.equal(page.dom.querySelector('input[name=residence][checked]')?.getAttribute('value'), 'declaration')
  })

  await t.test('a form sent again after a lost answer is the same vote', async (t) => {
    await fillIn({ picks: '2', residence: 'register' })
    const before = new Map(desk.jar)
    const sent = await hidden('/piste/tarkista')
    const first = await desk.send('/piste/tarkista', sent)
    desk.jar.clear()
    for (const [name, value] of before) desk.jar.set(name, value)
    const again = await desk.send('/piste/tarkista', sent)
    t.equal(again.dom.querySelector('.desk-slip-code')?.text, first.dom.querySelector('.desk-slip-code')?.text, 'the same slip')
    t.equal((await desk.post('/piste/tarkista', sent)).to, '/piste/kuitti', 'a finished form leads to its slip')
    const rows = await world.db.selectFrom('sealed_ballot').select('revision').execute()
    t.same(rows.map(({ revision }) => revision), [1, 1])
  })

  await t.test('who has voted is told where and when, and who may not, why', async (t) => {
    const paper = await desk.send('/piste', { kierros: slug, hetu: hetu(1) })
    t.match(paper.heading, /^On jo äänestänyt paperilla: spotti/)
    t.match(paper.text, /Ääni annettiin \d+\.\d+\.\d{4}/)
    t.same(faultsOf(paper), [])
    await desk.post('/piste', { kierros: slug, hetu: hetu(3) })
    const open = await hidden('/piste/lomake')
    must(await world.urn.cast(await resident(world, 3), slug, { picks: [1], replaces: 0, castId: 'a'.repeat(32) }))
    const late = await desk.post('/piste/lomake', { ...open, picks: '1', residence: 'register' })
    t.equal(late.to, '/piste/lomake', 'no form is taken for them')
    t.match((await desk.send('/piste', { kierros: slug, hetu: hetu(3) })).heading, /verkossa/)
    const child = await desk.send('/piste', { kierros: slug, hetu: '010120A900M' })
    t.equal(child.heading, 'Ei saa äänestää')
    t.match(child.text, /ei ole vielä äänestysikäinen/)
  })

  await t.test('a mistake of the same sitting is corrected with a reason, and nothing tells what stood there before', async (t) => {
    await register(5, '1 2 3')
    t.match((await desk.send('/piste', { kierros: slug, hetu: hetu(5) })).text, /Korjaa juuri kirjaamasi lippu/)
    const form = await desk.send('/piste/lomake', { ...await hidden('/piste/lomake'), korjaa: '1' })
    t.equal(form.heading, 'Korjaat aiemmin kirjaamaasi lippua')
    t.equal(form.dom.querySelector('#picks')?.getAttribute('value'), '')
    t.equal(form.dom.querySelectorAll('[type=checkbox][checked]').length, 0)
    t.match(errorsIn(await fillIn({ picks: '4', residence: 'register', correctionReason: '' })),
      [['#correctionReason', /./]])
    await fillIn({ picks: '4', residence: 'register', correctionReason: 'Näppäilyvirhe.' })
    await sql`update sealed_ballot set cast_on = cast_on - 1 where channel = 'paper'`.execute(world.db)
    const overnight = await desk.post('/piste/tarkista', await hidden('/piste/tarkista'))
    await sql`update sealed_ballot set cast_on = cast_on + 1 where channel = 'paper'`.execute(world.db)
    t.match(overnight.text, /Lipun voi korjata vain se virkailija, .* samana päivänä/, 'a form that lay open over midnight')
    const done = await desk.send('/piste/tarkista', await hidden('/piste/tarkista'))
    t.equal(done.heading, 'Korjattu ääni on kirjattu')
    t.match(done.text, /Ota aiempi tuloste takaisin/, 'for its code finds nothing any more')
    const corrected = await world.db.selectFrom('sealed_ballot').select(['revision', 'correction_reason'])
      .where('correction_reason', 'is not', null).execute()
    t.same(corrected, [{ revision: 2, correction_reason: 'Näppäilyvirhe.' }])
    const other = await browserOf(world, OTHER_CLERK)
    t.notMatch((await other.send('/piste', { kierros: slug, hetu: hetu(5) })).text, /Korjaa/, 'another desk cannot')
  })

  await t.test('what another clerk left in the browser is not read', async (t) => {
    await desk.post('/piste', { kierros: slug, hetu: hetu(6) })
    const other = await browserOf(world, { ...CLERK, id: 'colleague' })
    for (const [name, value] of desk.jar) if (!other.jar.has(name)) other.jar.set(name, value)
    t.equal((await other.get('/piste/lomake')).to, '/piste')
  })

  await t.test('the day is closed with its figures, and a difference needs a note', async (t) => {
    const open = await desk.get('/piste/paiva')
    t.same(faultsOf(open), [])
    t.match(open.dom.querySelector('.facts')?.text, /3/, 'the urn says how many')
    const back = await desk.post('/piste/paiva', { kierros: slug, counted: '5', spoiled: '1', returned: '0', note: '' })
    t.equal(back.status, 400)
    t.match(errorsIn(back), [['#note', /Kirjattuja on 3 ja laskettuja 5/]])
    t.equal(back.dom.querySelector('#counted')?.getAttribute('value'), '5')
    t.match(errorsIn(await desk.post('/piste/paiva', { kierros: slug, counted: 'x', spoiled: '', returned: '0' })),
      [['#counted', /./], ['#spoiled', /: Tämä tieto puuttuu\.$/]])
    const closed = await desk.send('/piste/paiva', { kierros: slug, counted: '5', spoiled: '1', returned: '0', note: 'Kaksi jäi laatikkoon.' })
    t.equal(closed.sent, 303)
    t.match(closed.dom.querySelector('.day-sheet')?.text.replace(/\s+/g, ' '), /Ero \+2.*Kaksi jäi laatikkoon/)
    await register(7, '1')
    t.match((await desk.get('/piste/paiva')).text, /uurnassa on nyt 4/, 'a late form asks for new figures')
  })

  await t.test('no code or tracker is in an address or a log', async (t) => {
    const log = world.logLines.join('')
    t.notMatch(log, /\/piste/)
    for (const voter of [1, 2, 3, 5, 6, 7]) t.notMatch(log, hetu(voter))
  })

  await t.test('without a round that takes paper the desk says so', async (t) => {
    await desk.post('/piste', { kierros: slug, hetu: hetu(8) })
    await fillIn({ picks: '1', residence: 'register' })
    must(await world.rounds.endRehearsal(MANAGER, slug))
    const late = await desk.post('/piste/tarkista', await hidden('/piste/tarkista'))
    t.equal(late.status, 409)
    t.match(late.text, /Äänestys on päättynyt/)
    t.same(faultsOf(late), [])
    const voter = await desk.get('/piste/lomake')
    t.equal(voter.status, 409, 'nor is it told who has voted, when nobody can any more')
    t.match(voter.text, /Äänestys on päättynyt/)
    const page = await desk.get('/piste')
    t.equal(page.heading, 'Paperiääniä ei nyt kirjata')
    t.same(faultsOf(page), [])
  })
})

import t from 'tap'
import { CLERK, person, votingWorld } from '../../support/index.ts'
import { faultsOf } from './ideas-door.ts'
import { browserOf } from './jar.ts'

t.test('a desk with two tabs', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  // Both tabs have the cookies of the one browser.
  const desk = await browserOf(world, CLERK)
  const [[session, signedIn]] = [...desk.jar] as [[string, string]]
  const rows = async (): Promise<number> => (await world.db.selectFrom('sealed_ballot').select('revision').execute()).length

  type Seen = Awaited<ReturnType<typeof desk.get>>
  /** What the button of a page sends, as long as the page stands in its tab. */
  const fieldsOf = (page: Seen): Record<string, string> => Object.fromEntries(page.dom.querySelectorAll('main input[type=hidden]')
    .map((input) => [input.getAttribute('name')!, input.getAttribute('value')!]))
  const open = (voter: number): Promise<Seen> => desk.send('/piste', { kierros: slug, hetu: person(voter).hetu })
  const fillIn = (page: Seen, picks: string): Promise<Seen> =>
    desk.send('/piste/lomake', { ...fieldsOf(page), picks, residence: 'register' })
  const hasVoted = async (voter: number): Promise<boolean> => /On jo äänestänyt/.test((await open(voter)).heading)

  await t.test('registers what the screen shows, never the form of the other tab', async (t) => {
    const tab1 = await fillIn(await open(1), '1')
    const tab2 = await fillIn(await open(2), '2 3')
    const refused = await desk.post('/piste/tarkista', fieldsOf(tab1))
    t.equal(refused.status, 409)
    t.equal(refused.heading, 'Pöydällä on eri lomake')
    t.match(refused.text, /ei kirjattu mitään/)
    t.same(faultsOf(refused), [])
    t.equal(await rows(), 0)
    const on = await desk.get(refused.dom.querySelector('main .actions a')!.getAttribute('href')!)
    t.match(on.text, person(2).hetu, 'the way on leads to the form that is on the desk')
    t.equal((await desk.post('/piste/tarkista')).status, 409, 'a page that does not say which form it shows registers nothing')
    t.equal((await desk.send('/piste/tarkista', fieldsOf(tab2))).heading, 'Ääni on kirjattu')

    const late = await desk.post('/piste/tarkista', fieldsOf(tab1))
    t.equal(late.status, 409, 'and the first tab is not led to the slip of somebody else')
    t.equal(late.heading, 'Lomake ei ole enää pöydällä')
    t.same(faultsOf(late), [])
    t.equal(await rows(), 1)
    t.notOk(await hasVoted(1))
    t.ok(await hasVoted(2))
  })

  await t.test('says so in three languages', async (t) => {
    const tab1 = await fillIn(await open(3), '1')
    for (const prefix of ['/sv', '/en'] as const) {
      await open(4)
      const other = await desk.post(`${prefix}/piste/tarkista`, fieldsOf(tab1))
      t.equal(other.status, 409)
      t.same(faultsOf(other, prefix === '/sv' ? 'sv' : 'en'), [])
      await desk.get('/piste')
      const gone = await desk.post(`${prefix}/piste/tarkista`, fieldsOf(tab1))
      t.equal(gone.status, 409)
      t.not(gone.heading, other.heading)
      t.same(faultsOf(gone, prefix === '/sv' ? 'sv' : 'en'), [])
    }
  })

  await t.test('does not write numbers or a correction on the form of the other tab', async (t) => {
    const tab1 = await open(5)
    const tab2 = await open(6)
    t.equal((await desk.post('/piste/lomake', { ...fieldsOf(tab1), picks: '1', residence: 'register' })).status, 409)
    t.equal((await desk.post('/piste/lomake', { picks: '1', residence: 'register' })).status, 409)
    t.equal((await fillIn(tab2, '4')).heading, 'Tarkista lippu')
    const mine = await open(2)
    t.ok(mine.dom.querySelector('[name=korjaa]'))
    await open(6)
    t.equal((await desk.post('/piste/lomake', { ...fieldsOf(mine), korjaa: '1' })).status, 409)
  })

  await t.test('does not register numbers that were changed in the other tab', async (t) => {
    const form = await open(7)
    const tab1 = await fillIn(form, '1')
    const tab2 = await fillIn(form, '5')
    const before = await rows()
    t.equal((await desk.post('/piste/tarkista', fieldsOf(tab1))).status, 409)
    t.equal(await rows(), before)
    t.equal((await desk.send('/piste/tarkista', fieldsOf(tab2))).heading, 'Ääni on kirjattu')
  })

  await t.test('keeps a form that met the end of the session: after signing in it waits to be sent', async (t) => {
    const check = await fillIn(await open(8), '2')
    const before = await rows()
    desk.jar.delete(session)
    const ended = await desk.post('/piste/tarkista', fieldsOf(check))
    t.equal(ended.status, 401)
    t.ok(ended.dom.querySelector(`a[href="/api/sign-in/staff?return=${encodeURIComponent('/piste/tarkista')}"]`))
    t.notOk(ended.dom.querySelector('main input'), 'the page holds no code and no pick')
    t.match((await desk.get('/piste/kuitti')).to, /^\/api\/sign-in\/staff/)
    desk.jar.set(session, signedIn)
    t.equal(await rows(), before)
    t.equal((await desk.get('/piste/kuitti')).to, '/piste/tarkista', 'there is no slip, and the form is not thrown away')
    const again = await desk.get('/piste/tarkista')
    t.same(fieldsOf(again), fieldsOf(check), 'the same cast id, so pressing again is safe')
    t.equal((await desk.send('/piste/tarkista', fieldsOf(again))).heading, 'Ääni on kirjattu')
    t.equal(await rows(), before + 1)
  })
})

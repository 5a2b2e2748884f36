import { sql } from 'kysely'
import { parse } from 'node-html-parser'
import t from 'tap'
import { CLERK, person, votingWorld } from '../../support/index.ts'
import { faultsOf } from './ideas-door.ts'
import { browserOf } from './jar.ts'

const UNKNOWN = 'Emme tiedä, ehtikö ääni uurnaan'

t.test('when nobody knows whether a vote reached the urn', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const desk = await browserOf(world, CLERK)
  const fieldsOf = (dom: ReturnType<typeof parse>): Record<string, string> => Object.fromEntries(
    dom.querySelectorAll('main form[data-next] input[type=hidden]').map((input) => [input.getAttribute('name')!, input.getAttribute('value')!]))
  const atCheck = async (voter: number, picks: string) => {
    const start = await desk.send('/piste', { kierros: slug, hetu: person(voter).hetu })
    return desk.send('/piste/lomake', { ...fieldsOf(start.dom), picks, residence: 'register' })
  }
  const ballots = async (): Promise<number> =>
    (await sql<{ n: number }>`select count(*)::int as n from sealed_ballot`.execute(world.db)).rows[0]!.n
  /** Presses the button while `table` is away. */
  const withoutAnswer = async (table: string, fields: Record<string, string>) => {
    await sql`alter table ${sql.table(table)} rename to away`.execute(world.db)
    const page = await desk.post('/piste/tarkista', fields)
    await sql`alter table away rename to ${sql.table(table)}`.execute(world.db)
    return page
  }

  await t.test('the page says so and sends the same vote again', async (t) => {
    const sent = fieldsOf((await atCheck(1, '2 5')).dom)
    for (const table of ['sealed_ballot', 'round']) {
      const lost = await withoutAnswer(table, sent)
      t.equal(lost.status, 503)
      t.equal(lost.heading, UNKNOWN)
      t.same(faultsOf(lost), [])
      t.match(lost.text, /Älä päästä äänestäjää vielä pois.*sama ääni ei voi kirjautua kahdesti/)
      t.match(lost.text, person(1).hetu, 'whose it is')
      t.notMatch(lost.text, /ei ole vielä kirjattu/, 'nothing is said that is not known')
      t.same(fieldsOf(lost.dom), sent)
      t.ok(lost.headers['retry-after'])
    }
    t.equal(await ballots(), 0)
    const done = await desk.send('/piste/tarkista', sent)
    t.equal(done.heading, 'Ääni on kirjattu')
    t.equal(await ballots(), 1)
  })

  await t.test('and when it was there, the voter gets the slip that was lost', async (t) => {
    const sent = fieldsOf((await atCheck(2, '1')).dom)
    const before = new Map(desk.jar)
    const slip = (await desk.send('/piste/tarkista', sent)).dom.querySelector('.desk-slip-code')!.text
    // The answer never came, so the browser has what it had.
    desk.jar.clear()
    for (const [name, value] of before) desk.jar.set(name, value)
    const lost = await withoutAnswer('sealed_ballot', sent)
    t.equal(lost.heading, UNKNOWN)
    t.equal((await desk.send('/piste/tarkista', fieldsOf(lost.dom))).dom.querySelector('.desk-slip-code')!.text, slip)
    t.equal(await ballots(), 2, 'once')
  })

  await t.test('each language says it', async (t) => {
    const fields = fieldsOf((await atCheck(3, '1')).dom)
    await sql`alter table round rename to away`.execute(world.db)
    for (const [prefix, lang] of [['/sv', 'sv'], ['/en', 'en']] as const) {
      const lost = await desk.post(`${prefix}/piste/tarkista`, fields)
      t.match(lost, { status: 503, heading: lang === 'sv' ? /^Vi vet inte/ : /^We do not know/ })
      t.same(faultsOf(lost, lang), [])
      t.equal(lost.dom.querySelector('main form')!.getAttribute('action'), `${prefix}/piste/tarkista`)
    }
    await sql`alter table away rename to round`.execute(world.db)
  })

  t.notMatch(world.logLines.join(''), new RegExp(`/piste|${person(1).hetu}`), 'no line tells whose it was')
})

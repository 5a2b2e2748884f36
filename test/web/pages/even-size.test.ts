import { sql } from 'kysely'
import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { CLERK, KEY_HOLDER, MANAGER, must, ORIGIN, person, resident, testWorld, votingRound, type World } from '../../support/index.ts'
import { browserOf } from './jar.ts'
import { confirm, fieldsOf, type Page, visitorOf } from './vote-visitor.ts'

const PICKS = [['1'], ['5'], ['2', '3'], ['1', '3', '4'], ['2', '4', '5'], ['4']]
const COSTS = [20_000, 900, 15_000, 1_000, 50]

type Answer = { readonly headers: Record<string, unknown>; readonly body?: string; readonly text?: string }

/** What somebody on the wire can measure: the bytes of the answers of each kind, headers and cookies included. */
function measuring() {
  const seen = new Map<string, number[]>()
  return {
    note: (kind: string, { headers, body, text }: Answer): void => {
      const { 'x-request-id': _, date: __, ...told } = headers
      const bytes = Buffer.byteLength(body ?? text ?? '') + JSON.stringify(told).length
      seen.set(kind, [...seen.get(kind) ?? [], bytes])
    },
    isEven: (t: Test, kinds: number): void => {
      t.equal(seen.size, kinds)
      for (const [kind, sizes] of seen) {
        t.ok(sizes.length >= PICKS.length, kind)
        t.equal(new Set(sizes).size, 1, `${kind}: ${sizes.join()}`)
      }
    },
  }
}

/** A round whose titles are of very different lengths. */
async function unevenRound(world: World, slug: string) {
  const round = await votingRound(world, { slug }, COSTS)
  await world.db.transaction().execute(async (tx) => {
    await sql`alter table proposal disable trigger user`.execute(tx)
    await sql`update proposal set title = jsonb_build_object('fi', repeat('Ä', 3 + 11 * (number % 4)), 'sv', repeat('x', 5 * number))`.execute(tx)
    await sql`alter table proposal enable trigger user`.execute(tx)
  })
  return round
}

/** So that nobody can know whether a ballot arrived: the urn answers as a database that is going away. */
async function withUrnFailing(world: World, act: () => Promise<void>): Promise<void> {
  await sql`create function lose() returns trigger language plpgsql as $$ begin raise exception 'away' using errcode = '57P01'; end $$`.execute(world.db)
  await sql`create trigger lose before insert or update on sealed_ballot for each row execute function lose()`.execute(world.db)
  await act()
  await sql`drop trigger lose on sealed_ballot`.execute(world.db)
  await sql`drop function lose`.execute(world.db)
}

t.test('the pages of choosing and checking are as large whatever the picks are', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = await unevenRound(world, 'eripitkat')
  let line = 0
  for (const prefix of ['', '/sv']) {
    const at = (step: string): string => `${prefix}/aanesta${step}?kierros=${slug}`
    const { note, isEven } = measuring()
    const checks: { visitor: ReturnType<typeof visitorOf>; check: Page }[] = []
    for (const pick of PICKS) {
      const visitor = visitorOf(world)
      note('beginning', await visitor.post(at('/valitse'), { pick }))
      note('identifying', await visitor.get(at('')))
      await visitor.signIn(++line)
      note('taking', await visitor.post(at('/valitse'), { pick }))
      const check = await visitor.get(at('/tarkista'))
      t.same(check.root.querySelectorAll('input[name=pick]').map((input) => input.getAttribute('value')), pick)
      note('checking', check)
      note('choosing', await visitor.get(at('/valitse')))
      note('leaving', await visitor.get(at('/poistu')))
      checks.push({ visitor, check })
    }

    const file = join(world.secretsDir, `${slug}.pepper`)
    await rename(file, `${file}.away`)
    await new Promise((resolve) => setTimeout(resolve, 1100))
    for (const { visitor, check } of checks) {
      const stopped = await confirm(visitor, check)
      t.equal(stopped.status, 503)
      note('stopped', stopped)
    }
    await rename(`${file}.away`, file)
    await new Promise((resolve) => setTimeout(resolve, 1100))

    await withUrnFailing(world, async () => {
      for (const { visitor, check } of checks) {
        const unknown = await confirm(visitor, check)
        t.equal(unknown.root.querySelectorAll('.picked li').length, check.root.querySelectorAll('.picked li').length, 'the round is known')
        note('unknown', unknown)
      }
    })
    await sql`alter table round rename to round_away`.execute(world.db)
    for (const { visitor, check } of checks) {
      const away = await confirm(visitor, check)
      t.equal(away.status, 503)
      t.notOk(away.root.querySelector('.picked'), 'nothing is known')
      note('all unknown', away)
    }
    await sql`alter table round_away rename to round`.execute(world.db)

    for (const { visitor, check } of checks) {
      const form = check.root.querySelector('form[data-cast]')!
      note('cast', await confirm(visitor, check))
      const changed = await visitor.post(form.getAttribute('action')!, { ...fieldsOf(form), castId: randomBytes(16).toString('hex') })
      t.equal(changed.status, 409)
      note('changed', changed)
    }
    isEven(t, 11)
  }
})

t.test('the pages of the desk are as large whatever stands on the paper', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = await unevenRound(world, 'piste')
  const { note, isEven } = measuring()
  for (const [voter, picks] of PICKS.entries()) {
    const desk = await browserOf(world, CLERK)
    const hidden = async (url: string): Promise<Record<string, string>> => Object.fromEntries((await desk.get(url)).dom
      .querySelectorAll('main input[type=hidden]').map((input) => [input.getAttribute('name')!, input.getAttribute('value')!]))
    await desk.post('/piste', { kierros: slug, hetu: person(voter).hetu })
    note('taking', await desk.post('/piste/lomake', { ...await hidden('/piste/lomake'), picks: picks.join(' '), residence: 'register' }))
    const check = await desk.get('/piste/tarkista')
    t.same(check.dom.querySelectorAll('.desk-number').map((number) => number.text), picks)
    note('checking', check)
    note('changing', await desk.get('/piste/lomake'))
    const unsure = { ...await hidden('/piste/lomake'), picks: picks.slice(1).join(' '), valinta: picks.slice(0, 1) }
    note('asking for the residence', await desk.post('/piste/lomake', unsure))
    await withUrnFailing(world, async () => {
      const unknown = await desk.post('/piste/tarkista', await hidden('/piste/tarkista'))
      t.equal(unknown.status, 503)
      note('unknown', unknown)
    })
    note('registering', await desk.post('/piste/tarkista', await hidden('/piste/tarkista')))
    note('the slip', await desk.get('/piste/kuitti'))
  }
  isEven(t, 7)
})

t.test('the page of a ballot that was found is as large whichever it is', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug, shares } = await unevenRound(world, 'loydetty')
  for (const [i, picks] of [...PICKS, ['3'], ['1', '2', '5']].entries()) {
    must(await world.urn.cast(await resident(world, i), slug, { picks: picks.map(Number), replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1)))
  must(await world.tally.run(MANAGER, slug))
  must(await world.tally.publish(MANAGER, slug))
  const { note, isEven } = measuring()
  for (const prefix of ['', '/sv', '/en']) {
    for (const { tracker } of await world.tally.publishedBallots(slug)) {
      const found = await world.app.inject({
        method: 'POST', url: `${prefix}/tulokset/tarkista?kierros=${slug}`, payload: `koodi=${tracker}`,
        headers: { origin: ORIGIN, 'content-type': 'application/x-www-form-urlencoded' },
      })
      t.equal(found.statusCode, 200)
      note(prefix, found)
    }
  }
  isEven(t, 3)
})

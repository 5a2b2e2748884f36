import { sql } from 'kysely'
import t from 'tap'
import { done, refuse } from '../../../src/kernel/index.ts'
import { transact } from '../../../src/platform/database/index.ts'
import { createTurns } from '../../../src/platform/database/turns.ts'
import { testDatabase } from '../../support/index.ts'

t.test('transact', async (t) => {
  const db = await testDatabase(t)
  await sql`create table note (id int primary key, text text not null)`.execute(db)
  const texts = async (): Promise<string[]> =>
    (await sql<{ text: string }>`select text from note order by id`.execute(db)).rows.map((row) => row.text)

  await t.test('commits when the outcome is done', async (t) => {
    t.same(await transact(db, async (tx) => {
      await sql`insert into note values (1, 'kept')`.execute(tx)
      return done('value')
    }), { ok: true, value: 'value' })
    t.same(await texts(), ['kept'])
  })

  await t.test('rolls back when the outcome is a refusal, and hands it on as it is', async (t) => {
    t.same(await transact(db, async (tx) => {
      await sql`insert into note values (2, 'refused')`.execute(tx)
      return refuse('too_late', { until: 'noon' })
    }), refuse('too_late', { until: 'noon' }))
    t.same(await texts(), ['kept'])
  })

  await t.test('rolls back when something is thrown, and throws it on', async (t) => {
    const thrown = new Error('in the middle')
    await t.rejects(transact(db, async (tx) => {
      await sql`insert into note values (3, 'thrown')`.execute(tx)
      throw thrown
    }), thrown)
    await t.rejects(transact(db, async (tx) => {
      await sql`insert into note values (4, 'constraint')`.execute(tx)
      await sql`insert into note values (1, 'twice')`.execute(tx)
      return done()
    }), { code: '23505' })
    t.same(await texts(), ['kept'])
  })

  await t.test('tries again what lost a deadlock, so that both writers end well', async (t) => {
    await sql`insert into note values (10, 'a'), (11, 'b')`.execute(db)
    let bothHold: () => void = () => undefined
    const held = new Promise<void>((resolve) => { bothHold = resolve })
    let holders = 0
    const tries = { ab: 0, ba: 0 }
    const writer = (name: 'ab' | 'ba', first: number, second: number) => transact(db, async (tx) => {
      tries[name]++
      await sql`update note set text = text || ${name} where id = ${first}`.execute(tx)
      if (++holders === 2) bothHold()
      await held
      await sql`update note set text = text || ${name} where id = ${second}`.execute(tx)
      return done()
    })
    const outcomes = await Promise.all([writer('ab', 10, 11), writer('ba', 11, 10)])
    t.ok(outcomes.every((outcome) => outcome.ok))
    t.ok(tries.ab + tries.ba >= 3, 'one of them was tried once more')
    const [a, b] = (await texts()).slice(1)
    t.match([a!.slice(1), b!.slice(1)], [/^(abba|baab)$/, /^(abba|baab)$/], 'each wrote each row once')
    t.equal(a!.slice(1), b!.slice(1), 'in the same order')
  })

  await t.test('gives a deadlock up after three tries', async (t) => {
    let tries = 0
    await t.rejects(transact(db, async () => {
      tries++
      throw Object.assign(new Error('deadlock detected'), { code: '40P01' })
    }), { code: '40P01' })
    t.equal(tries, 3)
  })

  await t.test('leaves connections to read by when no commit ends, as while a standby is away', async (t) => {
    let end: () => void = () => undefined
    const ended = new Promise<void>((resolve) => { end = resolve })
    let begun = 0
    const writers = Array.from({ length: 20 }, () => transact(db, async () => {
      begun++
      await ended
      return done()
    }))
    t.same(await texts(), await texts(), 'people go on reading')
    t.ok(begun <= 6, `${begun} write`)
    end()
    t.ok((await Promise.all(writers)).every((outcome) => outcome.ok), 'and whoever waited for their turn has it')
  })
})

t.test('whoever waits too long for a turn is told, and takes none', async (t) => {
  const inTurn = createTurns(1, 20)
  let end: (value: string) => void = () => undefined
  const first = inTurn(() => new Promise<string>((resolve) => { end = resolve }))
  await t.rejects(inTurn(async () => 'second'), { code: 'unavailable' })
  const third = inTurn(async () => 'third')
  end('first')
  t.same(await Promise.all([first, third]), ['first', 'third'])
})

import { sql } from 'kysely'
import t from 'tap'
import { testDatabase } from '../../support/index.ts'

t.test('what a column comes as', async (t) => {
  const db = await testDatabase(t, 2)
  const one = async <T>(query: ReturnType<typeof sql<T>>): Promise<T> => (await query.execute(db)).rows[0]!

  await t.test('an int8 is a number, and never one that was rounded in silence', async (t) => {
    t.same(await one(sql`select 9007199254740991::int8 as big, (-5)::int8 as small`),
      { big: 9007199254740991, small: -5 })
    await t.rejects(one(sql`select 9007199254740992::int8 as big`), RangeError)
    t.same(await one(sql`select count(*) as rows from generate_series(1, 3)`), { rows: 3 })
  })

  await t.test('a date is its text, whatever the zone', async (t) => {
    t.same(await one(sql`select date '2026-12-06' as day, null::date as none`), { day: '2026-12-06', none: null })
  })

  await t.test('a timestamptz is the instant that was stored', async (t) => {
    const at = new Date('2026-10-25T00:30:00.123Z')
    t.same(await one(sql`select ${at}::timestamptz as at`), { at })
    t.same(await one(sql`select timestamptz '2024-01-14 14:00 Europe/Helsinki' as at`),
      { at: new Date('2024-01-14T12:00:00Z') })
  })
})

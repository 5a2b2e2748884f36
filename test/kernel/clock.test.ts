import t from 'tap'
import { dayOf, systemClock, TIME_ZONE } from '../../src/kernel/index.ts'

const day = (instant: string): string => dayOf(new Date(instant))

t.test('a day begins at midnight in Heinola, wherever the server stands', async (t) => {
  t.equal(TIME_ZONE, 'Europe/Helsinki')
  t.equal(day('2026-12-05T21:59:59.999Z'), '2026-12-05', 'a moment before midnight in winter')
  t.equal(day('2026-12-05T22:00:00.000Z'), '2026-12-06', 'midnight in winter')
  t.equal(day('2026-06-30T20:59:59.999Z'), '2026-06-30', 'a moment before midnight in summer')
  t.equal(day('2026-06-30T21:00:00.000Z'), '2026-07-01', 'midnight in summer')
})

t.test('the days on which the clocks are turned have 23 and 25 hours', async (t) => {
  t.equal(day('2026-03-28T22:00:00Z'), '2026-03-29')
  t.equal(day('2026-03-29T20:59:59Z'), '2026-03-29')
  t.equal(day('2026-03-29T21:00:00Z'), '2026-03-30')
  t.equal(day('2026-10-24T21:00:00Z'), '2026-10-25')
  t.equal(day('2026-10-25T21:59:59Z'), '2026-10-25')
  t.equal(day('2026-10-25T22:00:00Z'), '2026-10-26')
})

t.test('a year turns in Heinola two hours before it does in Greenwich', async (t) => {
  t.equal(day('2026-12-31T21:59:59Z'), '2026-12-31')
  t.equal(day('2026-12-31T22:00:00Z'), '2027-01-01')
})

t.test('the system clock tells the present', async (t) => {
  const before = Date.now()
  const now = systemClock.now().getTime()
  t.ok(now >= before && now <= Date.now())
})

import { dayOf, present, TIME_ZONE, type Clock } from '../../kernel/index.ts'

/** A clock that the seed sets, so that what it plays stands at the times when it would have happened. */
export type PlayedClock = Clock & {
  readonly set: (instant: Date) => void
  /** Back to the real time, which it then follows. */
  readonly release: () => void
}

export function createPlayedClock(): PlayedClock {
  let played: Date | null = null
  return {
    now: () => played ?? new Date(),
    set: (instant) => { played = instant },
    release: () => { played = null },
  }
}

const helsinkiTime = new Intl.DateTimeFormat('en-GB', {
  timeZone: TIME_ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
})

/** The instant at which clocks in Heinola show `hh:mm` on the day `yyyy-mm-dd`; not a time between 3 and 4 at night. */
export function helsinkiInstant(day: string, time: string): Date {
  const found = ['+02:00', '+03:00'].map((offset) => new Date(`${day}T${time}:00${offset}`))
    .find((instant) => helsinkiTime.format(instant) === time)
  return present(found, `clocks in Heinola show ${time} on ${day}`)
}

export function addDays(day: string, days: number): string {
  const date = new Date(`${day}T00:00:00Z`)
  date.setUTCDate(date.getUTCDate() + days)
  return date.toISOString().slice(0, 10)
}

/** The day itself or the first Sunday after it. */
export function sundayFrom(day: string): string {
  return addDays(day, (7 - new Date(`${day}T00:00:00Z`).getUTCDay()) % 7)
}

export type Span = { readonly from: Date; readonly to: Date }

/** The instant of the i-th of `count` events that are spread evenly inside a span. */
export function spread({ from, to }: Span, i: number, count: number): Date {
  return new Date(from.getTime() + Math.round(((to.getTime() - from.getTime()) * (i + 1)) / (count + 1)))
}

/** How long ago, in days, the voting of the demo's current round opened. */
const VOTING_OPENED_DAYS_AGO = 9

/** The day on which a demo was first started, told from when the voting of its current round opens. */
export function firstDayOf(votingOpenAt: Date): string {
  return addDays(dayOf(votingOpenAt), VOTING_OPENED_DAYS_AGO)
}

export type Calendar = ReturnType<typeof demoCalendar>

/** When everything in the demo happens, around the day of its first start. */
export function demoCalendar(today: string) {
  const at = (days: number, time: string): Date => helsinkiInstant(addDays(today, days), time)
  return {
    archiveBroughtIn: at(-110, '10:00'),
    current: {
      created: at(-105, '10:00'),
      ideasOpenAt: at(-98, '09:00'), ideasCloseAt: at(-66, '15:00'),
      moderation: { from: at(-65, '09:00'), to: at(-47, '15:00') },
      costing: { from: at(-46, '09:00'), to: at(-36, '15:00') },
      confirmed: at(-34, '13:00'),
      ceremony: at(-16, '12:00'),
      votingOpenAt: at(-VOTING_OPENED_DAYS_AGO, '09:00'),
      votingCloseAt: helsinkiInstant(sundayFrom(addDays(today, 15)), '14:00'),
    },
    rehearsal: {
      created: at(-30, '09:00'),
      ideasOpenAt: at(-29, '09:00'), ideasCloseAt: at(-28, '15:00'),
      preparation: { from: at(-27, '09:00'), to: at(-24, '15:00') },
      votingOpenAt: at(-22, '09:00'),
      voting: at(-22, '12:00'), ended: at(-22, '14:00'), counted: at(-22, '14:30'),
      // Far enough away for the real ballots of the rehearsal, which the database's own clock must still let in.
      votingCloseAt: helsinkiInstant(sundayFrom(addDays(today, 15)), '14:00'),
    },
    next: {
      created: at(-14, '10:00'),
      ideasOpenAt: at(-6, '09:00'), ideasCloseAt: at(45, '15:00'),
      arrived: { from: at(-6, '09:00'), to: at(-1, '21:00') },
      moderation: { from: at(-1, '21:30'), to: at(-1, '22:00') },
      votingOpenAt: at(110, '09:00'),
      votingCloseAt: helsinkiInstant(sundayFrom(addDays(today, 130)), '14:00'),
    },
  }
}

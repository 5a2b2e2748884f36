/** Where the service takes the time from. Closing alone uses the database's own clock. */
export type Clock = { readonly now: () => Date }

export const systemClock: Clock = { now: () => new Date() }

/** Twenty-four hours, in milliseconds. A calendar day may be an hour shorter or longer. */
export const DAY_MS = 24 * 60 * 60 * 1000

/** The zone in which every time is shown and every day begins. */
export const TIME_ZONE = 'Europe/Helsinki'

const helsinkiDay = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE, year: 'numeric', month: '2-digit', day: '2-digit',
})

/** The calendar day in Heinola at an instant, as `yyyy-mm-dd`. */
export function dayOf(instant: Date): string {
  return helsinkiDay.format(instant)
}

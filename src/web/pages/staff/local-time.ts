import { type FieldError, TIME_ZONE } from '../../../kernel/index.ts'

/** A day and a time of day as they are typed: `2026-12-06` and `14.00`. */
export type LocalTime = { readonly day: string; readonly time: string }

const parts = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23',
})

/** What the clock and the calendar in Heinola show at an instant. */
export function localTimeOf(instant: Date): LocalTime {
  const shown = Object.fromEntries(parts.formatToParts(instant).map(({ type, value }) => [type, value]))
  return { day: `${shown.year}-${shown.month}-${shown.day}`, time: `${shown.hour}.${shown.minute}` }
}

/** A day as people write it, `6.12.2026`, or as a browser's date field sends it. Null when it is no day. */
function dayOf(typed: string): string | null {
  const finnish = /^(\d{1,2})\.(\d{1,2})\.(\d{4})$/.exec(typed)
  const iso = finnish ? `${finnish[3]}-${finnish[2]!.padStart(2, '0')}-${finnish[1]!.padStart(2, '0')}` : typed
  const date = new Date(`${iso}T00:00:00Z`)
  return /^\d{4}-\d\d-\d\d$/.test(iso) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(iso) ? iso : null
}

/** A time as people write it: `14.00`, `14:00` or `14`. Null when it is none. */
function timeOf(typed: string): string | null {
  const [, hour, minute = '00'] = /^(\d{1,2})(?:[.:](\d\d))?$/.exec(typed) ?? []
  if (hour === undefined || Number(hour) > 23 || Number(minute) > 59) return null
  return `${hour.padStart(2, '0')}.${minute}`
}

/** Hours that the clocks of Helsinki are ahead of UTC, summer first: of an hour that comes twice the first one is meant. */
const OFFSETS_HOURS = [3, 2]

/**
 * The instant of a day and a time in Heinola, in ISO 8601, or what is wrong with them. When the clocks go forward, the
 * hour that is left out has no instant; when they go back, the first of the two same hours is taken.
 */
export function instantOf({ day, time }: LocalTime): { instant: string } | { code: 'not_a_time' | 'no_such_local_time' } {
  const [isoDay, clock] = [dayOf(day.trim()), timeOf(time.trim())]
  if (isoDay === null || clock === null) return { code: 'not_a_time' }
  const asUtc = Date.parse(`${isoDay}T${clock.replace('.', ':')}:00Z`)
  for (const hours of OFFSETS_HOURS) {
    const instant = new Date(asUtc - hours * 60 * 60 * 1000)
    const shown = localTimeOf(instant)
    if (shown.day === isoDay && shown.time === clock) return { instant: instant.toISOString() }
  }
  return { code: 'no_such_local_time' }
}

/** The same time of the day on the same weekday 52 weeks later, whatever the clocks did in between. */
export function yearLater(instant: Date): LocalTime {
  const { day, time } = localTimeOf(instant)
  const later = new Date(`${day}T00:00:00Z`)
  later.setUTCDate(later.getUTCDate() + 52 * 7)
  return { day: later.toISOString().slice(0, 10), time }
}

/** The error of a field with a time, or none. */
export function timeErrors(field: string, local: LocalTime): FieldError[] {
  const read = instantOf(local)
  if ('instant' in read) return []
  return [{ field, code: local.day.trim() === '' && local.time.trim() === '' ? 'required' : read.code }]
}

export type StationRefusal =
  | 'station_taken' | 'no_such_station' | 'not_your_station' | 'voting_not_open' | 'already_published'

/** What a clerk counted at the end of the day. */
export type DayCount = {
  /** Paper forms on the desk that were registered. */
  readonly counted: number
  /** Forms that were spoiled and exchanged for a new one. */
  readonly spoiled: number
  /** Forms handed back unused. */
  readonly returned: number
  readonly note: string | null
}

/** A difference between what the urn holds of the day and what lies on the desk needs a note that explains it. */
export function needsNote(registered: number, count: DayCount): boolean {
  return registered !== count.counted && count.note === null
}

import type { ColumnType } from 'kysely'

export type StationTable = { round_id: string; slug: string; name: string; address: string }

export type StationDayTable = {
  round_id: string
  station: string
  day: ColumnType<string, string, string>
  registered: number
  counted: number
  spoiled: number
  returned: number
  note: string | null
  clerk: string
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    station: StationTable
    station_day: StationDayTable
  }
}

import './table.ts'

export type { StationRefusal } from './domain.ts'
export { addStationSchema } from './schema.ts'
export { createStations, type Station, type StationToday, type Stations } from './service.ts'
export { checkPersonSchema, closeDaySchema, registerSchema } from './schema.ts'
export { stationRoutes } from './routes.ts'

import './table.ts'

export type { StationRefusal } from './domain.ts'
export { createStations, type Station, type Stations } from './service.ts'
export { stationRoutes } from './routes.ts'

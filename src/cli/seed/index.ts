export { demoBanner, type BannerFacts } from './banner.ts'
export { type PlayedClock } from './calendar.ts'
export { seedDemo, type Seeded } from './seed.ts'
export { SeedError, type SeedRooms } from './stage.ts'

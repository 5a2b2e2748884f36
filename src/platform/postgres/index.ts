export { EmbeddedPostgresError } from './errors.ts'
export { startEmbeddedPostgres, stopEmbeddedPostgres } from './launch.ts'
export type { EmbeddedPostgres, StartOptions } from './launch.ts'

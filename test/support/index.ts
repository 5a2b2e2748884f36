export { testDatabase, testDatabaseUrl } from './database.ts'
export * from './world.ts'

export { testDatabase, testDatabaseUrl, testServer } from './database.ts'
export * from './world.ts'

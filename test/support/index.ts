export { testDatabase, testDatabaseUrl, testServer } from './database.ts'
export * from './world.ts'
export { votingWorld } from './voting-world.ts'

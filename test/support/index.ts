export { testDatabase, testDatabaseUrl } from './database.ts'

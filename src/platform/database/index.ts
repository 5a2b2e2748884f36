export type { Tables } from './tables.ts'
export { connect, type Db, type Tx, type DatabaseOptions } from './connect.ts'
export { transact } from './transact.ts'
export { migrate, pendingMigrations, MIGRATIONS_FOLDER } from './migrate.ts'

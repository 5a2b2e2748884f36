export { ballotsCsv, resultDocument } from './documents.ts'
export { parseBallots, recount, RecountError, type Recount } from './recount.ts'
export { resultSchema, type ResultDocument } from './schema.ts'
export { openDataRoutes } from './routes.ts'

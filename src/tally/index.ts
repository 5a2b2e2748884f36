import './table.ts'

export type { ImportRefusal, OpeningRefusal, PublicationRefusal, TallyRefusal, UnopenableReason } from './domain.ts'
export {
  canonicalInput, compareResults, inputFault, inputOf, tally as count, type TallyBallot, type TallyInput,
  type TallyResult, type TallyRow,
} from './rules/index.ts'
export { sha256 } from './counting.ts'
export { createTally, type PastRound, type Tally } from './service.ts'
export type { OpeningReport } from './opening.ts'
export type { Progress } from './jobs.ts'
export { rowSchema, tallySchema } from './schema.ts'
export { tallyReply, tallyRoutes } from './routes.ts'
export type { Compared } from './comparing.ts'
export type { Alternative, Comparison } from './rules/index.ts'

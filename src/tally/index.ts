import './table.ts'

export type { OpeningRefusal, PublicationRefusal, TallyRefusal, UnopenableReason } from './domain.ts'
export {
  canonicalInput, compareResults, inputFault, inputOf, tally as count, type TallyBallot, type TallyInput,
  type TallyResult, type TallyRow,
} from './rules/index.ts'
export { createTally, sha256, type PastRound, type Tally } from './service.ts'
export type { OpeningReport } from './opening.ts'
export type { OpeningProgress } from './opening-jobs.ts'
export { rowSchema, tallySchema } from './schema.ts'
export { tallyReply, tallyRoutes } from './routes.ts'

import './table.ts'

export {
  APPEAL_DAYS_MAX, APPEAL_DAYS_MIN, APPEAL_DAYS_USUAL, areRulesFrozen, EQUAL_SHARES_USUAL, forgettableFrom, FREEZE_MARGIN_MS, hasVotingOpened, isUrnComplete, latestClosing, mayRegisterPaper, missingForVoting, phaseOf, PAPER_GRACE_MS,
  type Missing, type Phase, type Round, type RoundKind, type RoundRefusal, type Rules, type Theme,
  type TieRule, type Times, type Translated,
} from './domain.ts'
export {
  changeRoundSchema, createRoundSchema, equalSharesSchema, moveClosingSchema, roundSchema, slugParams, slugSchema, translatedSchema,
  type ChangeRound, type CreateRound,
} from './schema.ts'
export { createRounds, type ImportedRound, type Rounds } from './service.ts'
export { roundRoutes } from './routes.ts'

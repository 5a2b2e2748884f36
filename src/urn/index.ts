import './table.ts'

export {
  COPIES, eligibility, picksFault, roundedTurnout,
  type CeremonyRefusal, type Channel, type Copy, type DestroyedRefusal, type EligibilityRefusal, type ForgettingRefusal, type ProofRefusal, type Residence, type RollRefusal, type Turnout, type UrnRefusal,
} from './domain.ts'
export { ballotOfLine, type Opened } from './opener.ts'
export { ballotsTogether, openAll, workersFor } from './openers.ts'
export { open, publicKeyOf, seal, sealedHash, wipe, type OpenBallot, type Unopenable } from './sealing.ts'
export { holderOfShare, joinShares, SHARES, SHARES_NEEDED } from './shares.ts'
export { castIdSchema, destroyedSchema, type DestroyedRequest, forgetSchema, type ForgetRequest, makeKeysSchema, PICKS_SENT_MAX, picksSchema, receiptSchema, replacesSchema } from './schema.ts'
export type { AtDesk, SealedBallot } from './store.ts'
export { castIdOf, type Receipt, type Vote } from './casting.ts'
export type { Destroyed, Forgetting, Forgotten } from './forgetting.ts'
export { createUrn, type Urn } from './service.ts'
export type { Proof, RoundKey } from './ceremony.ts'
export { urnRoutes } from './routes.ts'

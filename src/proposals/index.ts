import './table.ts'

export { arePublished, type CopyRefusal, NUMBER_MAX, type ProposalRefusal } from './domain.ts'
export {
  changeProposalSchema, createProposalSchema, proposalListSchema, proposalParams, proposalSchema,
  type ChangeProposal, type CreateProposal, type ProposalList, type ProposalView,
} from './schema.ts'
export { proposalsOf, type Proposal } from './store.ts'
export { createProposals, type PastProposal, type Proposals, type ProposalsDeps } from './service.ts'
export { proposalRoutes } from './routes.ts'
export {
  addNewsSchema, IMPLEMENTATION_STATES, type AddNews, type ImplementationState, type News, type WinnerView,
} from './implementation-schema.ts'
export {
  createImplementation, type Implementation, type ImplementationRefusal, type NewsPhoto, type Winner,
} from './implementation.ts'
export { implementationRoutes } from './implementation-routes.ts'

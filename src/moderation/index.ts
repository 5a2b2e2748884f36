import './table.ts'

export { DECISION_KINDS, type DecisionKind, type ModerationRefusal } from './domain.ts'
export { decideSchema, type Decide } from './schema.ts'
export type { Prepared } from './store.ts'
export { createModeration, type Moderation, type ModerationDeps, type Unpublished } from './service.ts'
export { moderationRoutes } from './routes.ts'

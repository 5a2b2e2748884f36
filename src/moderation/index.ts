export { DECISION_KINDS, type DecisionKind, type ModerationRefusal } from './domain.ts'
export { decideSchema, type Decide } from './schema.ts'
export { createModeration, type Moderation, type ModerationDeps } from './service.ts'
export { moderationRoutes } from './routes.ts'

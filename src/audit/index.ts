import './table.ts'

export { SYSTEM, type AuditActor } from './domain.ts'
export { EVENTS, eventsDocument, type EventKind } from './events.ts'
export type { DailyHead, KeptHead } from './heads.ts'
export { auditRoutes } from './routes.ts'
export { createAudit, type Audit, type AuditEvent, type AuditFilter, type Verification } from './service.ts'

import type { StaffActor } from '../../src/identity/index.ts'
import { CLERK, KEY_HOLDER, MANAGER, MODERATOR, type World } from '../support/index.ts'

export type Schema = {
  type?: string
  properties?: Record<string, Schema>
  required?: string[]
  additionalProperties?: boolean | Schema
  items?: Schema
  enum?: unknown[]
  const?: unknown
  oneOf?: Schema[]
  anyOf?: Schema[]
  pattern?: string
  format?: string
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  minimum?: number
  maximum?: number
}

export type Operation = {
  /** As in the table of who may enter: `POST /api/rounds/{slug}`. */
  readonly name: string
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  readonly path: string
  readonly body: Schema | null
  readonly query: Readonly<Record<string, Schema>>
  readonly access: Access
}

export type Access = 'everybody' | 'resident' | readonly StaffActor[]

export const STAFF = [MODERATOR, CLERK, KEY_HOLDER, MANAGER] as const
const EDITORS = [MODERATOR, MANAGER]
const COUNTERS = [MANAGER, KEY_HOLDER]

/** Who may enter where. A new operation has no line here, and the matrix says so. */
const ACCESS: Readonly<Record<string, Access>> = {
  'GET /health': 'everybody',
  'GET /ready': 'everybody',
  'GET /api/sign-in/resident': 'everybody',
  'GET /api/sign-in/resident/callback': 'everybody',
  'GET /api/sign-in/staff': 'everybody',
  'GET /api/sign-in/staff/callback': 'everybody',
  'GET /api/session': 'everybody',
  'POST /api/sign-out': 'everybody',
  'GET /api/rounds': 'everybody',
  'POST /api/rounds': [MANAGER],
  'GET /api/rounds/{slug}': 'everybody',
  'PATCH /api/rounds/{slug}': [MANAGER],
  'POST /api/rounds/{slug}/closing': [MANAGER],
  'POST /api/rounds/{slug}/rehearsal-end': [MANAGER],
  'GET /api/rounds/{slug}/ideas': 'everybody',
  'POST /api/rounds/{slug}/ideas': 'resident',
  'POST /api/rounds/{slug}/ideas/received': [MODERATOR, CLERK, MANAGER],
  'GET /api/ideas/{id}': 'everybody',
  'GET /api/ideas/{id}/photo/{file}': 'everybody',
  'GET /api/my/ideas': 'resident',
  'GET /api/my/data': 'resident',
  'POST /api/my/erasure': 'resident',
  'POST /api/ideas/{id}/withdrawal': 'resident',
  'POST /api/ideas/{id}/answer': 'resident',
  'GET /api/rounds/{slug}/moderation/queue': EDITORS,
  'POST /api/ideas/{id}/decisions': EDITORS,
  'GET /api/moderation/prepared': EDITORS,
  'PUT /api/ideas/{id}/prepared-decision': EDITORS,
  'DELETE /api/ideas/{id}/prepared-decision': EDITORS,
  'POST /api/moderation/publication': EDITORS,
  'GET /api/rounds/{slug}/proposals': 'everybody',
  'POST /api/rounds/{slug}/proposals': EDITORS,
  'GET /api/rounds/{slug}/proposals/{number}': 'everybody',
  'PATCH /api/rounds/{slug}/proposals/{number}': EDITORS,
  'DELETE /api/rounds/{slug}/proposals/{number}': EDITORS,
  'POST /api/rounds/{slug}/proposals/copy': EDITORS,
  'POST /api/rounds/{slug}/proposals/confirmation': [MANAGER],
  'DELETE /api/rounds/{slug}/proposals/confirmation': [MANAGER],
  'GET /api/rounds/{slug}/my-ballot': 'resident',
  'POST /api/rounds/{slug}/my-ballot': 'resident',
  'GET /api/rounds/{slug}/turnout': 'everybody',
  'GET /api/rounds/{slug}/comparison': 'everybody',
  'GET /api/rounds/{slug}/urn-list': 'everybody',
  'GET /api/rounds/{slug}/urn-list.txt': 'everybody',
  'POST /api/rounds/{slug}/keys': COUNTERS,
  'POST /api/rounds/{slug}/keys/proof': COUNTERS,
  'PUT /api/rounds/{slug}/roll': [MANAGER],
  'GET /api/rounds/{slug}/stations': 'everybody',
  'POST /api/rounds/{slug}/stations': [MANAGER],
  'POST /api/rounds/{slug}/desk/check': [CLERK],
  'POST /api/rounds/{slug}/desk/ballots': [CLERK],
  'PUT /api/rounds/{slug}/desk/day': [CLERK],
  'POST /api/rounds/{slug}/opening': COUNTERS,
  'POST /api/rounds/{slug}/tally': COUNTERS,
  'GET /api/rounds/{slug}/tally': COUNTERS,
  'POST /api/rounds/{slug}/publication': [MANAGER],
  'GET /api/rounds/{slug}/forgetting': [MANAGER],
  'POST /api/rounds/{slug}/forgetting': [MANAGER],
  'POST /api/rounds/{slug}/forgetting/copies': [MANAGER],
  'GET /api/rounds/{slug}/result': 'everybody',
  'GET /api/rounds/{slug}/implementation': 'everybody',
  'POST /api/rounds/{slug}/proposals/{number}/news': EDITORS,
  'GET /api/rounds/{slug}/proposals/{number}/news/{seq}/photo/{file}': 'everybody',
  'GET /api/rounds/{slug}/ballots.csv': 'everybody',
  'GET /api/rounds/{slug}/result.json': 'everybody',
  'GET /api/rounds/{slug}/result.csv': 'everybody',
  'GET /api/rounds/{slug}/result.pb': 'everybody',
  'GET /api/rounds/{slug}/proposals.json': 'everybody',
  'GET /api/rounds/{slug}/proposals.csv': 'everybody',
  'GET /api/rounds/{slug}/ideas.json': 'everybody',
  'GET /api/rounds/{slug}/ideas.csv': 'everybody',
  'GET /api/audit': [MANAGER],
  'GET /api/audit/verification': [MANAGER],
  'GET /api/audit/heads': 'everybody',
}

type Document = {
  paths: Record<string, Record<string, {
    parameters?: { in: string; name: string; schema: Schema }[]
    requestBody?: { content: Record<string, { schema: Schema }> }
  }>>
}

/** Every operation of the service’s own document, with who may enter; and the lines that only one of the two has. */
export function operationsOf(world: World): { operations: Operation[]; unknown: string[]; gone: string[] } {
  const { paths } = world.app.swagger() as unknown as Document
  const found = Object.entries(paths).flatMap(([path, methods]) => Object.entries(methods).map(([verb, told]) => {
    const method = verb.toUpperCase() as Operation['method']
    const name = `${method} ${path}`
    return {
      name, method, path, access: ACCESS[name] ?? 'everybody',
        body: told.requestBody?.content['application/json']?.schema ?? null,
      query: Object.fromEntries((told.parameters ?? []).filter((one) => one.in === 'query').map((one) =>
        [one.name, one.schema])),
    }
  }))
  const names = new Set(found.map((operation) => operation.name))
  return {
    operations: found, unknown: [...names].filter((name) => !(name in ACCESS)),
    gone: Object.keys(ACCESS).filter((name) => !names.has(name)),
  }
}

/** The address of an operation with its parameters filled in. */
export function urlOf({ path }: Operation, params: Record<string, string>): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => params[name] ?? '1')
}

/** Somebody who may enter: resident 1, or the first of staff; null where everybody may. */
export function insiderOf({ access }: Operation): number | StaffActor | null {
  return access === 'everybody' ? null : access === 'resident' ? 1 : access[0]!
}

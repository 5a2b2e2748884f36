import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Api, problems, wholeNumberSchema } from '../platform/http/index.ts'
import { shared } from '../platform/shared/index.ts'
import type { Audit } from './service.ts'

const eventSchema = z.object({
  seq: z.int(), at: z.string(), kind: z.string(), actor: z.string(), actorName: z.string(), roundId: z.string().nullable(),
  body: z.string().describe('The event’s own fields as JSON, exactly as they were hashed.'), prevHash: z.string(), hash: z.string(),
})

const pageSchema = z.strictObject({
  before: wholeNumberSchema(1).default(Number.MAX_SAFE_INTEGER),
  limit: wholeNumberSchema(1, 200).default(50),
})

const DAYS_ON_A_PAGE = 400

const headsQuery = z.strictObject({
  before: z.iso.date().default('9999-12-31').describe('Heads of days before this one.'),
  limit: wholeNumberSchema(1, DAYS_ON_A_PAGE).default(DAYS_ON_A_PAGE),
})

const headsSchema = z.object({
  heads: z.array(z.object({
    day: z.string().describe('`yyyy-mm-dd` in Heinola.'),
    seq: z.int().describe('How many events the chain held.'),
    hash: z.string().describe('The hash of the last of them, lower-case hex.'),
  })),
}).meta({ id: 'AuditHeads' })

const verificationSchema = z.union([
  z.object({ ok: z.literal(true), events: z.int(), head: z.string() }),
  z.object({ ok: z.literal(false), seq: z.int(), reason: z.string() }),
])

/** What the chain asks of the sign-in, which stands above it: that a manager asks. */
type ManagerDoor = {
  readonly staff: (...roles: 'manager'[]) => (request: FastifyRequest, reply: FastifyReply) => Promise<void>
}

export function auditRoutes(api: Api, { audit, auth }: { audit: Audit; auth: ManagerDoor }): void {
  const manager = auth.staff('manager')

  api.get('/api/audit', {
    onRequest: manager,
    schema: {
      tags: ['audit'], summary: 'What staff did, newest first', querystring: pageSchema,
      response: { 200: z.object({ events: z.array(eventSchema) }), ...problems },
    },
  }, async (request) => ({ events: await audit.page(request.query.before, request.query.limit) }))

  api.get('/api/audit/heads', {
    config: shared,
    schema: {
      tags: ['audit'], summary: 'The head of the audit chain, published once a day, newest first',
      description: 'Keep one: a later chain that does not hold it was written anew. It tells nothing of what staff did.',
      querystring: headsQuery, response: { 200: headsSchema, ...problems },
    },
  }, async (request) => ({ heads: await audit.heads(request.query.before, request.query.limit) }))

  api.get('/api/audit/verification', {
    onRequest: manager,
    schema: { tags: ['audit'], summary: 'Walk the whole chain', response: { 200: verificationSchema, ...problems } },
  }, async () => audit.verify())
}

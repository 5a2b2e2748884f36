import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { ideaPageSchema, ideaParams, ideaSchema, pageQuery } from '../ideas/index.ts'
import { Fault } from '../kernel/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { slugParams } from '../rounds/index.ts'
import {
  decideSchema, preparedListSchema, preparedSchema, prepareSchema, publishDecisionsSchema, publishedDecisionsSchema,
} from './schema.ts'
import type { Moderation } from './service.ts'
import type { Prepared } from './store.ts'

function toReply(prepared: Prepared): z.infer<typeof preparedSchema> {
  return { ...prepared, preparedAt: prepared.preparedAt.toISOString() }
}

export function moderationRoutes(api: Api, { moderation, auth }: { moderation: Moderation; auth: Auth }): void {
  const moderator = auth.staff('moderator', 'manager')

  api.get('/api/rounds/:slug/moderation/queue', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'What waits for a decision, longest first', params: slugParams,
      querystring: pageQuery, response: { 200: ideaPageSchema, ...problems },
    },
  }, async (request) => moderation.queue(auth.staffOf(request), request.params.slug, request.query))

  api.post('/api/ideas/:id/decisions', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'Accept, refuse, ask or merge', params: ideaParams, body: decideSchema,
      response: { 201: ideaSchema, ...problems },
    },
  }, async (request, reply) => reply.code(201)
    .send(valueOf(await moderation.decide(auth.staffOf(request), request.params.id, request.body))))

  api.get('/api/moderation/prepared', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'The decisions that wait to be published', response: { 200: preparedListSchema, ...problems },
    },
  }, async (request) => ({ prepared: (await moderation.prepared(auth.staffOf(request))).map(toReply) }))

  api.put('/api/ideas/:id/prepared-decision', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'Keep a decision for later, in place of the revision that it names', params: ideaParams,
      body: prepareSchema, response: { 200: preparedSchema, ...problems },
    },
  }, async (request) => {
    const staff = auth.staffOf(request)
    const { decision, replaces } = request.body
    valueOf(await moderation.prepare(staff, request.params.id, decision, replaces))
    const prepared = await moderation.preparedOf(staff, request.params.id)
    // Somebody may have published it since: then it is decided, and there is nothing to show.
    if (prepared === null) throw new Fault('not_found')
    return toReply(prepared)
  })

  api.delete('/api/ideas/:id/prepared-decision', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'Forget a decision that was kept for later', params: ideaParams,
      response: { 204: z.null(), ...problems },
    },
  }, async (request, reply) => {
    await moderation.discard(auth.staffOf(request), request.params.id)
    return reply.code(204).send(null)
  })

  api.post('/api/moderation/publication', {
    onRequest: moderator,
    schema: {
      tags: ['moderation'], summary: 'Publish prepared decisions together; what cannot be published any more stays prepared',
      body: publishDecisionsSchema, response: { 200: publishedDecisionsSchema, ...problems },
    },
  }, async (request) => {
    const { published, refused } = await moderation.publish(auth.staffOf(request), request.body.ideaIds)
    return { published, refused: refused.map(({ prepared, refusal }) => ({ ideaId: prepared.ideaId, code: refusal.code })) }
  })
}

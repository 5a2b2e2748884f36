import type { Auth } from '../identity/index.ts'
import { ideaPageSchema, ideaParams, ideaSchema, pageQuery } from '../ideas/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { slugParams } from '../rounds/index.ts'
import { decideSchema } from './schema.ts'
import type { Moderation } from './service.ts'

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
}

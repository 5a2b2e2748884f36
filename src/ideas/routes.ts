import type { FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { PHOTO_FILES } from '../platform/photos/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import {
  answerSchema, enterIdeaSchema, eraseSchema, ideaPageSchema, ideaParams, ideaSchema, listIdeasQuery, ownDataSchema,
  submitIdeaSchema,
} from './schema.ts'
import type { Ideas } from './service.ts'
import type { Viewer } from './views.ts'

/** Who reads, for a page that everybody may open. */
export function viewerOf(auth: Pick<Auth, 'maybeResidentOf' | 'maybeStaffOf'>, request: FastifyRequest): Viewer {
  return { staff: auth.maybeStaffOf(request), resident: auth.maybeResidentOf(request) }
}

const photoParams = ideaParams.extend({ file: z.enum(PHOTO_FILES) })

export function ideaRoutes(api: Api, { ideas, auth }: { ideas: Ideas; auth: Auth }): void {
  api.get('/api/rounds/:slug/ideas', {
    config: shared,
    schema: {
      tags: ['ideas'], summary: 'Ideas of a round, newest first: by theme, by state, by words', params: slugParams,
      querystring: listIdeasQuery, response: { 200: ideaPageSchema, ...problems },
    },
  }, async (request) => ideas.list(viewerOf(auth, request), request.params.slug, request.query))

  api.post('/api/rounds/:slug/ideas', {
    onRequest: auth.resident,
    config: { limit: 'idea' },
    schema: {
      tags: ['ideas'], summary: 'Send an idea', params: slugParams, body: submitIdeaSchema,
      response: { 201: ideaSchema, ...problems },
    },
  }, async (request, reply) => {
    const idea = valueOf(await ideas.submit(auth.residentOf(request), request.params.slug, request.body))
    return reply.code(201).header('location', `/api/ideas/${idea.id}`).send(idea)
  })

  api.post('/api/rounds/:slug/ideas/received', {
    onRequest: auth.staff('moderator', 'clerk', 'manager'),
    schema: {
      tags: ['ideas'], summary: 'Enter an idea that was received on paper or at a workshop', params: slugParams,
      body: enterIdeaSchema, response: { 201: ideaSchema, ...problems },
    },
  }, async (request, reply) => {
    const idea = valueOf(await ideas.enter(auth.staffOf(request), request.params.slug, request.body))
    return reply.code(201).header('location', `/api/ideas/${idea.id}`).send(idea)
  })

  api.get('/api/ideas/:id', {
    config: shared,
    schema: {
      tags: ['ideas'], summary: 'One idea with its history', params: ideaParams,
      response: { 200: ideaSchema, ...problems },
    },
  }, async (request) => ideas.read(viewerOf(auth, request), request.params.id))

  api.get('/api/ideas/:id/photo/:file', {
    schema: {
      tags: ['ideas'], summary: 'The photo of an idea, at most 1600 or 480 pixels wide and high', params: photoParams,
      // Of a picture there is nothing to describe but that it is one.
      response: { 200: z.any().describe('A picture.'), 304: z.null().describe('You have it already.'), ...problems },
    },
  }, async (request, reply) => {
    const viewer = viewerOf(auth, request)
    const { bytes, sha256, name } = await ideas.photoFile(viewer, request.params.id, request.params.file)
    const etag = `"${sha256.toString('base64url')}"`
    // What staff or an author see may not be public, and what is public may be hidden tomorrow.
    const isPublic = viewer.staff === null && viewer.resident === null
    reply.header('etag', etag).header('vary', 'cookie').header('x-content-type-options', 'nosniff')
      .header('cache-control', isPublic ? 'public, max-age=300' : 'private, no-cache')
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send(null)
    return reply.type(name.endsWith('webp') ? 'image/webp' : 'image/jpeg').serializer((sent: Buffer) => sent as never).send(bytes)
  })

  api.get('/api/my/ideas', {
    onRequest: auth.resident,
    schema: {
      tags: ['ideas'], summary: 'The ideas of whoever is signed in, newest first',
      response: { 200: z.object({ ideas: z.array(ideaSchema) }), ...problems },
    },
  }, async (request) => ({ ideas: await ideas.mine(auth.residentOf(request)) }))

  api.get('/api/my/data', {
    onRequest: auth.resident,
    schema: {
      tags: ['ideas'], summary: 'All that the service holds of the ideas of whoever is signed in, as a file',
      response: { 200: ownDataSchema, ...problems },
    },
  }, async (request, reply) => {
    reply.header('content-disposition', 'attachment; filename="osbu-omat-tiedot.json"').header('cache-control', 'no-store')
    return ideas.ownData(auth.residentOf(request))
  })

  api.post('/api/my/erasure', {
    onRequest: auth.resident,
    schema: {
      tags: ['ideas'], summary: 'Have ideas of one’s own erased: their words as long as they are nobody else’s, and who sent them',
      body: eraseSchema, response: { 200: z.object({ erased: z.int() }), ...problems },
    },
  }, async (request) => valueOf(await ideas.erase(auth.residentOf(request), request.body.ideas)))

  api.post('/api/ideas/:id/withdrawal', {
    onRequest: auth.resident,
    schema: {
      tags: ['ideas'], summary: 'Take an idea of one’s own back', params: ideaParams,
      response: { 200: ideaSchema, ...problems },
    },
  }, async (request) => valueOf(await ideas.withdraw(auth.residentOf(request), request.params.id)))

  api.post('/api/ideas/:id/answer', {
    onRequest: auth.resident,
    schema: {
      tags: ['ideas'], summary: 'Answer a question of staff about an idea of one’s own', params: ideaParams,
      body: answerSchema, response: { 200: ideaSchema, ...problems },
    },
  }, async (request) =>
    valueOf(await ideas.answer(auth.residentOf(request), request.params.id, request.body.text)))
}

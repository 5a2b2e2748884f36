import { z } from 'zod'
import type { Auth } from '../identity/index.ts'
import { type Api, problems, valueOf } from '../platform/http/index.ts'
import { PHOTO_FILES } from '../platform/photos/index.ts'
import { shared } from '../platform/shared/index.ts'
import { slugParams } from '../rounds/index.ts'
import { addNewsSchema, implementationSchema, newsParams, winnerSchema } from './implementation-schema.ts'
import type { Implementation } from './implementation.ts'
import { proposalParams } from './schema.ts'

const photoParams = newsParams.extend({ file: z.enum(PHOTO_FILES) })

export function implementationRoutes(
  api: Api, { implementation, auth }: { implementation: Implementation; auth: Auth },
): void {
  const tags = ['after the result']

  api.get('/api/rounds/:slug/implementation', {
    config: shared,
    schema: {
      tags, summary: 'What has become of the winners of a published round', params: slugParams,
      response: { 200: implementationSchema, ...problems },
    },
  }, async (request) => ({ winners: await implementation.list(request.params.slug) }))

  api.post('/api/rounds/:slug/proposals/:number/news', {
    onRequest: auth.staff('moderator', 'manager'),
    schema: {
      tags, summary: 'Tell what has become of a winner', params: proposalParams, body: addNewsSchema,
      response: { 201: winnerSchema, ...problems },
    },
  }, async (request, reply) => {
    const { slug, number } = request.params
    return reply.code(201).send(valueOf(await implementation.tell(auth.staffOf(request), slug, number, request.body)))
  })

  api.get('/api/rounds/:slug/proposals/:number/news/:seq/photo/:file', {
    schema: {
      tags, summary: 'The photo of some news, at most 1600 or 480 pixels wide and high', params: photoParams,
      // Of a picture there is nothing to describe but that it is one.
      response: { 200: z.any().describe('A picture.'), 304: z.null().describe('You have it already.'), ...problems },
    },
  }, async (request, reply) => {
    const { slug, number, seq, file } = request.params
    const { bytes, sha256, name } = await implementation.photoFile(slug, number, seq, file)
    const etag = `"${sha256.toString('base64url')}"`
    reply.header('etag', etag).header('cache-control', 'public, max-age=86400')
      .header('x-content-type-options', 'nosniff')
    if (request.headers['if-none-match']?.includes(etag)) return reply.code(304).send(null)
    return reply.type(name.endsWith('webp') ? 'image/webp' : 'image/jpeg')
      .serializer((sent: Buffer) => sent as never).send(bytes)
  })
}

import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import { type Api, problems } from '../platform/http/index.ts'
import type { Tally } from '../tally/index.ts'
import { ballotsCsv, resultDocument } from './documents.ts'
import { resultSchema, slugParams } from './schema.ts'

/** Does the caller have it? A list of tags or `*`, compared weakly (RFC 9110, 13.1.2), for proxies weaken a tag. */
function hasAlready(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/** Sends a published file with a strong ETag; whoever has it already gets 304. */
function sendFile(request: FastifyRequest, reply: FastifyReply, type: string, text: string): FastifyReply {
  const etag = `"${createHash('sha256').update(text).digest('base64url')}"`
  reply.header('etag', etag).header('cache-control', 'public, max-age=300')
  if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).send()
  return reply.type(type).serializer((body: string) => body).send(text)
}

export function openDataRoutes(api: Api, { tally }: { tally: Tally }): void {
  api.get('/api/rounds/:slug/result', {
    schema: {
      tags: ['result'], summary: 'The published result', params: slugParams,
        response: { 200: resultSchema, ...problems },
    },
  }, async (request, reply) => {
    const document = resultDocument(await tally.published(request.params.slug))
    return sendFile(request, reply, 'application/json; charset=utf-8', `${JSON.stringify(document, null, 1)}\n`)
  })

  api.get('/api/rounds/:slug/ballots.csv', {
    schema: {
      tags: ['result'], summary: 'The anonymous ballots, sorted by tracker', params: slugParams,
      produces: ['text/csv'], response: { 200: z.string(), ...problems },
    },
  }, async (request, reply) =>
    sendFile(request, reply, 'text/csv; charset=utf-8', ballotsCsv(await tally.publishedBallots(request.params.slug))))
}

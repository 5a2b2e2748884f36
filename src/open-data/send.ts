import { createHash } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { LICENCE, type PublishedFile } from './files.ts'

/** Does the caller have it? A list of tags or `*`, compared weakly (RFC 9110, 13.1.2), for proxies weaken a tag. */
function hasAlready(header: string | undefined, etag: string): boolean {
  if (header === undefined) return false
  return header.trim() === '*' || header.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag)
}

/** A text with its strong ETag. `text` is null where only the tag was kept. */
export type Tagged = { readonly etag: string; readonly text: string | null }

export function tagged(text: string): Tagged & { readonly text: string } {
  return { etag: `"${createHash('sha256').update(text).digest('base64url')}"`, text }
}

/**
 * Sends a published file with a strong ETag, its licence and its name; whoever has it already gets 304, without its being
 * made again. Anybody's page
 * may read it: it is open, and it depends on nobody's session.
 */
export async function sendFile(
  request: FastifyRequest, reply: FastifyReply, file: PublishedFile, { etag, text }: Tagged, made: () => Promise<string>,
): Promise<FastifyReply> {
  reply.header('etag', etag).header('cache-control', 'public, max-age=300')
    .header('link', `<${LICENCE.url}>; rel="license"`)
    .header('access-control-allow-origin', '*').header('cross-origin-resource-policy', 'cross-origin')
  if (hasAlready(request.headers['if-none-match'], etag)) return reply.code(304).send()
  // The slug is lower-case letters, digits and hyphens: it needs no quoting (RFC 6266).
  return reply.header('content-disposition', `${file.inline ? 'inline' : 'attachment'}; filename="${file.fileName}"`)
    .type(`${file.mediaType}; charset=utf-8`).serializer((body: string) => body).send(text ?? await made())
}

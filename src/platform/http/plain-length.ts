import type { FastifyInstance } from 'fastify'

/**
 * Has proxies send the answers of quiet routes as they are, byte for byte. What packs an answer folds away what fills it up, and
 * then its length tells the picks in it again. RFC 9110 (8.4.1) would rather not see `identity` in this header; but what packs
 * leaves alone an answer that says how it is coded, nginx too, which pays no heed to `no-transform`. Proxies that we describe don't
 * pack anyway (docs/operations.md): this is for the others.
 */
export function keepLengths(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply) => {
    // Files that never change are the same for everybody.
    if (/immutable/.test(String(reply.getHeader('cache-control')))) return
    if (request.routeOptions.config?.quiet && !reply.hasHeader('content-encoding')) reply.header('content-encoding', 'identity')
  })
}

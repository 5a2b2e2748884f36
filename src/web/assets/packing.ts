import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import type { FastifyInstance } from 'fastify'

const pack = promisify(gzip)
/** What fits into one packet arrives no sooner for being packed. */
const WORTH_IT_BYTES = 1400

/**
 * Packs the pages that are the same for everybody. What is somebody's own is sent as it is: how well it packs would tell
 * whoever watches the line something of what is in it.
 */
export function packPages(app: FastifyInstance): void {
  app.addHook('onSend', async (request, reply, payload) => {
    if (typeof payload !== 'string' || reply.getHeader('cache-control') === 'no-store') return payload
    if (!String(reply.getHeader('content-type')).startsWith('text/html')) return payload
    reply.header('vary', 'accept-encoding')
    if (payload.length < WORTH_IT_BYTES || !/\bgzip\b/.test(request.headers['accept-encoding'] ?? '')) return payload
    reply.header('content-encoding', 'gzip')
    return pack(payload, { level: constants.Z_BEST_SPEED + 4 })
  })
}

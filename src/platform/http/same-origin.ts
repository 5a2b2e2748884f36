import type { FastifyInstance } from 'fastify'
import { Fault } from '../../kernel/index.ts'

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * Refuses an unsafe request that did not come from the service's own pages: the `Origin`, or where a browser sends
 * none, `Sec-Fetch-Site`, must say so. A client that is no browser sends the `Origin` header itself.
 * Source: OWASP Cross-Site Request Forgery Prevention Cheat Sheet, "Using Standard Headers".
 */
export function requireSameOrigin(app: FastifyInstance, ownOrigin: () => string, exempt: (url: string) => boolean): void {
  app.addHook('onRequest', async (request) => {
    if (SAFE.has(request.method) || exempt(request.url)) return
    const { origin } = request.headers
    const same = origin === undefined ? request.headers['sec-fetch-site'] === 'same-origin' : origin === ownOrigin()
    if (!same) throw new Fault('cross_site_request')
  })
}

import { createHash, timingSafeEqual } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import type { Metrics } from './registry.ts'

export type MetricsDoor = { readonly port: number; readonly close: () => Promise<void> }

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest()
}

/**
 * Serves `/metrics` at a port of its own, which no proxy hands on. With a token only whoever sends it as a bearer token
 * is answered. Throws when the port is taken.
 */
export async function serveMetrics(
  metrics: Pick<Metrics, 'text' | 'contentType'>, { host, port, token }: { host: string; port: number; token: string | null },
): Promise<MetricsDoor> {
  // At the top of the file it would bring the client of `fetch`, which hangs on it, into every start.
  const { createServer } = await import('node:http')
  const wanted = token === null ? null : digest(`Bearer ${token}`)
  const server = createServer((request, response) => {
    const answer = (status: number, body: string, type = 'text/plain; charset=utf-8'): void => {
      response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body)
    }
    if (wanted !== null && !timingSafeEqual(wanted, digest(request.headers.authorization ?? ''))) {
      response.setHeader('www-authenticate', 'Bearer')
      return answer(401, 'a bearer token is needed\n')
    }
    if (request.url !== '/metrics' || request.method !== 'GET') return answer(404, 'GET /metrics\n')
    metrics.text().then((text) => answer(200, text, metrics.contentType), () => answer(500, 'the metrics could not be read\n'))
  })
  server.requestTimeout = 10_000
  await new Promise<void>((done, failed) => {
    server.once('error', failed)
    server.listen(port, host, () => { server.off('error', failed); done() })
  })
  return {
    port: (server.address() as AddressInfo).port,
    close: () => new Promise((done) => { server.close(() => done()); server.closeAllConnections() }),
  }
}

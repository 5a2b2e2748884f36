import t from 'tap'
import { createHandful, createMetrics, serveMetrics } from '../../../src/platform/metrics/index.ts'

t.test('values come to light in handfuls, in an order that tells nothing of who came first', async (t) => {
  const seen: number[] = []
  const give = createHandful(3, (value) => seen.push(value))
  give(3)
  give(1)
  t.same(seen, [], 'not one alone, nor two')
  give(2)
  t.same(seen, [1, 2, 3])
  give(9)
  t.same(seen, [1, 2, 3])
})

t.test('a reading that fails hides no other', async (t) => {
  const metrics = await createMetrics({ version: '1.2.3' })
  metrics.tell({ name: 'broken', help: 'x', read: () => Promise.reject(new Error('away')) })
  metrics.tell({ name: 'whole', help: 'x', read: async () => 7 })
  metrics.tell({ name: 'by_round', help: 'x', label: 'round', read: async () => ({ 'osbu-2026': 1 }) })
  const text = await metrics.text()
  t.match(text, /^osbu_build_info\{version="1\.2\.3"\} 1$/m)
  t.match(text, /^whole 7$/m)
  t.match(text, /^by_round\{round="osbu-2026"\} 1$/m)
  t.notMatch(text, /^broken /m)
})

t.test('at its own port only whoever has the token reads the metrics', async (t) => {
  const metrics = await createMetrics({ version: '1' })
  const open = await serveMetrics(metrics, { host: '127.0.0.1', port: 0, token: null })
  const shut = await serveMetrics(metrics, { host: '127.0.0.1', port: 0, token: 'a-long-secret-token' })
  t.teardown(() => Promise.all([open.close(), shut.close()]))
  const ask = async (port: number, authorization?: string, path = '/metrics'): Promise<number> =>
    (await fetch(`http://127.0.0.1:${port}${path}`, authorization === undefined ? {} : { headers: { authorization } })).status
  t.equal(await ask(open.port), 200)
  t.equal(await ask(open.port, undefined, '/'), 404)
  t.same(await Promise.all([undefined, 'Bearer', 'Bearer a-long-secret-toke', 'a-long-secret-token'].map((sent) => ask(shut.port, sent))),
    [401, 401, 401, 401])
  t.equal(await ask(shut.port, 'Bearer a-long-secret-token'), 200)
})

// The peer of benchmarks/read.ts: Fastify with nothing in it, which answers texts of the sizes that it is told.
// node benchmarks/constant.ts PORT SIZE …
import Fastify from 'fastify'

const [port, ...sizes] = process.argv.slice(2).map(Number)
const app = Fastify()
sizes.forEach((size, i) => {
  const text = 'x'.repeat(size)
  app.get(`/${i}`, async () => text)
})
await app.listen({ host: '127.0.0.1', port: port! })

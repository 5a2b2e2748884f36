import { startEmbeddedPostgres } from '../../../src/platform/postgres/index.ts'

const [dataDir = '', mode] = process.argv.slice(2)
const server = await startEmbeddedPostgres({ dataDir, keepRunning: mode === 'keep' })
console.log(JSON.stringify({ url: server.url, folder: server.folder }))
if (mode !== 'keep') {
  const alive = setInterval(() => {}, 60_000)
  process.once('SIGTERM', () => server.stop().then(() => clearInterval(alive)))
}

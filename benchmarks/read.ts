// How many readers the service answers a second, beside a Fastify of the same version that answers a constant text of the same
// size from a process started the same way. Both in the same run, one after the other, over the same kept-alive connections.
// npm run bench:read [-- --runs 5 --seconds 1 --connections 64]
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { freePort } from '../test/torture/service.ts'
import { type Load, load } from './load.ts'
import { median } from './median.ts'

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '5' }, seconds: { type: 'string', default: '1' }, connections: { type: 'string', default: '64' } },
})
const [RUNS, SECONDS, CONNECTIONS] = [Number(values.runs), Number(values.seconds), Number(values.connections)]
const HOST = '127.0.0.1'
const START_MS = 60_000

const PAGES = [
  ['front page', '/'], ['proposals', '/ehdotukset'], ['result', '/tulokset'], ['ideas', '/ideat'],
  ['API: rounds', '/api/rounds'], ['API: ideas', '/api/rounds/osbu-2026/ideas'], ['API: proposals', '/api/rounds/osbu-2026/proposals'],
] as const
/** As a browser asks, and as a script that takes no packed answers. */
const PACKINGS = ['gzip, deflate, br', null] as const

const children: ChildProcess[] = []

function start(script: string, args: readonly string[], env: Record<string, string>): void {
  children.push(spawn(process.execPath, ['--disable-warning=ExperimentalWarning', resolve(import.meta.dirname, script), ...args], {
    env: { PATH: process.env['PATH'] ?? '', ...env }, stdio: ['ignore', 'ignore', 'inherit'],
  }))
}

async function answers(url: string): Promise<void> {
  for (const until = Date.now() + START_MS; ; await sleep(100)) {
    if (await fetch(url).then(({ ok }) => ok, () => false)) return
    if (Date.now() > until || children.some(({ exitCode }) => exitCode !== null)) throw new Error(`${url} does not answer`)
  }
}

function requestOf(port: number, path: string, packing: string | null): Buffer {
  const lines = [`GET ${path} HTTP/1.1`, `host: ${HOST}:${port}`, ...packing === null ? [] : [`accept-encoding: ${packing}`]]
  return Buffer.from(`${lines.join('\r\n')}\r\n\r\n`)
}

async function sizeOf(port: number, path: string, packing: string | null): Promise<number> {
  const response = await fetch(`http://${HOST}:${port}${path}`, { headers: { 'accept-encoding': packing ?? 'identity' } })
  if (response.status !== 200) throw new Error(`${path}: ${response.status}`)
  await response.arrayBuffer()
  return Number(response.headers.get('content-length'))
}

async function measure(port: number, request: Buffer): Promise<Load> {
  const measured = await load({ host: HOST, port, connections: CONNECTIONS, requests: () => request, seconds: SECONDS })
  const statuses = Object.keys(measured.statuses)
  if (statuses.join() !== '200') throw new Error(`answers other than 200: ${JSON.stringify(measured.statuses)}`)
  return measured
}

const row = (cells: readonly (string | number)[]): string =>
  cells.map((cell, i) => (i < 2 ? String(cell).padEnd(i === 0 ? 16 : 8) : String(cell).padStart(11))).join('')

async function main(service: number, peer: number): Promise<void> {
  const cases = []
  for (const packing of PACKINGS) {
    for (const [name, path] of PAGES) cases.push({ name, path, packing, bytes: await sizeOf(service, path, packing) })
  }
  start('constant.ts', [String(peer), ...cases.map(({ bytes }) => String(bytes))], {})
  await answers(`http://${HOST}:${peer}/0`)
  console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; ${CONNECTIONS} connections, medians of ${RUNS} runs of ${SECONDS} s`)
  console.log(row(['', 'packed', 'bytes', 'answers/s', 'constant', 'ratio', 'p50 ms', 'p99 ms', 'const. p99']))
  for (const [i, { name, path, packing, bytes }] of cases.entries()) {
    const runs: { ours: Load; theirs: Load }[] = []
    for (let run = -1; run < RUNS; run++) {
      const ours = await measure(service, requestOf(service, path, packing))
      const theirs = await measure(peer, requestOf(peer, `/${i}`, packing))
      // The first warms both up.
      if (run >= 0) runs.push({ ours, theirs })
    }
    const of = (value: (run: { ours: Load; theirs: Load }) => number): number => median(runs.map(value))
    console.log(row([
      name, packing === null ? 'no' : 'yes', bytes, Math.round(of(({ ours }) => ours.perSecond)), Math.round(of(({ theirs }) => theirs.perSecond)),
      of(({ ours, theirs }) => ours.perSecond / theirs.perSecond).toFixed(2), of(({ ours }) => ours.p50).toFixed(1),
      of(({ ours }) => ours.p99).toFixed(1), of(({ theirs }) => theirs.p99).toFixed(1),
    ]))
  }
}

const folder = await mkdtemp(join(tmpdir(), 'osbu-bench-'))
try {
  const [service, peer] = [await freePort(), await freePort()]
  // The demo, which has rounds in every phase, with its request log as in production, written to nowhere.
  start('../src/server.ts', [], { DATA_DIR: folder, HOST, PORT: String(service), NODE_ENV: 'development' })
  await answers(`http://${HOST}:${service}/ready`)
  await main(service, peer)
} finally {
  await Promise.all(children.filter(({ exitCode }) => exitCode === null).map((child) => {
    child.kill('SIGTERM')
    return once(child, 'exit')
  }))
  await rm(folder, { recursive: true, force: true })
}

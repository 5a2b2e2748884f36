// How soon the service answers after a start, and whether its memory stays where it is: npm run bench:soak
// [-- --votes 100000 --minutes 60]. Votes and readers come evenly over the time; it starts everything itself.
import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { parseArgs } from 'node:util'
import { load } from './load.ts'
import { median } from './median.ts'
import { machine, type RunningService, startService, startTown, type Town } from './town.ts'

const { values } = parseArgs({ options: { votes: { type: 'string', default: '100000' }, minutes: { type: 'string', default: '60' } } })
const minutes = Number(values.minutes)
const votesASecond = Number(values.votes) / minutes / 60
const STARTS = 5
const CONNECTIONS = 8
const READS_A_SECOND = 20
const PATHS = ['/', '/ehdotukset', '/ideat', '/sv', '/api/rounds']

/** Resident memory of a process, in megabytes. */
function residentMb(pid: number): number {
  return Number(/VmRSS:\s*(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))![1]) / 1024
}

/** Milliseconds from the start of the process to its first page, on a database that is full already. */
async function starts(town: Town): Promise<number[]> {
  const times: number[] = []
  for (let i = 0; i < STARTS; i++) {
    const began = performance.now()
    const service = await startService({ databaseUrl: town.url, secretsDir: town.secretsDir })
    const front = await fetch(`http://${service.host}:${service.port}/`)
    if (!front.ok) throw new Error(`the front page: ${front.status}`)
    await front.text()
    times.push(performance.now() - began)
    await service.stop()
  }
  return times
}

/** A second of voting and reading. Returns how many votes were taken. */
async function second(town: Town, { host, port }: RunningService, votes: number, second: number): Promise<number> {
  const requests = town.casts(votes)
  const reads = Array.from({ length: READS_A_SECOND }, (_, i) =>
    Buffer.from(`GET ${PATHS[(second + i) % PATHS.length]} HTTP/1.1\r\nhost: ${host}\r\n\r\n`))
  const next = (list: Buffer[]) => (): Buffer | null => list.pop() ?? null
  const [cast, read] = await Promise.all([
    load({ host, port, connections: CONNECTIONS, requests: next(requests) }), load({ host, port, connections: 2, requests: next(reads) }),
  ])
  if (cast.statuses[201] !== votes || read.statuses[200] !== READS_A_SECOND) {
    throw new Error(`not all was answered: ${JSON.stringify([cast.statuses, read.statuses])}`)
  }
  return votes
}

/** Megabytes an hour by which the memory grows: the slope of the straight line through the samples. */
function slope(samples: readonly { minute: number; mb: number }[]): number {
  const mean = (numbers: readonly number[]): number => numbers.reduce((sum, each) => sum + each, 0) / numbers.length
  const [x, y] = [mean(samples.map(({ minute }) => minute)), mean(samples.map(({ mb }) => mb))]
  const across = samples.reduce((sum, { minute, mb }) => sum + (minute - x) * (mb - y), 0)
  return 60 * across / samples.reduce((sum, { minute }) => sum + (minute - x) ** 2, 0)
}

const town = await startTown()
let service: RunningService | null = null
try {
  console.log(await machine(town.db))
  const times = await starts(town)
  console.log(`start to the first page: ${median(times).toFixed(0)} ms, median of ${STARTS} (${times.map((ms) => ms.toFixed(0)).join(', ')})`)
  service = await startService({ databaseUrl: town.url, secretsDir: town.secretsDir })
  const samples: { minute: number; mb: number }[] = []
  let [votes, due] = [0, 0]
  const began = performance.now()
  for (let at = 0; at < minutes * 60; at++) {
    due += votesASecond
    votes += await second(town, service, Math.floor(due) - votes, at)
    if ((at + 1) % 60 === 0) {
      samples.push({ minute: (at + 1) / 60, mb: residentMb(service.pid) })
      const { minute, mb } = samples.at(-1)!
      console.log(`minute ${String(minute).padStart(3)}  ${String(votes).padStart(7)} votes  ${mb.toFixed(0).padStart(5)} MB`)
    }
    await sleep(Math.max(0, began + (at + 1) * 1000 - performance.now()))
  }
  const half = samples.slice(Math.floor(samples.length / 2))
  console.log(`${votes} votes in ${minutes} minutes; in the second half ${half[0]?.mb.toFixed(0)} to ${half.at(-1)?.mb.toFixed(0)} MB, ${slope(half).toFixed(1)} MB an hour`)
} finally {
  await service?.stop()
  await town.stop()
}

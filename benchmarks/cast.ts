// How many votes a second the service takes, beside pgbench making the same row with the same durability on the same
// PostgreSQL: npm run bench:cast [-- --votes 20000 --connections 256 --runs 3]. It starts everything itself.
import { execFile } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { sql } from 'kysely'
import type { FastifyRequest } from 'fastify'
import { castSchema } from '../src/urn/schema.ts'
import { markOf, seal, sealedHash, sealedLength, trackerOf } from '../src/urn/sealing.ts'
import { castOnline } from '../src/urn/store.ts'
import { type Load, load } from './load.ts'
import { median } from './median.ts'
import { cpuSeconds, machine, type RunningService, startService, startTown, type Town } from './town.ts'

const { values } = parseArgs({
  options: {
    votes: { type: 'string', default: '20000' }, connections: { type: 'string', default: '256' }, runs: { type: 'string', default: '3' },
    json: { type: 'boolean', default: false },
  },
})
const votes = Number(values.votes)
const connections = Number(values.connections)
const runs = Number(values.runs)
const PGBENCH_SECONDS = 8
const STEP_RUNS = 20_000

type Measured = { readonly perSecond: number; readonly p50: number | null; readonly p99: number }

/** Debian keeps it beside the server, outside the path. */
function findPgbench(): string {
  const folder = '/usr/lib/postgresql'
  const installed = existsSync(folder) ? readdirSync(folder).toSorted((a, b) => Number(b) - Number(a)).map((version) => join(folder, version, 'bin/pgbench')) : []
  return installed.find((path) => existsSync(path)) ?? 'pgbench'
}

/** Rows like those of casting, each in a transaction of its own as the script says. */
async function pgbench(town: Town, begin: boolean): Promise<Measured> {
  const script = join(town.secretsDir, 'pgbench.sql')
  const log = join(town.secretsDir, 'pgbench-log')
  const length = sealedLength(3)
  const sealed = `decode(repeat(md5(:a::text), ${Math.ceil(length / 16)}), 'hex')`
  const insert = `insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on) values ('${town.voting.round.id}', `
    + `sha256(int8send(:a)), 'online', 1, sha256(int8send(:b)), substr(${sealed}, 1, ${length}), current_date) on conflict (round_id, voter_key) do nothing;`
  await writeFile(script, ['\\set a random(1, 9000000000000000000)', '\\set b random(1, 9000000000000000000)', ...begin ? ['begin;', insert, 'commit;'] : [insert], ''].join('\n'))
  const args = ['-n', '-M', 'prepared', '-c', String(connections), '-j', '2', '-T', String(PGBENCH_SECONDS), '-f', script, '-l', '--log-prefix', log, town.url]
  const { stdout } = await promisify(execFile)(findPgbench(), args, { maxBuffer: 2 ** 28 })
  const times = (await promisify(execFile)('sh', ['-c', `cut -d' ' -f3 ${log}.* | sort -n`], { maxBuffer: 2 ** 28 })).stdout.trim().split('\n').map(Number)
  await promisify(execFile)('sh', ['-c', `rm -f ${log}.*`])
  return {
    perSecond: Number(/tps = ([\d.]+)/.exec(stdout)![1]),
    p50: times[Math.floor(times.length * 0.5)]! / 1000, p99: times[Math.floor(times.length * 0.99)]! / 1000,
  }
}

type ServiceRun = Load & { readonly service: number; readonly database: number; readonly asker: number }

/** Votes through the real door of one process or several; microseconds of CPU a vote beside it. */
async function cast(town: Town, services: readonly RunningService[]): Promise<ServiceRun> {
  const requests = town.casts(votes)
  const ofServices = (): number => services.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0)
  const before = [ofServices(), cpuSeconds(town.postmaster, true), process.cpuUsage()] as const
  let next = 0
  const all = await Promise.all(services.map(({ host, port }) =>
    load({ host, port, connections: connections / services.length, requests: () => requests[next++] ?? null })))
  const asker = process.cpuUsage(before[2])
  const taken = all.reduce((sum, { statuses }) => sum + (statuses[201] ?? 0), 0)
  if (taken !== votes) throw new Error(`not every vote was taken: ${JSON.stringify(all.map(({ statuses }) => statuses))}`)
  const seconds = Math.max(...all.map((each) => each.seconds))
  return {
    answers: votes, seconds, perSecond: votes / seconds, statuses: { 201: taken },
    // Each process has its own middle; the slowest hundredth is told of the slower one.
    p50: median(all.map(({ p50 }) => p50)), p99: Math.max(...all.map(({ p99 }) => p99)),
    service: (ofServices() - before[0]) * 1e6 / votes,
    database: (cpuSeconds(town.postmaster, true) - before[1]) * 1e6 / votes, asker: (asker.user + asker.system) / votes,
  }
}

function microseconds(run: (i: number) => unknown): number {
  for (let i = 0; i < STEP_RUNS / 10; i++) run(i)
  const before = process.cpuUsage()
  for (let i = 0; i < STEP_RUNS; i++) run(i)
  const { user, system } = process.cpuUsage(before)
  return (user + system) / STEP_RUNS
}

/** What each step of a vote costs by itself, in microseconds of this process. */
async function steps(town: Town): Promise<Record<string, number>> {
  const { round } = town.voting
  const key = (await town.services.urn.findKey(round))!
  const receiptKey = createSecretKey(randomBytes(32))
  const cookies = Array.from({ length: 200 }, () => town.newVoter())
  const requests = cookies.map((cookie) => {
    const at = cookie.indexOf('=')
    return { headers: { cookie }, cookies: { [cookie.slice(0, at)]: cookie.slice(at + 1) } } as unknown as FastifyRequest
  })
  const body = { picks: [1, 3, 5], castId: randomBytes(16).toString('hex') }
  const vote = { ...body, voterKey: randomBytes(32), revision: 1 }
  const found: Record<string, number> = {
    'session (JWT, HS256)': microseconds((i) => town.sessions.readResident(requests[i % 200]!)),
    'validation (zod)': microseconds(() => castSchema.parse(body)),
    'tracker and mark (HMAC)': microseconds(() => [markOf(receiptKey, vote), trackerOf(receiptKey, vote)]),
    'sealing (libsodium)': microseconds(() => sealedHash(seal({ tracker: '0123456789ABCDEF', picks: body.picks }, { id: round.id, picksMax: 3, publicKey: key.publicKey }))),
  }
  const before = process.cpuUsage()
  const groups = 40
  for (let i = 0; i < groups; i++) {
    await castOnline(town.db, Array.from({ length: 256 }, () =>
      ({ roundId: round.id, voterKey: randomBytes(32), mark: randomBytes(32), sealed: randomBytes(sealedLength(3)), replaces: 0 })))
  }
  const { user, system } = process.cpuUsage(before)
  found['SQL (client side, groups of 256)'] = (user + system) / groups / 256
  return found
}

/** Votes in a service of so many processes, once the code has been compiled by as many votes that are not measured. */
async function castIn(town: Town, processes: number, preload?: string): Promise<ServiceRun> {
  const services: RunningService[] = []
  try {
    for (let i = 0; i < processes; i++) {
      services.push(await startService({ databaseUrl: town.url, secretsDir: town.secretsDir, ...preload === undefined ? {} : { preload } }))
    }
    await cast(town, services)
    await afresh(town)
    return await cast(town, services)
  } finally {
    await Promise.all(services.map((service) => service.stop()))
  }
}

/** What is measured must not depend on how full the table is, nor on a checkpoint that falls into it. */
async function afresh(town: Town): Promise<void> {
  await sql`truncate sealed_ballot`.execute(town.db)
  await sql`checkpoint`.execute(town.db)
}

const line = (name: string, { perSecond, p50, p99 }: Measured): void =>
  console.log(`${name.padEnd(46)} ${perSecond.toFixed(0).padStart(7)} /s   p50 ${(p50 ?? 0).toFixed(1).padStart(6)} ms   p99 ${p99.toFixed(1).padStart(6)} ms`)

const middle = <T extends Measured>(all: readonly T[]): T => all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)]!

const town = await startTown()
try {
  console.log(await machine(town.db))
  console.log(`${votes} votes over ${connections} connections, median of ${runs} runs; everything on the same cores\n`)
  const all = { begin: [] as Measured[], single: [] as Measured[], service: [] as ServiceRun[], two: [] as ServiceRun[], unsealed: [] as ServiceRun[] }
  for (let run = 0; run < runs; run++) {
    await afresh(town)
    all.begin.push(await pgbench(town, true))
    await afresh(town)
    all.single.push(await pgbench(town, false))
    all.service.push(await castIn(town, 1))
    all.two.push(await castIn(town, 2))
    all.unsealed.push(await castIn(town, 1, resolve(import.meta.dirname, 'without-sealing.ts')))
  }
  const [begin, single] = [middle(all.begin), middle(all.single)]
  const [service, two, unsealed] = [middle(all.service), middle(all.two), middle(all.unsealed)]
  line('pgbench, BEGIN; INSERT; COMMIT', begin)
  line('pgbench, one INSERT', single)
  line('the service', service)
  line('the service as two processes', two)
  line('the service, nothing sealed', unsealed)
  const ratio = (runsOf: readonly Measured[], peer: readonly Measured[]): string =>
    median(runsOf.map(({ perSecond }, i) => perSecond / peer[i]!.perSecond)).toFixed(2)
  console.log(`\nbeside pgbench's BEGIN … COMMIT: the service ${ratio(all.service, all.begin)}, two processes ${ratio(all.two, all.begin)}, `
    + `nothing sealed ${ratio(all.unsealed, all.begin)}; beside its single statement ${ratio(all.service, all.single)}, ${ratio(all.two, all.single)}, ${ratio(all.unsealed, all.single)}`)
  console.log(`CPU a vote: service ${service.service.toFixed(0)} µs, PostgreSQL ${service.database.toFixed(0)} µs, who asks ${service.asker.toFixed(0)} µs`)
  const parts = await steps(town)
  const named = Object.values(parts).reduce((sum, each) => sum + each, 0)
  for (const [name, each] of Object.entries({ ...parts, 'HTTP, hooks, JSON and the rest': service.service - named })) {
    console.log(`  ${name.padEnd(36)} ${each.toFixed(1).padStart(6)} µs  ${(100 * each / service.service).toFixed(0).padStart(3)} %`)
  }
  if (values.json) console.log(JSON.stringify({ votes, connections, runs, all, parts }))
} finally {
  await town.stop()
}

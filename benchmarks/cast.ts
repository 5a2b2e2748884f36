// How many votes a second the service takes, beside pgbench making the same row with the same durability on the same
// PostgreSQL: npm run bench:cast [-- --votes 20000 --connections 256 --runs 3]. It starts everything itself.
import { execFile } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { existsSync, readdirSync } from 'node:fs'
import { rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { parseArgs, promisify } from 'node:util'
import { sql } from 'kysely'
import type { FastifyRequest } from 'fastify'
import { castSchema } from '../src/urn/schema.ts'
import { markOf, seal, sealedHash, sealedLength, trackerOf } from '../src/urn/sealing.ts'
import { castOnline } from '../src/urn/store.ts'
import { type Load, load } from './load.ts'
import { cpuSeconds, machine, median, startService, startTown, type Town } from './town.ts'

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

/** Votes through the real door; microseconds of CPU a vote beside it. */
async function cast(town: Town, service: { host: string; port: number; pid: number }): Promise<ServiceRun> {
  const requests = town.casts(votes)
  const before = [cpuSeconds(service.pid), cpuSeconds(town.postmaster, true), process.cpuUsage()] as const
  let next = 0
  const measured = await load({ host: service.host, port: service.port, connections, requests: () => requests[next++] ?? null })
  const asker = process.cpuUsage(before[2])
  if (measured.statuses[201] !== votes) throw new Error(`not every vote was taken: ${JSON.stringify(measured.statuses)}`)
  return {
    ...measured, service: (cpuSeconds(service.pid) - before[0]) * 1e6 / votes,
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

async function inTown<T>(town: Town, preload: string | undefined, work: (service: Awaited<ReturnType<typeof startService>>) => Promise<T>): Promise<T> {
  const service = await startService({ databaseUrl: town.url, secretsDir: town.secretsDir, ...preload === undefined ? {} : { preload } })
  try {
    return await work(service)
  } finally {
    await service.stop()
  }
}

/** What is measured must not depend on how full the table is, nor on a checkpoint that falls into it. */
async function afresh(town: Town): Promise<void> {
  await sql`truncate sealed_ballot`.execute(town.db)
  await sql`checkpoint`.execute(town.db)
}

const line = (name: string, { perSecond, p50, p99 }: Measured): void =>
  console.log(`${name.padEnd(46)} ${perSecond.toFixed(0).padStart(7)} /s   p50 ${(p50 ?? 0).toFixed(1).padStart(6)} ms   p99 ${p99.toFixed(1).padStart(6)} ms`)

const middle = (all: readonly Measured[]): Measured => all.toSorted((a, b) => a.perSecond - b.perSecond)[Math.floor(all.length / 2)]!

const town = await startTown()
try {
  console.log(await machine(town.db))
  console.log(`${votes} votes over ${connections} connections, median of ${runs} runs; everything on the same cores\n`)
  const all = { begin: [] as Measured[], single: [] as Measured[], service: [] as ServiceRun[], unsealed: [] as ServiceRun[] }
  for (let run = 0; run < runs; run++) {
    await afresh(town)
    all.begin.push(await pgbench(town, true))
    await afresh(town)
    all.single.push(await pgbench(town, false))
    await inTown(town, undefined, async (service) => {
      // The first thousands of votes are taken by code that is not compiled yet.
      await cast(town, service)
      await afresh(town)
      all.service.push(await cast(town, service))
    })
    await inTown(town, resolve(import.meta.dirname, 'without-sealing.ts'), async (service) => {
      await cast(town, service)
      await afresh(town)
      all.unsealed.push(await cast(town, service))
    })
  }
  const [begin, single, service, unsealed] = [middle(all.begin), middle(all.single), middle(all.service) as ServiceRun, middle(all.unsealed) as ServiceRun]
  line('pgbench, BEGIN; INSERT; COMMIT', begin)
  line('pgbench, one INSERT', single)
  line('the service', service)
  line('the service, nothing sealed', unsealed)
  const ratios = all.service.map(({ perSecond }, i) => perSecond / all.begin[i]!.perSecond)
  console.log(`\nthe service is ${median(ratios).toFixed(2)} × pgbench's BEGIN … COMMIT, ${(service.perSecond / single.perSecond).toFixed(2)} × its single statement; `
    + `with nothing sealed ${(unsealed.perSecond / begin.perSecond).toFixed(2)} ×`)
  console.log(`CPU a vote: service ${service.service.toFixed(0)} µs, PostgreSQL ${service.database.toFixed(0)} µs, who asks ${service.asker.toFixed(0)} µs`)
  const parts = await steps(town)
  const named = Object.values(parts).reduce((sum, each) => sum + each, 0)
  for (const [name, each] of Object.entries({ ...parts, 'HTTP, hooks, JSON and the rest': service.service - named })) {
    console.log(`  ${name.padEnd(36)} ${each.toFixed(1).padStart(6)} µs  ${(100 * each / service.service).toFixed(0).padStart(3)} %`)
  }
  if (values.json) console.log(JSON.stringify({ votes, connections, runs, all, parts }))
} finally {
  await town.stop()
  await rm(town.secretsDir, { recursive: true, force: true })
}

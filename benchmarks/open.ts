// How long a full urn takes to be listed, opened, counted and published as files, beside the bare cost of opening its seals:
// the same ballots, the same cores, nothing but the calls of crypto_box_seal_open. Starts a PostgreSQL of its own and ends it.
// npm run bench:open [-- --ballots 1000000] [--runs N] [--json]
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { Worker } from 'node:worker_threads'
import { done } from '../src/kernel/index.ts'
import { fileOf } from '../src/open-data/index.ts'
import { transact } from '../src/platform/database/index.ts'
import { createSorter } from '../src/tally/domain.ts'
import { createOpener, packed, type UrnToOpen } from '../src/urn/opener.ts'
import { open, sealedHash, sealedLength } from '../src/urn/sealing.ts'
import { workersFor } from '../src/urn/openers.ts'
import { MANAGER, must } from '../test/support/world.ts'
import { median } from './median.ts'
import { type FullUrn, fullUrn } from './opening/full-urn.ts'
import type { Step, StepDone } from './opening/step.ts'

const { values } = parseArgs({ options: {
  ballots: { type: 'string', default: '1000000' }, runs: { type: 'string' }, json: { type: 'boolean', default: false },
} })
const BALLOTS = Number(values.ballots)
const RUNS = Number(values.runs ?? (BALLOTS > 100_000 ? 1 : 3))
const SAMPLE = Math.min(BALLOTS, 20_000)

const seconds = async (work: () => unknown): Promise<number> => {
  const begun = performance.now()
  await work()
  return (performance.now() - begun) / 1000
}

const told: Record<string, unknown>[] = []
function tell(step: string, time: number, more: Record<string, number> = {}): void {
  told.push({ bench: 'open', ballots: BALLOTS, runs: RUNS, step, seconds: Number(time.toFixed(4)), ...more })
  if (values.json) return
  const rest = Object.entries(more).map(([name, value]) => `${name} ${Number(value.toFixed(2))}`).join(', ')
  console.log(`${step.padEnd(34)} ${time.toFixed(3).padStart(9)} s  ${(time / BALLOTS * 1e6).toFixed(2).padStart(9)} µs a ballot  ${rest}`)
}

/** All sealed ballots in one piece of memory that threads share. */
async function sealedOf({ db, services, round }: FullUrn): Promise<Buffer> {
  const length = sealedLength(round.picksMax)
  const all = Buffer.from(new SharedArrayBuffer(BALLOTS * length))
  must(await transact(db, async (tx) => {
    let at = 0
    for await (const some of services.urn.sealedBallots(tx, round.id, 1_000)) for (const one of some) at += one.copy(all, at)
    return done()
  }))
  return all
}

/** The peer: seconds for the bare calls, in as many threads as the opening has workers. */
async function bare(sealed: Buffer, { keys, round }: FullUrn): Promise<number> {
  const length = sealedLength(round.picksMax)
  const threads = workersFor(BALLOTS) || 1
  const each = Math.ceil(sealed.length / length / threads) * length
  const workers = Array.from({ length: threads }, (_, i) => new Worker(new URL('./opening/bare-worker.ts', import.meta.url), {
    workerData: { ...keys, length, sealed: new Uint8Array(sealed.buffer, sealed.byteOffset + i * each, Math.min(each, sealed.length - i * each)) },
  }))
  await Promise.all(workers.map((worker) => once(worker, 'message')))
  const time = await seconds(async () => {
    const opened = await Promise.all(workers.map(async (worker) => {
      const answer = once(worker, 'message')
      worker.postMessage('go')
      return (await answer as [number])[0]
    }))
    if (opened.reduce((a, b) => a + b) * length !== sealed.length) throw new Error('not all opened')
  })
  await Promise.all(workers.map((worker) => worker.terminate()))
  return time
}

function processFor(step: Step['step'], { url, secretsDir, slug, shares }: FullUrn) {
  const child = fork(new URL('./opening/step.ts', import.meta.url), { execArgv: ['--disable-warning=ExperimentalWarning'] })
  child.send({ step, url, secretsDir, slug, shares: shares.slice(0, 2) } satisfies Step)
  return child
}

/** Does one step in a process of its own. */
async function inProcess(step: 'open' | 'count', urn: FullUrn): Promise<StepDone> {
  const child = processFor(step, urn)
  const exit = once(child, 'exit')
  const answer = await Promise.race([once(child, 'message'), exit.then(() => { throw new Error(`${step} failed`) })]) as [StepDone]
  await exit
  return answer[0]
}

/** What each part of the work costs alone, in one thread, where nothing else runs. */
async function parts(sealed: Buffer, { db, services, keys, round }: FullUrn): Promise<void> {
  const length = sealedLength(round.picksMax)
  const sample = Array.from({ length: SAMPLE }, (_, i) => sealed.subarray(i * length, (i + 1) * length))
  const list = must(await transact(db, async (tx) => done((await services.urn.findUrnList(tx, round.id))!)))
  const urn: UrnToOpen = { ...keys, round, hashes: list.hashes, come: new Uint8Array(new SharedArrayBuffer(BALLOTS)) }
  const scaled = (time: number): number => time / SAMPLE * BALLOTS
  tell('alone: hashing', scaled(await seconds(() => sample.forEach(sealedHash))))
  tell('alone: unsealing and parsing', scaled(await seconds(() => sample.forEach((one) => open(one, keys, round)))))
  const opener = createOpener(urn)
  tell('alone: all that a worker does', scaled(await seconds(() => {
    for (let from = 0; from < SAMPLE; from += 1_000) opener(packed(sample.slice(from, from + 1_000)))
  })))
  tell('alone: reading the urn', await seconds(() => sealedOf({ db, services, round } as FullUrn)))
  tell('alone: reading the list', await seconds(() => transact(db, async (tx) => done(await services.urn.findUrnList(tx, round.id)))))
}

/** The same for sorting, by lines like those that come from the workers. */
async function sorting(urn: FullUrn): Promise<void> {
  const sorter = createSorter()
  const pages: string[][] = []
  const trackers = await urn.db.selectFrom('ballot').select('tracker').where('round_id', '=', urn.round.id).execute()
  // The urn list's order is as good as any: nothing of a tracker is in a hash.
  const lines = trackers.map(({ tracker }, i) => [i * 7_919 % BALLOTS, `${tracker}00000000012,3`] as const).sort(([a], [b]) => a - b)
  for (let from = 0; from < lines.length; from += 1_000) pages.push(lines.slice(from, from + 1_000).map(([, line]) => line).join('\n').split('\n'))
  tell('alone: sorting', await seconds(() => {
    pages.forEach(sorter.add)
    for (const shelf of sorter.sorted()) void shelf
  }))
}

/** Fetches the published files from a service that has just started, each for the first time. */
async function exports(urn: FullUrn): Promise<void> {
  const child = processFor('export', urn)
  const [origin] = await once(child, 'message') as [string]
  for (const key of ['result', 'ballots', 'pabulib'] as const) {
    let bytes = 0
    const time = await seconds(async () => {
      const answer = await fetch(origin + fileOf(urn.slug, key).path)
      if (!answer.ok) throw new Error(`${key}: ${answer.status}`)
      for await (const part of answer.body!) bytes += (part as Uint8Array).length
    })
    tell(`exporting ${fileOf(urn.slug, key).fileName.replace(urn.slug, '')}`, time, { MB: bytes / 1e6 })
  }
  child.send('end')
  const [{ peakMb }] = await once(child, 'message') as [{ peakMb: number }]
  told.push({ bench: 'open', ballots: BALLOTS, step: 'exporting, memory', peakMb: Math.round(peakMb) })
  if (!values.json) console.log(`exporting, peak of the process: ${Math.round(peakMb)} MB`)
}

const filling = performance.now()
const urn = await fullUrn(BALLOTS)
try {
  const machine = {
    machine: `${availableParallelism()} x ${cpus()[0]?.model.trim()}`, node: process.version, postgres: urn.version,
    workers: workersFor(BALLOTS), runs: RUNS,
  }
  told.push({ bench: 'open', ballots: BALLOTS, ...machine })
  if (!values.json) {
    console.log(`Node ${machine.node}, PostgreSQL ${machine.postgres}, ${machine.machine}; ${BALLOTS} ballots, filled in ${((performance.now() - filling) / 1000).toFixed(1)} s; `
      + `${machine.workers} workers; ${RUNS === 1 ? 'one run' : `medians of ${RUNS} runs`}`)
  }
  tell('closing: storing the urn list', await seconds(() => urn.close()))
  const sealed = await sealedOf(urn)
  await parts(sealed, urn)
  const runs: { peer: number; opened: StepDone; counted: StepDone }[] = []
  for (let run = 0; run < RUNS; run++) {
    if (run > 0) await urn.reset()
    // Half of the peer before the opening and half after it, for a machine is not equally fast all the time.
    const half = Math.floor(BALLOTS / 2) * sealedLength(urn.round.picksMax)
    const before = await bare(sealed.subarray(0, half), urn)
    const opened = await inProcess('open', urn)
    const peer = before + await bare(sealed.subarray(half), urn)
    runs.push({ peer, opened, counted: await inProcess('count', urn) })
  }
  const middle = (of: (run: (typeof runs)[number]) => number): number => median(runs.map(of))
  await sorting(urn)
  tell('bare crypto_box_seal_open', middle(({ peer }) => peer))
  tell('opening: before the first ballot', middle(({ opened }) => opened.firstSeconds))
  tell('opening: reading, comparing, opening', middle(({ opened }) => opened.lastSeconds - opened.firstSeconds))
  tell('opening: sorting and storing', middle(({ opened }) => opened.seconds - opened.lastSeconds))
  tell('opening', middle(({ opened }) => opened.seconds), {
    'ratio bare/real': middle(({ peer, opened }) => peer / opened.seconds), 'peak MB': middle(({ opened }) => opened.peakMb),
    'MB before': middle(({ opened }) => opened.beforeMb), 'ms held up at most': middle(({ opened }) => opened.heldUpMs),
  })
  tell('counting', middle(({ counted }) => counted.seconds), {
    'peak MB': middle(({ counted }) => counted.peakMb), 'ms held up at most': middle(({ counted }) => counted.heldUpMs),
  })
  must(await urn.services.tally.publish(MANAGER, urn.slug))
  await exports(urn)
} finally {
  await urn.stop()
}
if (values.json) for (const line of told) console.log(JSON.stringify(line))

import { availableParallelism } from 'node:os'
import { Worker } from 'node:worker_threads'
import { Defect } from '../kernel/index.ts'
import { createOpener, type Opened, packed, type UrnToOpen } from './opener.ts'

/** Fewer ballots are opened sooner than a worker is started. */
const WORKERS_FROM_BALLOTS = 2_000
/** More would wait for the database, which one connection reads. */
const WORKERS_MAX = 4
/** All that a worker makes is handed on at once, so little memory for what is young is enough, in megabytes. */
const YOUNG_MAX_MB = 8
/** Packs under way for each worker: one that it opens, one that waits so that it never does. */
const UNDER_WAY = 2

/** How many workers open so many ballots: one a core. None for a few, which are opened in this thread. */
export function workersFor(ballots: number): number {
  return ballots < WORKERS_FROM_BALLOTS ? 0 : Math.min(WORKERS_MAX, availableParallelism())
}

/** Ballots that are handed on together: in this thread a few hundredths of a second's work, between which it answers others. */
export function ballotsTogether(workers: number): number {
  return workers === 0 ? 250 : 1_000
}

type Opener = { readonly open: (pack: Uint8Array<ArrayBuffer>) => Promise<Opened | null>; readonly close: () => Promise<unknown> }

function openerHere(urn: UrnToOpen): Opener {
  const open = createOpener(urn)
  return {
    open: (pack) => new Promise((resolve, reject) => {
      setImmediate(() => {
        try {
          resolve(open(pack))
        } catch (error) {
          reject(error)
        }
      })
    }),
    close: () => Promise.resolve(),
  }
}

function openerInWorker(urn: UrnToOpen): Opener {
  const worker = new Worker(new URL('./opening-worker.ts', import.meta.url), {
    workerData: urn, resourceLimits: { maxYoungGenerationSizeMb: YOUNG_MAX_MB },
  })
  // A worker answers in the order in which it was asked.
  const asked: { resolve: (opened: Opened | null) => void; reject: (error: unknown) => void }[] = []
  let broken: unknown = null
  const breakAll = (error: unknown): void => {
    broken ??= error
    for (const { reject } of asked.splice(0)) reject(broken)
  }
  worker.on('message', (opened: { lines: string; unopenable: Opened['unopenable'] } | null) => {
    asked.shift()?.resolve(opened && { ...opened, lines: opened.lines === '' ? [] : opened.lines.split('\n') })
  })
  worker.on('error', breakAll)
  worker.on('exit', () => breakAll(new Defect('a worker that opens ballots ended before its work')))
  return {
    open: (pack) => new Promise((resolve, reject) => {
      if (broken !== null) return reject(broken)
      asked.push({ resolve, reject })
      worker.postMessage(pack, [pack.buffer])
    }),
    close: () => worker.terminate(),
  }
}

/**
 * Opens sealed ballots as they are read, in workers, and tells `onOpened` what came of them, in whatever order they are
 * ready. No more is read than the workers can take. False, as soon as it is seen, when one of them is not in the urn list;
 * whether all of the list have come is for the caller to count. Fails with what broke in a worker or while reading. When it
 * ends, however it does, no worker is left.
 */
export async function openAll(
  urn: UrnToOpen, ballots: AsyncIterable<readonly Buffer[]>, workers: number, onOpened: (opened: Opened) => void,
): Promise<boolean> {
  const openers = workers === 0 ? [openerHere(urn)] : Array.from({ length: workers }, () => openerInWorker(urn))
  const reading = ballots[Symbol.asyncIterator]()
  let [listed, ended] = [true, false]
  async function lane({ open }: Opener): Promise<void> {
    while (!ended) {
      const { value: sealed, done } = await reading.next()
      if (done) return
      const opened = await open(packed(sealed))
      if (opened === null) [listed, ended] = [false, true]
      else if (!ended) onOpened(opened)
    }
  }
  const lanes = openers.flatMap((opener) => Array.from({ length: UNDER_WAY }, () => lane(opener)))
  try {
    await Promise.all(lanes)
    return listed
  } finally {
    ended = true
    await Promise.all(openers.map(({ close }) => close()))
    // What is still read uses the caller's transaction, which must not end before that.
    await Promise.allSettled(lanes)
    await reading.return?.()
  }
}

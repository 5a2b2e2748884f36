import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { OnProgress } from './jobs.ts'
import { tally, type TallyBallot, type TallyInput, type TallyResult } from './rules/index.ts'
import { answerOf } from './workers.ts'

/** Everything that a count depends on but the ballots. */
export type CountHead = Omit<TallyInput, 'ballots'>

/** SHA-256 of bytes, or of a text's UTF-8, as 64 lower-case hexadecimal digits. */
export function sha256(data: Uint8Array | string): string {
  return createHash('sha256').update(data).digest('hex')
}

/** A count of fewer ballots takes less time than starting a worker does. Add-one counts them nobody knows how many times over. */
const WORKER_FROM_BALLOTS = 20_000

/** A ballot from its line, `tracker;1,4,7`, and `;5,3,1` where it gives points. */
function ballotOf(line: string): TallyBallot {
  const [tracker = '', picks = '', points] = line.split(';')
  const numbers = (text: string): number[] => (text === '' ? [] : text.split(',').map(Number))
  return { tracker, picks: numbers(picks), ...points === undefined ? {} : { points: numbers(points) } }
}

/** Takes the lines of ballots as they come, and counts them once all are there. */
export function createCounter(head: CountHead) {
  const ballots: TallyBallot[] = []

  /** Lines with a line feed between them. Returns how many ballots have come so far. */
  function add(lines: string): number {
    for (const line of lines.split('\n')) ballots.push(ballotOf(line))
    return ballots.length
  }

  return { add, count: (): TallyResult => tally({ ...head, ballots }, { sha256 }) }
}

/** What the counting worker is told; it answers a result, or an error that ends it. */
export type ToWorker = { readonly head: CountHead } | { readonly lines: string } | 'count'

async function countInWorker(head: CountHead, pages: AsyncIterable<string>, all: number, onProgress: OnProgress): Promise<TallyResult> {
  const worker = new Worker(new URL('./counting-worker.ts', import.meta.url))
  const answer = answerOf<TallyResult>(worker)
  // An error while the pages are still read is met below, when the answer is awaited.
  answer.catch(() => undefined)
  const tell = (message: ToWorker): void => worker.postMessage(message)
  try {
    tell({ head })
    let sent = 0
    for await (const lines of pages) {
      tell({ lines })
      sent += lines.split('\n').length
      onProgress(sent, all)
    }
    tell('count')
    return await answer
  } finally {
    await worker.terminate()
  }
}

/**
 * Counts ballots that come as pages of lines sorted by tracker, `all` of them together. Many are counted in a worker of
 * its own, so that the service answers others meanwhile; the main thread only passes text on.
 */
export async function countLines(
  head: CountHead, pages: AsyncIterable<string>, all: number, onProgress: OnProgress = () => {},
): Promise<TallyResult> {
  const addsOne = head.equalShares?.completion.startsWith('add-one') ?? false
  if (addsOne || all >= WORKER_FROM_BALLOTS) return countInWorker(head, pages, all, onProgress)
  const counter = createCounter(head)
  for await (const lines of pages) onProgress(counter.add(lines), all)
  return counter.count()
}

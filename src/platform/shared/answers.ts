import { createHash } from 'node:crypto'
import { LRUCache } from 'lru-cache'

/** An answer as it goes to everybody who asks: headers without those of its packing, and the body unpacked. */
export type Answer = {
  /** Of the body as it is, unpacked: the route's own, or one made of the bytes. */
  readonly etag: string
  readonly headers: Readonly<Record<string, string | number | readonly string[]>>
  readonly body: Buffer
  /** What was made of it for sending; filled as it is asked for. */
  readonly forms: Map<string, unknown>
}

/** Somebody renders, and whoever asks for the same meanwhile waits for it. */
export type Rendering = {
  readonly key: string
  readonly began: number
  /** Null when it came to nothing that may be shared: then each renders their own. */
  readonly done: Promise<Answer | null>
  readonly end: (answer: Answer | null) => void
}

export type SharedAnswers = ReturnType<typeof createSharedAnswers>

const KEPT_MS = 1_000
const KEPT_BYTES_MAX = 64 * 2 ** 20
/** No single one may push out many others. */
export const ANSWER_BYTES_MAX = 4 * 2 ** 20
/** What an answer takes beside its body: headers, its key and the bookkeeping. */
const OVERHEAD_BYTES = 4_096

/** The answer with its tag. */
export function answerOf(headers: Answer['headers'], body: Buffer): Answer {
  const etag = String(headers['etag'] ?? `"${createHash('sha256').update(body).digest('base64url').slice(0, 27)}"`)
  return { etag, headers, body, forms: new Map() }
}

/**
 * Keeps answers that are the same for everybody, each for a second from when its rendering began, since what a page says also
 * depends on the clock, and no longer than until `drop`: whoever asks after it never gets what was read before it. A rendering
 * that began before a drop is answered to those who wait for it and is not kept. Nothing is kept until `setHearing(true)`, nor
 * after it was taken back, for then changes that others make are not heard of.
 */
export function createSharedAnswers(now: () => number = () => performance.now()) {
  let hearing = false
  const renderings = new Map<string, Rendering>()
  const kept = new LRUCache<string, Answer>({
    ttl: KEPT_MS, maxSize: KEPT_BYTES_MAX, maxEntrySize: ANSWER_BYTES_MAX,
    // The body twice, for its packed forms.
    sizeCalculation: ({ body }, key) => 2 * body.length + key.length + OVERHEAD_BYTES,
    // One that has grown old is kept on as long as there is room: rendered anew it is mostly the same, and packed already.
    noDeleteOnStaleGet: true, perf: { now }, ttlResolution: 0,
  })

  function drop(): void {
    kept.clear()
    renderings.clear()
  }

  function setHearing(hears: boolean): void {
    hearing = hears
    drop()
  }

  /** The answer to be given without asking anybody; null when there is none that is fresh. */
  function find(key: string): Answer | null {
    return kept.get(key) ?? null
  }

  /** The rendering that is under way; null when there is none that one may wait for. */
  function underWay(key: string): Rendering | null {
    return renderings.get(key) ?? null
  }

  /** Begins a rendering that others wait for; it must be ended, somehow. Null while nothing may be kept. */
  function begin(key: string): Rendering | null {
    if (!hearing) return null
    const { promise, resolve } = Promise.withResolvers<Answer | null>()
    const rendering: Rendering = { key, began: now(), done: promise, end: (answer) => { end(rendering, answer, resolve) } }
    renderings.set(key, rendering)
    return rendering
  }

  function end(rendering: Rendering, answer: Answer | null, tell: (answer: Answer | null) => void): void {
    const { key, began } = rendering
    // Whoever dropped meanwhile has taken it out, and another may stand in its place.
    const isCurrent = renderings.get(key) === rendering
    if (isCurrent) renderings.delete(key)
    if (answer === null || !isCurrent) return tell(answer)
    const before = kept.get(key, { allowStale: true })
    const same = before?.etag === answer.etag ? before : answer
    kept.set(key, same, { start: began })
    tell(same)
  }

  return { drop, setHearing, isHearing: () => hearing, find, underWay, begin }
}

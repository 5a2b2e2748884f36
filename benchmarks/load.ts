import { connect, type Socket } from 'node:net'

export type LoadOptions = {
  readonly host: string
  readonly port: number
  /** Each keeps one request under way at a time, and asks the next when it has been answered. */
  readonly connections: number
  /** Whole requests as they go over the line, made before. It ends when there are no more: `done`, or null. */
  readonly requests: Iterator<Buffer> | (() => Buffer | null)
  /** When no new request is begun any more. Those under way are waited for. */
  readonly seconds?: number
}

export type Load = {
  readonly answers: number
  readonly seconds: number
  readonly perSecond: number
  /** Milliseconds from the first byte written to the last byte read. */
  readonly p50: number
  readonly p99: number
  /** How many answers had which status; 0 stands for a connection that broke before the answer was whole. */
  readonly statuses: Record<number, number>
}

/** So many broken connections mean that nobody is there. */
const BROKEN_MAX = 1000
const HEAD_END = Buffer.from('\r\n\r\n')
const LENGTH = /\r\ncontent-length: *(\d+)/i
const NO_BODY = new Set([204, 304])

/** Where in an answer one is: its head still being gathered, or so many bytes of its body still to come. */
type Reading = { head: Buffer | null; status: number; left: number; closes: boolean }

/**
 * Reads answers that name their length, and looks at nothing else in them. `answered` is told of each when it is whole.
 * Throws at an answer without a length: counting chunks would cost the asker what it is meant to measure.
 */
function reader(answered: (status: number, closes: boolean) => void): (chunk: Buffer) => void {
  const now: Reading = { head: null, status: 0, left: 0, closes: false }
  function takeHead(chunk: Buffer): void {
    const bytes = now.head === null ? chunk : Buffer.concat([now.head, chunk])
    const end = bytes.indexOf(HEAD_END)
    if (end < 0) {
      now.head = bytes
      return
    }
    now.head = null
    const head = bytes.toString('latin1', 0, end)
    now.status = Number(head.slice(9, 12))
    now.closes = /\r\nconnection: *close/i.test(head)
    const length = NO_BODY.has(now.status) ? '0' : LENGTH.exec(head)?.[1]
    if (length === undefined) throw new Error(`an answer without content-length:\n${head}`)
    now.left = Number(length) - (bytes.length - end - HEAD_END.length)
    if (now.left <= 0) answered(now.status, now.closes)
  }
  return (chunk) => {
    if (now.left <= 0) return takeHead(chunk)
    now.left -= chunk.length
    if (now.left <= 0) answered(now.status, now.closes)
  }
}

function percentile(sorted: Float64Array, share: number): number {
  return sorted.length === 0 ? 0 : sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!
}

/**
 * Asks over keep-alive connections, as fast as it is answered, and says how fast that was. Bare sockets, so that most of
 * a core is left to whoever answers. Rejects when nobody answers at all.
 */
export function load({ host, port, connections, requests, seconds }: LoadOptions): Promise<Load> {
  const next = typeof requests === 'function' ? requests : (): Buffer | null => {
    const { done, value } = requests.next()
    return done ? null : value
  }
  const statuses: Record<number, number> = {}
  const times: number[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Load>()
  const sockets = new Set<Socket>()
  const started = performance.now()
  const until = seconds === undefined ? Infinity : started + seconds * 1000
  let asking = connections

  function fail(error: unknown): void {
    for (const socket of sockets) socket.destroy()
    reject(error)
  }

  function ended(): void {
    asking -= 1
    if (asking > 0) return
    const took = (performance.now() - started) / 1000
    const sorted = Float64Array.from(times).sort()
    resolve({
      answers: times.length, seconds: took, perSecond: times.length / took,
      p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99), statuses,
    })
  }

  function asker(): { begin: () => void } {
    let socket: Socket
    let since = 0
    let waiting = false
    let closing = false

    function ask(): void {
      const request = performance.now() < until ? next() : null
      if (request === null) {
        closing = true
        socket.end()
        return ended()
      }
      waiting = true
      since = performance.now()
      socket.write(request)
    }

    function answered(status: number, closes: boolean): void {
      waiting = false
      times.push(performance.now() - since)
      statuses[status] = (statuses[status] ?? 0) + 1
      if (!closes) return ask()
      closing = true
      socket.end()
      begin()
    }

    function broke(of: Socket, error?: Error): void {
      sockets.delete(of)
      if (of !== socket || closing) return
      if (waiting) statuses[0] = (statuses[0] ?? 0) + 1
      if (!waiting && error) return fail(error)
      waiting = false
      if ((statuses[0] ?? 0) > BROKEN_MAX) return fail(error ?? new Error('connections keep breaking'))
      begin()
    }

    function begin(): void {
      closing = false
      const fresh = connect({ host, port, noDelay: true })
      socket = fresh
      sockets.add(fresh)
      const read = reader(answered)
      fresh.on('data', (chunk) => {
        try {
          read(chunk)
        } catch (error) {
          fail(error)
        }
      })
      let failed: Error | undefined
      fresh.on('error', (error) => { failed = error })
      fresh.on('close', () => broke(fresh, failed))
      fresh.once('connect', ask)
    }
    return { begin }
  }

  for (let i = 0; i < connections; i++) asker().begin()
  return promise
}

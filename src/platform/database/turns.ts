import { Fault } from '../../kernel/index.ts'

/**
 * Lets so many do something at the same time. Others wait for their turn in the order in which they came; whoever has waited for
 * `ms` milliseconds gets the Fault `unavailable`.
 */
export function createTurns(max: number, ms: number): <T>(work: () => Promise<T>) => Promise<T> {
  let free = max
  const waiting = new Set<() => void>()

  async function take(): Promise<void> {
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const go = (): void => {
        clearTimeout(overdue)
        resolve()
      }
      const overdue = setTimeout(() => {
        waiting.delete(go)
        reject(new Fault('unavailable'))
      }, ms)
      waiting.add(go)
    })
  }

  function give(): void {
    const [next] = waiting
    if (next === undefined) {
      free += 1
      return
    }
    waiting.delete(next)
    next()
  }

  return async (work) => {
    await take()
    try {
      return await work()
    } finally {
      give()
    }
  }
}

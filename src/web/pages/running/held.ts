/** What a ceremony holds between two pages: shares, which may be in memory and nowhere else. */
export type Held<T> = {
  /** Keeps a value under an id, in place of what was there; its time begins anew. */
  readonly put: (id: string, value: T) => void
  readonly get: (id: string) => T | null
  readonly drop: (id: string) => void
}

/** A process that stops forgets everything, and so does the timer, whether anybody comes back or not. */
export function createHeld<T>(forMs: number): Held<T> {
  const values = new Map<string, { readonly value: T; readonly timer: NodeJS.Timeout }>()
  function drop(id: string): void {
    clearTimeout(values.get(id)?.timer)
    values.delete(id)
  }
  return {
    put(id, value) {
      drop(id)
      values.set(id, { value, timer: setTimeout(() => values.delete(id), forMs).unref() })
    },
    get: (id) => values.get(id)?.value ?? null,
    drop,
  }
}

/** Does one thing at a time under a key, in the order of asking: what comes second finds what the first has left. */
export function inTurns() {
  const last = new Map<string, Promise<unknown>>()
  return async function inTurn<T>(key: string, work: () => Promise<T>): Promise<T> {
    const turn = (last.get(key) ?? Promise.resolve()).then(work, work)
    last.set(key, turn)
    try {
      return await turn
    } finally {
      if (last.get(key) === turn) last.delete(key)
    }
  }
}

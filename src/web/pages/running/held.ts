import { randomUUID } from 'node:crypto'

/** What a ceremony holds between two pages: shares, which may be in memory and nowhere else. */
export type Held<T> = {
  /** Keeps a value for a while, under an id that nobody can guess. */
  readonly put: (value: T) => string
  readonly get: (id: string) => T | null
  readonly drop: (id: string) => void
}

/** A process that stops forgets everything, and so does the timer, whether anybody comes back or not. */
export function createHeld<T>(forMs: number): Held<T> {
  const values = new Map<string, T>()
  return {
    put(value) {
      const id = randomUUID()
      values.set(id, value)
      setTimeout(() => values.delete(id), forMs).unref()
      return id
    },
    get: (id) => values.get(id) ?? null,
    drop: (id) => { values.delete(id) },
  }
}

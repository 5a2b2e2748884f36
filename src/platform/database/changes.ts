import type { Db } from './connect.ts'

const listeners = new WeakMap<Db, Set<() => void>>()

/**
 * Calls `listener` whenever this process learns that what the database holds may have changed: by a transaction of its own,
 * or by what another process told. Returns what ends it.
 */
export function onChange(db: Db, listener: () => void): () => void {
  const known = listeners.get(db) ?? new Set()
  listeners.set(db, known.add(listener))
  return () => { known.delete(listener) }
}

/** Tells everybody who asked for it. `transact` does so after each commit, before anybody is answered. */
export function tellChange(db: Db): void {
  for (const listener of listeners.get(db) ?? []) listener()
}

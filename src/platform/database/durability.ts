import { sql } from 'kysely'
import type { Db } from './connect.ts'

/** A server is set so that it may lose what it has acknowledged, or count a vote by a snapshot from before a lock. */
export class DurabilityError extends Error {
  constructor(setting: string, value: string, wanted: string) {
    super(`PostgreSQL has ${setting} = ${value}; Osbu needs ${wanted}. Set it for the server, the database or the role.`)
    this.name = 'DurabilityError'
  }
}

/** What a vote rests on: that a commit is on the disk, and that a statement sees what was committed before it began. */
const NEEDED: Readonly<Record<string, readonly string[]>> = {
  fsync: ['on'],
  full_page_writes: ['on'],
  synchronous_commit: ['on', 'remote_apply', 'remote_write', 'local'],
  default_transaction_isolation: ['read committed'],
}

/** Throws a DurabilityError when the server is set otherwise. */
export async function requireDurability(db: Db): Promise<void> {
  for (const [setting, values] of Object.entries(NEEDED)) {
    const { rows } = await sql<{ value: string }>`select current_setting(${setting}) as value`.execute(db)
    const value = rows[0]?.value ?? ''
    if (!values.includes(value)) throw new DurabilityError(setting, value, values.join(' or '))
  }
}

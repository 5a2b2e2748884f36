import { randomUUID } from 'node:crypto'
import { closeSync, existsSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { EmbeddedPostgresError } from './errors.ts'
import { birthOf } from './processes.ts'

/** One handle on the server and the process that holds it. */
type User = { readonly id: string; readonly pid: number; readonly birth: string }

/** Who uses the server. `kept`: it was started to stay when all of them are gone. */
type Users = { readonly kept: boolean; readonly users: readonly User[] }

const LOCK_LIMIT_MS = 180_000
const SQLITE_BUSY = 5

/**
 * Does `work` while no other process starts or stops the server of this folder.
 *
 * The lock is SQLite's lock on an empty file, because the kernel takes it back when its holder is killed: a lock file
 * would need a guess whether its maker lives, and two processes can guess at the same moment. Nothing is ever written.
 */
export async function withLock<T>(folder: string, work: () => Promise<T>): Promise<T> {
  const path = join(folder, 'start.lock')
  // Opening and closing it once more would drop a lock that this process holds, so it is made only when missing.
  if (!existsSync(path)) closeSync(openSync(path, 'a', 0o600))
  const lock = new DatabaseSync(path)
  try {
    const deadline = Date.now() + LOCK_LIMIT_MS
    while (!tryLock(lock)) {
      if (Date.now() > deadline) {
        throw new EmbeddedPostgresError(`another process has been starting or stopping PostgreSQL in ${folder} for`
          + ` ${LOCK_LIMIT_MS / 1000} s: find it and stop it`)
      }
      await sleep(10)
    }
    return await work()
  } finally {
    lock.close()
  }
}

function tryLock(lock: DatabaseSync): boolean {
  try {
    lock.exec('BEGIN EXCLUSIVE')
    return true
  } catch (error) {
    if (error instanceof Error && 'errcode' in error && error.errcode === SQLITE_BUSY) return false
    throw error
  }
}

/** Enters this process among the users and gives its handle. `keep` marks the server to stay without users. */
export function joinUsers(folder: string, keep: boolean): string {
  const { kept, users } = readUsers(folder)
  const me = { id: randomUUID(), pid: process.pid, birth: birthOf(process.pid) ?? 'unknown' }
  writeUsers(folder, { kept: kept || keep, users: [...users, me] })
  return me.id
}

/** Takes a handle away. True when nobody needs the server any more. */
export function leaveUsers(folder: string, id: string): boolean {
  const { kept, users } = readUsers(folder)
  const others = users.filter((user) => user.id !== id)
  writeUsers(folder, { kept, users: others })
  return !kept && others.length === 0
}

/** Takes away that the server should stay. True when nobody needs it any more. */
export function endKeeping(folder: string): boolean {
  const { users } = readUsers(folder)
  writeUsers(folder, { kept: false, users })
  return users.length === 0
}

/** The users whose processes live. What a killed process left behind does not count. */
function readUsers(folder: string): Users {
  try {
    const { kept, users } = JSON.parse(readFileSync(join(folder, 'users.json'), 'utf8')) as Users
    return { kept, users: users.filter((user) => birthOf(user.pid) === user.birth) }
  } catch {
    // Missing or torn by a crash of the machine, after which no user lives.
    return { kept: false, users: [] }
  }
}

function writeUsers(folder: string, users: Users): void {
  const path = join(folder, 'users.json')
  writeFileSync(`${path}.new`, `${JSON.stringify(users)}\n`, { mode: 0o600 })
  renameSync(`${path}.new`, path)
}

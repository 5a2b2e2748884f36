import { setTimeout as sleep } from 'node:timers/promises'
import { assert, Fault } from '../kernel/index.ts'

export type GroupCommit<Item, Answer> = {
  /**
   * Answers when the item is committed. Rejects with the Fault `unavailable` when too many wait already, and when no answer
   * came in time: then the item may be in the database or come into it yet.
   */
  readonly put: (item: Item) => Promise<Answer>
}

type Waiting<Item, Answer> = {
  readonly item: Item
  readonly key: string
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
  readonly overdue: NodeJS.Timeout
}

/** So many go into one statement at most. */
const GROUP_MAX = 256
/** Groups under way at the same time: while one is flushed to the disk, the next is written. */
const UNDER_WAY_MAX = 2
/** About a second's work. Whoever comes on top of it is told to come again, before they have waited for nothing. */
const WAITING_MAX = 8192
/** How long anybody is kept waiting, in milliseconds. */
const PATIENCE_MS = 15_000
/**
 * Groups that are waited for no longer and whose connection has not ended yet. Their places are free for others, up to so
 * many: a database that answers nothing must not take every connection, which people read pages by.
 */
const STUCK_MAX = 4

/** An answer of the database, or the Fault `unavailable` when none came in time: what was asked may come to pass yet. */
export async function inTime<T>(answer: Promise<T>): Promise<T> {
  const answered = new AbortController()
  const tooLong = sleep(PATIENCE_MS, null, { signal: answered.signal }).then(() => { throw new Fault('unavailable') })
  try {
    return await Promise.race([answer, tooLong])
  } finally {
    answered.abort()
  }
}

/**
 * Commits many requests by one statement, because a commit costs a flush of the disk whatever is in it. Whatever waits
 * when a place is free goes together: no timer holds anybody up, the commit before is the timer, and a request that
 * comes alone goes at once.
 *
 * `commit` puts a group into the database by one statement and answers in the order of the items, after the commit. No two
 * items of a group have the same key: the second waits for the next group. When `wasRefused` says of an error that the
 * database undid the statement for what was in it, each item is tried again alone, so that one bad item fails none of
 * its neighbours; after any other error what became of the group is unknown, and all of it is told so. A statement is
 * never cancelled: one that waits for a standby would be committed by that.
 *
 * An item whose key is under way waits until that has ended. The database, asked meanwhile, would not see the other, and a
 * retry that crosses the closing would be refused although its first try is taken.
 */
export function createGroupCommit<Item, Answer>({ keyOf, commit, wasRefused, patienceMs = PATIENCE_MS }: {
  readonly keyOf: (item: Item) => string
  readonly commit: (items: readonly Item[]) => Promise<readonly Answer[]>
  readonly wasRefused: (error: unknown) => boolean
  readonly patienceMs?: number
}): GroupCommit<Item, Answer> {
  const waiting = new Set<Waiting<Item, Answer>>()
  const busy = new Set<string>()
  let underWay = 0
  let stuck = 0
  let isPlanned = false

  /** Lets the requests that are being read right now come along. */
  function plan(): void {
    if (isPlanned || waiting.size === 0 || underWay === UNDER_WAY_MAX) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      const group = take()
      if (group.length > 0) begin(group)
    })
  }

  /** The longest waiting, one of each key that is not under way. The others keep their places. */
  function take(): Waiting<Item, Answer>[] {
    const group: Waiting<Item, Answer>[] = []
    for (const each of waiting) {
      if (busy.has(each.key)) continue
      waiting.delete(each)
      busy.add(each.key)
      if (group.push(each) === GROUP_MAX) break
    }
    return group
  }

  function begin(group: readonly Waiting<Item, Answer>[]): void {
    underWay += 1
    let isStuck = false
    const overdue = setTimeout(() => {
      if (stuck === STUCK_MAX) return
      isStuck = true
      stuck += 1
      underWay -= 1
      plan()
    }, patienceMs)
    plan()
    void write(group).finally(() => {
      clearTimeout(overdue)
      for (const { key } of group) busy.delete(key)
      if (isStuck) stuck -= 1
      else underWay -= 1
      plan()
    })
  }

  async function write(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await commit(group.map(({ item }) => item))
      assert(answers.length === group.length, 'each of a group has its answer')
      for (const [i, { resolve, overdue }] of group.entries()) {
        clearTimeout(overdue)
        resolve(answers[i]!)
      }
    } catch (error) {
      if (group.length > 1 && wasRefused(error)) for (const each of group) await write([each])
      else {
        for (const { reject, overdue } of group) {
          clearTimeout(overdue)
          reject(error)
        }
      }
    }
  }

  function put(item: Item): Promise<Answer> {
    if (waiting.size >= WAITING_MAX) return Promise.reject(new Fault('unavailable'))
    return new Promise((resolve, reject) => {
      const overdue = setTimeout(() => {
        waiting.delete(each)
        reject(new Fault('unavailable'))
      }, patienceMs)
      const each = { item, key: keyOf(item), resolve, reject, overdue }
      waiting.add(each)
      plan()
    })
  }

  return { put }
}

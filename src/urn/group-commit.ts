import { assert, Fault } from '../kernel/index.ts'

export type GroupCommit<Item, Answer> = {
  /** Answers when the item is committed. Rejects with the Fault `unavailable` when too many wait already. */
  readonly put: (item: Item) => Promise<Answer>
}

type Waiting<Item, Answer> = {
  readonly item: Item
  readonly key: string
  readonly resolve: (answer: Answer) => void
  readonly reject: (error: unknown) => void
}

/** So many go into one statement at most. */
const GROUP_MAX = 256
/** Groups under way at the same time: while one is flushed to the disk, the next is written. */
const UNDER_WAY_MAX = 2
/** About a second's work. Whoever comes on top of it is told to come again, before they have waited for nothing. */
const WAITING_MAX = 8192

/**
 * Commits many requests by one statement, because a commit costs a flush of the disk whatever is in it. Whatever waits
 * when a place is free goes together: no timer holds anybody up, the commit before is the timer, and a request that
 * comes alone goes at once.
 *
 * `commit` puts a group into the database by one statement and answers in the order of the items, after the commit. No two
 * items of a group have the same key: the second waits for the next group. When `wasRefused` says of an error that the
 * database undid the statement for what was in it, each item is tried again alone, so that one bad item fails none of
 * its neighbours; after any other error what became of the group is unknown, and all of it is told so.
 */
export function createGroupCommit<Item, Answer>({ keyOf, commit, wasRefused }: {
  readonly keyOf: (item: Item) => string
  readonly commit: (items: readonly Item[]) => Promise<readonly Answer[]>
  readonly wasRefused: (error: unknown) => boolean
}): GroupCommit<Item, Answer> {
  let waiting: Waiting<Item, Answer>[] = []
  let underWay = 0
  let isPlanned = false

  /** Lets the requests that are being read right now come along. */
  function plan(): void {
    if (isPlanned || waiting.length === 0 || underWay === UNDER_WAY_MAX) return
    isPlanned = true
    setImmediate(() => {
      isPlanned = false
      const group = take()
      underWay += 1
      plan()
      void write(group).finally(() => {
        underWay -= 1
        plan()
      })
    })
  }

  /** The longest waiting, one of each key. The others keep their places. */
  function take(): Waiting<Item, Answer>[] {
    const group = new Map<string, Waiting<Item, Answer>>()
    const left: Waiting<Item, Answer>[] = []
    for (const each of waiting) {
      if (group.size === GROUP_MAX || group.has(each.key)) left.push(each)
      else group.set(each.key, each)
    }
    waiting = left
    return [...group.values()]
  }

  async function write(group: readonly Waiting<Item, Answer>[]): Promise<void> {
    try {
      const answers = await commit(group.map(({ item }) => item))
      assert(answers.length === group.length, 'each of a group has its answer')
      for (const [i, { resolve }] of group.entries()) resolve(answers[i]!)
    } catch (error) {
      if (group.length > 1 && wasRefused(error)) for (const each of group) await write([each])
      else for (const { reject } of group) reject(error)
    }
  }

  function put(item: Item): Promise<Answer> {
    if (waiting.length >= WAITING_MAX) return Promise.reject(new Fault('unavailable'))
    return new Promise((resolve, reject) => {
      waiting.push({ item, key: keyOf(item), resolve, reject })
      plan()
    })
  }

  return { put }
}

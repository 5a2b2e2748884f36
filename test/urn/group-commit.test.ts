import { randomBytes } from 'node:crypto'
import t from 'tap'
import { createGroupCommit } from '../../src/urn/group-commit.ts'

type Item = { key: string; bad?: boolean }

/** A database of our own making that answers when it is told to. */
function held(patienceMs?: number) {
  const groups: Item[][] = []
  const answers: (() => void)[] = []
  const group = createGroupCommit<Item, string>({
    keyOf: ({ key }) => key,
    wasRefused: (error) => (error as Error).message === 'bad item',
    ...patienceMs === undefined ? {} : { patienceMs },
    commit: (items) => new Promise((resolve, reject) => {
      groups.push([...items])
      answers.push(() => (items.some(({ bad }) => bad) ? reject(new Error('bad item')) : resolve(items.map(({ key }) => `took ${key}`))))
    }),
  })
  const turn = (): Promise<void> => new Promise((resolve) => { setImmediate(() => setImmediate(resolve)) })
  /** Lets every statement under way commit, and those that begin meanwhile. */
  async function commitAll(): Promise<void> {
    for (await turn(); answers.length > 0; await turn()) answers.shift()!()
  }
  return { groups, answers, put: group.put, turn, commitAll }
}

const item = (): Item => ({ key: randomBytes(4).toString('hex') })

t.test('whatever arrives while a commit is under way goes together, and nobody is answered before theirs', async (t) => {
  const { groups, answers, put, turn, commitAll } = held()
  const first = put({ key: 'a' })
  await turn()
  const second = put({ key: 'b' })
  await turn()
  t.same(groups.map((group) => group.length), [1, 1], 'who comes alone goes at once, two statements at the same time')
  let answered = 0
  const others = Array.from({ length: 300 }, () => put(item()).then(() => { answered += 1 }))
  await turn()
  t.equal(groups.length, 2, 'the others wait for a commit')
  answers.shift()!()
  await turn()
  t.same(groups.map((group) => group.length), [1, 1, 256], 'then they go together, so many at most')
  t.equal(answered, 0)
  await commitAll()
  await Promise.all(others)
  t.same([await first, await second], ['took a', 'took b'])
  t.equal(answered, 300)
})

t.test('a second ballot of the same person waits for the next statement', async (t) => {
  const { groups, put, commitAll } = held()
  const answers = Promise.all([put({ key: 'a' }), put({ key: 'a' }), put({ key: 'b' })])
  await commitAll()
  t.same(groups.map((group) => group.map(({ key }) => key)), [['a', 'b'], ['a']])
  t.same(await answers, ['took a', 'took a', 'took b'])
})

t.test('a retry waits for its first try, also when a place is free, so that it never comes before what it repeats', async (t) => {
  const { groups, answers, put, turn, commitAll } = held()
  const first = put({ key: 'a' })
  await turn()
  const retry = put({ key: 'a' })
  const other = put({ key: 'b' })
  await turn()
  t.same(groups.map((group) => group.map(({ key }) => key)), [['a'], ['b']])
  answers.shift()!()
  t.equal(await first, 'took a')
  await commitAll()
  t.same(await Promise.all([retry, other]), ['took a', 'took b'])
})

t.test('a database that answers nothing keeps nobody waiting for ever, and nobody else when it was a connection alone', async (t) => {
  const { groups, answers, put, turn, commitAll } = held(200)
  const lost = ['a', 'b'].map((key) => put({ key }))
  for (const each of lost) t.rejects(each, { code: 'unavailable' }, 'whoever waited in vain is told')
  await Promise.allSettled(lost)
  await turn()
  answers.length = 0
  const later = ['c', 'a'].map((key) => put({ key }))
  await turn()
  t.same(groups.at(-1)!.map(({ key }) => key), ['c'], 'others are taken at once, and what may be under way yet is not sent twice')
  t.rejects(later[1]!, { code: 'unavailable' })
  await commitAll()
  t.equal(await later[0], 'took c')
  await Promise.allSettled(later)

  for (let i = 0; i < 5; i++) await t.rejects(put({ key: `lost ${i}` }), { code: 'unavailable' })
  t.ok(groups.length <= 7, `of all connections it holds a few at most: ${groups.length}`)
  for (const answer of answers.splice(0)) answer()
  const again = put({ key: 'again' })
  await commitAll()
  t.equal(await again, 'took again', 'and when they end it goes on')
})

t.test('a ballot that the database refuses fails none of its neighbours', async (t) => {
  const { put, commitAll } = held()
  const answers = Promise.allSettled([put({ key: 'a' }), put({ key: 'b', bad: true }), put({ key: 'c' })])
  await commitAll()
  t.same((await answers).map(({ status }) => status), ['fulfilled', 'rejected', 'fulfilled'])
})

t.test('when the database is lost everybody of the group is told, and nothing is tried again', async (t) => {
  let statements = 0
  const { put } = createGroupCommit<Item, string>({
    keyOf: ({ key }) => key, wasRefused: () => false,
    commit: () => { statements += 1; return Promise.reject(new Error('connection lost')) },
  })
  const answers = await Promise.allSettled([put({ key: 'a' }), put({ key: 'b' })])
  t.same(answers.map(({ status }) => status), ['rejected', 'rejected'])
  t.equal(statements, 1)
  t.rejects(put({ key: 'c' }), /connection lost/, 'and the next is tried')
})

t.test('above eight thousand that wait, the next is told to come again', async (t) => {
  const { put, commitAll } = held()
  const waiting = Array.from({ length: 8192 }, () => put(item()))
  await t.rejects(put(item()), { code: 'unavailable' })
  await commitAll()
  t.equal(new Set(await Promise.all(waiting)).size, 8192, 'and none of those who wait is lost')
  const later = put({ key: 'later' })
  await commitAll()
  t.equal(await later, 'took later')
})

import fc from 'fast-check'
import t from 'tap'
import {
  type PabulibHead, pabulibAmount, pabulibLines, pabulibText, type PabulibVote, readPabulib, streamPabulib,
} from '../../../src/platform/pabulib/index.ts'

const HEAD = 'META\nkey;value\ndescription;Ää ö\nnum_votes;3\nbudget;10\nvote_type;approval\nPROJECTS\nproject_id;cost;name\n'
  + '1;5;Jäähalli\n2;5;"A;""b"""\nVOTES\nvoter_id;vote;points\n'
const FILE = `${HEAD}1;1,2;\n2;2;\n3;1;`

async function* chunksOf(bytes: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  let from = 0
  for (const cut of [...cuts].sort((a, b) => a - b)) {
    yield bytes.subarray(from, Math.max(from, cut))
    from = Math.max(from, cut)
  }
  yield bytes.subarray(from)
}

async function streamed(bytes: Uint8Array, cuts: readonly number[]): Promise<{ head: PabulibHead; votes: PabulibVote[] }> {
  const votes: PabulibVote[] = []
  const head = await streamPabulib(chunksOf(bytes, cuts), { onVote: (vote) => { votes.push(vote) } })
  return { head, votes }
}

t.test('law: however a file is cut into chunks, the same is read as at once', async (t) => {
  const bytes = Buffer.from(FILE)
  const { votes, ...head } = readPabulib(bytes)
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(bytes.length), { maxLength: 12 }), async (cuts) => {
    t.same(await streamed(bytes, cuts), { head, votes })
  }), { numRuns: 60 })
  t.same(readPabulib(FILE), { ...head, votes }, 'and the same from text')
})

t.test('the head is told before the first vote', async (t) => {
  const told: string[] = []
  await streamPabulib(chunksOf(Buffer.from(FILE), []), {
    onHead: ({ projects }) => told.push(`head with ${projects.length} projects`), onVote: ({ voterId }) => told.push(voterId),
  })
  t.same(told, ['head with 2 projects', '1', '2', '3'])
})

t.test('a byte that is not UTF-8 is told with its line, wherever the chunks are cut', async (t) => {
  const bytes = Buffer.from(FILE)
  const at = bytes.indexOf('2;2;')
  bytes[at] = 0xc3
  for (const cuts of [[], [at], [at + 1], [at - 1, at + 1]]) {
    await t.rejects(streamed(bytes, cuts), { name: 'PabulibError', line: 14, message: /not UTF-8/ })
  }
})

t.test('what was written is read back, also semicolons and quotation marks', async () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'ä', '"', ';', ',', '\n', ' ', '\u{1f600}') }).map(pabulibText)
    .filter((cell) => cell !== '')
  fc.assert(fc.property(fc.array(text, { minLength: 1, maxLength: 4 }), text, (names, description) => {
    const written = [...pabulibLines(
      [['description', description], ['comment', null], ['budget', '10'], ['vote_type', 'approval'], ['num_votes', 1]],
      { columns: ['project_id', 'cost', 'name'], rows: names.map((name, i) => [String(i + 1), '5', name]) },
      { columns: ['voter_id', 'vote'], rows: [['1', '1']] },
    )].map((line) => `${line}\n`).join('')
    const read = readPabulib(written)
    return read.projects.every(({ name }, i) => name === names[i]) && read.meta.get('description') === description
      && !read.meta.has('comment')
  }))
})

t.test('an amount is written as exactly as it is read', async (t) => {
  for (const [cents, text] of [[500_000, '5000'], [500_050, '5000.50'], [5, '0.05'], [100, '1'], [0, '0']] as const) {
    t.equal(pabulibAmount(cents), text)
  }
})

t.test('a voter who is there twice is found, whether the ids rise, fall or are no numbers', async (t) => {
  const votes = (ids: readonly string[]) => `${HEAD.replace('num_votes;3', `num_votes;${ids.length}`)}${ids.map((id) => `${id};1;\n`).join('')}`
  for (const ids of [['1', '2', '3'], ['2', '5', '4', '1'], ['1', 'x', '2'], ['01', '1', '001'], ['9', '10', 'v9', '8']]) {
    t.equal(readPabulib(votes(ids)).votes.length, ids.length, ids.join())
    for (const again of ids) t.throws(() => readPabulib(votes([...ids, again])), 
      { name: 'PabulibError', message: new RegExp(`^line ${13 + ids.length}, voter_id: `) }, `${ids.join()} and ${again}`)
  }
})

import t from 'tap'
import { ballotsCsv, recount, RecountError, resultDocument, type ResultDocument } from '../../src/open-data/index.ts'
import { MANAGER, must, testWorld } from '../support/index.ts'
import { countedRound } from './published.ts'

/** What a recount says of two files: that they agree, what differs, or that they cannot be read. */
function says(result: string, ballots: string): string {
  try {
    const told = recount(result, ballots)
    return told.agrees ? 'agrees' : `differs: ${told.difference}`
  } catch (error) {
    if (error instanceof RecountError) return `unreadable: ${error.message}`
    throw error
  }
}

/** Every value in a document by its path, with the document that has another value there. */
function* changesOf(document: unknown): Generator<{ path: string; changed: unknown }> {
  if (typeof document === 'object' && document !== null) {
    for (const key of Object.keys(document)) {
      for (const { path, changed } of changesOf((document as Record<string, unknown>)[key])) {
        const copy = structuredClone(document) as Record<string, unknown>
        copy[key] = changed
        yield { path: path === '' ? key : `${key}.${path}`, changed: copy }
      }
    }
    return
  }
  const changed = typeof document === 'number' ? document + 1 : typeof document === 'boolean' ? !document
    : typeof document === 'string'
      ? (/\d$/.test(document) ? document.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : `${document}x`)
      : 1
  yield { path: '', changed }
}

/** Texts and times that the ballots say nothing of, so that no count can tell whether they are right. */
const NOT_COUNTED = /^(round\.|imported|rows\.\d+\.(title|titles\..*|costIsExample)$)/

t.test('a recount from the two files alone', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  // Proposals 1 and 2 have equal votes, and 3 does not fit any more: ties and every outcome are in the document.
  await countedRound(world, 'koe', [[1, 2, 3], [1, 2], [3, 4], [5], [2, 1, 5]])
  must(await world.tally.publish(MANAGER, 'koe'))
  const document: ResultDocument = resultDocument(await world.tally.published('koe'))
  const result = JSON.stringify(document)
  const ballots = ballotsCsv(await world.tally.publishedBallots('koe'))

  await t.test('agrees with what was published, and says what it checked', async (t) => {
    const told = recount(result, ballots)
    t.ok(told.agrees)
    t.match(told.agrees && told.checked.join('\n'), /5 ballots with 11 votes for 5 proposals/)
    t.ok(document.ties.length > 0 && new Set(document.rows.map((row) => row.outcome)).size > 1,
      'the document has ties and outcomes')
  })

  await t.test('finds any byte of the ballots that was changed', async (t) => {
    const wrong: string[] = []
    for (let at = 0; at < ballots.length; at++) {
      for (const other of ['0', '1', '2', 'A', ',', ';', '\n', ' ']) {
        if (other === ballots[at]) continue
        const said = says(result, ballots.slice(0, at) + other + ballots.slice(at + 1))
        if (said === 'agrees') wrong.push(`${at}: ${JSON.stringify(ballots[at])} became ${JSON.stringify(other)}`)
      }
    }
    t.same(wrong, [])
  })

  await t.test('finds any value of the count that was changed', async (t) => {
    const unseen: string[] = []
    let seen = 0
    for (const { path, changed } of changesOf(document)) {
      if (NOT_COUNTED.test(path)) continue
      seen++
      if (says(JSON.stringify(changed), ballots) === 'agrees') unseen.push(path)
    }
    t.same(unseen, [])
    t.ok(seen > 80, 'it looked at many values')
  })

  await t.test('finds a ballot that was dropped, added or given twice', async (t) => {
    const lines = ballots.trimEnd().split('\n')
    t.match(says(result, `${lines.slice(0, -1).join('\n')}\n`), /differs: .*5 ballots, the file has 4/)
    t.match(says(result, `${ballots}ZZZZZZZZZZZZZZZZ;1\n`), /differs: .*the file has 6/)
    t.match(says(result, [...lines.slice(0, -1), lines[1], ''].join('\n')), /differs: /)
  })

  await t.test('names the first difference', async (t) => {
    const votes = structuredClone(document)
    votes.rows[0]!.votes += 1
    votes.rows[3]!.percent = '99.99'
    t.match(says(JSON.stringify(votes), ballots), /differs: .*\b(row|rank|proposal|votes)\b/i)
    const sealed = structuredClone(document)
    sealed.sealedCount += 1
    t.match(says(JSON.stringify(sealed), ballots), /differs: 6 ballots were sealed, but 5 opened/)
  })

  await t.test('refuses what is no result of ours', async (t) => {
    for (const text of ['', 'x', 'null', '[]', '{}', '{"schema":"osbu-result/2"}', result.slice(0, -1)]) {
      t.match(says(text, ballots), /^unreadable: the result is not/, text.slice(0, 20))
    }
  })
})

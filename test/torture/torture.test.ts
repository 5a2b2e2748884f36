import t from 'tap'
import { startCluster } from './cluster.ts'
import { holdElection } from './election.ts'
import { type Operation, type Published, violationsOf } from './history.ts'

const CLOSED = 1_000

function operation(change: Partial<Operation>): Operation {
  return { person: 1, channel: 'online', castId: 'a', picks: [1, 2], replaces: 0, invokedAt: 10, outcome: 'ok', ...change }
}

const receipt = (tracker: string, revision = 1, again = false) => ({ tracker, revision, again })

function published(...ballots: [string, number[]][]): Published {
  return {
    ballots: ballots.map(([tracker, picks]) => ({ tracker, picks })), sealedCount: ballots.length, openedCount: ballots.length, unopenable: 0,
  }
}

const first = operation({ receipt: receipt('A') })

t.test('what people did and what was published may agree in many ways', async (t) => {
  t.same(violationsOf([first, operation({ castId: 'a', receipt: receipt('A', 1, true) })], published(['A', [2, 1]]), CLOSED), [], 'a double click')
  const replaced = operation({ castId: 'b', replaces: 1, picks: [3], receipt: receipt('B', 2) })
  t.same(violationsOf([first, replaced], published(['B', [3]]), CLOSED), [], 'a ballot in the place of another')
  const cut = operation({ person: 2, castId: 'c', outcome: 'unknown' })
  t.same(violationsOf([cut], published(), CLOSED), [], 'a request that was cut off and never came')
  t.same(violationsOf([cut], published(['C', [1, 2]]), CLOSED), [], 'or that came')
  const laterCut = operation({ castId: 'd', replaces: 1, outcome: 'unknown' })
  t.same(violationsOf([first, laterCut], published(['D', [1, 2]]), CLOSED), [], 'or that took the place of a ballot')
  t.same(violationsOf([operation({ outcome: 'refused', code: 'voting_closed' })], published(), CLOSED), [])
})

t.test('every way to count wrongly is seen', async (t) => {
  const seen = (operations: Operation[], result: Published): string => violationsOf(operations, result, CLOSED).join('; ')
  t.match(seen([first], published()), /A was acknowledged and is lost/)
  t.match(seen([first], published(['A', [3]])), /A counts with other picks/)
  t.match(seen([first], published(['A', [1, 2]], ['A', [1, 2]])), /published twice/)
  t.match(seen([first], published(['A', [1, 2]], ['X', [1]])), /1 ballots are published that nobody has a receipt for; 0 may be/)
  const paper = operation({ channel: 'paper', castId: 'p', receipt: receipt('P') })
  t.match(seen([first, paper], published(['A', [1, 2]], ['P', [1, 2]])), /two receipts for revision 1: A and P; .*counts although another took its place/)
  const replaced = operation({ castId: 'b', replaces: 1, receipt: receipt('B', 2) })
  t.match(seen([first, replaced], published(['A', [1, 2]])), /A counts although another took its place; .*B was acknowledged and is lost/)
  const refused = operation({ outcome: 'refused', code: 'ballot_changed' })
  t.match(seen([refused], published(['R', [1, 2]])), /1 ballots are published/)
  t.match(seen([operation({ invokedAt: CLOSED + 1, receipt: receipt('A') })], published(['A', [1, 2]])), /cast A after the closing/)
  const answered = [operation({ outcome: 'unknown' }), operation({ outcome: 'refused', code: 'voting_closed' })]
  t.match(seen(answered, published(['A', [1, 2]])), /1 ballots are published/, 'a refusal says that the cut request did not count')
  t.match(seen([first], { ...published(['A', [1, 2]]), sealedCount: 2 }), /2 sealed, but 1 opened and 0 named/)
  t.match(seen([first], { ...published(['A', [1, 2]]), sealedCount: 2, unopenable: 1 }), /1 ballots could not be opened/)
})

t.test('a vote in which service and database are killed, frozen and cut off counts every acknowledged ballot once', async (t) => {
  const cluster = await startCluster()
  t.teardown(() => cluster.stop())
  const outcome = await holdElection(cluster, {
    seed: 20_261_206, voters: 6, services: 1, stillMs: 400, mutation: null,
    faults: ['kill_service', 'kill_postmaster', 'freeze_service', 'cut_database'],
  })
  t.same(outcome.violations, [])
  t.ok(outcome.ballots > 0 && outcome.operations.some(({ outcome: came }) => came === 'unknown'), 'people voted, and some were cut off')
})

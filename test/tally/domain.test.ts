import { createHash } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { sortOpened, type UnopenableReason } from '../../src/tally/domain.ts'

const opened = (tracker: string, picks: number[]) =>
  ({ sealedSha256: createHash('sha256').update(tracker + picks.join()).digest(), result: { tracker, picks } })

t.test('opened ballots are sorted by tracker, whatever order they were sealed in', async (t) => {
  fc.assert(fc.property(fc.uniqueArray(fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/)), (trackers) => {
    const { ballots } = sortOpened(trackers.map((tracker) => opened(tracker, [1])))
    return ballots.every((ballot, i) => i === 0 || ballots[i - 1]!.tracker < ballot.tracker)
  }))
})

t.test('every sealed ballot is opened or named', async (t) => {
  const reasons: UnopenableReason[] = ['wrong_length', 'not_sealed_to_this_key', 'not_a_ballot', 'of_another_round']
  fc.assert(fc.property(
    fc.array(fc.oneof(
      fc.constantFrom(...reasons).map((reason) => ({ sealedSha256: Buffer.alloc(32), result: reason })),
      fc.constantFrom('0'.repeat(16), '1'.repeat(16), '2'.repeat(16)).map((tracker) => opened(tracker, [1])),
    )),
    (results) => {
      const { ballots, unopenable } = sortOpened(results)
      return ballots.length + unopenable.length === results.length
    },
  ))
})

t.test('a tracker that is there already is a forgery, and is named instead of counted', async (t) => {
  const { ballots, unopenable } = sortOpened([opened('0'.repeat(16), [1]), opened('0'.repeat(16), [2])])
  t.same(ballots, [{ tracker: '0'.repeat(16), picks: [1] }])
  t.match(unopenable, [{ reason: 'tracker_taken' }])
})

import t from 'tap'
import { countVotes } from '../../../src/tally/rules/votes.ts'
import { ballots, costing, election } from './elections.ts'

t.test('every pick of a valid ballot is one vote, and a proposal without votes has zero', async (t) => {
  const votes = countVotes(election({ proposals: costing(1, 1, 1), ballots: ballots([1, 2], [2]) }))
  t.same([...votes.byNumber], [[1, 1], [2, 2], [3, 0]])
  t.equal(votes.total, 3)
  t.same(votes.invalidBallots, [])
})

t.test('each kind of invalid ballot is named with its figures and gives none of its picks', async (t) => {
  const votes = countVotes(election({
    proposals: costing(1, 1, 1, 1), ballots: ballots([1, 2, 3, 4], [], [1, 9, 8], [3, 3, 2], [9, 9]),
  }))
  t.same(votes.invalidBallots.map(({ reason }) => reason), [
    { code: 'too_many_picks', picks: 4, picksMax: 3 },
    { code: 'too_few_picks', picks: 0, picksMin: 1 },
    { code: 'unknown_proposal', number: 8 },
    { code: 'same_pick_twice', number: 3 },
    { code: 'unknown_proposal', number: 9 },
  ])
  t.equal(votes.total, 0)
})

t.test('where a round allows it, a ballot without a pick is blank and valid', async (t) => {
  const votes = countVotes(election({ proposals: costing(1), ballots: ballots([], [1]), picksMin: 0 }))
  t.equal(votes.blankBallots, 1)
  t.same(votes.invalidBallots, [])
})

t.test('the same pick on the next ballot is no repetition, also after an invalid one', async (t) => {
  const votes = countVotes(election({ proposals: costing(1, 1), ballots: ballots([1], [1, 9], [1], [1, 2]) }))
  t.same([...votes.byNumber], [[1, 3], [2, 1]])
})

t.test('invalid ballots are listed by tracker, whatever their order was', async (t) => {
  const some = [{ tracker: 'C', picks: [] }, { tracker: 'A', picks: [9] }, { tracker: 'B', picks: [1] }]
  const votes = countVotes(election({ proposals: costing(1), ballots: some }))
  t.same(votes.invalidBallots.map(({ tracker }) => tracker), ['A', 'C'])
})

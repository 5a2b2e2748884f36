import t from 'tap'
import { countVotes } from '../../../src/tally/rules/votes.ts'
import { ballots, costing, election } from './elections.ts'

const given = (votes: ReturnType<typeof countVotes>): number[][] => [...votes.byNumber].map(([number, { votes: count }]) => [number, count])

t.test('every pick of a valid ballot is one vote, and a proposal without votes has zero', async (t) => {
  const votes = countVotes(election({ proposals: costing(1, 1, 1), ballots: ballots([1, 2], [2]) }))
  t.same(given(votes), [[1, 1], [2, 2], [3, 0]])
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
  t.same(given(votes), [[1, 3], [2, 1]])
})

t.test('invalid ballots are listed by tracker, whatever their order was', async (t) => {
  const some = [{ tracker: 'C', picks: [] }, { tracker: 'A', picks: [9] }, { tracker: 'B', picks: [1] }]
  const votes = countVotes(election({ proposals: costing(1), ballots: some }))
  t.same(votes.invalidBallots.map(({ tracker }) => tracker), ['A', 'C'])
})

t.test('points add up: one for a pick, those on the ballot, or as many as an ordered ballot has picks', async (t) => {
  const points = (votes: ReturnType<typeof countVotes>): number[] => [...votes.byNumber.values()].map(({ points: sum }) => sum)
  const proposals = costing(1, 1, 1)
  t.same(points(countVotes(election({ proposals, ballots: ballots([1, 2], [2]) }))), [1, 2, 0])
  t.same(points(countVotes(election({ proposals, ballots: ballots([1, 2], [2]), voteType: 'ordinal' }))), [2, 2, 0])
  const scored = countVotes(election({
    proposals, voteType: 'cumulative', ballots: [{ tracker: 'A', picks: [3, 1], points: [7, 2] }, { tracker: 'B', picks: [3], points: [1] }],
  }))
  t.same([points(scored), scored.total, scored.totalPoints], [[2, 0, 8], 3, 10])
})

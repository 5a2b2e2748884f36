import t from 'tap'
import { groupBallots } from '../../../src/tally/rules/groups.ts'
import { ballots, costing, election } from './elections.ts'

const lists = (from: Int32Array, flat: Int32Array): number[][] =>
  Array.from({ length: from.length - 1 }, (_, i) => [...flat.slice(from[i], from[i + 1])])

t.test('equal ballots are one group whatever the order of their picks, and blank ones are in none', async (t) => {
  const input = election({ proposals: costing(1, 1, 1), ballots: ballots([1, 3], [3, 1], [], [2]) })
  const groups = groupBallots(input, input.ballots)
  t.same([...groups.weights], [2, 1])
  t.same(lists(groups.from, groups.picks), [[0, 2], [1]])
  t.same(lists(groups.supportFrom, groups.supporters), [[0], [1], [0]])
})

t.test('points tell ballots apart, and a pick without a point is no support', async (t) => {
  const input = election({
    proposals: costing(1, 1), voteType: 'scoring',
    ballots: [
      { tracker: 'A', picks: [1, 2], points: [5, 0] }, { tracker: 'B', picks: [1], points: [5] },
      { tracker: 'C', picks: [1], points: [4] },
    ],
  })
  const groups = groupBallots(input, input.ballots)
  t.same([[...groups.weights], [...groups.points]], [[2, 1], [5, 4]])
})

t.test('an ordinal ballot gives its dearest as many points as it has picks', async (t) => {
  const input = election({ proposals: costing(1, 1, 1), voteType: 'ordinal', ballots: ballots([3, 1]) })
  const groups = groupBallots(input, input.ballots)
  t.same([[...groups.picks], [...groups.points]], [[0, 2], [1, 2]])
})

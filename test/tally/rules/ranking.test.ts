import t from 'tap'
import { rankByVotes } from '../../../src/tally/rules/ranking.ts'

const counted = (number: number, votes: number): { number: number; votes: number; costCents: number } =>
  ({ number, votes, costCents: 100 })

t.test('equal votes share a rank and the rank after them counts them all', async (t) => {
  const some = [counted(4, 1), counted(3, 5), counted(1, 9), counted(2, 5)]
  const groups = rankByVotes(some, (a, b) => b.number - a.number)
  t.same(groups.map(({ rank, votes, proposals }) => [rank, votes, proposals.map(({ number }) => number)]),
    [[1, 9, [1]], [2, 5, [3, 2]], [4, 1, [4]]])
})

t.test('no proposals make no groups', async (t) => {
  t.same(rankByVotes([], () => 0), [])
})

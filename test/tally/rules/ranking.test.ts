import t from 'tap'
import { rankByScore } from '../../../src/tally/rules/ranking.ts'

const counted = (number: number, score: number): { number: number; votes: number; score: number; costCents: number } =>
  ({ number, votes: score, score, costCents: 100 })

t.test('equal votes share a rank and the rank after them counts them all', async (t) => {
  const some = [counted(4, 1), counted(3, 5), counted(1, 9), counted(2, 5)]
  const groups = rankByScore(some, (a, b) => b.number - a.number)
  t.same(groups.map(({ rank, score, proposals }) => [rank, score, proposals.map(({ number }) => number)]),
    [[1, 9, [1]], [2, 5, [3, 2]], [4, 1, [4]]])
})

t.test('no proposals make no groups', async (t) => {
  t.same(rankByScore([], () => 0), [])
})

import fc from 'fast-check'
import t from 'tap'
import { alternatives, type Alternative, tally } from '../../../src/tally/rules/index.ts'
import type { EqualSharesOptions } from '../../../src/kernel/index.ts'
import { anyElection, anyRoundsElection, ballots, costing, election, sha256 } from './elections.ts'

const usual: EqualSharesOptions = {
  utility: 'cost', completion: 'add-one-greedy', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 1,
}
const compare = (input: ReturnType<typeof election>) => alternatives(input, { sha256, usual })

function by(all: readonly Alternative[], rule: string): Alternative {
  return all.find((one) => one.rule === rule)!
}

t.test('a majority takes everything by votes; equal shares leave the minority its part', async (t) => {
  // Six voters want 1, 2 and 3, four want 4: each costs 30 of 90 cents, and one ballot is invalid.
  const input = election({
    proposals: costing(30, 30, 30, 30), envelopeCents: 90,
    ballots: ballots(...Array(6).fill([1, 2, 3]), ...Array(4).fill([4]), [4, 4]),
  })
  const { validBallots, envelopeCents, alternatives: all } = compare(input)
  t.same({ validBallots, envelopeCents }, { validBallots: 10, envelopeCents: 90 })
  t.same(all.map(({ rule, isOwn }) => [rule, isOwn]), [
    ['greedy', true], ['greedy-no-skip', false], ['top-n', false], ['equal-shares', false], ['phragmen', false],
  ], 'the round’s own rule first')
  t.match(by(all, 'greedy'), {
    winners: [1, 2, 3], spentCents: 90, represented: 6, representedPercent: '60.00', winnersPerVoter: '1.80', costPerVoterCents: 54,
  })
  t.match(by(all, 'top-n'), { topN: 3, winners: [1, 2, 3] }, 'as many as the round has')
  t.match(by(all, 'equal-shares'), {
    equalShares: usual, winners: [1, 4, 2].sort(), represented: 10, representedPercent: '100.00', winnersPerVoter: '1.60', costPerVoterCents: 48,
  })
})

t.test('a promise that the envelope cannot pay, and a tie that waits for people, are told and no winners', async (t) => {
  const parts = { proposals: costing(70, 20, 20), ballots: ballots([1], [1], [1], [2], [2], [3]) }
  const small = compare(election({ ...parts, rule: 'equal-shares', equalShares: { ...usual, completion: 'greedy' }, envelopeCents: 60 }))
  t.match(by(small.alternatives, 'top-n'), {
    topN: 2, winners: [], undecided: { code: 'over_the_envelope', numbers: [1, 2], envelopeCents: 60 },
  })
  const open = compare(election({ proposals: costing(60, 60), ballots: ballots([1], [2]), envelopeCents: 100, tieRule: 'none' }))
  t.match(by(open.alternatives, 'greedy'), { winners: [], undecided: { code: 'tie', numbers: [1, 2] } })
})

t.test('a rule that is not defined for the ballots is left out, and points that give none are no support', async (t) => {
  const input = election({
    proposals: costing(10, 10), envelopeCents: 10, voteType: 'scoring',
    ballots: [{ tracker: 'A', picks: [1, 2], points: [3, 0] }, { tracker: 'B', picks: [1, 2], points: [1, 2] }],
  })
  const { alternatives: all } = compare(input)
  t.same(all.map(({ rule }) => rule), ['greedy', 'greedy-no-skip', 'top-n', 'equal-shares'])
  t.match(by(all, 'equal-shares').equalShares, { utility: 'cardinal' })
  t.match(by(all, 'greedy'), { winners: [1], represented: 2, winnersPerVoter: '1.00' })
  const none = compare(election({ proposals: costing(10), ballots: ballots([]), envelopeCents: 5, picksMin: 0 }))
  t.same(none.alternatives.map(({ rule, represented, winnersPerVoter }) => [rule, represented, winnersPerVoter]), [
    ['greedy', 0, '0.00'], ['greedy-no-skip', 0, '0.00'], ['equal-shares', 0, '0.00'], ['phragmen', 0, '0.00'],
  ], 'without a winner nobody can promise their number')
})

t.test('laws: within the envelope, never more than all voters, and the own rule as it is counted', async () => {
  fc.assert(fc.property(fc.oneof(anyElection, anyRoundsElection), (input) => {
    const own = tally(input, { sha256 })
    const { validBallots, alternatives: all } = compare(input)
    if (all.filter(({ isOwn }) => isOwn).length !== 1 || all[0]!.spentCents !== own.spentCents) return false
    return all.every(({ represented, spentCents, costPerVoterCents, winners, winnersPerVoter }) =>
      spentCents <= input.envelopeCents && represented <= validBallots && costPerVoterCents <= spentCents
      && Number(winnersPerVoter) <= winners.length && new Set(winners).size === winners.length)
  }), { numRuns: 60 })
})

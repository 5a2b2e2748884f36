import fc from 'fast-check'
import t from 'tap'
import { carriedOutInOrder, tally } from '../../../src/tally/rules/index.ts'
import type { TallyResult } from '../../../src/tally/rules/index.ts'
import { anyRoundsElection, ballots, costing, election, plainOf, sha256 } from './elections.ts'
import { plainPhragmen } from './straightforward.ts'

function loads(parts: Parameters<typeof election>[0]): TallyResult {
  return tally(election({ ...parts, rule: 'phragmen' }), { sha256 })
}

const winners = (result: TallyResult): number[] => carriedOutInOrder(result).map(({ number }) => number)

t.test('the lowest load comes first, and who carries one already counts with it', async (t) => {
  const result = loads({
    proposals: costing(300, 300, 200), ballots: ballots([1, 2], [1, 2], [1, 2], [3]), envelopeCents: 1_000,
  })
  t.same(winners(result), [1, 2, 3])
  t.same(result.trace, {
    rule: 'phragmen',
    rounds: [
      { number: 1, costCents: 300, supporters: 3, load: '100' }, { number: 2, costCents: 300, supporters: 3, load: '200' },
      { number: 3, costCents: 200, supporters: 1, load: '200' },
    ],
    ties: [
      { round: 1, numbers: [1, 2], brokenBy: ['proposal-number'] }, { round: 2, numbers: [2, 3], brokenBy: ['proposal-number'] },
    ],
  })
})

t.test('it stops as soon as one with the lowest load does not fit, though another with the same load would', async (t) => {
  const result = loads({ proposals: costing(100, 300, 100), ballots: ballots([1], [2], [2], [2], [3]), envelopeCents: 350 })
  t.same(result.rows.map(({ number, outcome }) => [number, outcome]),
    [[2, 'did_not_fit'], [1, 'carried_out'], [3, 'below_the_cut']])
  t.same(result.rows[0]!.reason, { code: 'does_not_fit', costCents: 300, leftCents: 250 })
})

t.test('what costs more than the envelope takes no part, and what nobody picked neither', async (t) => {
  const result = loads({ proposals: costing(900, 100, 50), ballots: ballots([1], [1], [2]), envelopeCents: 500 })
  t.same(result.rows.map(({ number, outcome, reason }) => [number, outcome, reason.code]), [
    [1, 'did_not_fit', 'does_not_fit'], [2, 'carried_out', 'load_lowest'], [3, 'too_little_support', 'no_supporters'],
  ])
})

t.test('a tie with no rule to break it is left to people', async (t) => {
  const result = loads({ proposals: costing(100, 100), ballots: ballots([1], [2]), envelopeCents: 150, tieRule: 'none' })
  t.same(result.undecided, { code: 'tie', numbers: [1, 2] })
})

t.test('law: it elects what the rule as its paper has it elects, in that order', async () => {
  fc.assert(fc.property(anyRoundsElection, (input) => {
    const { election: plain, numbers } = plainOf(input)
    const expected = plainPhragmen(plain).map((place) => numbers[place]!)
    return JSON.stringify(winners(tally({ ...input, rule: 'phragmen' }, { sha256 }))) === JSON.stringify(expected)
  }), { numRuns: 600 })
})

import fc from 'fast-check'
import t from 'tap'
import { add, compare, divide, type EqualSharesOptions, type Fraction, fraction, multiply, ZERO } from '../../../src/kernel/index.ts'
import { carriedOutInOrder, tally } from '../../../src/tally/rules/index.ts'
import type { EqualSharesTrace, TallyInput, TallyResult } from '../../../src/tally/rules/index.ts'
import { anyRoundsElection, ballots, costing, election, plainOf, sha256 } from './elections.ts'
import { plainEqualShares } from './straightforward.ts'

const OPTIONS: EqualSharesOptions = {
  utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100,
}

function shares(parts: Parameters<typeof election>[0], options: Partial<EqualSharesOptions> = {}): TallyResult {
  return tally(election({ ...parts, rule: 'equal-shares', equalShares: { ...OPTIONS, ...options } }), { sha256 })
}

const winners = (result: TallyResult): number[] => carriedOutInOrder(result).map(({ number }) => number)
const traceOf = (result: TallyResult): EqualSharesTrace => result.trace as EqualSharesTrace

function exact(text: string): Fraction {
  const [num, den = '1'] = text.split('/')
  return fraction(BigInt(num!), BigInt(den))
}

t.test('a proposal that costs exactly the envelope and that everybody supports is carried out', async (t) => {
  // In floats ten shares of 0.1 are less than 1: other programs lose it.
  for (const voters of [3, 7, 10, 49, 1000]) {
    const result = shares({
      proposals: costing(1_000_000), ballots: ballots(...Array<number[]>(voters).fill([1])), envelopeCents: 1_000_000,
    })
    t.same(winners(result), [1], `${voters} voters`)
    t.equal(traceOf(result).rounds[0]!.priceCents, traceOf(result).shareCents)
  }
})

t.test('a minority gets what its share pays, though a majority outvotes it', async (t) => {
  const parts = {
    proposals: costing(500, 500, 400), ballots: ballots([1, 2], [1, 2], [1, 2], [3], [3]), envelopeCents: 1_000,
  }
  t.same(winners(shares(parts)), [1, 3])
  t.same(winners(tally(election({ ...parts, rule: 'greedy' }), { sha256 })), [1, 2])
})

t.test('a row tells the step and the price, or what its supporters had', async (t) => {
  const result = shares({ proposals: costing(300, 200, 100), ballots: ballots([1], [1], [2]), envelopeCents: 600 })
  t.same(result.rows.map(({ number, outcome, reason }) => [number, outcome, reason]), [
    [1, 'carried_out', { code: 'shares_paid', round: 1, supporters: 2, priceCents: '150' }],
    [2, 'carried_out', { code: 'shares_paid', round: 2, supporters: 1, priceCents: '200' }],
    [3, 'too_little_support', { code: 'no_supporters' }],
  ])
  const short = shares({ proposals: costing(500), ballots: ballots([1], [1], []), picksMin: 0, envelopeCents: 700 })
  t.same(short.rows[0]!.reason, { code: 'supporters_short', costCents: 500, supportersHaveCents: '1400/3' })
  t.equal(traceOf(short).sharers, 3, 'a blank ballot has a share and leaves it')
})

t.test('who has less than the price pays all that is left, and the others a little more', async (t) => {
  const result = shares({
    proposals: costing(120, 130), ballots: ballots([1, 2], [1], [2]), envelopeCents: 300,
  })
  const { rounds } = traceOf(result)
  t.same(rounds.map(({ number, priceCents, paidLess, paidLessCents }) => [number, priceCents, paidLess, paidLessCents]),
    [[1, '60', 0, '0'], [2, '90', 1, '40']])
})

t.test('add-one ends when everything with a supporter is bought, whatever else would still fit', async (t) => {
  const all = shares({ proposals: costing(100, 100), ballots: ballots([1], [1]), envelopeCents: 10_000 },
    { completion: 'add-one', stopWhenExhausted: false })
  t.same(winners(all), [1], 'only a proposal without votes is left')
  t.equal(traceOf(all).runs, 1)
  const dear = shares({ proposals: costing(100, 20_000), ballots: ballots([1], [2]), envelopeCents: 10_000 },
    { completion: 'add-one', stopWhenExhausted: false })
  t.same([winners(dear), traceOf(dear).runs], [[1], 1], 'the other costs more than the whole envelope')
})

t.test('add-one raises the shares by whole steps of the currency, and the greedy completion spends the rest', async (t) => {
  const parts = { proposals: costing(60_000, 30_000), ballots: ballots([1], [1], [2], [2], [2]), envelopeCents: 80_000 }
  t.same(winners(shares(parts)), [2])
  const exhausted = shares(parts, { completion: 'add-one' })
  t.same([winners(exhausted), traceOf(exhausted).runs], [[2], 1], 'the other does not fit what is left')
  const raised = shares(parts, { completion: 'add-one', stopWhenExhausted: false })
  t.same([winners(raised), traceOf(raised).runs], [[2], 141], 'at 300 euros each both would cost more than there is')
  const cheaper = { ...parts, proposals: costing(50_000, 30_000) }
  const both = shares(cheaper, { completion: 'add-one', stepCents: 10_000 })
  t.same([winners(both), traceOf(both).shareCents], [[2, 1], '26000'])
  const integral = shares(cheaper, { completion: 'add-one', stepCents: 10_000, startingBudget: 'integral' })
  t.same([winners(integral), traceOf(integral).shareCents], [[2, 1], '30000'])
  const filled = shares({ ...parts, proposals: costing(50_000, 30_000) }, { completion: 'greedy' })
  t.same([winners(filled), traceOf(filled).completion], [[2, 1], [1]])
})

t.test('one dear proposal with one supporter does not make a run for every euro', async (t) => {
  const result = shares({ proposals: costing(100_000, 4_000_000), ballots: ballots([1], [1], [1], [2]), envelopeCents: 5_000_000 },
    { completion: 'add-one' })
  t.same([winners(result), traceOf(result).runs, traceOf(result).shareCents], [[1, 2], 27_501, '4000000'])
})

t.test('the utility decides which of two equally liked proposals comes first', async (t) => {
  const parts = { proposals: costing(300, 100), ballots: ballots([1, 2], [1, 2], [1]), envelopeCents: 900 }
  t.same(winners(shares(parts)), [1, 2], 'by cost: the one with more supporters')
  t.same(winners(shares(parts, { utility: 'cardinal' })), [2, 1], 'one each: the lower price')
})

t.test('a tie goes by the rule of the round and is told, and with no rule it is left to people', async (t) => {
  const parts = { proposals: costing(400, 400), ballots: ballots([1, 2], [1, 2]), envelopeCents: 400 }
  const result = shares({ ...parts, tieRule: 'proposal-number' })
  t.same([winners(result), traceOf(result).ties], [[1], [{ round: 1, numbers: [1, 2], brokenBy: ['proposal-number'] }]])
  const open = shares({ ...parts, tieRule: 'none' })
  t.same([winners(open), open.undecided], [[], { code: 'tie', numbers: [1, 2] }])
})

t.test('points weigh: who gives twice the points pays twice the price', async (t) => {
  const result = shares({
    proposals: costing(300), envelopeCents: 600, voteType: 'cumulative',
    ballots: [{ tracker: 'A', picks: [1], points: [2] }, { tracker: 'B', picks: [1], points: [1] }],
  }, { utility: 'cardinal' })
  t.same([winners(result), traceOf(result).rounds[0]!.priceCents], [[1], '100'])
})

const anyOptions = fc.record<EqualSharesOptions>({
  utility: fc.constantFrom('cost', 'cardinal'), completion: fc.constantFrom('none', 'add-one', 'add-one'),
  startingBudget: fc.constantFrom('exact', 'integral'), stopWhenExhausted: fc.boolean(), stepCents: fc.constantFrom(1, 7, 100),
})

function withOptions(input: TallyInput, options: EqualSharesOptions): TallyInput {
  return { ...input, rule: 'equal-shares', equalShares: options }
}

t.test('law: it buys what the method as its paper has it buys, in that order', async () => {
  fc.assert(fc.property(anyRoundsElection, anyOptions, (input, options) => {
    const result = tally(withOptions(input, options), { sha256 })
    const { election: plain, numbers } = plainOf(input)
    const { winners: expected, runs } = plainEqualShares(plain, options)
    return JSON.stringify(winners(result)) === JSON.stringify(expected.map((place) => numbers[place]!)) && traceOf(result).runs === runs
  }), { numRuns: 500 })
})

t.test('law: payments add up to each cost exactly, and nobody pays more than their share', async () => {
  fc.assert(fc.property(anyRoundsElection, anyOptions, (input, options) => {
    const result = tally(withOptions(input, options), { sha256 })
    const trace = traceOf(result)
    const paid = new Map<string, Fraction>()
    for (const { number, costCents, supporters, priceCents, paidLess, paidLessCents } of trace.rounds) {
      const price = exact(priceCents)
      const sum = add(multiply(price, fraction(supporters - paidLess)), exact(paidLessCents))
      if (compare(sum, fraction(costCents)) !== 0) return false
      for (const { tracker, picks } of input.ballots) {
        if (!picks.includes(number) || result.invalidBallots.some((ballot) => ballot.tracker === tracker)) continue
        const left = add(exact(trace.shareCents), multiply(fraction(-1), paid.get(tracker) ?? ZERO))
        paid.set(tracker, add(paid.get(tracker) ?? ZERO, compare(left, price) < 0 ? left : price))
      }
    }
    const all = [...paid.values()].reduce(add, ZERO)
    return compare(all, fraction(trace.rounds.reduce((sum, { costCents }) => sum + costCents, 0))) === 0
      && [...paid.values()].every((sum) => compare(sum, exact(trace.shareCents)) <= 0)
      && result.spentCents <= input.envelopeCents
  }), { numRuns: 300 })
})

t.test('law: a proposal that nobody picked costs nobody anything', async () => {
  fc.assert(fc.property(anyRoundsElection, anyOptions, (input, options) => {
    const result = tally(withOptions(input, options), { sha256 })
    return result.rows.every(({ votes, outcome }) => votes > 0 || outcome !== 'carried_out')
  }), { numRuns: 300 })
})

t.test('law: with cost as utility the first purchase has the most supporters among those it could be', async () => {
  fc.assert(fc.property(anyRoundsElection, (input) => {
    const [first] = traceOf(tally(withOptions(input, OPTIONS), { sha256 })).rounds
    if (first === undefined) return true
    return compare(exact(first.priceCents), divide(fraction(first.costCents), fraction(first.supporters))) === 0
  }), { numRuns: 200 })
})

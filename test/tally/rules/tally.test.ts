import fc from 'fast-check'
import t from 'tap'
import { tally } from '../../../src/tally/rules/index.ts'
import type { TallyInput, TallyResult } from '../../../src/tally/rules/index.ts'
import { anyElection, ballots, ballotsGiving, costing, election, sha256 } from './elections.ts'

const count = (input: TallyInput): TallyResult => tally(input, { sha256 })
const outcomes = (result: TallyResult): string[] => result.rows.map((row) => `${row.number} ${row.outcome}`)

t.test('2022 is counted as Heinola published it: 1 395 votes, the number of voters unknown', async (t) => {
  const result = count(election({
    proposals: costing(...Array<number>(9).fill(1_000_000)),
    ballots: ballotsGiving([277, 176, 167, 145, 131, 130, 129, 125, 115], 1395),
    voters: null,
  }))
  t.equal(result.votes, 1395)
  t.same(result.rows.slice(0, 5).map((row) => [row.rank, row.votes, row.percent, row.percentOfVoters]), [
    [1, 277, '19.86', null], [2, 176, '12.62', null], [3, 167, '11.97', null], [4, 145, '10.39', null],
    [5, 131, '9.39', null],
  ])
  t.same(result.rows.map((row) => row.outcome === 'carried_out'), [1, 1, 1, 1, 1, 0, 0, 0, 0].map(Boolean))
  t.equal(result.spentCents, 5_000_000, 'the fifth fits exactly')
  t.equal(result.voters, null)
})

t.test('2023 is counted as Heinola published it: 1 312 votes from 496 voters', async (t) => {
  const result = count(election({
    proposals: costing(...Array<number>(11).fill(1_000_000)),
    ballots: ballotsGiving([151, 148, 135, 134, 117, 116, 110, 106, 102, 98, 95], 496),
  }))
  t.equal(result.votes, 1312)
  t.equal(result.voters, 496)
  t.same(result.rows.slice(0, 5).map((row) => [row.rank, row.votes, row.percent, row.percentOfVoters]), [
    [1, 151, '11.51', '30.44'], [2, 148, '11.28', '29.84'], [3, 135, '10.29', '27.22'], [4, 134, '10.21', '27.02'],
    [5, 117, '8.92', '23.59'],
  ])
  t.same(result.invalidBallots, [])
})

t.test('a row tells its cost, its outcome and why', async (t) => {
  const result = count(election({
    proposals: [
      { number: 4, costMinCents: 300_000, costMaxCents: 400_000 },
      { number: 7, costMinCents: 500_000, costMaxCents: 700_000 },
    ],
    ballots: ballots([4], [4], [7]),
    envelopeCents: 1_000_000,
  }))
  t.same(result.rows, [{
    rank: 1, number: 4, votes: 2, percent: '66.67', percentOfVoters: '66.67', costMinCents: 300_000,
    costMaxCents: 400_000, costCents: 400_000, outcome: 'carried_out',
    reason: { code: 'fits', costCents: 400_000, leftBeforeCents: 1_000_000, leftAfterCents: 600_000 },
    tiedWith: [], tieBrokenBy: [],
  }, {
    rank: 2, number: 7, votes: 1, percent: '33.33', percentOfVoters: '33.33', costMinCents: 500_000,
    costMaxCents: 700_000, costCents: 700_000, outcome: 'did_not_fit',
    reason: { code: 'does_not_fit', costCents: 700_000, leftCents: 600_000 }, tiedWith: [], tieBrokenBy: [],
  }])
})

t.test('the cost basis decides which end of the range the envelope pays', async (t) => {
  const parts = {
    proposals: [
      { number: 1, costMinCents: 100, costMaxCents: 200 }, { number: 2, costMinCents: 100, costMaxCents: 100 },
    ],
    ballots: ballots([1], [1], [2]), envelopeCents: 200,
  }
  t.same(outcomes(count(election({ ...parts, costBasis: 'max' }))), ['1 carried_out', '2 did_not_fit'])
  t.same(outcomes(count(election({ ...parts, costBasis: 'min' }))), ['1 carried_out', '2 carried_out'])
})

t.test('equal votes share a rank and name each other, also where their order does not matter', async (t) => {
  const result = count(election({
    proposals: costing(100, 200, 300, 400), ballots: ballots([2, 3], [2, 3], [1, 2, 3], [4], [1]),
    tieRule: 'lower-cost',
  }))
  t.same(result.rows.map((row) => [row.rank, row.number, row.tiedWith, row.tieBrokenBy]), [
    [1, 2, [3], []], [1, 3, [2], []], [3, 1, [], []], [4, 4, [], []],
  ])
  t.same(result.ties, [{ votes: 3, numbers: [2, 3], matters: false, brokenBy: ['lower-cost'] }])
})

t.test('a tie that matters is broken by the rule of the round, and the rows say so', async (t) => {
  const parts = { proposals: costing(600, 500), ballots: ballots([1], [2]), envelopeCents: 1_000 }
  const byCost = count(election({ ...parts, tieRule: 'lower-cost' }))
  t.same(outcomes(byCost), ['2 carried_out', '1 did_not_fit'])
  t.same(byCost.rows.map((row) => row.tieBrokenBy), [['lower-cost'], ['lower-cost']])
  const byNumber = count(election({ ...parts, tieRule: 'proposal-number' }))
  t.same(outcomes(byNumber), ['1 carried_out', '2 did_not_fit'])
  t.same(byNumber.ties, [{ votes: 1, numbers: [1, 2], matters: true, brokenBy: ['proposal-number'] }])
  const byLot = count(election({ ...parts, tieRule: 'lot' }))
  const lots = [1, 2].map((number) => ({ number, lot: sha256(`${byLot.inputSha256}|${number}`) }))
  lots.sort((a, b) => (a.lot < b.lot ? -1 : 1))
  t.same(byLot.rows.map((row) => row.number), lots.map(({ number }) => number), 'everybody can draw the lots again')
  t.same(byLot.rows.map((row) => row.tieBrokenBy), [['lot'], ['lot']])
})

t.test('another ballot draws other lots', async (t) => {
  const first = new Set(Array.from({ length: 40 }, (_, voter) => count(election({
    proposals: costing(600, 500), tieRule: 'lot',
    ballots: [...ballots([1], [2]), { tracker: `X${voter}`, picks: [1, 2] }],
  })).rows[0]!.number))
  t.equal(first.size, 2)
})

t.test('a proposal without votes stands in the rows and is carried out if it fits', async (t) => {
  const result = count(election({ proposals: costing(100, 100, 100), ballots: ballots([2]), envelopeCents: 200 }))
  t.same(result.rows.map((row) => [row.number, row.votes, row.percent]),
    [[2, 1, '100.00'], [1, 0, '0.00'], [3, 0, '0.00']])
  t.same(outcomes(result), ['2 carried_out', '1 carried_out', '3 did_not_fit'])
})

t.test('without any ballot every proposal has no votes, and nothing breaks', async (t) => {
  const result = count(election({ proposals: costing(100), ballots: [] }))
  t.same(result.rows.map((row) => [row.percent, row.percentOfVoters]), [['0.00', '0.00']])
})

t.test('an invalid ballot is named and gives no votes, but its voter counts', async (t) => {
  const result = count(election({ proposals: costing(100, 100), ballots: ballots([1], [1, 1], [1, 9], []) }))
  t.equal(result.votes, 1)
  t.equal(result.ballots, 4)
  t.equal(result.rows[0]!.percentOfVoters, '25.00')
  t.same(result.invalidBallots.map(({ reason }) => reason.code),
    ['same_pick_twice', 'unknown_proposal', 'too_few_picks'])
})

t.test('amounts at the end of the exact integers are counted exactly', async (t) => {
  const most = Number.MAX_SAFE_INTEGER
  const result = count(election({
    proposals: costing(most, most - 1, 1), ballots: ballots([1, 2, 3], [2, 3], [2]), envelopeCents: most,
  }))
  t.same(outcomes(result), ['2 carried_out', '3 carried_out', '1 did_not_fit'])
  t.equal(result.spentCents, most)
})

t.test('an input that is no election is a defect that says why', async (t) => {
  const doubled = election({ proposals: costing(1), ballots: ballots([1], [1]), voters: 1 })
  t.throws(() => count(doubled), /2 ballots from 1 voters/)
  t.throws(() => tally(election({ proposals: [], ballots: [] }), { sha256: () => 'ABC' }), /64 lower-case/)
})

t.test('law: the count never spends more than the envelope, and the rows add up to what it spent', async () => {
  fc.assert(fc.property(anyElection, (input) => {
    const result = count(input)
    const paid = result.rows.filter((row) => row.outcome === 'carried_out')
      .reduce((sum, row) => sum + BigInt(row.costCents), 0n)
    return paid === BigInt(result.spentCents) && result.spentCents <= result.envelopeCents
      && result.rows.length === input.proposals.length
      && result.rows.reduce((sum, row) => sum + row.votes, 0) === result.votes
  }), { numRuns: 500 })
})

t.test('law: the order of ballots, proposals and picks does not change a byte of the result', async () => {
  const shuffled = anyElection.chain((input) => fc.record({
    input: fc.constant(input),
    proposals: fc.shuffledSubarray([...input.proposals], { minLength: input.proposals.length }),
    ballots: fc.shuffledSubarray([...input.ballots], { minLength: input.ballots.length })
      .map((some) => some.map((ballot) => ({ ...ballot, picks: ballot.picks.toReversed() }))),
  }))
  fc.assert(fc.property(shuffled, ({ input, proposals, ballots }) =>
    JSON.stringify(count(input)) === JSON.stringify(count({ ...input, proposals, ballots }))), { numRuns: 500 })
})

t.test('law: one more vote never takes a proposal out', async () => {
  // The tie rule must not depend on the ballots here: another vote draws other lots.
  const fixed = anyElection.filter((input) => input.tieRule !== 'lot' && input.proposals.length > 0)
  fc.assert(fc.property(fixed, fc.nat(), (input, at) => {
    const { number } = input.proposals[at % input.proposals.length]!
    const more = { ...input, voters: null, ballots: [...input.ballots, { tracker: 'ONE-MORE', picks: [number] }] }
    const taken = (result: TallyResult): boolean =>
      result.rows.some((row) => row.number === number && row.outcome === 'carried_out')
    return !taken(count(input)) || taken(count(more))
  }), { numRuns: 500 })
})

t.test('law: skipping carries out all that stopping does', async () => {
  fc.assert(fc.property(anyElection.filter((input) => input.tieRule !== 'lot'), (input) => {
    const taken = (rule: TallyInput['rule']): number[] => count({ ...input, rule }).rows
      .filter((row) => row.outcome === 'carried_out').map((row) => row.number)
    const skipping = new Set(taken('greedy'))
    return taken('greedy-no-skip').every((number) => skipping.has(number))
  }), { numRuns: 300 })
})

t.test('a hundred thousand ballots are all in the count', async (t) => {
  const many = Array.from({ length: 100_000 }, (_, i) => ({
    tracker: `V${String(i).padStart(6, '0')}`, picks: [1 + i % 7, 1 + (i + 3) % 7],
  }))
  t.equal(count(election({ proposals: costing(1, 2, 3, 4, 5, 6, 7), ballots: many })).votes, 200_000)
})

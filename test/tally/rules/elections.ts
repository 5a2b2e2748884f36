import { createHash } from 'node:crypto'
import fc from 'fast-check'
import type { TallyBallot, TallyInput, TallyProposal } from '../../../src/tally/rules/index.ts'
import type { PlainElection } from './straightforward.ts'

export function sha256(text: Uint8Array | string): string {
  return createHash('sha256').update(text).digest('hex')
}

/** Proposals numbered from 1 up, each with one cost for both ends of its range. */
export function costing(...costsCents: number[]): TallyProposal[] {
  return costsCents.map((cost, index) => ({ number: index + 1, costMinCents: cost, costMaxCents: cost }))
}

/** Ballots with trackers of their own. */
export function ballots(...picks: (readonly number[])[]): TallyBallot[] {
  return picks.map((picked, index) => ({ tracker: `T${String(index).padStart(6, '0')}`, picks: picked }))
}

/**
 * Ballots that give proposal 1, 2, … these many votes. The votes are dealt out to the voters in turn, so no voter
 * gets the same proposal twice as long as none has more votes than there are voters.
 */
export function ballotsGiving(votes: readonly number[], voters: number): TallyBallot[] {
  const dealt: number[][] = Array.from({ length: voters }, () => [])
  votes.flatMap((count, index) => Array<number>(count).fill(index + 1))
    .forEach((number, index) => dealt[index % voters]!.push(number))
  return ballots(...dealt)
}

/** An election with everything that a test does not name: 50 000 EUR, greedy, one to three picks. */
export function election(parts: Partial<TallyInput> & Pick<TallyInput, 'proposals' | 'ballots'>): TallyInput {
  return {
    rule: 'greedy', costBasis: 'max', tieRule: 'proposal-number', envelopeCents: 5_000_000, picksMin: 1, picksMax: 3,
    voters: parts.ballots.length, ...parts,
  }
}

/** Small elections full of ties, exact fits and invalid ballots; amounts up to the last exact integer. */
export const anyElection: fc.Arbitrary<TallyInput> = fc.record({
  rule: fc.constantFrom('greedy', 'greedy-no-skip'),
  costBasis: fc.constantFrom('max', 'min'),
  tieRule: fc.constantFrom('lower-cost', 'proposal-number', 'lot'),
  unit: fc.constantFrom(1, 100_000, Math.floor(Number.MAX_SAFE_INTEGER / 20)),
  envelope: fc.integer({ min: 0, max: 20 }),
  costs: fc.array(fc.tuple(fc.nat(10), fc.nat(10)), { maxLength: 8 }),
  picks: fc.array(fc.array(fc.integer({ min: 1, max: 9 }), { maxLength: 4 }), { maxLength: 20 }),
  picksMin: fc.constantFrom(0, 1),
  known: fc.boolean(),
}).map(({ unit, envelope, costs, picks, known, ...rules }) => ({
  ...rules,
  envelopeCents: envelope * unit,
  picksMax: 3,
  voters: known ? picks.length : null,
  proposals: costs.map(([a, b], index) => ({
    number: index + 1, costMinCents: Math.min(a, b) * unit, costMaxCents: Math.max(a, b) * unit,
  })),
  ballots: ballots(...picks),
}))

/** Small elections for the rules that go by rounds: tight money, many equal prices, ties by number. */
export const anyRoundsElection: fc.Arbitrary<TallyInput> = fc.record({
  costs: fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 7 }),
  picks: fc.array(fc.array(fc.integer({ min: 1, max: 7 }), { maxLength: 4 }), { minLength: 1, maxLength: 14 }),
  envelope: fc.integer({ min: 1, max: 40 }),
  unit: fc.constantFrom(1, 10, 97),
}).map(({ costs, picks, envelope, unit }) => election({
  proposals: costing(...costs.map((cost) => cost * unit)),
  ballots: ballots(...picks.map((some) => [...new Set(some)].filter((number) => number <= costs.length))),
  picksMin: 0, picksMax: 7, envelopeCents: envelope * unit, tieRule: 'proposal-number',
}))

/** An election without invalid ballots as the straightforward rules take it, and the number of each place. */
export function plainOf(input: TallyInput): { election: PlainElection; numbers: number[] } {
  const numbers = input.proposals.map(({ number }) => number)
  return {
    numbers,
    election: {
      costs: input.proposals.map(({ costMaxCents }) => costMaxCents),
      ballots: input.ballots.map(({ picks, points }) =>
        new Map(picks.map((number, at) => [numbers.indexOf(number), points?.[at] ?? 1] as const))),
      envelope: input.envelopeCents,
    },
  }
}

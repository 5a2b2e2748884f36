import { numberProjects } from '../platform/pabulib/index.ts'
import type { TallyInput } from '../tally/index.ts'
import type { Election, PabulibRules } from './pb-election.ts'

/**
 * How ties are broken: by the order of the rows, by lower cost (then by votes, then by id), or by id. The format places
 * equal votes by its rows, but no file says how its town broke a tie.
 */
export const PABULIB_TIES = ['rows', 'lower-cost', 'number'] as const
export type PabulibTies = (typeof PABULIB_TIES)[number]

/** The proposal number of each row: its place, or else its id where all ids are such numbers, or its place among the ids. */
function numbersOf({ head: { projects } }: Election, ties: PabulibTies): number[] {
  if (ties === 'rows') return projects.map((_, row) => row + 1)
  if (projects.every(({ id }) => /^[1-9]\d{0,3}$/.test(id))) return projects.map(({ id }) => Number(id))
  const numberOf = numberProjects(projects)
  return projects.map(({ id }) => numberOf.get(id)!)
}

/** What to count of an election, with the number that each row has in it. */
export type PabulibInput = { readonly numbers: readonly number[]; readonly input: TallyInput }

export function pabulibInput(election: Election, { rule, equalShares }: Pick<PabulibRules, 'rule' | 'equalShares'>, ties: PabulibTies): PabulibInput {
  const { head, voteType, picksMin, picksMax, ballots } = election
  const numbers = numbersOf(election, ties)
  const approval = voteType === 'approval' || voteType === 'choose-1'
  const asInFile = numbers.every((number, row) => number === row + 1)
  const input: TallyInput = {
    rule, voteType, costBasis: 'max', tieRule: ties === 'lower-cost' ? 'lower-cost' : 'proposal-number',
    // Points are utilities of their own; only an approval leaves them to the cost.
    ...equalShares ? { equalShares: approval ? equalShares : { ...equalShares, utility: 'cardinal' } } : {},
    envelopeCents: head.budgetCents, picksMin, picksMax, voters: ballots.length,
    proposals: head.projects.map(({ costCents }, row) => ({ number: numbers[row]!, costMinCents: costCents, costMaxCents: costCents })),
    ballots: asInFile ? ballots
      : ballots.map((ballot) => ({ ...ballot, picks: ballot.picks.map((row) => numbers[row - 1]!) })),
  }
  return { numbers, input }
}

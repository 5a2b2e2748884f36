import type { TallyBallot } from '../../tally/index.ts'
import type { PlannedProposal } from './plan.ts'
import type { CastBallot } from './voting.ts'

function key(picks: readonly number[]): string {
  return picks.toSorted((a, b) => a - b).join(',')
}

/**
 * What differs between the ballots that were cast and those in the count, by tracker, in words: one missing, one with
 * other picks, one that nobody cast. Empty when every ballot that was cast is in the count as it was cast.
 */
export function countFaults(
  cast: readonly Pick<CastBallot, 'line' | 'tracker' | 'picks'>[], counted: readonly TallyBallot[],
): string[] {
  const left = new Map(counted.map(({ tracker, picks }) => [tracker, picks]))
  const faults: string[] = []
  for (const { line, tracker, picks } of cast) {
    const found = left.get(tracker)
    if (found === undefined) faults.push(`the ballot of line ${line} is missing from the count`)
    else if (key(found) !== key(picks)) faults.push(`the ballot of line ${line} is counted with other picks`)
    left.delete(tracker)
  }
  for (const tracker of left.keys()) faults.push(`the count has a ballot that was never cast: ${tracker}`)
  return faults
}

/** How the winners of the count stand to the file's own `selected`; null when the file has no such column. */
export type Comparison = {
  readonly both: readonly string[]
  readonly countAlone: readonly string[]
  readonly fileAlone: readonly string[]
}

/** Compares by project id, in the order of the count, then of the ids. `winners` are numbers. */
export function compareWithSelected(
  winners: readonly number[], proposals: readonly PlannedProposal[],
): Comparison | null {
  if (proposals.every(({ selected }) => selected === null)) return null
  const byNumber = new Map(proposals.map((proposal) => [proposal.number, proposal]))
  const won = winners.map((number) => byNumber.get(number)!)
  return {
    both: won.filter(({ selected }) => selected).map(({ projectId }) => projectId),
    countAlone: won.filter(({ selected }) => !selected).map(({ projectId }) => projectId),
    fileAlone: proposals.filter(({ number, selected }) => selected && !winners.includes(number))
      .map(({ projectId }) => projectId),
  }
}

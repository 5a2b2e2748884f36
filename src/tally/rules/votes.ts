import { byTracker } from './input.ts'
import type { InvalidBallot, InvalidReason, TallyInput } from './types.ts'

/** What the ballots say: the votes of each proposal, zeros included, and the ballots that gave none. */
export type Votes = {
  readonly byNumber: ReadonlyMap<number, number>
  readonly total: number
  readonly blankBallots: number
  readonly invalidBallots: readonly InvalidBallot[]
}

/**
 * Steps 1 and 2 of `docs/counting.md`: judges every ballot and adds up the valid ones. One pass without an object per
 * ballot, so that a hundred thousand take milliseconds. The sums are below 2^53: each is a number of picks in memory.
 */
export function countVotes(input: TallyInput): Votes {
  const { proposals, ballots, picksMin, picksMax } = input
  const indexOf = new Map(proposals.map(({ number }, index) => [number, index]))
  const sums = new Float64Array(proposals.length)
  // The ballot in which each proposal was seen last: finds the same pick twice without a set per ballot.
  const seenIn = new Float64Array(proposals.length).fill(-1)
  const invalidBallots: InvalidBallot[] = []
  let total = 0
  let blankBallots = 0

  // Step 1: judge the ballot. An invalid one is named with its reason and gives no votes, not even its good picks.
  function judge(picks: readonly number[], ballot: number): InvalidReason | null {
    if (picks.length > picksMax) return { code: 'too_many_picks', picks: picks.length, picksMax }
    if (picks.length < picksMin) return { code: 'too_few_picks', picks: picks.length, picksMin }
    let twice: number | null = null
    let unknown: number | null = null
    for (const number of picks) {
      const index = indexOf.get(number)
      if (index === undefined) unknown = Math.min(unknown ?? number, number)
      else if (seenIn[index] === ballot) twice = Math.min(twice ?? number, number)
      else seenIn[index] = ballot
    }
    // The lowest number is named, so that the order of the picks means nothing here either.
    if (unknown !== null) return { code: 'unknown_proposal', number: unknown }
    return twice === null ? null : { code: 'same_pick_twice', number: twice }
  }

  ballots.forEach(({ tracker, picks }, ballot) => {
    const reason = judge(picks, ballot)
    if (reason !== null) {
      invalidBallots.push({ tracker, reason })
      return
    }
    // Step 2: one vote for each pick.
    if (picks.length === 0) blankBallots += 1
    total += picks.length
    for (const number of picks) sums[indexOf.get(number)!]! += 1
  })
  return {
    byNumber: new Map(proposals.map(({ number }, index) => [number, sums[index]!])),
    total,
    blankBallots,
    invalidBallots: invalidBallots.sort(byTracker),
  }
}

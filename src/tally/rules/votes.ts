import { byTracker } from './input.ts'
import type { InvalidBallot, InvalidReason, TallyBallot, TallyInput } from './types.ts'

/**
 * What the ballots say: the votes and the points of each proposal, zeros included, and the ballots that gave none. The
 * points are the votes where ballots only approve.
 */
export type Votes = {
  readonly byNumber: ReadonlyMap<number, { readonly votes: number; readonly points: number }>
  readonly total: number
  readonly totalPoints: number
  readonly valid: readonly TallyBallot[]
  readonly blankBallots: number
  readonly invalidBallots: readonly InvalidBallot[]
}

/**
 * The points that a pick gives: those on the ballot; on one that puts its picks in order, as many as there are picks for
 * the dearest, one less for the next, one for the last (Borda's count over what was picked); else one.
 */
export function pointsOf(input: TallyInput): (ballot: TallyBallot, at: number) => number {
  if (input.voteType === 'ordinal') return ({ picks }, at) => picks.length - at
  return ({ points }, at) => (points === undefined ? 1 : points[at]!)
}

/**
 * Steps 1 and 2 of `docs/counting.md`: judges every ballot and adds up the valid ones. One pass without an object per
 * ballot, so that a hundred thousand take milliseconds. The sums are
 * below 2^53: at most a million points for each pick in memory.
 */
export function countVotes(input: TallyInput): Votes {
  const { proposals, ballots, picksMin, picksMax } = input
  const indexOf = new Map(proposals.map(({ number }, index) => [number, index]))
  const sums = new Float64Array(proposals.length)
  const points = new Float64Array(proposals.length)
  const pointsAt = pointsOf(input)
  const valid: TallyBallot[] = []
  // The ballot in which each proposal was seen last: finds the same pick twice without a set per ballot.
  const seenIn = new Float64Array(proposals.length).fill(-1)
  const invalidBallots: InvalidBallot[] = []
  let total = 0
  let totalPoints = 0
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

  ballots.forEach((ballot, index) => {
    const { tracker, picks } = ballot
    const reason = judge(picks, index)
    if (reason !== null) {
      invalidBallots.push({ tracker, reason })
      return
    }
    // Step 2: one vote for each pick, and its points.
    valid.push(ballot)
    if (picks.length === 0) blankBallots += 1
    total += picks.length
    for (let at = 0; at < picks.length; at++) {
      const proposal = indexOf.get(picks[at]!)!
      const given = pointsAt(ballot, at)
      sums[proposal]! += 1
      points[proposal]! += given
      totalPoints += given
    }
  })
  return {
    byNumber: new Map(proposals.map(({ number }, index) => [number, { votes: sums[index]!, points: points[index]! }])),
    total,
    totalPoints,
    valid,
    blankBallots,
    invalidBallots: invalidBallots.sort(byTracker),
  }
}

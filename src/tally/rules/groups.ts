import { pointsOf } from './votes.ts'
import type { TallyBallot, TallyInput } from './types.ts'

/**
 * The valid ballots with equal ones put together, and the same looked at from the proposals. Proposals go by their place
 * in `input.proposals`, groups by theirs here. Lists of lists lie flat: those of `g` are `picks[from[g]]` up to, not with,
 * `picks[from[g + 1]]`. `points` are one for each pick where ballots only approve.
 */
export type BallotGroups = {
  /** How many ballots each group has. Blank ballots are in none. */
  readonly weights: Float64Array
  readonly from: Int32Array
  readonly picks: Int32Array
  readonly points: Float64Array
  readonly supportFrom: Int32Array
  readonly supporters: Int32Array
  readonly supportPoints: Float64Array
}

/** A text that equal ballots share and no others: their picks by place and, where they have any, the points. */
function keyOf(places: readonly number[], points: readonly number[] | null): string {
  return String.fromCharCode(...places) + (points === null ? '' : `|${points.join()}`)
}

/**
 * Puts equal ballots together: a rule that goes by rounds then does for some thousand groups what it would do for a
 * hundred thousand voters, with the same result, because voters with equal ballots always have equal money.
 */
export function groupBallots(input: TallyInput, valid: readonly TallyBallot[]): BallotGroups {
  const placeOf = new Map(input.proposals.map(({ number }, place) => [number, place]))
  const pointsAt = pointsOf(input)
  const isPlain = input.voteType === undefined || input.voteType === 'approval' || input.voteType === 'choose-1'
  const groups = new Map<string, { weight: number; places: number[]; points: number[] }>()
  for (const ballot of valid) {
    // A pick with no point is no support.
    const order = ballot.picks.map((_, at) => at).filter((at) => pointsAt(ballot, at) > 0)
    if (order.length === 0) continue
    order.sort((a, b) => placeOf.get(ballot.picks[a]!)! - placeOf.get(ballot.picks[b]!)!)
    const places = order.map((at) => placeOf.get(ballot.picks[at]!)!)
    const points = order.map((at) => pointsAt(ballot, at))
    const key = keyOf(places, isPlain ? null : points)
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { weight: 1, places, points })
    else group.weight += 1
  }

  const list = [...groups.values()]
  const pairs = list.reduce((sum, { places }) => sum + places.length, 0)
  const weights = new Float64Array(list.length)
  const from = new Int32Array(list.length + 1)
  const picks = new Int32Array(pairs)
  const points = new Float64Array(pairs)
  const supportFrom = new Int32Array(input.proposals.length + 1)
  list.forEach(({ weight, places, points: given }, group) => {
    weights[group] = weight
    from[group + 1] = from[group]! + places.length
    picks.set(places, from[group])
    points.set(given, from[group])
    for (const place of places) supportFrom[place + 1]! += 1
  })
  for (let place = 0; place < input.proposals.length; place++) supportFrom[place + 1]! += supportFrom[place]!
  const next = supportFrom.slice()
  const supporters = new Int32Array(pairs)
  const supportPoints = new Float64Array(pairs)
  for (let group = 0; group < list.length; group++) {
    for (let at = from[group]!; at < from[group + 1]!; at++) {
      const slot = next[picks[at]!]!++
      supporters[slot] = group
      supportPoints[slot] = points[at]!
    }
  }
  return { weights, from, picks, points, supportFrom, supporters, supportPoints }
}

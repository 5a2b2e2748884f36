import { assert } from '../../kernel/index.ts'
import { isApproval } from './input.ts'
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
  /** Beside each supporting group its weight and its points for the proposal. */
  readonly supportWeights: Float64Array
  readonly supportPoints: Float64Array
  /** Of each proposal, the voters who support it and the points that they give together. */
  readonly supportVoters: Float64Array
  readonly supportUnits: Float64Array
}

/** Places go into a key as characters, which holds as long as there are no more places than those. */
const PLACES_MAX = 0xffff

/**
 * Puts equal ballots together: a rule that goes by rounds then does for some thousand groups what it would do for a
 * hundred thousand voters, with the same result, because voters with equal ballots always have equal money.
 */
export function groupBallots(input: TallyInput, valid: readonly TallyBallot[]): BallotGroups {
  assert(input.proposals.length < PLACES_MAX, 'proposals are fewer than characters')
  const placeOf = new Map(input.proposals.map(({ number }, place) => [number, place]))
  const pointsAt = pointsOf(input)
  const isPlain = isApproval(input)
  const groups = new Map<string, { weight: number; places: number[]; points: number[] }>()
  // One ballot's picks by ascending place, and the points of each. Kept from ballot to ballot, for there are many.
  const places: number[] = []
  const given: number[] = []
  for (const ballot of valid) {
    places.length = 0
    given.length = 0
    for (let pick = 0; pick < ballot.picks.length; pick++) {
      const points = isPlain ? 1 : pointsAt(ballot, pick)
      // A pick with no point is no support.
      if (points === 0) continue
      const place = placeOf.get(ballot.picks[pick]!)!
      let at = places.length
      for (; at > 0 && places[at - 1]! > place; at--) {
        places[at] = places[at - 1]!
        given[at] = given[at - 1]!
      }
      places[at] = place
      given[at] = points
    }
    if (places.length === 0) continue
    const picked = String.fromCharCode.apply(null, places)
    const key = isPlain ? picked : `${picked}|${given.join()}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, { weight: 1, places: places.slice(), points: given.slice() })
    else group.weight += 1
  }

  const list = [...groups.values()]
  const pairs = list.reduce((sum, entry) => sum + entry.places.length, 0)
  const weights = new Float64Array(list.length)
  const from = new Int32Array(list.length + 1)
  const picks = new Int32Array(pairs)
  const points = new Float64Array(pairs)
  const supportFrom = new Int32Array(input.proposals.length + 1)
  list.forEach((entry, group) => {
    weights[group] = entry.weight
    from[group + 1] = from[group]! + entry.places.length
    picks.set(entry.places, from[group])
    points.set(entry.points, from[group])
    for (const place of entry.places) supportFrom[place + 1]! += 1
  })
  for (let place = 0; place < input.proposals.length; place++) supportFrom[place + 1]! += supportFrom[place]!
  const next = supportFrom.slice()
  const supporters = new Int32Array(pairs)
  const supportWeights = new Float64Array(pairs)
  const supportPoints = new Float64Array(pairs)
  const supportVoters = new Float64Array(input.proposals.length)
  const supportUnits = new Float64Array(input.proposals.length)
  for (let group = 0; group < list.length; group++) {
    for (let at = from[group]!; at < from[group + 1]!; at++) {
      const place = picks[at]!
      const slot = next[place]!++
      supporters[slot] = group
      supportWeights[slot] = weights[group]!
      supportPoints[slot] = points[at]!
      supportVoters[place]! += weights[group]!
      supportUnits[place]! += weights[group]! * points[at]!
    }
  }
  return { weights, from, picks, points, supportFrom, supporters, supportWeights, supportPoints, supportVoters, supportUnits }
}

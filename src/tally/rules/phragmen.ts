import { present } from '../../kernel/index.ts'
import { belowTheCut, type Decision, didNotFit, type RoundsReckoning } from './reckoning.ts'
import { exactText, type Ratio, toDouble } from './shares-ledger.ts'
import type { SharesElection } from './shares-run.ts'

/**
 * `phragmen`: sequential Phragmén for costs. Carrying out a proposal is a load that its supporters share so that
 * afterwards all of them carry the same; the proposal that leaves its supporters with the lowest load comes first. The
 * rule stops as soon as one of those with the lowest load does not fit. A proposal that costs more than the whole
 * envelope takes no part. Step numbers as in `docs/counting.md`.
 *
 * Everybody carries the load of the last proposal they supported, so a proposal's load is (cost + Σ carriers × load) /
 * supporters. All terms are at least zero: a double of a sum of n terms is off by at most n + 3 roundings, and only the
 * proposals within that of the lowest are compared exactly.
 * Source: Brill, Freeman, Janson, Lackner: Phragmén's Voting Methods and Justified Representation (2017); with costs
 * as in Los, Christoff, Grossi: Proportional Budget Allocations (2022).
 */
export function phragmen(election: SharesElection, numbers: readonly number[]): RoundsReckoning {
  const { groups, costsCents, envelopeCents, breakTie } = election
  const numberOf = (place: number): number => present(numbers[place], 'a place is a proposal')
  const supportersOf = groups.supportVoters
  // For each proposal, how many of its supporters carry the load of each round so far; 0 is the round before all.
  const carriers = costsCents.map((_, place) => [supportersOf[place]!])
  const lastRound = new Int32Array(groups.weights.length)
  const loads: Ratio[] = [{ num: 0n, den: 1n }]
  const doubles: number[] = [0]
  let open = costsCents.map((_, place) => place)
    .filter((place) => supportersOf[place]! > 0 && costsCents[place]! <= envelopeCents)
  let leftCents = envelopeCents
  const decided = new Map<number, Decision>()
  const rounds: { number: number; costCents: number; supporters: number; load: string }[] = []
  const ties: { round: number; numbers: number[] }[] = []

  function loadDouble(place: number): number {
    let sum = costsCents[place]!
    for (let round = 1; round < doubles.length; round++) sum += carriers[place]![round]! * doubles[round]!
    return sum / supportersOf[place]!
  }

  /** The load over the product of the last denominator and the supporters: the denominators divide each other in turn. */
  function loadExact(place: number): Ratio {
    const { den } = loads.at(-1)!
    let sum = BigInt(costsCents[place]!) * den
    for (let round = 1; round < loads.length; round++) {
      const count = carriers[place]![round]!
      if (count > 0) sum += BigInt(count) * loads[round]!.num * (den / loads[round]!.den)
    }
    return { num: sum, den: den * BigInt(supportersOf[place]!) }
  }

  /** Steps P2: the places with the lowest load, exactly. */
  function lightest(): { tied: number[]; load: Ratio } {
    const rough = open.map(loadDouble)
    const limit = Math.min(...rough) * (1 + (loads.length + 4) * 2 ** -50)
    let tied: number[] = []
    let load: Ratio = { num: 0n, den: 1n }
    open.forEach((place, index) => {
      if (rough[index]! > limit) return
      const exact = loadExact(place)
      const side = tied.length === 0 ? -1n : exact.num * load.den - load.num * exact.den
      if (side < 0n) [tied, load] = [[place], exact]
      else if (side === 0n) tied.push(place)
    })
    return { tied, load }
  }

  /** Step P4: the supporters of a place carry the new load from now on. */
  function carry(place: number, load: Ratio): void {
    const round = loads.length
    loads.push(load)
    doubles.push(toDouble(load))
    for (const row of carriers) row.push(0)
    for (let at = groups.supportFrom[place]!; at < groups.supportFrom[place + 1]!; at++) {
      const group = groups.supporters[at]!
      for (let pick = groups.from[group]!; pick < groups.from[group + 1]!; pick++) {
        const row = carriers[groups.picks[pick]!]!
        row[lastRound[group]!]! -= groups.weights[group]!
        row[round]! += groups.weights[group]!
      }
      lastRound[group] = round
    }
  }

  let stoppedAt: number | null = null
  let tiedNumbers: number[] | null = null
  while (open.length > 0) {
    const { tied, load } = lightest()
    // Step P3: the first that does not fit ends the count, also where another with the same load would fit.
    const tooDear = tied.filter((place) => costsCents[place]! > leftCents)
    if (tooDear.length > 0) {
      stoppedAt = (breakTie?.(tooDear) ?? tooDear)[0]!
      decided.set(numberOf(stoppedAt), didNotFit(numberOf(stoppedAt), costsCents[stoppedAt]!, leftCents))
      break
    }
    if (tied.length > 1 && breakTie === null) {
      tiedNumbers = tied.map(numberOf)
      break
    }
    const order = tied.length > 1 ? breakTie!(tied) : tied
    const place = order[0]!
    if (order.length > 1) ties.push({ round: rounds.length + 1, numbers: order.map(numberOf) })
    carry(place, load)
    leftCents -= costsCents[place]!
    open = open.filter((other) => other !== place)
    const supporters = supportersOf[place]!
    rounds.push({ number: numberOf(place), costCents: costsCents[place]!, supporters, load: exactText(load) })
    decided.set(numberOf(place), {
      number: numberOf(place), outcome: 'carried_out',
      reason: { code: 'load_lowest', round: rounds.length, supporters, load: exactText(load) },
    })
  }

  // Step P5: why the others are not.
  numbers.forEach((number, place) => {
    if (decided.has(number)) return
    if (supportersOf[place] === 0) decided.set(number, { number, outcome: 'too_little_support', reason: { code: 'no_supporters' } })
    else if (costsCents[place]! > envelopeCents) decided.set(number, didNotFit(number, costsCents[place]!, envelopeCents))
    else if (stoppedAt !== null) decided.set(number, belowTheCut(number, numberOf(stoppedAt)))
    else decided.set(number, { number, outcome: 'undecided', reason: { code: 'undecided' } })
  })
  return {
    decisions: [...decided.values()], tieMattered: null, tiedNumbers, ties, trace: { rule: 'phragmen', rounds },
  }
}

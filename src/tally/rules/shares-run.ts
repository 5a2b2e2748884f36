import { Defect, type Fraction } from '../../kernel/index.ts'
import type { BallotGroups } from './groups.ts'
import { createLedger, type Ratio, toDouble } from './shares-ledger.ts'

/** An election as equal shares sees it. Proposals go by their place in the input. */
export type SharesElection = {
  readonly groups: BallotGroups
  readonly costsCents: readonly number[]
  readonly envelopeCents: number
  /** With cost as utility the rule buys the lowest price per cent of cost, else the lowest price. */
  readonly perCost: boolean
  /** Places sorted by the tie rule, or null when no rule may choose. */
  readonly breakTie: ((places: number[]) => number[]) | null
}

/** One purchase. `price` is what a supporter pays, for each point; `tied` are the places it was chosen from, it first. */
export type Purchase = {
  readonly place: number
  readonly price: Ratio
  readonly supporters: number
  readonly paidLess: number
  readonly paidLessMoney: Ratio
  readonly tied: readonly number[]
}

/**
 * How a run ended: nothing more can be bought; the next purchase, out of `tied`, is more than is left of the envelope
 * (add-one gives out more than that); or nobody may choose among `tied`.
 */
export type SharesRun = {
  readonly purchases: readonly Purchase[]
  readonly leftCents: number
  readonly end: 'complete' | 'over_the_envelope' | 'tie'
  readonly tied: readonly number[]
  /** What the supporters of a proposal have together at the end. */
  readonly moneyOf: (place: number) => Ratio
}

/** An exact price: `num / (ledger's denominator × units)`. */
type Price = { readonly num: bigint; readonly units: bigint }
/** `poorMoney` is what those pay together who have less than the price, over the ledger's denominator. */
type Candidate = { readonly place: number; readonly price: Price; readonly poorMoney: bigint }

/** Stands for the money of whoever has exactly none left. All other money is at least zero. */
const BROKE = -1

// An ulp of the largest amount in play bounds every rounding below; this leaves a factor of four to spare.
const ULP = 2 ** -51

/**
 * One run of the Method of Equal Shares from one share: again and again the supporters of each proposal could buy it
 * together, each paying the same (or all that is left to them), and the proposal with the lowest price is bought.
 * Exactly, and fast: doubles give each candidate a lower bound of its price that holds whatever they rounded, and only
 * the candidates whose bound does not lie above the best exact price are priced exactly.
 * Source: Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with Additive Utilities (2021).
 *
 * The bound. A voter's money is share − Σ (points × price) with each price correct to half an ulp, so after k purchases
 * a double is off by at most 2k+1 roundings of numbers up to the share: `slack` = (k + 1) × share × 2^-50. For every set
 * R of supporters, price ≥ (cost − money of those outside R) / points of R, because min(money, price) is at most either.
 * The sum over n groups adds n roundings. Prices only rise while money only falls, so an old bound still holds.
 */
export function runShares(election: SharesElection, share: Fraction): SharesRun {
  const { groups, costsCents, envelopeCents, perCost, breakTie } = election
  const { weights, from, picks, points, supportFrom, supporters, supportWeights, supportPoints, supportVoters, supportUnits } = groups
  const ledger = createLedger(share)
  const shareDouble = toDouble(share)
  const money = new Float64Array(weights.length).fill(shareDouble)
  const isPoor = new Uint8Array(supporters.length)
  const boughtAt = new Int32Array(costsCents.length).fill(-1)
  const bounds = new Float64Array(costsCents.length)
  const guesses = new Float64Array(costsCents.length)
  const settledAt = new Int32Array(costsCents.length).fill(-1)
  const exactAt = new Int32Array(costsCents.length).fill(-1)
  const counts = new Float64Array(costsCents.length)
  let alive: number[] = []
  let round = 0
  let slack = shareDouble * ULP * 2

  // Whoever supports nothing buyable needs no look. The first bound takes all supporters as able to pay.
  for (let place = 0; place < costsCents.length; place++) {
    const cost = costsCents[place]!
    if (supportVoters[place] === 0 || cost > envelopeCents) continue
    guesses[place] = cost / supportUnits[place]!
    bounds[place] = guesses[place]! * (1 - 2 * ULP)
    alive.push(place)
  }

  function rate(place: number, price: number): number {
    return perCost ? price / (costsCents[place]! || 1) : price
  }

  /** Adds to `counts` what a group paid so far, in numbers of each price. */
  function countPaid(group: number, times: number): void {
    for (let at = from[group]!; at < from[group + 1]!; at++) {
      const bought = boughtAt[picks[at]!]!
      if (bought >= 0) counts[bought]! += times * points[at]!
    }
  }

  /** The exact money of all supporters of a place together, over the ledger's denominator. */
  function moneyOf(place: number): bigint {
    counts.fill(0)
    let voters = 0
    for (let at = supportFrom[place]!; at < supportFrom[place + 1]!; at++) {
      if (money[supporters[at]!] === BROKE) continue
      voters += supportWeights[at]!
      countPaid(supporters[at]!, supportWeights[at]!)
    }
    return ledger.money(voters, counts)
  }

  /** Negative, zero or positive, as a group's exact money is less than, equal to or more than a price times points. */
  function compareMoney(group: number, price: Price, times: number): number {
    counts.fill(0)
    countPaid(group, 1)
    const left = ledger.money(1, counts) * price.units
    const right = price.num * BigInt(times)
    return left < right ? -1 : left > right ? 1 : 0
  }

  /**
   * Bounds a candidate's price from below, in doubles, by one step of Newton's method from its guess; it has settled when
   * another step would say the same. False when its supporters cannot pay for it any more.
   */
  function bound(place: number): boolean {
    const cost = costsCents[place]!
    const guess = guesses[place]!
    let poorMoney = 0
    let poorVoters = 0
    let units = 0
    for (let at = supportFrom[place]!; at < supportFrom[place + 1]!; at++) {
      const has = money[supporters[at]!]!
      if (has === BROKE) continue
      if (has < guess * supportPoints[at]!) {
        poorMoney += supportWeights[at]! * has
        poorVoters += supportWeights[at]!
      } else units += supportWeights[at]! * supportPoints[at]!
    }
    const terms = supportFrom[place + 1]! - supportFrom[place]!
    const error = poorVoters * slack + (terms + 4) * ULP * Math.max(cost, poorMoney)
    if (units === 0) {
      if (poorMoney + error < cost) return false
      // All their money together is so near the cost that only exact numbers can tell; the old bound still holds.
      guesses[place] = 0
      settledAt[place] = round
      return true
    }
    const next = (cost - poorMoney) / units
    if (next <= guess * (1 + 1e-12)) settledAt[place] = round
    guesses[place] = Math.max(next, guess)
    bounds[place] = Math.max(bounds[place]!, (cost - poorMoney - error) / units * (1 - 2 * ULP))
    return true
  }

  function ratioOf({ num, units }: Price): Ratio {
    return { num, den: ledger.den() * units }
  }

  /**
   * The exact price of a candidate, or null when its supporters have less than the cost together. A set of poor supporters
   * gives a price; the price gives the set; the right price is where the two agree. Doubles say who is poor but for
   * those within the slack of the price, who are compared exactly. This is Newton's method on a concave function: whatever
   * set it begins with, every price it makes is at most the right one, so that it rises and ends. When such a price
   * leaves nobody who can pay it in full, there is no right one.
   */
  function exactPrice(place: number): Candidate | null {
    const [begin, end] = [supportFrom[place]!, supportFrom[place + 1]!]
    // What costs nothing is paid for by nobody, also where nobody has anything left.
    if (costsCents[place] === 0) {
      isPoor.fill(0, begin, end)
      return { place, price: { num: 0n, units: 1n }, poorMoney: 0n }
    }
    const cost = BigInt(costsCents[place]!) * ledger.den()
    let guess = guesses[place]!
    for (let at = begin; at < end; at++) isPoor[at] = money[supporters[at]!]! < guess * supportPoints[at]! ? 1 : 0
    for (let tries = 0; tries < 10_000; tries++) {
      let poorVoters = 0
      let units = 0
      counts.fill(0)
      for (let at = begin; at < end; at++) {
        const group = supporters[at]!
        if (money[group] === BROKE) continue
        if (isPoor[at] === 0) units += supportWeights[at]! * supportPoints[at]!
        else {
          poorVoters += supportWeights[at]!
          countPaid(group, supportWeights[at]!)
        }
      }
      if (units === 0) {
        // A price that leaves nobody rich tells that there is none. A guess may have been too high: begin with nobody poor.
        if (guess === 0) return null
        guess = 0
        isPoor.fill(0, begin, end)
        continue
      }
      guess = 0
      const poorMoney = ledger.money(poorVoters, counts)
      const price = { num: cost - poorMoney, units: BigInt(units) }
      const double = price.num <= 0n ? 0 : toDouble(ratioOf(price))
      let changed = false
      for (let at = begin; at < end; at++) {
        const has = money[supporters[at]!]!
        if (has === BROKE) continue
        const due = double * supportPoints[at]!
        const near = slack + due * 4 * ULP
        const short = has < due - near || (has <= due + near && compareMoney(supporters[at]!, price, supportPoints[at]!) < 0) ? 1 : 0
        if (short !== isPoor[at]) changed = true
        isPoor[at] = short
      }
      if (!changed) return { place, price, poorMoney }
    }
    throw new Defect('the price of equal shares is found in a few steps')
  }

  /** Negative, zero or positive, as candidate `a` is cheaper than, as cheap as or dearer than `b` in what the rule looks at. */
  function compareRates(a: Candidate, b: Candidate): number {
    let left = a.price.num * b.price.units
    let right = b.price.num * a.price.units
    if (perCost) {
      left *= BigInt(costsCents[b.place]! || 1)
      right *= BigInt(costsCents[a.place]! || 1)
    }
    return left < right ? -1 : left > right ? 1 : 0
  }

  /** The candidates with the lowest exact rate, by place, and their prices; empty when nothing can be bought. */
  function cheapest(): Candidate[] {
    let best: Candidate[] = []
    let limit = Infinity
    for (;;) {
      let next = -1
      for (const place of alive) {
        if (exactAt[place] !== round && (next < 0 || rate(place, bounds[place]!) < rate(next, bounds[next]!))) next = place
      }
      if (next < 0 || rate(next, bounds[next]!) > limit) return best.sort((a, b) => a.place - b.place)
      if (settledAt[next] !== round) {
        if (!bound(next)) alive = alive.filter((place) => place !== next)
        continue
      }
      exactAt[next] = round
      const candidate = exactPrice(next)
      if (candidate === null) {
        alive = alive.filter((place) => place !== next)
        continue
      }
      guesses[next] = toDouble(ratioOf(candidate.price))
      const side = best[0] === undefined ? -1 : compareRates(candidate, best[0])
      if (side < 0) best = [candidate]
      else if (side === 0) best.push(candidate)
      if (side < 0) limit = rate(next, guesses[next]!) * (1 + 8 * ULP)
    }
  }

  /** Takes the price from the supporters of a place; whoever has less pays all that is left to them. */
  function buy({ place, price, poorMoney }: Candidate, tied: readonly number[]): Purchase {
    const ratio = ratioOf(price)
    const double = toDouble(ratio)
    const paidLessMoney = { num: poorMoney, den: ledger.den() }
    let inFull = 0
    for (let at = supportFrom[place]!; at < supportFrom[place + 1]!; at++) {
      const group = supporters[at]!
      if (money[group] === BROKE) continue
      if (isPoor[at] === 0) {
        inFull += supportWeights[at]!
        const due = double * supportPoints[at]!
        const left = money[group]! - due
        if (left > slack + due * 4 * ULP || compareMoney(group, price, supportPoints[at]!) > 0) {
          money[group] = Math.max(left, 0)
          continue
        }
      }
      money[group] = BROKE
    }
    ledger.enter(price.num, price.units)
    boughtAt[place] = round
    round += 1
    slack = (round + 1) * shareDouble * 2 * ULP
    alive = alive.filter((other) => other !== place)
    const everybody = supportVoters[place]!
    return { place, price: ratio, supporters: everybody, paidLess: everybody - inFull, paidLessMoney, tied }
  }

  const purchases: Purchase[] = []
  let leftCents = envelopeCents
  const moneyLeft = (place: number): Ratio => ({ num: moneyOf(place), den: ledger.den() })
  for (;;) {
    const best = cheapest()
    const tied = best.map(({ place }) => place)
    if (tied.length === 0) return { purchases, leftCents, end: 'complete', tied, moneyOf: moneyLeft }
    if (tied.length > 1 && breakTie === null) return { purchases, leftCents, end: 'tie', tied, moneyOf: moneyLeft }
    const order = tied.length > 1 ? breakTie!(tied) : tied
    const place = order[0]!
    if (costsCents[place]! > leftCents) return { purchases, leftCents, end: 'over_the_envelope', tied, moneyOf: moneyLeft }
    leftCents -= costsCents[place]!
    purchases.push(buy(best.find((candidate) => candidate.place === place)!, order))
  }
}

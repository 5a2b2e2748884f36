import { add, compare, divide, type Fraction, fraction, multiply, subtract, ZERO } from '../../../src/kernel/index.ts'
import type { EqualSharesOptions } from '../../../src/kernel/index.ts'

/**
 * The rules that go by rounds written down as their papers have them: one exact fraction for each voter, every supporter
 * looked at in every step. Slow, and short enough to be seen to be right: what the tests compare with, and the peer
 * of the bench.
 */
export type PlainElection = {
  /** By place; places are also the order in which ties are broken. */
  readonly costs: readonly number[]
  /** One map from place to points for each voter. */
  readonly ballots: readonly ReadonlyMap<number, number>[]
  readonly envelope: number
}

type Bought = { readonly winners: number[]; readonly left: Fraction }

function cheapestPrice(cost: number, supporters: readonly { money: Fraction; points: number }[]): Fraction | null {
  const total = supporters.reduce((sum, { money }) => add(sum, money), ZERO)
  if (compare(total, fraction(cost)) < 0) return null
  const sorted = supporters.toSorted((a, b) => compare(divide(a.money, fraction(a.points)), divide(b.money, fraction(b.points))))
  let toPay = fraction(cost)
  let points = sorted.reduce((sum, supporter) => sum + supporter.points, 0)
  for (const supporter of sorted) {
    const price = divide(toPay, fraction(points))
    if (compare(multiply(price, fraction(supporter.points)), supporter.money) <= 0) return price
    toPay = subtract(toPay, supporter.money)
    points -= supporter.points
  }
  return ZERO
}

function buyAll({ costs, ballots, envelope }: PlainElection, share: Fraction, perCost: boolean): Bought {
  const money = ballots.map(() => share)
  const winners: number[] = []
  for (;;) {
    let best: { place: number; price: Fraction; rate: Fraction } | null = null
    for (const [place, cost] of costs.entries()) {
      if (winners.includes(place) || cost > envelope) continue
      const supporters = ballots.flatMap((ballot, voter) => (ballot.get(place) ? [{ money: money[voter]!, points: ballot.get(place)! }] : []))
      if (supporters.length === 0) continue
      const price = cheapestPrice(cost, supporters)
      if (price === null) continue
      const rate = perCost && cost > 0 ? divide(price, fraction(cost)) : price
      if (best === null || compare(rate, best.rate) < 0) best = { place, price, rate }
    }
    if (best === null) break
    winners.push(best.place)
    for (const [voter, ballot] of ballots.entries()) {
      const points = ballot.get(best.place)
      if (!points) continue
      const due = multiply(best.price, fraction(points))
      money[voter] = compare(due, money[voter]!) < 0 ? subtract(money[voter]!, due) : ZERO
    }
  }
  const spent = winners.reduce((sum, place) => add(sum, fraction(costs[place]!)), ZERO)
  return { winners, left: subtract(fraction(envelope), spent) }
}

/** The winners of equal shares by place, in the order of purchase, the completion by votes not made; and the runs it took. */
export function plainEqualShares(election: PlainElection, options: EqualSharesOptions): { winners: number[]; runs: number } {
  const { costs, ballots, envelope } = election
  if (ballots.length === 0) return { winners: [], runs: 1 }
  const step = BigInt(options.stepCents)
  let share = options.startingBudget === 'exact' ? fraction(envelope, ballots.length)
    : fraction(BigInt(envelope) / (BigInt(ballots.length) * step) * step)
  let bought = buyAll(election, share, options.utility === 'cost')
  let runs = 1
  while (options.completion.startsWith('add-one')) {
    const open = costs.filter((cost, place) =>
      cost <= envelope && !bought.winners.includes(place) && ballots.some((ballot) => ballot.get(place)))
    if (open.length === 0) break
    if (options.stopWhenExhausted && !open.some((cost) => compare(fraction(cost), bought.left) <= 0)) break
    share = add(share, fraction(step))
    runs += 1
    const next = buyAll(election, share, options.utility === 'cost')
    if (compare(next.left, ZERO) < 0) break
    bought = next
  }
  return { winners: bought.winners, runs }
}

/** The winners of the greedy rule by place, in the order of votes. */
export function plainGreedy({ costs, ballots, envelope }: PlainElection): number[] {
  const votes = costs.map((_, place) => fraction(ballots.filter((ballot) => ballot.has(place)).length))
  let left = fraction(envelope)
  return [...costs.keys()].sort((a, b) => compare(votes[b]!, votes[a]!) || a - b).filter((place) => {
    if (compare(fraction(costs[place]!), left) > 0) return false
    left = subtract(left, fraction(costs[place]!))
    return true
  })
}

/** The winners of sequential Phragmén by place, in the order of election. */
export function plainPhragmen({ costs, ballots, envelope }: PlainElection): number[] {
  const loads = ballots.map(() => ZERO)
  const winners: number[] = []
  let left = envelope
  for (;;) {
    const candidates = [...costs.entries()].flatMap(([place, cost]) => {
      const supporters = [...ballots.keys()].filter((voter) => ballots[voter]!.has(place))
      if (supporters.length === 0 || winners.includes(place) || cost > envelope) return []
      const load = divide(supporters.reduce((sum, voter) => add(sum, loads[voter]!), fraction(cost)), fraction(supporters.length))
      return [{ place, cost, supporters, load }]
    })
    if (candidates.length === 0) return winners
    const lightest = candidates.reduce((best, { load }) => (compare(load, best) < 0 ? load : best), candidates[0]!.load)
    const tied = candidates.filter(({ load }) => compare(load, lightest) === 0)
    if (tied.some(({ cost }) => cost > left)) return winners
    const { place, cost, supporters } = tied[0]!
    for (const voter of supporters) loads[voter] = lightest
    left -= cost
    winners.push(place)
  }
}

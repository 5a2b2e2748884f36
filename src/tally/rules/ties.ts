import { unreachable } from '../../kernel/index.ts'
import type { Sha256, TieBreaker, TieRule } from './types.ts'

/** What a tie rule may look at. Where votes rank, they are equal already; where rounds elect, they need not be. */
export type Tied = { readonly number: number; readonly costCents: number; readonly votes: number }

/** Negative when `a` stands before `b`, positive when after, zero when the order cannot tell them apart. */
export type TieOrder = (a: Tied, b: Tied) => number

/** Orders asked one after the other; the first that tells two proposals apart places them. */
export type TiePolicy = readonly { readonly rule: TieBreaker; readonly order: TieOrder }[]

/** The lot of each proposal, 64 hexadecimal digits; the lowest stands first. */
export type Lots = ReadonlyMap<number, string>

/**
 * Draws the lots: SHA-256 of the input hash as 64 lower-case hexadecimal digits, `|`, and the proposal's number in
 * decimal digits. Nobody knows them before the ballots are fixed, and everybody can draw them again.
 */
export function drawLots(inputSha256: string, numbers: readonly number[], sha256: Sha256): Lots {
  return new Map(numbers.map((number) => [number, sha256(`${inputSha256}|${number}`)]))
}

function byNumber(a: Tied, b: Tied): number {
  return a.number - b.number
}

function byCost(a: Tied, b: Tied): number {
  return a.costCents < b.costCents ? -1 : a.costCents > b.costCents ? 1 : 0
}

function byVotes(a: Tied, b: Tied): number {
  return b.votes - a.votes
}

/** The order of lots. They are of equal length and lower case, so that text order is the order of the numbers. */
export function lotOrder(lots: Lots): TieOrder {
  return (a, b) => {
    const [left, right] = [lots.get(a.number) ?? '', lots.get(b.number) ?? '']
    return left < right ? -1 : left > right ? 1 : 0
  }
}

/**
 * Step 4 of `docs/counting.md`: the policy of a tie rule. Proposal number comes last in each, because it is unique:
 * every tie can be broken, but for `none`, which lets the number place rows and decide nothing. `drawn` is called for a
 * lot alone.
 */
export function tiePolicy(tieRule: TieRule, drawn: () => Lots): TiePolicy {
  const last = { rule: 'proposal-number', order: byNumber } as const
  switch (tieRule) {
    case 'lower-cost': return [{ rule: 'lower-cost', order: byCost }, { rule: 'more-votes', order: byVotes }, last]
    case 'proposal-number': return [last]
    case 'lot': return [{ rule: 'lot', order: lotOrder(drawn()) }, last]
    case 'none': return [{ rule: 'none', order: byNumber }]
    default: return unreachable(tieRule)
  }
}

/** A policy as one order. */
export function orderOf(policy: TiePolicy): TieOrder {
  return (a, b) => {
    for (const { order } of policy) {
      const side = order(a, b)
      if (side !== 0) return side
    }
    return 0
  }
}

/** The rules that place tied proposals, given in their order, one after another; each once, in the policy's order. */
export function rulesUsed(policy: TiePolicy, tied: readonly Tied[]): TieBreaker[] {
  const used = new Set<TieBreaker>()
  for (let i = 1; i < tied.length; i++) {
    const rule = policy.find(({ order }) => order(tied[i - 1]!, tied[i]!) !== 0)?.rule
    if (rule !== undefined) used.add(rule)
  }
  return policy.map(({ rule }) => rule).filter((rule) => used.has(rule))
}

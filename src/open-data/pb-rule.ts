import type { TallyResult, TallyRow } from '../tally/index.ts'

/** Whole euros, as the format's checker reads every amount. */
function floor(cents: number): number {
  return Math.floor(cents / 100)
}

function isWhole(result: TallyResult): boolean {
  return [result.envelopeCents, ...result.rows.map(({ costCents }) => costCents)].every((cents) => cents % 100 === 0)
}

function isChosen({ outcome }: TallyRow): boolean {
  return outcome === 'carried_out'
}

/**
 * Whether the checker, which reckons in floating point and looks for unused money in whole euros, finds the same
 * winners. Where amounts have cents it may not, and would call a right count wrong.
 */
function checkerFollows({ rule, rows, envelopeCents }: TallyResult): boolean {
  let budget = envelopeCents / 100
  let stopped = false
  for (const row of rows) {
    const cost = row.costCents / 100
    const fits = !stopped && budget >= cost
    if (fits !== isChosen(row)) return false
    if (fits) budget -= cost
    else if (rule === 'greedy-no-skip') stopped = true
  }
  if (rule === 'greedy-no-skip') return true
  const spent = rows.filter(isChosen).reduce((sum, { costCents }) => sum + floor(costCents), 0)
  return rows.every((row) => isChosen(row) || floor(row.costCents) > floor(envelopeCents) - spent)
}

/**
 * The name of an equal-shares rule in the format, or null. The checker knows cost utilities alone, no completion or
 * add-one without the stop at exhaustion, ties by cost and votes alone, and it never ends when all that has votes fits.
 */
function equalSharesName({ equalShares, tieRule, trace, voteType = 'approval', rows, envelopeCents, ...rest }: TallyResult): string | null {
  const { utility, completion, startingBudget, stopWhenExhausted, stepCents } = equalShares!
  const known = (voteType === 'approval') && utility === 'cost' && tieRule === 'lower-cost'
    && isWhole({ ...rest, tieRule, rows, envelopeCents })
    && (trace?.ties ?? []).every(({ brokenBy }) => brokenBy.every((by) => by === 'lower-cost' || by === 'more-votes'))
  if (!known) return null
  if (completion === 'none' && startingBudget === 'exact') return 'equalshares'
  const wanted = rows.filter(({ votes }) => votes > 0).reduce((sum, { costCents }) => sum + costCents, 0)
  const addOne = completion === 'add-one' && startingBudget === 'integral' && !stopWhenExhausted && stepCents === 100
  return addOne && wanted > envelopeCents ? 'equalshares/add1' : null
}

/** The rule's name in the format; `unknown` where it has none, or where the checker would not follow the count. */
export function pabulibRule(result: TallyResult): string {
  switch (result.rule) {
    case 'greedy':
    case 'greedy-no-skip': return checkerFollows(result) ? result.rule : 'unknown'
    case 'equal-shares': return equalSharesName(result) ?? 'unknown'
    default: return 'unknown'
  }
}

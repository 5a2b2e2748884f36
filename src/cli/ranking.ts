import type { TallyResult, TallyRow } from '../tally/index.ts'

/** Cents as an amount: `1 234 567.80`. */
export function amount(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ' ')
  return `${whole}.${String(cents % 100).padStart(2, '0')}`
}

function outcomeOf(row: TallyRow): string {
  if (row.reason.code === 'fits') return 'carried out'
  if (row.reason.code === 'does_not_fit') return `did not fit (${amount(row.reason.leftCents)} left)`
  return 'below the cut'
}

const HEADINGS = ['rank', 'no', 'votes', '%', 'cost', 'outcome'] as const

/** What a table of the result is made from: a count, or its published document. */
type Counted = Omit<TallyResult, 'invalidBallots'> & { readonly invalidBallots: readonly unknown[] }

/** The result as a table for a terminal, winners and others in the order of the count. */
export function rankingLines(result: Counted, titleOf: (number: number) => string): string[] {
  const cells = result.rows.map((row) =>
    [String(row.rank), String(row.number), String(row.votes), row.percent, amount(row.costCents), outcomeOf(row)])
  const widths = HEADINGS.map((heading, i) => Math.max(heading.length, ...cells.map((row) => row[i]!.length)))
  const line = (row: readonly string[], title: string): string =>
    [...row.map((cell, i) => i < 5 ? cell.padStart(widths[i]!) : cell.padEnd(widths[i]!)), title].join('  ')
  const ties = result.ties.filter(({ matters }) => matters).map(({ numbers, votes, brokenBy }) =>
    `The tie of proposals ${numbers.join(', ')} with ${votes} votes mattered; broken by ${brokenBy.join(', then ')}.`)
  return [
    line(HEADINGS, 'title'),
    ...result.rows.map((row, i) => line(cells[i]!, titleOf(row.number))),
    ...ties,
    `${result.ballots} ballots, ${result.votes} votes, ${result.invalidBallots.length} invalid; rule ${result.rule}; `
      + `${amount(result.spentCents)} of ${amount(result.envelopeCents)} used.`,
    `Hash of all that was counted: ${result.inputSha256}`,
  ]
}

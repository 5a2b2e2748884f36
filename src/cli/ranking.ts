import type { TallyResult, TallyRow } from '../tally/index.ts'

/** Cents as an amount: `1 234 567.80`. */
export function amount(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, ' ')
  return `${whole}.${String(cents % 100).padStart(2, '0')}`
}

const OUTCOMES = {
  carried_out: 'carried out', did_not_fit: 'did not fit', below_the_cut: 'below the cut',
  too_little_support: 'too little support', undecided: 'undecided',
} as const satisfies Record<TallyRow['outcome'], string>

function outcomeOf({ outcome, reason }: TallyRow): string {
  return reason.code === 'does_not_fit' ? `did not fit (${amount(reason.leftCents)} left)` : OUTCOMES[outcome]
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

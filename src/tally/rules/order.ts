import type { RowReason, TallyResult, TallyRow } from './types.ts'

/** Purchases and loads go by their round; what a list of votes decided stands after them in the order of the rows. */
function roundOf(reason: RowReason): number {
  return reason.code === 'shares_paid' || reason.code === 'load_lowest' ? reason.round : Infinity
}

/** The rows that are carried out, in the order in which the rule took them. */
export function carriedOutInOrder({ rows }: Pick<TallyResult, 'rows'>): TallyRow[] {
  return rows.filter(({ outcome }) => outcome === 'carried_out')
    .map((row, place) => ({ row, place }))
    .sort((a, b) => {
      const [left, right] = [roundOf(a.row.reason), roundOf(b.row.reason)]
      return left === right ? a.place - b.place : left < right ? -1 : 1
    })
    .map(({ row }) => row)
}

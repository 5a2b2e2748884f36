import { toDecimal, fraction } from '../../../kernel/index.ts'
import type { TallyResult, TallyRow } from '../../../tally/index.ts'
import type { Visit } from '../../site/index.ts'

/** An exact amount of cents, `"400"` or `"1250/3"`, as money with two decimals for people. */
export function exactMoney(visit: Visit, text: string): string {
  const [num = '0', den = '1'] = text.split('/')
  return visit.format.moneyExactly(toDecimal(fraction(BigInt(num), BigInt(den) * 100n), 2))
}

/** Why a row ended as it did, in one plain sentence with the figures by which anybody can check it. */
export function reasonText(visit: Visit, { reason, votes }: TallyRow, title: (number: number) => string, trace?: TallyResult['trace']): string {
  const { reasons } = visit.words.results
  const { money, number } = visit.format
  switch (reason.code) {
    case 'fits': return reasons.fits(money(reason.leftAfterCents))
    case 'does_not_fit': return reasons.doesNotFit(money(reason.costCents), money(reason.leftCents))
    case 'below_the_cut': return reasons.belowTheCut(title(reason.stoppedAtNumber))
    case 'among_the_first': return reasons.amongTheFirst(number(reason.place), number(reason.topN))
    case 'not_among_the_first': return reasons.notAmongTheFirst(number(reason.place), number(reason.topN))
    case 'shares_paid': {
      const someLess = trace?.rule !== 'equal-shares' || (trace.rounds[reason.round - 1]?.paidLess ?? 1) > 0
      return reasons.sharesPaid(reason.supporters, number(reason.supporters), exactMoney(visit, reason.priceCents), number(reason.round), someLess)
    }
    case 'supporters_short': return reasons.supportersShort(money(reason.costCents), exactMoney(visit, reason.supportersHaveCents), votes, number(votes))
    case 'load_lowest': return reasons.loadLowest(reason.supporters, number(reason.supporters), exactMoney(visit, reason.load), number(reason.round))
    case 'no_supporters': return reasons.noSupporters
    case 'undecided': return reasons.undecided
  }
}

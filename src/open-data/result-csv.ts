import { present } from '../kernel/index.ts'
import type { Tally, TallyRow } from '../tally/index.ts'
import { type Cell, decimal, euros, excelCsv, type Figure } from './csv.ts'

type Published = Awaited<ReturnType<Tally['published']>>

/** What became of a proposal, in the Finnish of the result page. */
const OUTCOMES: Readonly<Record<TallyRow['outcome'], string>> = {
  carried_out: 'Toteutetaan', did_not_fit: 'Ei mahtunut', below_the_cut: 'Jäi listan ulkopuolelle',
  too_little_support: 'Kannatus ei riittänyt', undecided: 'Ratkaisematta',
}

/** What was left of the envelope before and after a row, where its rule goes down the list. */
function leftOf({ reason }: TallyRow): readonly [Figure | null, Figure | null] {
  if (reason.code === 'fits') return [euros(reason.leftBeforeCents), euros(reason.leftAfterCents)]
  if (reason.code === 'does_not_fit') return [euros(reason.leftCents), euros(reason.leftCents)]
  return [null, null]
}

/** The result as a table for a spreadsheet, in the order of the rows, with Finnish headings. */
export function resultCsv({ result, proposals }: Published): string {
  const byNumber = new Map(proposals.map((proposal) => [proposal.number, proposal]))
  const pointed = result.points !== undefined
  const headings = [
    'Sija', 'Numero', 'Ehdotus', 'Ääniä', ...pointed ? ['Pisteitä', 'Osuus pisteistä (%)'] : ['Osuus äänistä (%)'],
    'Osuus äänestäjistä (%)', 'Kustannus vähintään (€)', 'Kustannus enintään (€)', 'Laskennassa käytetty kustannus (€)',
    'Kustannus on esimerkki', 'Tulos', 'Määrärahaa jäljellä ennen (€)', 'Määrärahaa jäljellä jälkeen (€)',
    'Yhtä monta ääntä kuin numeroilla', 'Ehdotus ruotsiksi', 'Ehdotus englanniksi',
  ]
  return excelCsv(headings, result.rows.map((row): (Cell | Figure)[] => {
    const { title, costIsExample } = present(byNumber.get(row.number), 'a counted proposal exists')
    const [before, after] = leftOf(row)
    return [
      row.rank, row.number, title.fi, row.votes, ...pointed ? [row.points ?? 0] : [], decimal(row.percent),
      row.percentOfVoters === null ? null : decimal(row.percentOfVoters), euros(row.costMinCents), euros(row.costMaxCents),
      euros(row.costCents), costIsExample ? 'kyllä' : 'ei', OUTCOMES[row.outcome], before, after,
      row.tiedWith.join(', '), title.sv ?? null, title.en ?? null,
    ]
  }))
}

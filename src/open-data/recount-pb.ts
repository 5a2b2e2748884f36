import type { TallyInput } from '../tally/index.ts'
import { type Election, rulesOf, selectedRows } from './pb-election.ts'
import type { Engine, Recount } from './recounting.ts'

function inputOf(election: Election): TallyInput | null {
  const { head, ballots, voteType, picksMin, picksMax } = election
  const rules = rulesOf(head)
  if (rules === null) return null
  const { rule, equalShares } = rules
  return {
    rule, ...equalShares === undefined ? {} : { equalShares }, voteType, costBasis: 'max',
    // The format places equal votes by the order of the rows.
    tieRule: 'proposal-number',
    envelopeCents: head.budgetCents, picksMin, picksMax, voters: ballots.length, ballots,
    proposals: head.projects.map(({ costCents }, row) => ({ number: row + 1, costMinCents: costCents, costMaxCents: costCents })),
  }
}

function euros(cents: number | bigint): string {
  const text = String(cents).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

/**
 * Counts an election of a `.pb` file anew and compares it with what the file tells: the votes of each project, the money
 * of those selected, and the selection by the rule that it names. Ties go by the order of the rows, as the format has it.
 */
export function recountElection(engine: Engine, election: Election): Recount {
  const { head, ballots, votes, fileSha256 } = election
  const { projects, budgetCents, meta } = head
  const currency = meta.get('currency') ?? ''
  const idOf = (row: number): string => projects[row - 1]!.id
  const cast = votes.reduce((sum, one) => sum + one, 0)
  const checked = [
    `the file with the SHA-256 ${fileSha256}`,
    `${ballots.length} ballots with ${cast} votes for ${projects.length} projects, as META and PROJECTS tell`,
    ...election.repeats > 0 ? [`${election.repeats} ballots name a project twice, which is counted once`] : [],
  ]
  const unchecked: string[] = []
  const selected = selectedRows(head)
  if (selected === null) unchecked.push('which projects were chosen: the file does not tell (no column "selected")')
  const spent = (selected ?? []).reduce((sum, row) => sum + BigInt(projects[row - 1]!.costCents), 0n)
  if (spent > BigInt(budgetCents)) {
    return { agrees: false, difference: `the selected projects cost ${euros(spent)}, more than the budget of ${euros(budgetCents)}` }
  }
  if (selected !== null) checked.push(`the selected projects cost ${euros(spent)} of ${euros(budgetCents)} ${currency}`.trim())
  const input = inputOf(election)
  const rules = rulesOf(head)
  if (input === null || rules === null) {
    unchecked.push(`how they were chosen: the rule "${meta.get('rule') ?? ''}" is none that is counted here`)
    return { agrees: true, result: null, checked, unchecked }
  }
  const fault = engine.inputFault(input)
  if (fault !== null) return { agrees: false, difference: fault }
  const result = engine.count(input)
  const won = new Set(result.rows.filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => number))
  const mattered = result.ties.filter(({ matters }) => matters).length
  const ties = result.ties.length === 0 ? 'no two projects have equal votes'
    : `ties: ${result.ties.length}, of which mattered: ${mattered}; each is placed by the order of the rows`
  if (selected === null) return { agrees: true, result, checked: [...checked, ties], unchecked }
  const told = new Set(selected)
  const first = result.rows.find(({ number }) => won.has(number) !== told.has(number))
  if (first === undefined) {
    checked.push(`the rule ${meta.get('rule')} chooses the same ${told.size} projects`, ties)
    if (rules.beyond !== null) unchecked.push(`the part of the rule by which ${rules.beyond}; without it the outcome is the same`)
    return { agrees: true, result, checked, unchecked }
  }
  const how = `project ${idOf(first.number)} (${first.votes} votes, cost ${euros(first.costCents)}) is `
    + (told.has(first.number) ? 'selected in the file, but not in the recount' : 'not selected in the file, but in the recount')
  if (rules.beyond === null) return { agrees: false, difference: how }
  unchecked.push(`how they were chosen: by the rule "${meta.get('rule')}" ${rules.beyond}, and without that ${how}`)
  return { agrees: true, result, checked: [...checked, ties], unchecked }
}

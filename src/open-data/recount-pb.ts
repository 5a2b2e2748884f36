import type { TallyResult } from '../tally/index.ts'
import { PABULIB_TIES, pabulibInput, type PabulibTies } from './pb-count.ts'
import { type Election, type PabulibRules, rulesOf, selectedRows } from './pb-election.ts'
import type { Engine, Recount } from './recounting.ts'

function euros(cents: number | bigint): string {
  const text = String(cents).padStart(3, '0')
  return `${text.slice(0, -2)}.${text.slice(-2)}`
}

const HOW: Readonly<Record<PabulibTies, string>> = {
  rows: 'the order of the rows', 'lower-cost': 'the lower cost', number: 'the lower id',
}

type Counted = {
  readonly ties: PabulibTies
  readonly result: TallyResult
  /** The rows in the order of the result, and which of them are chosen there. */
  readonly rows: readonly { readonly row: number; readonly votes: number; readonly won: boolean }[]
}

function counted(engine: Engine, election: Election, rules: PabulibRules, ties: PabulibTies): Counted {
  const { numbers, input } = pabulibInput(election, rules, ties)
  const rowOf = new Map(numbers.map((number, row) => [number, row + 1]))
  const result = engine.count(input)
  return {
    ties, result,
    rows: result.rows.map(({ number, votes, outcome }) => ({ row: rowOf.get(number)!, votes, won: outcome === 'carried_out' })),
  }
}

function differing({ rows }: Counted, selected: ReadonlySet<number>): Counted['rows'][number] | undefined {
  return rows.find(({ row, won }) => won !== selected.has(row))
}

/**
 * Whether another order of what is tied could have led to the difference. Where a rule goes down the list, nothing that
 * stands above the first tie depends on it; where it goes by rounds, a tie may move every later round.
 */
function tieMayExplain({ result: { rows, ties, trace } }: Counted, place: number): boolean {
  if (trace !== undefined && trace.ties.length > 0) return true
  const first = ties.find(({ matters }) => matters)?.numbers
  return first !== undefined && (trace !== undefined || rows.findIndex(({ number }) => first.includes(number)) <= place)
}

/** What was done about ties, in words. */
function tiesOf({ ties, result }: Counted): string {
  const mattered = result.ties.filter(({ matters }) => matters).length
  const inRounds = result.trace?.ties.length ?? 0
  if (result.ties.length + inRounds === 0) return 'no two projects have equal votes'
  const between = inRounds === 0 ? '' : `, and in the rounds: ${inRounds}`
  return `ties: ${result.ties.length}, of which mattered: ${mattered}${between}; each is placed by ${HOW[ties]}`
}

/** What was read, with the parts of the file that tell the same. */
function readOf({ head: { meta, projects }, ballots, votes, repeats, fileSha256 }: Election): { checked: string[]; unchecked: string[] } {
  const tellsBallots = meta.has('num_votes')
  const tellsVotes = projects.every((project) => project.votes !== null)
  const told = tellsBallots && tellsVotes ? ', as META and PROJECTS tell' : tellsBallots ? ', as many ballots as META tells'
    : tellsVotes ? ', as many votes as PROJECTS tells' : ''
  return {
    checked: [
      `the file with the SHA-256 ${fileSha256}`,
      `${ballots.length} ballots with ${votes.reduce((sum, one) => sum + one, 0)} votes for ${projects.length} projects${told}`,
      ...repeats > 0 ? [`${repeats} ballots name a project twice, which is counted once`] : [],
    ],
    unchecked: [
      ...tellsBallots ? [] : ['whether ballots are missing: the file does not tell how many there were (no "num_votes")'],
      ...tellsVotes ? [] : ['how many votes each project got: the file does not tell it of all (column "votes")'],
    ],
  }
}

/**
 * Counts an election of a `.pb` file anew and compares it with what the file tells: the votes of each project, the money
 * of those selected, and the selection by the rule that it names. Ties go by the order of the rows, as the format has it,
 * and by lower cost or by id where only that gives the file's selection.
 */
export function recountElection(engine: Engine, election: Election): Recount {
  const { head } = election
  const { projects, budgetCents, meta } = head
  const currency = meta.get('currency') ?? ''
  const { checked, unchecked } = readOf(election)
  const selected = selectedRows(head)
  if (selected === null) unchecked.push('which projects were chosen: the file does not tell (no column "selected")')
  const spent = (selected ?? []).reduce((sum, row) => sum + BigInt(projects[row - 1]!.costCents), 0n)
  if (spent > BigInt(budgetCents)) {
    return { agrees: false, difference: `the selected projects cost ${euros(spent)}, more than the budget of ${euros(budgetCents)}` }
  }
  if (selected !== null) checked.push(`the selected projects cost ${euros(spent)} of ${euros(budgetCents)} ${currency}`.trim())
  const rules = rulesOf(head)
  if (rules === null) {
    unchecked.push(`how they were chosen: the rule "${meta.get('rule') ?? ''}" is none that is counted here`)
    return { agrees: true, result: null, checked, unchecked }
  }
  const fault = engine.inputFault(pabulibInput(election, rules, 'rows').input)
  if (fault !== null) {
    unchecked.push(`how they were chosen: this election cannot be counted here by the rule "${meta.get('rule')}": ${fault}`)
    return { agrees: true, result: null, checked, unchecked }
  }
  const byRows = counted(engine, election, rules, 'rows')
  if (selected === null) return { agrees: true, result: null, checked: [...checked, tiesOf(byRows)], unchecked }
  const told = new Set(selected)
  const first = differing(byRows, told)
  const found = first === undefined ? byRows
    : PABULIB_TIES.slice(1).map((ties) => counted(engine, election, rules, ties)).find((other) => differing(other, told) === undefined)
  if (found !== undefined) {
    checked.push(`the rule ${meta.get('rule')} chooses the same ${told.size} projects`, tiesOf(found))
    if (found !== byRows) checked.push(`ties by ${HOW[found.ties]} give what the file tells; by ${HOW.rows} another project would be chosen`)
    if (rules.beyond !== null) unchecked.push(`the part of the rule by which ${rules.beyond}; without it the outcome is the same`)
    return { agrees: true, result: found.result, checked, unchecked }
  }
  const { row, votes } = first!
  const how = `project ${projects[row - 1]!.id} (${votes} votes, cost ${euros(projects[row - 1]!.costCents)}) is `
    + (told.has(row) ? 'selected in the file, but not in the recount' : 'not selected in the file, but in the recount')
  const beyond = rules.beyond ?? (rules.equalShares && election.points !== null ? 'it may also weigh points by the cost' : null)
  if (beyond !== null) unchecked.push(`how they were chosen: by the rule "${meta.get('rule')}" ${beyond}, and without that ${how}`)
  else if (tieMayExplain(byRows, byRows.rows.indexOf(first!))) {
    unchecked.push(`how they were chosen: the file does not tell how ties were broken, and by ${PABULIB_TIES.map((ties) => HOW[ties]).join(', ')} `
      + `alike it is another selection. By ${HOW.rows}, ${how}`)
  } else return { agrees: false, difference: how }
  return { agrees: true, result: null, checked: [...checked, tiesOf(byRows)], unchecked }
}

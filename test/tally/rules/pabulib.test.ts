import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { numberProjects, readPabulibFile } from '../../../src/platform/pabulib/index.ts'
import type { EqualSharesOptions } from '../../../src/kernel/index.ts'
import { carriedOutInOrder, tally } from '../../../src/tally/rules/index.ts'
import type { EqualSharesTrace, TallyInput, TallyResult } from '../../../src/tally/rules/index.ts'
import { sha256 } from './elections.ts'

type Shares = { selected: string[]; total_cost: string }
type AddOne = Shares & { add1u_adds: string[]; iterations: number }
type Expected = {
  num_projects: number
  num_votes: number
  greedy: string[]
  greedy_no_skip: string[]
  tie_groups: string[][]
  greedy_tie_critical: { greedy_skip: boolean; greedy_stop: boolean }
  mes_cost: Shares & { utilitarian_completion_adds: string[] }
  mes_cardinality: Shares & { utilitarian_completion_adds: string[] }
  mes_cost_add1: AddOne
  mes_cost_add1_integral_noexhstop: AddOne
  mes_cardinality_add1: AddOne
  phragmen: Shares
}

// The files belong to others and are not committed; where they are absent, the small vectors of our own still run.
const folder = resolve(import.meta.dirname, '../../../../shared/fixtures/pabulib')
const there = existsSync(join(folder, 'expected.json'))
const expected: Record<string, Expected> =
  there ? JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')).files : {}

/** The election of a file; ids in code point order become numbers, so that ties go as in expected.json. */
function electionOf(name: string): { input: TallyInput; idOf: (number: number) => string } {
  const file = readPabulibFile(join(folder, name))
  const numbers = numberProjects(file.projects)
  const ids = new Map([...numbers].map(([id, number]) => [number, id]))
  const input: TallyInput = {
    rule: 'greedy', costBasis: 'max', tieRule: 'lower-cost', envelopeCents: file.budgetCents,
    picksMin: file.minLength ?? 1, picksMax: file.maxLength ?? file.projects.length, voters: file.votes.length,
    proposals: file.projects.map(({ id, costCents }) => ({
      number: numbers.get(id)!, costMinCents: costCents, costMaxCents: costCents,
    })),
    ballots: file.votes.map(({ picks }, index) => ({
      tracker: String(index + 1).padStart(8, '0'), picks: picks.map((id) => numbers.get(id) ?? 0),
    })),
  }
  return { input, idOf: (number) => ids.get(number)! }
}

const plain: EqualSharesOptions = {
  utility: 'cost', completion: 'add-one-greedy', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100,
}

t.test('the real elections of Pabulib give the expected winners in the expected order',
  { skip: there ? false : `not run: there is no ${folder}` }, async (t) => {
    t.ok(Object.keys(expected).length >= 14)
    for (const [name, want] of Object.entries(expected)) {
      const { input, idOf } = electionOf(name)
      t.equal(input.proposals.length, want.num_projects, `${name}: every project is read`)
      t.equal(input.ballots.length, want.num_votes, `${name}: every vote is read`)
      const count = (rules: Partial<TallyInput>): TallyResult => tally({ ...input, ...rules }, { sha256 })
      const winners = (result: TallyResult): string[] => carriedOutInOrder(result).map(({ number }) => idOf(number))
      const [skipping, stopping] = [count({ rule: 'greedy' }), count({ rule: 'greedy-no-skip' })]
      t.same(winners(skipping), want.greedy, `${name}: greedy`)
      t.same(winners(stopping), want.greedy_no_skip, `${name}: greedy-no-skip`)
      t.same(skipping.ties.map(({ numbers }) => numbers.map(idOf).sort()).sort(),
        want.tie_groups.map((ids) => ids.toSorted()).sort(), `${name}: ties`)
      const critical = [skipping, stopping].map(({ ties }) => ties.some(({ matters }) => matters))
      const { greedy_skip, greedy_stop } = want.greedy_tie_critical
      t.same(critical, [greedy_skip, greedy_stop], `${name}: whether a tie matters`)
      t.same(skipping.invalidBallots, [], `${name}: every ballot is in the count`)

      const shares = (options: Partial<EqualSharesOptions>): TallyResult =>
        count({ rule: 'equal-shares', equalShares: { ...plain, ...options } })
      // A completion by votes comes after the purchases, so one count shows both.
      for (const [label, options, bought, adds, cost] of [
        ['cost', { completion: 'greedy' }, want.mes_cost.selected, want.mes_cost.utilitarian_completion_adds, want.mes_cost.total_cost],
        ['cardinal', { completion: 'greedy', utility: 'cardinal' }, want.mes_cardinality.selected,
          want.mes_cardinality.utilitarian_completion_adds, want.mes_cardinality.total_cost],
        ['add-one', {}, want.mes_cost_add1.selected, want.mes_cost_add1.add1u_adds, want.mes_cost_add1.total_cost],
        ['add-one, whole units, to the end', { startingBudget: 'integral', stopWhenExhausted: false },
          want.mes_cost_add1_integral_noexhstop.selected, want.mes_cost_add1_integral_noexhstop.add1u_adds,
          want.mes_cost_add1_integral_noexhstop.total_cost],
        ['add-one, cardinal', { utility: 'cardinal' }, want.mes_cardinality_add1.selected, want.mes_cardinality_add1.add1u_adds,
          want.mes_cardinality_add1.total_cost],
      ] as const) {
        const result = count({ rule: 'equal-shares', equalShares: { ...plain, ...options } })
        const trace = result.trace as EqualSharesTrace
        t.same(winners(result), [...bought, ...adds], `${name}: equal shares, ${label}`)
        t.same(trace.completion.map(idOf), adds, `${name}: equal shares, ${label}: the completion`)
        t.equal(trace.rounds.reduce((sum, { costCents }) => sum + costCents, 0), Number(cost) * 100,
          `${name}: equal shares, ${label}: the money before it`)
      }
      // expected.json lists Phragmén's winners by id, not in the order of selection.
      const loads = count({ rule: 'phragmen' })
      t.same(winners(loads).toSorted(), want.phragmen.selected.toSorted(), `${name}: Phragmén`)
      t.equal(loads.spentCents, Number(want.phragmen.total_cost) * 100, `${name}: Phragmén: the money`)
    }
  })

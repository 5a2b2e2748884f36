import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { numberProjects, readPabulibFile } from '../../../src/platform/pabulib/index.ts'
import { tally } from '../../../src/tally/rules/index.ts'
import type { Rule, TallyInput, TallyResult } from '../../../src/tally/rules/index.ts'
import { sha256 } from './elections.ts'

type Expected = {
  num_projects: number
  num_votes: number
  greedy: string[]
  greedy_no_skip: string[]
  tie_groups: string[][]
  greedy_tie_critical: { greedy_skip: boolean; greedy_stop: boolean }
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

t.test('the real elections of Pabulib give the expected winners in the expected order',
  { skip: there ? false : `not run: there is no ${folder}` }, async (t) => {
    t.ok(Object.keys(expected).length >= 14)
    for (const [name, want] of Object.entries(expected)) {
      const { input, idOf } = electionOf(name)
      t.equal(input.proposals.length, want.num_projects, `${name}: every project is read`)
      t.equal(input.ballots.length, want.num_votes, `${name}: every vote is read`)
      const count = (rule: Rule): TallyResult => tally({ ...input, rule }, { sha256 })
      const winners = (result: TallyResult): string[] =>
        result.rows.filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => idOf(number))
      const [skipping, stopping] = [count('greedy'), count('greedy-no-skip')]
      t.same(winners(skipping), want.greedy, `${name}: greedy`)
      t.same(winners(stopping), want.greedy_no_skip, `${name}: greedy-no-skip`)
      t.same(skipping.ties.map(({ numbers }) => numbers.map(idOf).sort()).sort(),
        want.tie_groups.map((ids) => ids.toSorted()).sort(), `${name}: ties`)
      const critical = [skipping, stopping].map(({ ties }) => ties.some(({ matters }) => matters))
      const { greedy_skip, greedy_stop } = want.greedy_tie_critical
      t.same(critical, [greedy_skip, greedy_stop], `${name}: whether a tie matters`)
      t.same(skipping.invalidBallots, [], `${name}: every ballot is in the count`)
    }
  })

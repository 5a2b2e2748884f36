// How long each counting rule takes on one large real election, beside the same rule written down straight from its
// paper (test/tally/rules/straightforward.ts: a fraction for each voter, every supporter looked at in every step).
// npm run bench:tally [-- FILE.pb …]; where no file is there, an election of the size of a large one is made up.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { basename, join, resolve } from 'node:path'
import { numberProjects, type PabulibFile, readPabulibFile } from '../src/platform/pabulib/index.ts'
import type { EqualSharesOptions } from '../src/kernel/index.ts'
import { tally } from '../src/tally/rules/index.ts'
import type { TallyInput, TallyResult } from '../src/tally/rules/index.ts'
import { type PlainElection, plainEqualShares, plainGreedy, plainPhragmen } from '../test/tally/rules/straightforward.ts'

const FIELD = resolve(import.meta.dirname, '../../shared/fixtures/pabulib')
const RUNS = 7
const MILLION = 1_000_000

const sha256 = (data: Uint8Array | string): string => createHash('sha256').update(data).digest('hex')

function electionOf(file: PabulibFile): TallyInput {
  const numbers = numberProjects(file.projects)
  return {
    rule: 'greedy', costBasis: 'max', tieRule: 'lower-cost', envelopeCents: file.budgetCents,
    picksMin: file.minLength ?? 1, picksMax: file.maxLength ?? file.projects.length, voters: file.votes.length,
    proposals: file.projects.map(({ id, costCents }) => ({ number: numbers.get(id)!, costMinCents: costCents, costMaxCents: costCents })),
    ballots: file.votes.map(({ picks }, index) => ({
      tracker: String(index + 1).padStart(8, '0'), picks: picks.map((id) => numbers.get(id)!),
    })),
  }
}

/** Ballots of up to five picks, lower numbers liked better, from a small generator of its own: the same each time. */
function madeUp(count: number, proposals: number, envelopeCents: number): TallyInput {
  let state = 1
  const random = (): number => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
  return {
    rule: 'greedy', costBasis: 'max', tieRule: 'lower-cost', envelopeCents, picksMin: 1, picksMax: 5, voters: count,
    proposals: Array.from({ length: proposals }, (_, i) => {
      const cost = Math.ceil(random() * 30) * 10_000_00
      return { number: i + 1, costMinCents: cost, costMaxCents: cost }
    }),
    ballots: Array.from({ length: count }, (_, i) => ({
      tracker: String(i + 1).padStart(16, '0'),
      picks: [...new Set(Array.from({ length: 1 + Math.floor(random() * 5) }, () => 1 + Math.floor(proposals * random() ** 2)))],
    })),
  }
}

function millis(run: () => unknown): number {
  const before = performance.now()
  run()
  return performance.now() - before
}

function median(run: () => unknown, runs = RUNS): number {
  const times = Array.from({ length: runs }, () => millis(run)).sort((a, b) => a - b)
  return times[Math.floor(runs / 2)]!
}

function plainOf(input: TallyInput): PlainElection {
  const order = input.proposals.toSorted((a, b) => a.costMaxCents - b.costMaxCents || a.number - b.number)
  const placeOf = new Map(order.map(({ number }, place) => [number, place]))
  return {
    costs: order.map(({ costMaxCents }) => costMaxCents), envelope: input.envelopeCents,
    ballots: input.ballots.map(({ picks }) => new Map(picks.map((number) => [placeOf.get(number)!, 1]))),
  }
}

const shares = (options: Partial<EqualSharesOptions>): Partial<TallyInput> => ({
  rule: 'equal-shares',
  equalShares: { utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100, ...options },
})

type Row = readonly [name: string, change: Partial<TallyInput>, peer: ((plain: PlainElection) => unknown) | null]

const greedyPeer = (plain: PlainElection): unknown => plainGreedy(plain)
const sharesPeer = (options: Partial<EqualSharesOptions>) => (plain: PlainElection): unknown =>
  plainEqualShares(plain, shares(options).equalShares!)
const addOne = { completion: 'add-one' } as const

const RULES: readonly Row[] = [
  ['greedy', { rule: 'greedy' }, greedyPeer],
  ['greedy-no-skip', { rule: 'greedy-no-skip' }, greedyPeer],
  ['top-n', { rule: 'top-n', topN: 5 }, greedyPeer],
  ['equal-shares', shares({}), sharesPeer({})],
  ['equal-shares, cardinal', shares({ utility: 'cardinal' }), sharesPeer({ utility: 'cardinal' })],
  ['equal-shares, add-one', shares(addOne), sharesPeer(addOne)],
  ['equal-shares, add-one, cardinal', shares({ ...addOne, utility: 'cardinal' }), sharesPeer({ ...addOne, utility: 'cardinal' })],
  ['phragmen', { rule: 'phragmen' }, plainPhragmen],
]

/** Beyond these sizes the peer would take minutes to hours for rules that go by rounds. */
const PEER_MAX = { rounds: 7_000, addOne: 400 }

function hasPeer(change: Partial<TallyInput>, ballots: number): boolean {
  if (change.equalShares?.completion === 'add-one') return ballots <= PEER_MAX.addOne
  return change.rule === 'equal-shares' || change.rule === 'phragmen' ? ballots <= PEER_MAX.rounds : true
}

function benchElection(name: string, input: TallyInput): void {
  console.log(`\n${name}: ${input.ballots.length} ballots, ${input.proposals.length} proposals`)
  const plain = plainOf(input)
  const peers = new Map<unknown, number>()
  for (const [rule, change, peer] of RULES) {
    let result: TallyResult | null = null
    const ours = median(() => { result = tally({ ...input, ...change }, { sha256 }) })
    const { rows, trace } = result! as TallyResult
    const winners = rows.filter(({ outcome }) => outcome === 'carried_out').length
    const runs = trace?.rule === 'equal-shares' && trace.runs > 1 ? `, ${trace.runs} runs` : ''
    let told = ''
    if (peer !== null && hasPeer(change, input.ballots.length)) {
      // The peer is slow: it runs once, and once for all rules that share it.
      const theirs = peers.get(peer) ?? millis(() => peer(plain))
      peers.set(peer, theirs)
      told = `straightforward: ${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(0)} times as long`
    }
    console.log(`${rule.padEnd(32)} ${ours.toFixed(1).padStart(7)} ms  ${`${winners} winners${runs}`.padEnd(22)} ${told}`)
  }
}

console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; medians of ${RUNS} runs, each from ballots to result with its hash and trace`)

// First, so that what it takes is not mixed with what the elections after it leave behind.
const before = process.memoryUsage().rss
const many = madeUp(MILLION, 100, 50_000_000_00)
const took = median(() => tally(many, { sha256 }), 3)
console.log(`\na million ballots by greedy: ${took.toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB in use (${Math.round(before / 2 ** 20)} MB before they were made)`)

const given = process.argv.slice(2)
const files = given.length > 0 ? given : ['Poland_Lodz_2022', 'Poland_Wieliczka_2023_Green_Budget', 'Switzerland_Zurich_S5'].map((name) => join(FIELD, `${name}.pb`))
for (const path of files) {
  if (!existsSync(path)) {
    console.log(`there is no ${path}`)
    continue
  }
  console.log(`\nparsing ${basename(path)}: ${median(() => readPabulibFile(path)).toFixed(0)} ms`)
  benchElection(basename(path), electionOf(readPabulibFile(path)))
}
if (!files.some((path) => existsSync(path))) benchElection('made up, of the size of a large one', madeUp(90_494, 160, 6_112_868_00))

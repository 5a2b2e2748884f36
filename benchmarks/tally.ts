// How long each counting rule takes on one large real election, beside the same rule written down straight from its
// paper (test/tally/rules/straightforward.ts: a fraction for each voter, every supporter looked at in every step).
// npm run bench:tally [-- FILE.pb]; without the file of the field an election of the same size is made up.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { cpus } from 'node:os'
import { resolve } from 'node:path'
import { numberProjects, type PabulibFile, readPabulibFile } from '../src/platform/pabulib/index.ts'
import type { EqualSharesOptions } from '../src/kernel/index.ts'
import { tally } from '../src/tally/rules/index.ts'
import type { TallyInput, TallyResult } from '../src/tally/rules/index.ts'
import { type PlainElection, plainEqualShares, plainGreedy, plainPhragmen } from '../test/tally/rules/straightforward.ts'

const LODZ = resolve(import.meta.dirname, '../../shared/fixtures/pabulib/Poland_Lodz_2022.pb')
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

const path = process.argv[2] ?? LODZ
const real = existsSync(path)
console.log(`Node ${process.version}, ${cpus().length} x ${cpus()[0]?.model.trim()}; medians of ${RUNS} runs`)
if (real) console.log(`parsing ${path.split('/').at(-1)}: ${median(() => readPabulibFile(path)).toFixed(0)} ms`)
const input = real ? electionOf(readPabulibFile(path)) : madeUp(90_494, 160, 6_112_868_00)
if (!real) console.log(`there is no ${path}: an election of the same size is made up`)
console.log(`${input.ballots.length} ballots, ${input.proposals.length} proposals\n`)

const plain = plainOf(input)
const plainOptions = shares({}).equalShares!
const rules: [string, Partial<TallyInput>, (() => unknown) | null][] = [
  ['greedy', { rule: 'greedy' }, () => plainGreedy(plain)],
  ['greedy-no-skip', { rule: 'greedy-no-skip' }, () => plainGreedy(plain)],
  ['top-n', { rule: 'top-n', topN: 5 }, () => plainGreedy(plain)],
  ['equal-shares', shares({}), () => plainEqualShares(plain, plainOptions)],
  ['equal-shares, cardinal', shares({ utility: 'cardinal' }), null],
  ['equal-shares, add-one', shares({ completion: 'add-one' }), null],
  ['equal-shares, add-one, cardinal', shares({ completion: 'add-one', utility: 'cardinal' }), null],
  ['phragmen', { rule: 'phragmen' }, () => plainPhragmen(plain)],
]
const peers = new Map<string, number>()
for (const [name, change, peer] of rules) {
  let result: TallyResult | null = null
  const ours = median(() => { result = tally({ ...input, ...change }, { sha256 }) })
  const winners = result!.rows.filter(({ outcome }) => outcome === 'carried_out').length
  // The peer takes minutes where it takes any: it runs once.
  const theirs = peer === null ? null : peers.get(String(peer)) ?? millis(peer)
  if (peer !== null && theirs !== null) peers.set(String(peer), theirs)
  const runs = result!.trace?.rule === 'equal-shares' ? result!.trace.runs : 1
  // Add-one is so many runs of the same method; the peer would need about that many times its one run.
  const told = theirs !== null ? `${theirs.toFixed(0)} ms, ${(theirs / ours).toFixed(0)} times as long`
    : `(${runs} runs of the method)`
  console.log(`${name.padEnd(32)} ${ours.toFixed(0).padStart(6)} ms  ${String(winners).padStart(3)} winners   straightforward: ${told}`)
}

const before = process.memoryUsage().rss
const many = madeUp(MILLION, 100, 50_000_000_00)
const took = median(() => tally(many, { sha256 }), 3)
console.log(`\na million ballots by greedy: ${took.toFixed(0)} ms, ${Math.round(process.memoryUsage().rss / 2 ** 20)} MB in use (${Math.round(before / 2 ** 20)} MB before)`)

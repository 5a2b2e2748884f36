// Votes under faults until so many have been made: `npm run torture -- --faults 1000 --seed 7`. Ends with 1 at the first
// violation. `--only a,b` makes faults of these kinds alone. With `--mutation NAME` the service is broken on purpose, and ends
// with 1 when that is NOT seen.
import { parseArgs } from 'node:util'
import { startCluster } from './cluster.ts'
import { holdElection, randomFrom } from './election.ts'
import { FAULTS, type FaultName } from './faults.ts'
import { type Mutation, type MutationName, MUTATIONS } from './mutations.ts'

const FAULTS_PER_ELECTION = 20
const TRIES = 6
const TOLD = 10

const { values } = parseArgs({
  options: {
    faults: { type: 'string', default: '100' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    voters: { type: 'string', default: '40' }, services: { type: 'string', default: '3' }, still: { type: 'string', default: '10000' },
    mutation: { type: 'string' }, only: { type: 'string' },
  },
})
const seed = Number(values.seed)
const random = randomFrom(seed)
const kinds = (values.only?.split(',') ?? Object.keys(FAULTS)) as FaultName[]
for (const kind of kinds) if (!(kind in FAULTS)) throw new Error(`no fault ${kind}; there are ${Object.keys(FAULTS).join(', ')}`)
const mutation = (values.mutation ?? null) as MutationName | null
if (mutation !== null && !(mutation in MUTATIONS)) throw new Error(`no mutation ${mutation}; there are ${Object.keys(MUTATIONS).join(', ')}`)

/** The faults of one election: of every kind by chance, or those that bring a mutation to light. */
function faultsOf(left: number): FaultName[] {
  const given: Mutation | null = mutation === null ? null : MUTATIONS[mutation]
  const choice = given === null ? kinds : given.faults.filter((name) => name !== 'none')
  if (choice.length === 0) return []
  return Array.from({ length: Math.min(left, FAULTS_PER_ELECTION) }, () => choice[Math.floor(random() * choice.length)]!)
}

const cluster = await startCluster()
try {
  const wanted = Number(values.faults)
  const sums = { elections: 0, faults: 0, operations: 0, ok: 0, refused: 0, unknown: 0, ballots: 0 }
  const made = new Map<FaultName, number>()
  while (mutation === null ? sums.faults < wanted : sums.elections < TRIES) {
    const faults = faultsOf(wanted - sums.faults)
    const electionSeed = Math.floor(random() * 2 ** 31)
    const outcome = await holdElection(cluster, {
      seed: electionSeed, voters: Number(values.voters), services: Number(values.services), faults, stillMs: Number(values.still), mutation,
    })
    sums.elections += 1
    sums.faults += outcome.faults
    sums.ballots += outcome.ballots
    sums.operations += outcome.operations.length
    for (const { outcome: came } of outcome.operations) sums[came] += 1
    for (const fault of faults) made.set(fault, (made.get(fault) ?? 0) + 1)
    console.log(`election ${sums.elections} (seed ${electionSeed}): ${outcome.faults} faults, ${outcome.operations.length} requests to cast, ${
      outcome.ballots} ballots counted, ${outcome.violations.length} violations`)
    for (const violation of outcome.violations.slice(0, TOLD)) console.log(`  ${violation}`)
    if (outcome.violations.length > TOLD) console.log(`  … and ${outcome.violations.length - TOLD} more`)
    if (outcome.violations.length === 0) continue
    process.exitCode = mutation === null ? 1 : 0
    break
  }
  console.log(JSON.stringify({ seed, mutation, ...sums, kinds: Object.fromEntries(made) }))
  if (mutation !== null && process.exitCode === undefined) {
    console.log(`the mutation ${mutation} was not seen`)
    process.exitCode = 1
  }
} finally {
  await cluster.stop()
}

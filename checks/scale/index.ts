// Three processes of the service behind nginx, PgBouncer in transaction mode and a synchronous replica, on one machine from
// ordinary Debian packages: a process, the replica and the primary are killed while people vote, and the published count is
// held against what everybody was told. `npm run check:scale -- --turns 5 --voters 40 --seed 7`. Ends with 1 at a violation.
import { parseArgs } from 'node:util'
import { findPrograms } from './programs.ts'
import { startTown } from './town.ts'
import { holdVote } from './vote.ts'

const { values } = parseArgs({
  options: {
    turns: { type: 'string', default: '3' }, voters: { type: 'string', default: '30' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
})
const programs = findPrograms()
if ('missing' in programs) {
  console.error(`These Debian packages are missing: apt-get install -y ${programs.missing.join(' ')}`)
  process.exit(2)
}
const seed = Number(values.seed)
const began = Date.now()
const town = await startTown(programs)
console.log(`all of it runs after ${Date.now() - began} ms`)
try {
  const { violations, ...figures } = await holdVote(town, {
    seed, voters: Number(values.voters), turns: Number(values.turns), tell: (line) => console.log(line),
  })
  for (const violation of violations) console.log(`VIOLATION ${violation}`)
  console.log(JSON.stringify({ seed, turns: Number(values.turns), voters: Number(values.voters), ...figures, violations: violations.length }))
  if (violations.length > 0) process.exitCode = 1
} finally {
  await town.stop()
}

// Generated requests to every operation of the JSON door, as everybody: `npm run fuzz -- --requests 10000 --seed 7`. Ends with 1
// at any answer of 5xx, any that is no problem document, and any change that its operation may not make.
import { parseArgs } from 'node:util'
import type { Test } from 'tap'
import { testServer, testWorld } from '../support/index.ts'
import { fuzz } from './fuzzing.ts'

const TOLD_MAX = 40

const { values } = parseArgs({
  options: { requests: { type: 'string', default: '10000' }, seed: { type: 'string', default: String(Date.now() % 1_000_000) } },
})
const ends: (() => unknown)[] = []
const t = { teardown: (end: () => unknown) => ends.unshift(end) } as unknown as Test
try {
  const server = await testServer(t)
  const world = await testWorld(t, { url: server.url, poolMax: 4 })
  const seed = Number(values.seed)
  const { findings, ...figures } = await fuzz(world, { requests: Number(values.requests), seed })
  for (const finding of findings.slice(0, TOLD_MAX)) console.log(finding)
  if (findings.length > TOLD_MAX) console.log(`… and ${findings.length - TOLD_MAX} more`)
  console.log(JSON.stringify({ seed, ...figures, findings: findings.length }))
  if (findings.length > 0) process.exitCode = 1
} finally {
  for (const end of ends) await end()
}

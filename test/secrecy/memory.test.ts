import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { bech32m } from '@scure/base'
import t, { type Test } from 'tap'
import { NODE_COMPILE_CACHE } from '../cli/osbu.ts'
import { MANAGER, must, resident, roundRequest, votingWorld } from '../support/index.ts'
import { newKeys } from '../../src/urn/sealing.ts'
import { joinShares, splitKey } from '../../src/urn/shares.ts'
import { foundInMemory, NO_MEMORY } from './memory.ts'

const { world, slug, shares } = await votingWorld(t, { poolMax: 4 })
const { slug: other } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal', slug: 'toinen' })))
must(await world.urn.cast(await resident(world, 1), slug, { picks: [1], replaces: 0, castId: '0'.repeat(32) }))
must(await world.rounds.endRehearsal(MANAGER, slug))

/** Which of a round's key and shares stand in the memory of another process, after its work. */
async function leftBehind(t: Test, work: string, round: string, given: readonly string[]): Promise<string[]> {
  const program = fileURLToPath(new URL('key-holding.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, world.url, world.secretsDir, round, work],
    { stdio: ['pipe', 'pipe', 'inherit'], env: { NODE_COMPILE_CACHE } })
  t.teardown(() => child.kill('SIGKILL'))
  child.stdin.end(JSON.stringify(given))
  // None comes from a process that failed, which has told why.
  const { value } = await createInterface(child.stdout)[Symbol.asyncIterator]().next()
  const made = JSON.parse(value ?? '') as string[]
  const texts = made.length > 0 ? made : given
  const key = (await world.urn.findKey(await world.rounds.bySlug(round)))!
  const { privateKey } = await joinShares(texts.slice(0, 2), key)
  const bytesOf = (text: string): Buffer => Buffer.from(bech32m.decodeToBytes(text.replaceAll(' ', '').toLowerCase()).bytes)
  return foundInMemory(child.pid!, {
    // X25519 clamps the first and the last byte before it reckons with a key.
    'private key': privateKey.subarray(1, 31),
    'public key': key.publicKey, ...Object.fromEntries(texts.map((text, i) => [`share ${i + 1}`, bytesOf(text)])),
  })
}

t.test('nothing of a key or a share is left in the memory of the process that made or joined them', { skip: NO_MEMORY }, async (t) => {
  t.same(await leftBehind(t, 'ceremony', other, []), ['public key'], 'after a ceremony')
  const [foreign] = (await splitKey(newKeys().privateKey)).texts
  t.same(await leftBehind(t, 'opening', slug, [...shares.slice(0, 2), foreign!]), ['public key'], 'after openings that failed and one that did not')
})

t.test('a process that keeps the key is found out', { skip: NO_MEMORY }, async (t) => {
  t.same(await leftBehind(t, 'carelessness', slug, shares.slice(0, 2)), ['private key', 'public key'])
})

import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { setTimeout as soon } from 'node:timers/promises'
import t from 'tap'
import { crockford } from '../../src/kernel/index.ts'
import { ballotOfLine, type Opened, type UrnToOpen } from '../../src/urn/opener.ts'
import { openAll, workersFor } from '../../src/urn/openers.ts'
import { newKeys, seal, sealedHash, wipe } from '../../src/urn/sealing.ts'

const shared = (bytes: Uint8Array): Buffer => {
  const buffer = Buffer.from(new SharedArrayBuffer(bytes.length))
  buffer.set(bytes)
  return buffer
}

const keys = newKeys()
const round = { id: randomUUID(), picksMax: 3, publicKey: keys.publicKey }
const cast = (picks: readonly number[], tracker = crockford(randomBytes(10))): Buffer => seal({ tracker, picks }, round)

/** An urn as its list makes it, with all marks unset. */
function urnOf(sealed: readonly Buffer[]): UrnToOpen & { privateKey: Buffer } {
  return {
    round, publicKey: keys.publicKey, privateKey: shared(keys.privateKey),
    hashes: shared(Buffer.concat(sealed.map(sealedHash).sort(Buffer.compare))),
    come: new Uint8Array(new SharedArrayBuffer(sealed.length)),
  }
}

async function* read(sealed: readonly Buffer[], together = 10): AsyncGenerator<Buffer[]> {
  for (let from = 0; from < sealed.length; from += together) yield sealed.slice(from, from + together)
}

async function openedBy(workers: number, sealed: readonly Buffer[], urn = urnOf(sealed)) {
  const all: Opened[] = []
  const listed = await openAll(urn, read(sealed), workers, (opened) => all.push(opened))
  return {
    listed, lines: all.flatMap(({ lines }) => lines).sort(),
    unopenable: all.flatMap(({ unopenable }) => unopenable).sort((a, b) => a.place - b.place),
  }
}

const forged = [
  seal({ tracker: '0'.repeat(16), picks: [1] }, { ...round, publicKey: newKeys().publicKey }),
  seal({ tracker: '0'.repeat(16), picks: [1] }, { ...round, id: randomUUID() }),
  Buffer.from('no ballot at all'),
  Buffer.alloc(0),
]
const urnful = [...Array.from({ length: 300 }, (_, i) => cast([1 + i % 5, 7, 12])), cast([]), ...forged]

t.test('an urn opened by several workers gives the same ballots as one opened by one, or by none', async (t) => {
  const alone = await openedBy(0, urnful)
  t.equal(alone.lines.length, 301)
  t.same(alone.unopenable.map(({ reason }) => reason).sort(), ['not_sealed_to_this_key', 'of_another_round', 'wrong_length', 'wrong_length'])
  const hashes = urnful.map(sealedHash).sort(Buffer.compare)
  for (const { place } of alone.unopenable) t.ok(forged.some((ballot) => sealedHash(ballot).equals(hashes[place]!)), 'named by its hash')
  t.same(await openedBy(1, urnful), alone)
  t.same(await openedBy(3, urnful.toReversed()), alone, 'in whatever order they are read')
})

t.test('a ballot comes out of the seal as it went in, with the place of its hash', async (t) => {
  const tracker = '0123456789ABCDEF'
  const { lines } = await openedBy(0, [cast([12, 1, 7], tracker)])
  t.same(lines.map(ballotOfLine), [{ tracker, place: 0, picks: '1,7,12' }])
})

t.test('a ballot that is not listed, or not so often, is never opened', async (t) => {
  const urn = urnOf(urnful)
  for (const workers of [0, 2]) {
    for (const added of [cast([1]), urnful[0]!]) {
      urn.come.fill(0)
      t.equal((await openedBy(workers, [...urnful, added], urn)).listed, false)
    }
  }
  const twice = [...urnful, urnful[0]!]
  const both = await openedBy(0, twice)
  t.match(both, { listed: true }, 'one that is listed twice may come twice')
  t.equal(new Set(both.lines.map((line) => ballotOfLine(line).place)).size, 302, 'each at a place of its own')
})

t.test('hashes that begin alike are told apart', async (t) => {
  // Lists are searched by four bytes first: these have those in common, as no real ones would be made to.
  const sealed = urnful.slice(0, 3)
  const like = Array.from({ length: 50 }, (_, i) => {
    const hash = createHash('sha256').update(String(i)).digest()
    sealedHash(sealed[i % 3]!).copy(hash, 0, 0, 4)
    return hash
  })
  const hashes = [...like, ...sealed.map(sealedHash)].sort(Buffer.compare)
  const urn = { ...urnOf(sealed), hashes: shared(Buffer.concat(hashes)), come: new Uint8Array(new SharedArrayBuffer(53)) }
  const { listed, lines } = await openedBy(0, sealed, urn)
  t.equal(listed, true)
  t.same(lines.map((line) => hashes[ballotOfLine(line).place]).sort(), sealed.map(sealedHash).sort())
})

t.test('the workers have no private key but the one that is wiped', async (t) => {
  const urn = urnOf(urnful)
  const reasons = new Set<string>()
  let lines = 0
  async function* readSlowly(): AsyncGenerator<Buffer[]> {
    yield urnful.slice(0, 10)
    while (lines < 10) await soon(1)
    wipe(urn.privateKey)
    yield urnful.slice(10, 300)
  }
  await openAll(urn, readSlowly(), 1, (opened) => {
    lines += opened.lines.length
    for (const { reason } of opened.unopenable) reasons.add(reason)
  })
  t.equal(lines, 10)
  t.same([...reasons], ['not_sealed_to_this_key'])
})

t.test('what breaks in a worker, ends it or breaks while reading ends the opening', async (t) => {
  const broken = { ...urnOf(urnful), round: undefined as unknown as UrnToOpen['round'] }
  for (const workers of [0, 2]) await t.rejects(openAll(broken, read(urnful), workers, () => undefined), TypeError)

  process.once('worker', (worker) => { worker.once('online', () => { void worker.terminate() }) })
  await t.rejects(openAll(urnOf(urnful), read(urnful, 1), 2, () => undefined), /ended before its work/)

  const cut = (async function* () { yield* read(urnful.slice(0, 20)); throw new Error('the database went away') })()
  await t.rejects(openAll(urnOf(urnful), cut, 2, () => undefined), /the database went away/)
})

t.test('a few ballots need no worker, and many no more than there are cores', async (t) => {
  t.equal(workersFor(1_000), 0)
  t.ok(workersFor(1_000_000) >= 1 && workersFor(1_000_000) <= 4)
})

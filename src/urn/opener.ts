import { TRACKER_LENGTH } from '../kernel/index.ts'
import { open, paddedLength, sealedHash, type Unopenable } from './sealing.ts'

/**
 * What is needed to open an urn. Keys and list lie in memory that every thread shares, so that there is one private key to
 * wipe and one list to mark.
 */
export type UrnToOpen = {
  readonly round: { readonly id: string; readonly picksMax: number }
  readonly publicKey: Uint8Array
  readonly privateKey: Uint8Array
  /** The urn list: the sorted SHA-256 hashes of all sealed ballots, 32 bytes each. */
  readonly hashes: Uint8Array
  /** A byte for each of them, 1 once its ballot has come. */
  readonly come: Uint8Array
}

/** What came of some sealed ballots. */
export type Opened = {
  /** A line each for those that opened, see `ballotOfLine`. */
  readonly lines: readonly string[]
  /** The others, by their places in the urn list. */
  readonly unopenable: readonly { readonly place: number; readonly reason: Unopenable }[]
}

const HASH_BYTES = 32
const PLACE_DIGITS = 9

/**
 * An opened ballot as a line: its tracker, the place of its hash in the urn list with leading zeros, its picks. Sorted as
 * texts, lines stand by tracker, and those with the same tracker by place. A line takes a third of what an object does.
 */
function lineOf(tracker: string, place: number, picks: readonly number[]): string {
  return tracker + String(place).padStart(PLACE_DIGITS, '0') + picks.join(',')
}

/** What a line of an opened ballot says: `picks` as numbers with commas between. */
export function ballotOfLine(line: string): { readonly tracker: string; readonly place: number; readonly picks: string } {
  const picksAt = TRACKER_LENGTH + PLACE_DIGITS
  return { tracker: line.slice(0, TRACKER_LENGTH), place: Number(line.slice(TRACKER_LENGTH, picksAt)), picks: line.slice(picksAt) }
}

const asBuffer = (bytes: Uint8Array): Buffer => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/**
 * Finds the hash of a sealed ballot in the list and marks its place as come, in whichever thread. Null for a ballot that is
 * not listed, or that came as often as it is listed.
 */
function createFinder(list: Pick<UrnToOpen, 'hashes' | 'come'>): (sha256: Buffer) => number | null {
  const hashes = asBuffer(list.hashes)
  const all = list.come.length
  /** The first place whose hash does not begin lower. Four bytes tell a million hashes apart but for a hundred. */
  const firstFrom = (beginning: number): number => {
    let [from, to] = [0, all]
    while (from < to) {
      const middle = (from + to) >>> 1
      if (hashes.readUInt32BE(middle * HASH_BYTES) < beginning) from = middle + 1
      else to = middle
    }
    return from
  }
  return (sha256) => {
    for (let place = firstFrom(sha256.readUInt32BE(0)); place < all; place++) {
      const order = sha256.compare(hashes, place * HASH_BYTES, (place + 1) * HASH_BYTES)
      if (order < 0) return null
      if (order === 0 && Atomics.exchange(list.come, place, 1) === 0) return place
    }
    return null
  }
}

/** Sealed ballots in one piece that can be handed to another thread without a copy: the length of each, then its bytes. */
export function packed(sealed: readonly Buffer[]): Uint8Array<ArrayBuffer> {
  const pack = new Uint8Array(sealed.reduce((sum, { length }) => sum + 4 + length, 0))
  const bytes = asBuffer(pack)
  let at = 0
  for (const ballot of sealed) {
    at = bytes.writeUInt32LE(ballot.length, at)
    at += ballot.copy(bytes, at)
  }
  return pack
}

/**
 * Compares sealed ballots with the urn list, each before it is opened, and opens them. The answer to a pack is null when it
 * holds a ballot that the list does not.
 */
export function createOpener(urn: UrnToOpen): (pack: Uint8Array) => Opened | null {
  const keys = { publicKey: asBuffer(urn.publicKey), privateKey: asBuffer(urn.privateKey) }
  const find = createFinder(urn)
  const plain = Buffer.alloc(paddedLength(urn.round.picksMax))
  return (pack) => {
    const bytes = asBuffer(pack)
    const lines: string[] = []
    const unopenable: { place: number; reason: Unopenable }[] = []
    for (let at = 0; at < bytes.length;) {
      const from = at + 4
      at = from + bytes.readUInt32LE(at)
      const sealed = bytes.subarray(from, at)
      const place = find(sealedHash(sealed))
      if (place === null) return null
      const result = open(sealed, keys, urn.round, plain)
      if (typeof result === 'string') unopenable.push({ place, reason: result })
      else lines.push(lineOf(result.tracker, place, result.picks))
    }
    return { lines, unopenable }
  }
}

import { createHmac, hash, type KeyObject } from 'node:crypto'
import sodium from 'sodium-native'
import { assert, crockford, TRACKER } from '../kernel/index.ts'

/** One person's picks and the code by which they find them again. */
export type OpenBallot = { readonly tracker: string; readonly picks: readonly number[] }

export type Keys = { readonly publicKey: Buffer; readonly privateKey: Buffer }

const TRACKER_BYTES = 10
const CAST_ID = /^[0-9a-f]{32}$/

/** A new key pair (X25519, `crypto_box_keypair` of libsodium). The caller wipes the private half. */
export function newKeys(): Keys {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  const privateKey = Buffer.alloc(sodium.crypto_box_SECRETKEYBYTES)
  sodium.crypto_box_keypair(publicKey, privateKey)
  return { publicKey, privateKey }
}

/** The public half that belongs to a private one. */
export function publicKeyOf(privateKey: Buffer): Buffer {
  const publicKey = Buffer.alloc(sodium.crypto_box_PUBLICKEYBYTES)
  sodium.crypto_scalarmult_base(publicKey, privateKey)
  return publicKey
}

/**
 * Writes over a secret where it lies. Not by libsodium: to hand it the memory of a short array, the runtime copies that out of
 * its heap first, and the copy would be wiped. Texts cannot be wiped at all.
 */
export function wipe(secret: Uint8Array): void {
  secret.fill(0)
}

/**
 * Bytes that an opened ballot of a round takes, whatever is picked: the JSON with the most picks of the longest
 * numbers, rounded up to 32. One length for all, so that the length tells nothing.
 */
export function paddedLength(picksMax: number): number {
  const frame = JSON.stringify(ballotJson('0'.repeat(36), { tracker: '0'.repeat(16), picks: [] })).length
  return Math.ceil((frame + picksMax * '9999,'.length) / 32) * 32
}

export function sealedLength(picksMax: number): number {
  return paddedLength(picksMax) + sodium.crypto_box_SEALBYTES
}

function ballotJson(roundId: string, ballot: OpenBallot) {
  return { v: 1, round: roundId, tracker: ballot.tracker, picks: ballot.picks }
}

/**
 * Seals a ballot to the round's public key: `{"v":1,"round":…,"tracker":…,"picks":[…]}` in UTF-8, padded with spaces
 * to one length, in a sealed box. Any libsodium opens it given the key, and spaces after JSON mean nothing.
 * Source: libsodium, "Sealed boxes" (X25519, XSalsa20-Poly1305, an ephemeral sender key).
 */
export function seal(ballot: OpenBallot, round: { id: string; picksMax: number; publicKey: Buffer }): Buffer {
  const json = JSON.stringify(ballotJson(round.id, { ...ballot, picks: ballot.picks.toSorted((a, b) => a - b) }))
  const plain = Buffer.alloc(paddedLength(round.picksMax), ' ')
  assert(Buffer.byteLength(json) <= plain.length, 'a ballot fits its length')
  plain.write(json)
  const sealed = Buffer.alloc(plain.length + sodium.crypto_box_SEALBYTES)
  sodium.crypto_box_seal(sealed, plain, round.publicKey)
  plain.fill(0)
  return sealed
}

/** Why a sealed ballot could not be opened, or not be counted as what was sealed. */
export type Unopenable = 'wrong_length' | 'not_sealed_to_this_key' | 'not_a_ballot' | 'of_another_round'

/**
 * Opens a sealed ballot, or says why not. The picks are not checked against the round: the tally names those. Whoever opens
 * many lends `plain`, of the length that an opened ballot takes, which each writes over.
 */
export function open(
  sealed: Buffer, keys: Keys, round: { id: string; picksMax: number }, plain = Buffer.alloc(paddedLength(round.picksMax)),
): OpenBallot | Unopenable {
  if (sealed.length !== plain.length + sodium.crypto_box_SEALBYTES) return 'wrong_length'
  if (!sodium.crypto_box_seal_open(plain, sealed, keys.publicKey, keys.privateKey)) return 'not_sealed_to_this_key'
  let json: Partial<ReturnType<typeof ballotJson>>
  try {
    json = JSON.parse(plain.toString('utf8')) as typeof json
  } catch {
    return 'not_a_ballot'
  }
  const whole = json !== null && typeof json === 'object' && json.v === 1 && typeof json.round === 'string'
    && typeof json.tracker === 'string' && TRACKER.test(json.tracker)
    && Array.isArray(json.picks) && json.picks.every((pick) => Number.isInteger(pick) && pick >= 1 && pick <= 9999)
  if (!whole) return 'not_a_ballot'
  return json.round === round.id ? { tracker: json.tracker!, picks: json.picks! } : 'of_another_round'
}

/** The hash of a sealed ballot, as the receipt carries it and the urn list holds it. */
export function sealedHash(sealed: Buffer): Buffer {
  return hash('sha256', sealed, 'buffer')
}

/**
 * The voter's tracker: HMAC-SHA-256 with the round's receipt key over the voter key, the revision and the cast id, its
 * first 80 bits in Crockford's base 32. Without the receipt key nobody can compute it from the database.
 */
export function trackerOf(receiptKey: Buffer | KeyObject, vote: { voterKey: Buffer; revision: number; castId: string }): string {
  assert(CAST_ID.test(vote.castId), 'a cast id is 32 hex digits')
  const digest = createHmac('sha256', receiptKey).update('tracker').update(vote.voterKey)
    .update(`|${vote.revision}|${vote.castId}`).digest()
  return crockford(digest.subarray(0, TRACKER_BYTES))
}

/**
 * By what a retry is known: HMAC-SHA-256 with the receipt key over the voter key, the cast id and the sorted picks.
 * Keyed, so that nobody can test a guess of the picks against the database.
 */
export function markOf(
  receiptKey: Buffer | KeyObject, vote: { voterKey: Buffer; castId: string; picks: readonly number[] },
): Buffer {
  assert(CAST_ID.test(vote.castId), 'a cast id is 32 hex digits')
  return createHmac('sha256', receiptKey).update('mark').update(vote.voterKey)
    .update(`|${vote.castId}|${vote.picks.toSorted((a, b) => a - b).join(',')}`).digest()
}

import { createHash } from 'node:crypto'
import { bech32m } from '@scure/base'
import { combine, split } from 'shamir-secret-sharing'
import { assert, fieldFault, present } from '../kernel/index.ts'
import { publicKeyOf, wipe } from './sealing.ts'

export const SHARES = 3
export const SHARES_NEEDED = 2

const PREFIX = 'osbu'

/**
 * A share as text: bech32m (BIP 350), whose checksum finds any four wrong characters; grouped by four for reading and
 * typing. The 33 bytes are Shamir's: 32 of the value and the point's place.
 */
function shareText(share: Uint8Array): string {
  return (bech32m.encodeFromBytes(PREFIX, share).toUpperCase().match(/.{1,4}/g) ?? []).join(' ')
}

/** A secret in memory that the runtime never moves, where moving would leave a copy behind. Wipes the one it is given. */
function pinned(secret: Uint8Array): Uint8Array<SharedArrayBuffer> {
  const moved = new Uint8Array(new SharedArrayBuffer(secret.length))
  moved.set(secret)
  wipe(secret)
  return moved
}

function shareBytes(typed: string, field: string): Uint8Array {
  try {
    const { prefix, bytes } = bech32m.decodeToBytes(typed.replace(/[\s-]/g, '').toLowerCase())
    if (prefix === PREFIX && bytes.length === 33) return pinned(bytes)
  } catch {
    // A wrong character is the typist's to find; which one it is, the checksum cannot say.
  }
  throw fieldFault(field, 'not_a_share')
}

/** By what a share is known when it comes back: its SHA-256. Of 33 random bytes the hash tells nothing. */
export function shareFingerprint(share: Uint8Array): Buffer {
  return createHash('sha256').update(share).digest()
}

/** Splits a private key two of three (Shamir over GF(2^8)). The caller shows the texts once and keeps none. */
export async function splitKey(privateKey: Buffer): Promise<{ texts: string[]; fingerprints: Buffer[] }> {
  // The library takes no Buffer; this is the same memory, and no copy is left behind.
  const bytes = new Uint8Array(privateKey.buffer, privateKey.byteOffset, privateKey.length)
  const shares = await split(bytes, SHARES, SHARES_NEEDED)
  const result = { texts: shares.map(shareText), fingerprints: shares.map(shareFingerprint) }
  shares.forEach(wipe)
  return result
}

/**
 * Whose share this is, by its fingerprint. Faults in `field` when it is mistyped or of another round, so that the first
 * of two key holders hears of it before the second begins to type.
 */
export function holderOfShare(
  typed: string, field: string, round: { shareFingerprints: readonly Buffer[]; shareHolders: readonly string[] },
): string {
  const share = shareBytes(typed, field)
  const fingerprint = shareFingerprint(share)
  wipe(share)
  const place = round.shareFingerprints.findIndex((known) => known.equals(fingerprint))
  if (place < 0) throw fieldFault(field, 'share_of_another_round')
  return present(round.shareHolders[place], 'every share has a holder')
}

/**
 * Joins two shares into the private key. Each is checked against its fingerprint first, so that a mistyped or foreign
 * share is named, and the key against its public half. It lies in memory that threads can share, so that whoever wipes it
 * leaves no copy. Faults name `shares.0` or `shares.1`.
 */
export async function joinShares(
  typed: readonly string[], round: { publicKey: Buffer; shareFingerprints: readonly Buffer[] },
): Promise<{ privateKey: Buffer; fingerprints: Buffer[] }> {
  assert(typed.length === SHARES_NEEDED, 'two shares are asked for')
  const shares: Uint8Array[] = []
  try {
    for (const [i, text] of typed.entries()) shares.push(shareBytes(text, `shares.${i}`))
    return await join(shares, round)
  } finally {
    shares.forEach(wipe)
  }
}

async function join(
  shares: readonly Uint8Array[], round: { publicKey: Buffer; shareFingerprints: readonly Buffer[] },
): Promise<{ privateKey: Buffer; fingerprints: Buffer[] }> {
  const fingerprints = shares.map(shareFingerprint)
  fingerprints.forEach((fingerprint, i) => {
    if (!round.shareFingerprints.some((known) => known.equals(fingerprint))) {
      throw fieldFault(`shares.${i}`, 'share_of_another_round')
    }
  })
  if (fingerprints[0]!.equals(fingerprints[1]!)) throw fieldFault('shares.1', 'same_share_twice')
  const privateKey = Buffer.from(pinned(await combine([...shares])).buffer)
  const fits = publicKeyOf(privateKey).equals(round.publicKey)
  if (!fits) wipe(privateKey)
  assert(fits, 'the joined key belongs to the public key of the round')
  return { privateKey, fingerprints }
}

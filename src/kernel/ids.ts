/** A new random identifier (UUID version 4): it tells neither time nor order. */
export function newId(): string {
  return crypto.randomUUID()
}

const CROCKFORD = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/**
 * Bytes as Crockford's base 32, most significant bit first; 10 bytes give the 16 characters of a tracker.
 * The alphabet has no I, L, O or U, so that a code can be read aloud and typed. Source: crockford.com/base32.html.
 * The number of bits must be a multiple of five.
 */
export function crockford(bytes: Uint8Array): string {
  if ((bytes.length * 8) % 5 !== 0) throw new RangeError('crockford: the bits must be a multiple of five')
  let text = ''
  let held = 0
  let bits = 0
  for (const byte of bytes) {
    held = (held << 8) | byte
    bits += 8
    while (bits >= 5) {
      bits -= 5
      text += CROCKFORD[(held >>> bits) & 31]
      held &= (1 << bits) - 1
    }
  }
  return text
}

export const TRACKER_LENGTH = 16

/** A tracker as it is stored and published. */
export const TRACKER = /^[0-9A-HJKMNP-TV-Z]{16}$/

/** A typed code as it is stored: capitals, no spaces or hyphens, and O, I and L read as the digits they look like. */
export function normaliseCrockford(typed: string): string {
  return typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1')
}

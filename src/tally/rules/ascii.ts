/**
 * Collects ASCII as bytes. A canonical input of a million ballots is written into one array that doubles when it is
 * full: as one string each line, and joined, the same took seconds and a gigabyte.
 */
export function createAsciiWriter() {
  let bytes = new Uint8Array(1 << 16)
  let length = 0

  function reserve(more: number): void {
    if (length + more <= bytes.length) return
    const larger = new Uint8Array(Math.max(bytes.length * 2, length + more))
    larger.set(bytes)
    bytes = larger
  }

  /** Writes a text of ASCII alone. */
  function text(value: string): void {
    reserve(value.length)
    for (let i = 0; i < value.length; i++) bytes[length++] = value.charCodeAt(i)
  }

  /** Writes a whole number from 0 up in decimal digits. */
  function digits(value: number): void {
    if (value >= 10_000) {
      text(String(value))
      return
    }
    reserve(4)
    if (value >= 1000) bytes[length++] = 48 + Math.floor(value / 1000)
    if (value >= 100) bytes[length++] = 48 + Math.floor(value / 100) % 10
    if (value >= 10) bytes[length++] = 48 + Math.floor(value / 10) % 10
    bytes[length++] = 48 + value % 10
  }

  /** What was written so far. It shares memory with the writer. */
  function written(): Uint8Array {
    return bytes.subarray(0, length)
  }

  return { text, digits, written }
}

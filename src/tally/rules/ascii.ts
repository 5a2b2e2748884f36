/**
 * Collects ASCII as bytes. A canonical input of a million ballots is written into one array that doubles when it is
 * full: as one string each line, and joined, the same took seconds and a gigabyte.
 */
export function createAsciiWriter() {
  let bytes = new Uint8Array(1 << 16)
  let length = 0

  /** Makes room, and gives the array to write to. */
  function reserve(more: number): Uint8Array {
    if (length + more > bytes.length) {
      const larger = new Uint8Array(Math.max(bytes.length * 2, length + more))
      larger.set(bytes)
      bytes = larger
    }
    return bytes
  }

  /** Writes a text of ASCII alone. */
  function text(value: string): void {
    const into = reserve(value.length)
    let at = length
    for (let i = 0; i < value.length; i++) into[at++] = value.charCodeAt(i)
    length = at
  }

  /** Writes a whole number from 0 up in decimal digits. */
  function digits(value: number): void {
    if (value > 9999) {
      text(String(value))
      return
    }
    const into = reserve(4)
    let at = length
    if (value > 999) into[at++] = 48 + Math.floor(value / 1000)
    if (value > 99) into[at++] = 48 + Math.floor(value / 100) % 10
    if (value > 9) into[at++] = 48 + Math.floor(value / 10) % 10
    into[at++] = 48 + value % 10
    length = at
  }

  /** What was written so far. It shares memory with the writer. */
  function written(): Uint8Array {
    return bytes.subarray(0, length)
  }

  return { text, digits, written }
}

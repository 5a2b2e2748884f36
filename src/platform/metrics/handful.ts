/**
 * Hands values on in handfuls alone, smallest first: whoever reads the sum before and after sees that some of them came,
 * and of no single one that it did, nor when. What is in an unfinished handful is never handed on.
 */
export function createHandful(size: number, use: (value: number) => void): (value: number) => void {
  let held: number[] = []
  return (value) => {
    held.push(value)
    if (held.length < size) return
    const full = held.toSorted((a, b) => a - b)
    held = []
    for (const one of full) use(one)
  }
}

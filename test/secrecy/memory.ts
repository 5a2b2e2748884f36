import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs'

/** For a test's `skip`: why the memory of another process cannot be read here, or false. */
export const NO_MEMORY = existsSync('/proc/self/mem') ? false : 'this system shows no /proc/<pid>/mem'

const PIECE = 1 << 24

/** Which of the needles stand anywhere in the memory that a process writes: its heaps and its stacks. */
export function foundInMemory(pid: number, needles: Readonly<Record<string, Buffer>>): string[] {
  const found = new Set<string>()
  const memory = openSync(`/proc/${pid}/mem`, 'r')
  const piece = Buffer.alloc(PIECE)
  // Pieces overlap by so much that none is missed on a border.
  const overlap = Math.max(...Object.values(needles).map(({ length }) => length))
  try {
    for (const [, from, to] of readFileSync(`/proc/${pid}/maps`, 'utf8').matchAll(/^([0-9a-f]+)-([0-9a-f]+) rw/gm)) {
      const end = parseInt(to!, 16)
      for (let at = parseInt(from!, 16); at < end; at += PIECE - overlap) {
        const part = piece.subarray(0, readSync(memory, piece, 0, Math.min(PIECE, end - at), at))
        for (const [name, needle] of Object.entries(needles)) if (part.includes(needle)) found.add(name)
      }
    }
  } finally {
    closeSync(memory)
  }
  return [...found].sort()
}

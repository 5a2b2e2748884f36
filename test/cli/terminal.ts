import { PassThrough } from 'node:stream'
import { createTerminal, type Terminal } from '../../src/cli/index.ts'

/** What somebody types at a question, or how they find it in what was printed. */
type Line = string | ((printed: string) => string)

/**
 * A terminal whose two ends are in the test: what it printed, and what somebody types, a line for each question. With
 * `leaves` they are gone when nothing is left to type.
 */
export function testTerminal({ tty = false, typed = [] as Line[], piped = '', leaves = false } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => input })
  const output = Object.assign(new PassThrough(), { isTTY: tty })
  let text = ''
  const lines = [...typed]
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    // A question ends without a line feed: then somebody types.
    if (!tty || !/[.:)] $/.test(chunk.toString())) return
    const line = lines.shift()
    if (line !== undefined) setImmediate(() => input.write(`${typeof line === 'string' ? line : line(text)}\r`))
    else if (leaves) setImmediate(() => input.end())
  })
  if (!tty) input.end(piped)
  const terminal: Terminal = createTerminal({ input, output })
  return { terminal, printed: () => text }
}

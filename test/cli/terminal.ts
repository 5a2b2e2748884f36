import { PassThrough } from 'node:stream'
import { createTerminal, type Terminal } from '../../src/cli/index.ts'

/** A terminal whose two ends are in the test: what it printed, and what somebody types, a line for each question. */
export function testTerminal({ tty = false, typed = [] as string[], piped = '' } = {}) {
  const input = Object.assign(new PassThrough(), { isTTY: tty, setRawMode: () => input })
  const output = Object.assign(new PassThrough(), { isTTY: tty })
  let text = ''
  const lines = [...typed]
  output.on('data', (chunk: Buffer) => {
    text += chunk.toString()
    // A question ends without a line feed: then somebody types.
    if (tty && /[.:)] $/.test(chunk.toString()) && lines.length > 0) setImmediate(() => input.write(`${lines.shift()}\r`))
  })
  if (!tty) input.end(piped)
  const terminal: Terminal = createTerminal({ input, output })
  return { terminal, printed: () => text }
}

import { createInterface } from 'node:readline'
import { Writable } from 'node:stream'
import { text } from 'node:stream/consumers'
import { CommandError } from './command-error.ts'

export type Terminal = {
  /** Somebody sits there: they can be asked, and the screen can be cleared. */
  readonly interactive: boolean
  readonly output: NodeJS.WritableStream
  readonly print: (line?: string) => void
  /** Takes away what stands on the screen and what was scrolled out of it. Does nothing in a file. */
  readonly clear: () => void
  readonly ask: (question: string) => Promise<string>
  /** What is typed is not shown. */
  readonly askSecretly: (question: string) => Promise<string>
  /** Everything that comes in until its end, for scripts. */
  readonly readAll: () => Promise<string>
}

type Streams = {
  readonly input: NodeJS.ReadableStream & { isTTY?: boolean }
  readonly output: NodeJS.WritableStream & { isTTY?: boolean }
}

const CLEAR = '\u001B[2J\u001B[3J\u001B[H'

/** The two ends of a command's conversation with an operator. */
export function createTerminal({ input, output }: Streams): Terminal {
  const interactive = input.isTTY === true && output.isTTY === true

  function print(line = ''): void {
    output.write(`${line}\n`)
  }

  function lineFrom(echo: NodeJS.WritableStream, question: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const lines = createInterface({ input, output: echo, terminal: interactive })
      const stopped = (): void => reject(new CommandError('Stopped: nothing was done.'))
      lines.once('close', stopped)
      lines.once('SIGINT', () => lines.close())
      lines.question(question, (line) => {
        lines.removeListener('close', stopped)
        lines.close()
        resolve(line.trim())
      })
    })
  }

  async function askSecretly(question: string): Promise<string> {
    output.write(question)
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() })
    try {
      return await lineFrom(nowhere, '')
    } finally {
      print()
    }
  }

  return {
    interactive, output, print,
    clear: () => { if (interactive) output.write(CLEAR) },
    ask: (question) => lineFrom(output, question),
    askSecretly,
    readAll: () => text(input),
  }
}

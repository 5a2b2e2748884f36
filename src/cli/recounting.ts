import { readFile } from 'node:fs/promises'
import { recount } from '../open-data/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

async function read(place: string): Promise<string> {
  if (!/^https?:\/\//.test(place)) {
    return readFile(place, 'utf8').catch(({ code, message }: NodeJS.ErrnoException) => {
      throw new CommandError(code === 'ENOENT' ? `There is no file ${place}.` : `${place} cannot be read: ${message}`)
    })
  }
  const response = await fetch(place).catch(({ message, cause }: Error) => {
    throw new CommandError(`${place} cannot be reached: ${cause instanceof Error ? cause.message : message}`)
  })
  if (!response.ok) throw new CommandError(`${place} answered ${response.status}.`)
  return response.text()
}

/**
 * Counts two published files anew, paths or http addresses, and says what was checked. Throws a CommandError that tells
 * the first difference when they do not agree.
 */
export async function recountFiles(terminal: Terminal, resultPlace: string, ballotsPlace: string): Promise<void> {
  const counted = recount(await read(resultPlace), await read(ballotsPlace))
  if (!counted.agrees) {
    throw new CommandError(
      `The recount does NOT agree with the published result. The first difference:\n  ${counted.difference}`)
  }
  terminal.print('The recount agrees with the published result:')
  for (const line of counted.checked) terminal.print(`  - ${line}`)
}

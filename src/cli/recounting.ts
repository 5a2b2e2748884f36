import { readFile, stat } from 'node:fs/promises'
import { ElectionError, type Recount, recount, recountPabulib } from '../open-data/index.ts'
import { pabulibChunks } from '../platform/pabulib/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

/** Whether a file is to be fetched. */
export function isAddress(place: string): boolean {
  return /^https?:\/\//.test(place)
}

async function fetched(place: string): Promise<Response> {
  const response = await fetch(place).catch(({ message, cause }: Error) => {
    throw new CommandError(`${place} cannot be reached: ${cause instanceof Error ? cause.message : message}`)
  })
  if (!response.ok) throw new CommandError(`${place} answered ${response.status}.`)
  return response
}

function unreadable(place: string): (error: NodeJS.ErrnoException) => never {
  return ({ code, message }) => {
    throw new CommandError(code === 'ENOENT' ? `There is no file ${place}.` : `${place} cannot be read: ${message}`)
  }
}

/** The text of a file or an http address. */
export async function textOf(place: string): Promise<string> {
  return isAddress(place) ? (await fetched(place)).text() : readFile(place, 'utf8').catch(unreadable(place))
}

/** The bytes of a file or an http address, chunk by chunk. */
export async function chunksOf(place: string): Promise<AsyncIterable<Uint8Array>> {
  if (isAddress(place)) return (await fetched(place)).body ?? (async function* () {})()
  const { isDirectory } = await stat(place).then((found) => ({ isDirectory: found.isDirectory() }), unreadable(place))
  if (isDirectory) throw new CommandError(`${place} is a folder.`)
  return pabulibChunks(place)
}

/** `partly` tells that something unchecked may have decided who won, and not only what the winners are called. */
function print(terminal: Terminal, counted: Recount, partly: boolean): void {
  if (!counted.agrees) {
    throw new CommandError(
      `The recount does NOT agree with the published result. The first difference:\n  ${counted.difference}`)
  }
  terminal.print(!partly || counted.unchecked.length === 0 ? 'The recount agrees with the published result:'
    : 'The recount agrees with the published result as far as it can be checked:')
  for (const line of counted.checked) terminal.print(`  - ${line}`)
  if (counted.unchecked.length === 0) return
  terminal.print('Not checked:')
  for (const line of counted.unchecked) terminal.print(`  - ${line}`)
}

/**
 * Counts two published files anew, paths or http addresses, and says what was checked. Throws a CommandError that tells
 * the first difference when they do not agree.
 */
export async function recountFiles(terminal: Terminal, resultPlace: string, ballotsPlace: string): Promise<void> {
  print(terminal, recount(await textOf(resultPlace), await textOf(ballotsPlace)), false)
}

/** The same for an election in one `.pb` file, which holds result and ballots. */
export async function recountPabulibFile(terminal: Terminal, place: string): Promise<void> {
  const chunks = await chunksOf(place)
  try {
    print(terminal, await recountPabulib(chunks), true)
  } catch (error) {
    if (error instanceof ElectionError) throw new CommandError(`${place} is no election that can be counted:\n${error.message}`)
    throw error
  }
}

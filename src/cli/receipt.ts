import { createHash } from 'node:crypto'
import { normaliseCrockford, TRACKER } from '../kernel/index.ts'
import { parseBallots } from '../open-data/index.ts'
import { CommandError } from './command-error.ts'
import { textOf } from './recounting.ts'
import type { Terminal } from './terminal.ts'

const SHA256 = /^[0-9a-f]{64}$/

/** The hashes of an urn list. Throws a CommandError that names the line where it is none. */
function urnListOf(text: string, place: string): string[] {
  const lines = text.split('\n')
  if (lines.pop() !== '') throw new CommandError(`${place} is cut off: its last line does not end.`)
  lines.forEach((line, index) => {
    if (!SHA256.test(line)) throw new CommandError(`${place} is no urn list: line ${index + 1} is no SHA-256 in lower case.`)
    if (index > 0 && lines[index - 1]! >= line) throw new CommandError(`${place} is no urn list: line ${index + 1} is out of order.`)
  })
  return lines
}

function inUrnList(terminal: Terminal, hash: string, text: string, place: string): void {
  const list = urnListOf(text, place)
  terminal.print(`The list has ${list.length} sealed ballots; its SHA-256 is ${createHash('sha256').update(text).digest('hex')}.`)
  const at = list.indexOf(hash)
  if (at < 0) throw new CommandError('This sealed ballot is NOT in the list. A ballot that you replaced later is not: look for the last receipt.')
  terminal.print(`The sealed ballot is in the urn, as number ${at + 1}.`)
}

function amongBallots(terminal: Terminal, tracker: string, text: string): void {
  const ballots = parseBallots(text)
  terminal.print(`The file has ${ballots.length} ballots.`)
  const found = ballots.find((ballot) => ballot.tracker === tracker)
  if (found === undefined) throw new CommandError('This tracker is NOT among the ballots. A ballot that you replaced later is not: look for the last tracker.')
  terminal.print(found.picks.length === 0 ? 'The ballot was counted; it is blank.' : `The ballot was counted with these proposals: ${found.picks.join(', ')}.`)
}

/**
 * Looks up what a voter's receipt holds in a published file, a path or an http address: the hash of the sealed ballot in
 * the urn list, or the tracker among the ballots. Throws a CommandError when it is not there or the file is no such file.
 */
export async function checkReceipt(terminal: Terminal, code: string, place: string): Promise<void> {
  const hash = code.toLowerCase().replace(/\s/g, '')
  if (SHA256.test(hash)) return inUrnList(terminal, hash, await textOf(place), place)
  const tracker = normaliseCrockford(code)
  if (TRACKER.test(tracker)) return amongBallots(terminal, tracker, await textOf(place))
  throw new CommandError(`"${code}" is neither a tracker of 16 characters nor the hash of a sealed ballot, which has 64.`)
}

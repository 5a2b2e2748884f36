import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

const FOLDER = resolve(import.meta.dirname, '../../deploy/scale')

/** A file as it is deployed, with addresses and folders of this run. Throws when one of those to be changed is not in it. */
export function deployed(name: string, changes: Readonly<Record<string, string>> = {}): string {
  let text = readFileSync(join(FOLDER, name), 'utf8')
  for (const [from, to] of Object.entries(changes)) {
    if (!text.includes(from)) throw new Error(`deploy/scale/${name} has no "${from}"`)
    text = text.replaceAll(from, to)
  }
  return text
}

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** docs/operations.md. Tests do what it tells a town to do, by its own lines. */
export const operations = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/operations.md'), 'utf8')

/** A fenced block that follows `after`, in that language. Throws when there is none. */
export function blockAfter(after: string, language: string): string {
  const from = operations.indexOf(after)
  const fence = `\n\`\`\`${language}\n`
  const begin = operations.indexOf(fence, from)
  if (from === -1 || begin === -1) throw new Error(`docs/operations.md has no block of ${language || 'anything'} after "${after}"`)
  return operations.slice(begin + fence.length, operations.indexOf('\n```', begin + fence.length) + 1)
}

import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/** docs/operations.md. Tests do what it tells a town to do, by its own lines. */
export const operations = readFileSync(join(resolve(import.meta.dirname, '../..'), 'docs/operations.md'), 'utf8')

const ARCHIVE = '/var/backups/osbu/wal'

/** A fenced block that follows `after`, in that language. Throws when there is none. */
export function blockAfter(after: string, language: string): string {
  const from = operations.indexOf(after)
  const fence = `\n\`\`\`${language}\n`
  const begin = operations.indexOf(fence, from)
  if (from === -1 || begin === -1) throw new Error(`docs/operations.md has no block of ${language || 'anything'} after "${after}"`)
  return operations.slice(begin + fence.length, operations.indexOf('\n```', begin + fence.length) + 1)
}

function settingsIn(text: string, archive: string): Record<string, string> {
  return Object.fromEntries([...text.matchAll(/^(\w+) = (?:'(.*)'|(\w+))$/gm)]
    .map(([, name, quoted, bare]) => [name!, (quoted ?? bare!).replaceAll(ARCHIVE, archive)]))
}

/** The settings by which a server archives its log, into a folder of the test. */
export function archivingTo(archive: string): { readonly archive_mode: string; readonly archive_command: string } {
  const { archive_mode, archive_command } = settingsIn(blockAfter('## PostgreSQL', ''), archive)
  return { archive_mode: archive_mode!, archive_command: archive_command! }
}

/** The settings by which a restored server replays the archive, along the branch of the log that the base backup names. */
export function restoringFrom(archive: string, backupLabel: string): Record<string, string> {
  const restore = blockAfter('the database and the secrets side by side', 'sh')
  const heredoc = restore.slice(restore.indexOf('<<EOF\n'), restore.indexOf('\nEOF\n') + 1)
  const branch = /^START TIMELINE: (\d+)$/m.exec(backupLabel)![1]!
  const settings = settingsIn(heredoc, archive)
  return Object.fromEntries(Object.entries(settings).map(([name, value]) => [name, value === 'N' ? branch : value]))
}

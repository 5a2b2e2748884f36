import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '..')

/**
 * Runs the test files of these rooms in this process, one after the other, each with a line of its own in the report. They
 * share what the service takes to load and to become fast, which is more than half of what most of them take.
 */
export async function runTogether(...rooms: readonly string[]): Promise<void> {
  const files = rooms.flatMap((room) => readdirSync(join(root, room), { recursive: true, encoding: 'utf8' })
    .map((file) => `${room}/${file.replaceAll('\\', '/')}`).filter((file) => file.endsWith('.test.ts')).sort())
  for (const file of files) {
    // What the file enters waits until this has ended, and the next comes after that. The import is inside because the
    // report would close, and leave out whatever comes later, if for a moment nothing were under way.
    await t.test(file, async () => { await import(join(root, file)) })
  }
}

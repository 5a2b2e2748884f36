import { readdirSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'

const root = resolve(import.meta.dirname, '..')

/**
 * Runs the test files of a folder in this process, one after the other, each with a line of its own in the report. Loading
 * the service takes a second, which they share so. `includes` chooses among them by the path from the folder.
 */
export async function runTogether(folder: string, includes: (file: string) => boolean = () => true): Promise<void> {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((file) => file.replaceAll('\\', '/')).filter((file) => file.endsWith('.test.ts') && includes(file)).sort()
  for (const file of files) {
    // What the file enters waits until this has ended, and the next comes after that. The import is inside because the
    // report would close, and leave out whatever comes later, if for a moment nothing were under way.
    await t.test(`${folder}/${file}`, async () => { await import(join(root, folder, file)) })
  }
}

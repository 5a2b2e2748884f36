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
    // Comes when everything before it is done, so that no two files run at the same time.
    await t.test(`${folder}/${file}`, async () => {})
    await import(join(root, folder, file))
  }
}

import { createHash } from 'node:crypto'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { eventsDocument } from '../audit/index.ts'
import { MIGRATIONS_FOLDER } from '../platform/database/index.ts'
import { CommandError } from './command-error.ts'

export const FROZEN = 'migrations/frozen.json'

/** The SHA-256 of every migration, lower-case hex by file name. */
export async function migrationHashes(folder = MIGRATIONS_FOLDER): Promise<Record<string, string>> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const hashes = names.map(async (name) =>
    [name, createHash('sha256').update(await readFile(join(folder, name))).digest('hex')] as const)
  return Object.fromEntries(await Promise.all(hashes))
}

/** What happened to migrations that had landed, in words; null when they are as they were. New ones may come. */
export function thawed(frozen: Readonly<Record<string, string>>, now: Readonly<Record<string, string>>): string | null {
  const changed = Object.keys(frozen).find((name) => now[name] !== frozen[name])
  if (changed === undefined) return null
  return `the migration ${changed} ${now[changed] === undefined ? 'is gone' : 'was changed after it had landed'}`
}

async function readFrozen(path: string): Promise<Record<string, string>> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Record<string, string>
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}
    throw error
  }
}

type OpenApi = { readonly components?: { readonly schemas?: Record<string, unknown> } }

/** The schemas stand in the order in which modules were loaded, which differs from program to program: sorted here. */
function withSortedSchemas(document: object): object {
  const { components } = document as OpenApi
  const schemas = Object.entries(components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  return { ...document, components: { ...components, schemas: Object.fromEntries(schemas) } }
}

/** The generated files by their path from the root of the project. */
export async function generatedFiles(openApi: object): Promise<Record<string, string>> {
  return {
    'docs/openapi.json': `${JSON.stringify(withSortedSchemas(openApi), null, 2)}\n`,
    'docs/events.md': eventsDocument(),
    [FROZEN]: `${JSON.stringify(await migrationHashes(), null, 2)}\n`,
  }
}

/**
 * Writes the generated files under `root` and returns their paths. Throws a CommandError, and writes nothing, when a
 * migration that has landed is not what it was: databases that ran it would differ from those to come.
 */
export async function writeGenerated(root: string, openApi: object): Promise<string[]> {
  const fault = thawed(await readFrozen(join(root, FROZEN)), await migrationHashes())
  if (fault !== null) {
    throw new CommandError(`Nothing was written: ${fault}. Put it back and write a new migration instead.`)
  }
  const files = await generatedFiles(openApi)
  for (const [path, text] of Object.entries(files)) await writeFile(join(root, path), text)
  return Object.keys(files)
}

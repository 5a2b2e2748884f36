import { execFileSync } from 'node:child_process'
import { accessSync, constants, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Where the programs of several processes lie, which are no part of the service: each comes from a Debian package. */
export type Programs = { readonly nginx: string; readonly pgbouncer: string; readonly postgres: (name: string) => string }

const DEBIAN_POSTGRES = '/usr/lib/postgresql'
/** What is run of it. The embedded PostgreSQL brings no `pg_basebackup`. */
const OF_POSTGRES = ['initdb', 'pg_basebackup', 'postgres', 'psql'] as const

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function inPath(name: string): string | null {
  const folders = [...(process.env['PATH'] ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin']
  return folders.map((folder) => join(folder, name)).find(isProgram) ?? null
}

/** The folder of the newest PostgreSQL that Debian installed with its server. */
function postgresFolder(): string | null {
  try {
    const folders = readdirSync(DEBIAN_POSTGRES).sort((a, b) => Number(b) - Number(a)).map((name) => join(DEBIAN_POSTGRES, name, 'bin'))
    return folders.find((folder) => OF_POSTGRES.every((name) => isProgram(join(folder, name)))) ?? null
  } catch {
    return null
  }
}

/** The programs, or the Debian packages that are missing. */
export function findPrograms(): Programs | { readonly missing: readonly string[] } {
  const [nginx, pgbouncer, folder] = [inPath('nginx'), inPath('pgbouncer'), postgresFolder()]
  if (nginx !== null && pgbouncer !== null && folder !== null) return { nginx, pgbouncer, postgres: (name) => join(folder, name) }
  const needed = { 'nginx-light': nginx, pgbouncer, postgresql: folder }
  return { missing: Object.entries(needed).filter(([, found]) => found === null).map(([name]) => name) }
}

/** The account that servers run as which refuse root: Debian's of PostgreSQL. Null when this process is not root's. */
export function servantOf(): { readonly uid: number; readonly gid: number } | null {
  if (process.getuid?.() !== 0) return null
  const id = (kind: string): number => Number(execFileSync('id', [kind, 'postgres'], { encoding: 'utf8' }))
  return { uid: id('-u'), gid: id('-g') }
}

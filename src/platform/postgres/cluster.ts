import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, closeSync, existsSync, fsyncSync, mkdirSync, openSync, readdirSync, readFileSync, renameSync,
  rmSync, writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import type { Binaries } from './binaries.ts'
import { EmbeddedPostgresError, USE_DATABASE_URL } from './errors.ts'
import type { Home, RunUser } from './home.ts'

/** The superuser of the cluster and the name of its database. */
export const ROLE = 'osbu'

const UNFINISHED = 'init-'

/**
 * The environment of the programs. It is not ours: an account shared with others must not get to see our secrets, and a
 * developer's PGDATA and the like must not change the server. Windows programs don't start without theirs.
 */
export const environment: NodeJS.ProcessEnv | undefined =
  process.platform === 'win32' ? undefined : { LC_ALL: 'C', TZ: 'UTC', PATH: '/usr/bin:/bin' }

/** The options by which a child process runs as the server's account. */
export function runAs(user: RunUser | undefined): { uid?: number; gid?: number } {
  return user === undefined ? {} : { uid: user.uid, gid: user.gid }
}

/**
 * Makes the cluster when there is none yet; true when it did. Throws EmbeddedPostgresError when the folder holds
 * something that this release can't run. Call it under the home's lock.
 */
export async function prepareCluster(home: Home, binaries: Binaries): Promise<boolean> {
  removeUnfinished(home)
  if (!existsSync(home.cluster)) {
    await initCluster(home, binaries)
    return true
  }
  verifyVersion(home, binaries)
  if (!existsSync(home.passwordFile)) {
    throw new EmbeddedPostgresError(
      `the password of the database is missing: bring ${home.passwordFile} back from a backup of this folder`)
  }
  return false
}

/** The scram password of the role. */
export function readPassword(home: Home): string {
  return readFileSync(home.passwordFile, 'utf8').trim()
}

function verifyVersion(home: Home, binaries: Binaries): void {
  const path = join(home.cluster, 'PG_VERSION')
  if (!existsSync(path)) {
    throw new EmbeddedPostgresError(`${home.cluster} is there but holds no PostgreSQL cluster: move it away`)
  }
  const major = readFileSync(path, 'utf8').trim()
  if (major !== binaries.major) {
    throw new EmbeddedPostgresError(
      `${home.cluster} was made by PostgreSQL ${major}, but this release of Osbu brings PostgreSQL ${binaries.major}:`
      + ` dump the database with the release that made it and load it into an empty folder. ${USE_DATABASE_URL}`)
  }
}

/** What a start left behind that was killed while it made the cluster. */
function removeUnfinished(home: Home): void {
  for (const name of readdirSync(home.folder)) {
    if (!name.startsWith(UNFINISHED)) continue
    try {
      rmSync(join(home.folder, name), { recursive: true, force: true, maxRetries: 3, retryDelay: 20 })
    } catch {
      // An initdb that outlived its parent still writes there; a later start takes it away.
    }
  }
}

/** The cluster is made beside its place and moved there whole, so that a cluster in its place is a finished one. */
async function initCluster(home: Home, binaries: Binaries): Promise<void> {
  const work = join(home.folder, `${UNFINISHED}${randomBytes(6).toString('hex')}`)
  const passwordCopy = join(work, 'password')
  const cluster = join(work, 'cluster')
  const password = randomBytes(24).toString('base64url')
  mkdirSync(work, { mode: 0o700 })
  try {
    writeFileSync(passwordCopy, `${password}\n`, { mode: 0o600 })
    mkdirSync(cluster, { mode: 0o700 })
    if (home.user !== undefined) {
      for (const path of [passwordCopy, cluster, work]) chownSync(path, home.user.uid, home.user.gid)
    }
    await runInitdb(home, binaries, cluster, passwordCopy)
    keepPassword(home, password)
    renameSync(cluster, home.cluster)
    syncFolder(home.folder)
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

/**
 * The builtin C.UTF-8 locale sorts by code points and knows no version of ICU or of the C library, so no index can go
 * bad when one of them changes; sorting for people names a collation where it is done. Messages are English, for the
 * launcher reads some.
 */
async function runInitdb(home: Home, binaries: Binaries, cluster: string, passwordCopy: string): Promise<void> {
  const args = [
    '--pgdata', cluster, '--username', ROLE, '--pwfile', passwordCopy, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
    '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', '--data-checksums',
    '--no-instructions',
  ]
  const child = spawn(binaries.initdb, args, {
    ...runAs(home.user), cwd: home.folder, env: environment, stdio: ['ignore', 'pipe', 'pipe'], windowsHide: true,
  })
  let output = ''
  child.stdout.on('data', (chunk) => { output += chunk })
  child.stderr.on('data', (chunk) => { output += chunk })
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (cause) => reject(doesNotRun(binaries.initdb, cause)))
    child.on('close', resolve)
  })
  if (code !== 0) {
    const end = output.trim().split('\n').slice(-10).join('\n')
    // A container started under a bare number, where /etc/passwd knows no such user.
    const advice = end.includes('user does not exist') ? `\nRun as a user of /etc/passwd. ${USE_DATABASE_URL}` : ''
    throw new EmbeddedPostgresError(`initdb made no cluster in ${home.folder} (exit ${code}):\n${end}${advice}`)
  }
}

/** A program that the system does not start, as a glibc program on a system with musl. */
export function doesNotRun(program: string, cause: unknown): EmbeddedPostgresError {
  const why = cause instanceof Error ? cause.message : String(cause)
  return new EmbeddedPostgresError(`${program} does not run on this system (${why}). ${USE_DATABASE_URL}`, { cause })
}

function keepPassword(home: Home, password: string): void {
  const fresh = `${home.passwordFile}.new`
  rmSync(fresh, { force: true })
  const file = openSync(fresh, 'wx', 0o600)
  try {
    writeFileSync(file, `${password}\n`)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  chmodSync(fresh, 0o600)
  renameSync(fresh, home.passwordFile)
}

function syncFolder(path: string): void {
  // Windows can't open a folder, and its file system keeps the order by itself.
  if (process.platform === 'win32') return
  const folder = openSync(path, 'r')
  try {
    fsyncSync(folder)
  } finally {
    closeSync(folder)
  }
}

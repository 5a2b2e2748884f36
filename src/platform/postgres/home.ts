import { createHash } from 'node:crypto'
import {
  chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, realpathSync, statSync, writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { codeOf, EmbeddedPostgresError } from './errors.ts'

/** The account that the server runs as when it is not our own. */
export type RunUser = { readonly name: string; readonly uid: number; readonly gid: number }

/** Where all of one embedded PostgreSQL lies. `folder` is ours; only `cluster` belongs to the server's account. */
export type Home = {
  readonly folder: string
  readonly cluster: string
  readonly passwordFile: string
  readonly logFile: string
  readonly user: RunUser | undefined
}

/** In DATA_DIR when the cluster can't lie there: the path of the folder where it lies. */
const POINTER = 'postgres-is-at'

/** Another account than root has to pass through the folder, though it need not list it. */
const PASSABLE = 0o711

/**
 * Finds or makes the folder of the cluster.
 *
 * It is `dataDir` itself, unless we are root and the account that PostgreSQL must run as can't reach that folder, say
 * under /root. Then it is /var/lib/osbu-postgres/<hash of the path>, or the same under the system's folder for
 * temporary files where /var/lib can't be written; the file `postgres-is-at` in `dataDir` tells which, and later starts
 * obey it.
 * Both levels must belong to root and not be writable by all: somebody could have made the predictable name before us.
 */
export function findHome(dataDir: string): Home {
  const data = ownFolder(resolve(dataDir))
  const folder = runUser() === undefined ? data : folderAsRoot(data)
  const cluster = join(folder, 'cluster')
  return {
    folder,
    cluster,
    passwordFile: join(folder, 'password'),
    logFile: join(folder, 'postgres.log'),
    user: userOf(cluster),
  }
}

/** Whether an account without further groups can read a folder: pass through every one above it and list it. */
export function canRead(folder: string, user: RunUser): boolean {
  return canPass(folder, user) && allows(folder, user, 0o5)
}

/** Whether it can pass through a folder and every one above it to what lies deeper and belongs to it. */
function canPass(folder: string, user: RunUser): boolean {
  const real = realpathSync(folder)
  return allows(real, user, 0o1) && (dirname(real) === real || canPass(dirname(real), user))
}

function allows(path: string, user: RunUser, rights: number): boolean {
  const stat = statSync(path)
  const shift = stat.uid === user.uid ? 6 : stat.gid === user.gid ? 3 : 0
  return ((stat.mode >> shift) & rights) === rights
}

/** A folder that is there and that nobody else can write into, with symbolic links in its path resolved. */
function ownFolder(path: string): string {
  if (!existsSync(path)) {
    mkdirSync(path, { recursive: true, mode: process.getuid?.() === 0 ? PASSABLE : 0o700 })
  }
  const real = realpathSync(path)
  verifyOwn(real)
  return real
}

function verifyOwn(path: string): void {
  const me = process.getuid?.()
  const stat = lstatSync(path)
  if (!stat.isDirectory()) throw new EmbeddedPostgresError(`${path} is not a folder`)
  if (me === undefined) return
  if (stat.uid !== me) {
    throw new EmbeddedPostgresError(
      `${path} belongs to user ${stat.uid}, but this process runs as user ${me}: run it as the folder's owner, or give`
      + ' the folder to this one')
  }
  if ((stat.mode & 0o002) !== 0) {
    throw new EmbeddedPostgresError(`every user can write into ${path}: name a folder of its own for the database`)
  }
}

function folderAsRoot(data: string): string {
  const pointer = join(data, POINTER)
  if (existsSync(pointer)) {
    const folder = readFileSync(pointer, 'utf8').trim()
    if (!existsSync(folder)) {
      throw new EmbeddedPostgresError(
        `${pointer} says that the database lies in ${folder}, and there is nothing: bring that folder back from a`
        + ` backup, or delete ${pointer} to begin with an empty database`)
    }
    verifyOwn(dirname(folder))
    verifyOwn(folder)
    return folder
  }
  const user = runUser()!
  if (canPass(data, user)) return data
  if (existsSync(join(data, 'cluster'))) {
    throw new EmbeddedPostgresError(
      `user ${user.name}, which PostgreSQL runs as, can't reach the database in ${data} any more: give all users the`
      + ' right to pass through that folder and those above it (chmod o+x)')
  }
  const name = createHash('sha256').update(data).digest('hex').slice(0, 16)
  for (const parent of ['/var/lib', realpathSync(tmpdir())]) {
    if (!existsSync(parent) || !canPass(parent, user)) continue
    try {
      const base = passableFolder(join(parent, 'osbu-postgres'))
      const folder = passableFolder(join(base, name))
      writeFileSync(pointer, `${folder}\n`)
      return folder
    } catch (error) {
      if (!['EROFS', 'EACCES', 'EPERM', 'ENOSPC'].includes(codeOf(error) ?? '')) throw error
    }
  }
  throw new EmbeddedPostgresError(
    `user ${user.name}, which PostgreSQL runs as, can reach neither ${data} nor a folder under /var/lib or ${tmpdir()}`)
}

function passableFolder(path: string): string {
  try {
    mkdirSync(path, { mode: 0o700 })
    chmodSync(path, PASSABLE)
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw error
  }
  verifyOwn(path)
  return path
}

/** PostgreSQL refuses to run as root; as anybody else it runs as ourselves. */
function runUser(): RunUser | undefined {
  if (process.getuid?.() !== 0) return undefined
  const accounts = readFileSync('/etc/passwd', 'utf8').split('\n').map((line) => line.split(':'))
  for (const name of ['postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name)
    if (account !== undefined) return { name, uid: Number(account[2]), gid: Number(account[3]) }
  }
  throw new EmbeddedPostgresError(
    'PostgreSQL refuses to run as root, and there is neither a user postgres nor a user nobody: run as another user')
}

/** A cluster keeps its account: installing a package that brings the user `postgres` must not lock the data out. */
function userOf(cluster: string): RunUser | undefined {
  const user = runUser()
  if (user === undefined || !existsSync(cluster)) return user
  const { uid, gid } = lstatSync(cluster)
  return uid === user.uid || uid === 0 ? user : { name: String(uid), uid, gid }
}

import { chmodSync, chownSync, copyFileSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/**
 * What docs/operations.md tells a town to do when a disk is gone: the base backup, the archive over it, and of the old disk the
 * last segments of the log. The embedded PostgreSQL brings no pg_basebackup, and Debian's refuses a server that is newer than
 * itself, so the base backup is taken by the functions that it calls.
 */
export type Keeping = { readonly cluster: string; readonly archive: string; readonly base: string }

/** Settings by which a server that starts on a restored folder replays the archive to its end. */
export function replaying(archive: string): Record<string, string> {
  return { hot_standby: 'off', restore_command: `cp ${archive}/%f %p`, recovery_target_action: 'promote' }
}

function giveTree(path: string, owner: { uid: number; gid: number }): void {
  chownSync(path, owner.uid, owner.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveTree(join(path, name), owner)
}

/** The account that the server runs as is not known before it has started, so anybody may write there. */
export function makeArchive(archive: string): void {
  mkdirSync(archive, { recursive: true })
  chmodSync(archive, 0o777)
}

/** A base backup of a server at work. Whatever is written meanwhile comes out of the archive. */
export async function baseBackup(url: string, { cluster, base }: Keeping): Promise<void> {
  rmSync(base, { recursive: true, force: true })
  const client = new pg.Client(url)
  await client.connect()
  try {
    await client.query(`select pg_backup_start('torture', fast => true)`)
    cpSync(cluster, base, {
      recursive: true, filter: (path) => existsSync(path) && !/\/(postmaster\.(pid|opts)|pg_wal\/[^/]+|pgsql_tmp[^/]*)$/.test(path),
    })
    const { rows: [made] } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(wait_for_archive => true)')
    writeFileSync(join(base, 'backup_label'), made!.labelfile)
  } finally {
    await client.end()
  }
}

/** Segments and histories: the number of the timeline, which grows with every restore, and that of the segment, in sixteens. */
function isOfTheLog(name: string): boolean {
  return /^[0-9A-F]{8}([0-9A-F]{16}|\.history)$/.test(name)
}

/** Puts the base backup in the place of the folder of a server that is gone, and what is left of its log into the archive. */
export function bringBack({ cluster, archive, base }: Keeping): void {
  const owner = lstatSync(cluster)
  const broken = `${cluster}.broken`
  renameSync(cluster, broken)
  for (const name of readdirSync(join(broken, 'pg_wal')).filter(isOfTheLog)) {
    if (!existsSync(join(archive, name))) copyFileSync(join(broken, 'pg_wal', name), join(archive, name))
  }
  cpSync(base, cluster, { recursive: true })
  writeFileSync(join(cluster, 'recovery.signal'), '')
  mkdirSync(join(cluster, 'pg_wal', 'archive_status'), { recursive: true })
  giveTree(cluster, owner)
  giveTree(archive, owner)
  chmodSync(cluster, 0o700)
  rmSync(broken, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

import { randomBytes } from 'node:crypto'
import {
  chmodSync, chownSync, cpSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync,
} from 'node:fs'
import { dirname, join } from 'node:path'
import { PassThrough } from 'node:stream'
import { sql } from 'kysely'
import pg from 'pg'
import t, { type Test } from 'tap'
import { checkAll, createTerminal } from '../../src/cli/index.ts'
import type { ResidentActor } from '../../src/identity/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { connect, type Db, migrate } from '../../src/platform/database/index.ts'
import { startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { createServices, type Services } from '../../src/services.ts'
import { freshDataDir, isAlive, postmasterPid } from '../platform/postgres/support.ts'
import { must, ORIGIN, person, resident, testWorld, votingRound } from '../support/index.ts'
import { archivingTo, restoringFrom } from './documented.ts'

/**
 * What docs/operations.md tells a town to do, done: base backup, archived log, the server gone with its disk, restored. The
 * embedded PostgreSQL brings no pg_basebackup, so the base backup is taken by the functions that it calls itself.
 * Source: PostgreSQL, "Making a Base Backup Using the Low Level API" and "Recovering Using a Continuous Archive Backup".
 */
const SETTINGS = { max_connections: '30', shared_buffers: '16MB' }

type Place = {
  dataDir: string; folder: string; cluster: string; archive: string; base: string; secrets: string
  /** The account that the server runs as. */
  owner: { uid: number; gid: number }
}

function giveTree(path: string, owner: Place['owner']): void {
  chownSync(path, owner.uid, owner.gid)
  if (!lstatSync(path).isDirectory()) return
  for (const name of readdirSync(path)) giveTree(join(path, name), owner)
}

async function baseBackup(url: string, { cluster, base }: Place): Promise<void> {
  const client = new pg.Client(url)
  await client.connect()
  await client.query(`select pg_backup_start('nightly', fast => true)`)
  cpSync(cluster, base, {
    recursive: true,
    filter: (path) => !/\/(postmaster\.(pid|opts)|pg_wal\/[^/]+|pgsql_tmp[^/]*)$/.test(path),
  })
  const { rows: [made] } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop(wait_for_archive => true)')
  writeFileSync(join(base, 'backup_label'), made!.labelfile)
  await client.end()
}

/** Waits until all that was written so far lies in the archive. */
async function archived(db: Db): Promise<void> {
  const { rows: [wanted] } = await sql<{ name: string }>`select pg_walfile_name(pg_switch_wal()) as name`.execute(db)
  for (;;) {
    const { rows } = await sql<{ done: boolean }>`
      select last_archived_wal >= ${wanted!.name} as done from pg_stat_archiver`.execute(db)
    if (rows[0]?.done) return
    await new Promise((resolve) => { setTimeout(resolve, 20) })
  }
}

type Point = { readonly segment: string; readonly offset: number; readonly lsn: string }

async function pointOfNow(db: Db): Promise<Point> {
  const { rows } = await sql<Point>`
    select file_name as segment, file_offset as offset, lsn::text from pg_current_wal_lsn() as lsn, pg_walfile_name_offset(lsn)`.execute(db)
  return rows[0]!
}

/**
 * What a database that was restored for practice leaves in an archive that it writes to: where its branch leaves the other, and
 * its first segment, the same up to that point. Source: PostgreSQL, "Timelines".
 */
function leaveBranchOfPractice({ archive }: Place, { segment, offset, lsn }: Point): void {
  writeFileSync(join(archive, '00000002.history'), `1\t${lsn}\tno recovery target specified\n`)
  const first = readFileSync(join(archive, segment)).fill(0, offset)
  writeFileSync(join(archive, segment.replace(/^0{7}1/, '00000002')), first)
}

async function serverGone(place: Place): Promise<void> {
  const pid = postmasterPid(place.folder)
  process.kill(pid, 'SIGKILL')
  while (isAlive(pid)) await new Promise((resolve) => { setTimeout(resolve, 5) })
  rmSync(place.cluster, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
}

/** Brings the base backup back and replays the archive over it: to its end, or to a named point. */
async function restore(t: Test, place: Place, target: string | null) {
  cpSync(place.base, place.cluster, { recursive: true })
  writeFileSync(join(place.cluster, 'recovery.signal'), '')
  mkdirSync(join(place.cluster, 'pg_wal', 'archive_status'), { recursive: true })
  giveTree(place.cluster, place.owner)
  chmodSync(place.cluster, 0o700)
  const server = await startEmbeddedPostgres({
    dataDir: place.dataDir,
    parameters: {
      ...SETTINGS, hot_standby: 'off', ...restoringFrom(place.archive, readFileSync(join(place.base, 'backup_label'), 'utf8')),
      ...target === null ? {} : { recovery_target_name: target },
    },
  })
  const db = connect({ url: server.url, poolMax: 4 })
  t.teardown(async () => { await db.destroy(); await server.stop() })
  return { db, server }
}

function servicesOn(db: Db, secretsDir: string, alarms: string[]): Promise<Services> {
  return createServices({
    config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
    db, clock: systemClock, publicUrl: () => ORIGIN, alarm: (message) => alarms.push(message),
  })
}

async function voter(services: Services, index: number): Promise<ResidentActor> {
  return { kind: 'resident', authorKey: randomBytes(32), votingRights: await services.urn.votingRightsOf(person(index)) }
}

async function checked(services: Services): Promise<{ text: string; wrong: string | null }> {
  const output = new PassThrough()
  let text = ''
  output.on('data', (chunk) => { text += chunk })
  const wrong = await checkAll({ terminal: createTerminal({ input: new PassThrough() as never, output: output as never }), ...services })
    .then(() => null, (error: Error) => error.message)
  return { text, wrong }
}

t.test('a restored database holds every ballot that was acknowledged before the last archived segment, whatever a practice left there', async (t) => {
  const dataDir = freshDataDir(t)
  const kept = join(dirname(dataDir), 'kept')
  const archive = join(kept, 'archive')
  mkdirSync(archive, { recursive: true, mode: 0o711 })
  // The account that the server runs as is not known yet.
  chmodSync(archive, 0o777)
  const server = await startEmbeddedPostgres({
    dataDir, parameters: { ...SETTINGS, ...archivingTo(archive) },
  })
  const { folder } = server
  const cluster = join(folder, 'cluster')
  const place: Place = {
    dataDir, folder, cluster, archive, base: join(kept, 'base'), secrets: join(kept, 'secrets'), owner: lstatSync(cluster),
  }
  const owner = connect({ url: server.url, poolMax: 2 })
  await migrate(owner)

  const world = await testWorld(t, { url: server.url, poolMax: 4 })
  const { slug, round } = await votingRound(world)
  const votes = new Map<number, { castId: string; sealedSha256: string }>()
  async function cast(from: number, to: number): Promise<void> {
    for (let i = from; i <= to; i++) {
      const castId = randomBytes(16).toString('hex')
      const receipt = must(await world.urn.cast(await resident(world, i), slug, { picks: [1 + i % 3], castId, replaces: 0 }))
      votes.set(i, { castId, sealedSha256: receipt.sealedSha256 })
    }
  }
  await cast(1, 5)
  await Promise.all([baseBackup(server.url, place), cast(6, 20)])
  cpSync(world.secretsDir, place.secrets, { recursive: true })
  const practised = await pointOfNow(owner)
  await cast(21, 40)
  await sql`select pg_create_restore_point('before-the-mistake')`.execute(owner)
  await cast(41, 45)
  await archived(owner)
  leaveBranchOfPractice(place, practised)
  const [whole, head] = [new Map(votes), await world.audit.verify()]
  // What comes now is in no archived segment: it is what a town can lose without a second server.
  await cast(46, 48)

  await owner.destroy()
  await serverGone(place)
  await server.stop()
  t.notOk(existsSync(place.cluster), 'the disk is gone')

  await t.test('to the end of the archive', async (t) => {
    const { db } = await restore(t, place, null)
    const alarms: string[] = []
    const services = await servicesOn(db, place.secrets, alarms)
    const { rows } = await sql<{ hash: string }>`
      select encode(sha256(sealed), 'hex') as hash from sealed_ballot where round_id = ${round.id}`.execute(db)
    const inUrn = new Set(rows.map(({ hash }) => hash))
    t.same([...whole].filter(([, { sealedSha256 }]) => !inUrn.has(sealedSha256)).map(([who]) => who), [], 'nobody is missing')
    t.equal(inUrn.size, whole.size, 'nobody is there twice, nor anybody whose ballot was in no archived segment yet')
    t.same(await services.audit.verify(), head, 'the audit chain ends where it did')
    t.match(await checked(services), { wrong: null, text: /ok {6}The audit chain holds[\s\S]*ok {6}osbu-2026: its secret files fit/ })

    const { castId, sealedSha256 } = whole.get(44)!
    t.match(must(await services.urn.cast(await voter(services, 44), slug, { picks: [3], castId, replaces: 0 })),
      { again: true, revision: 1, sealedSha256 }, 'a retry of a vote from before gets its receipt')
    t.same(alarms, [])
  })

  await t.test('with an older pepper or none casting stops and alarms', async (t) => {
    rmSync(place.cluster, { recursive: true, force: true })
    const { db } = await restore(t, place, 'before-the-mistake')
    const counted = await sql<{ n: number }>`select count(*)::int as n from sealed_ballot`.execute(db)
    t.equal(counted.rows[0]!.n, 40, 'restored to a point in time: what came after it is not there')
    const pepper = join(place.secrets, `${slug}.pepper`)
    for (const damage of [() => writeFileSync(pepper, `${randomBytes(32).toString('hex')}\n`), () => rmSync(pepper)]) {
      damage()
      const alarms: string[] = []
      const services = await servicesOn(db, place.secrets, alarms)
      const vote = { picks: [1], castId: randomBytes(16).toString('hex'), replaces: 0 }
      t.match(await services.urn.cast(await voter(services, 1), slug, vote), { ok: false, refusal: { code: 'casting_stopped' } })
      t.match(alarms, [/nobody can sign in to vote in osbu-2026/,
        /casting in osbu-2026 has stopped: its pepper file is missing or not the one it was made with/])
      t.match(await checked(services), { wrong: 'One thing is wrong.', text: /WRONG {3}osbu-2026: its secret files are missing/ })
    }
    t.notOk(existsSync(pepper), 'and it is never made anew')
  })
})

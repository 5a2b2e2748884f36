// A PostgreSQL, a round whose voting is open, the real service in a process of its own, and voters: what a benchmark of
// casting stands on. All of it is started here and gone afterwards.
import { execFileSync, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { cpus, tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import Fastify from 'fastify'
import { sql } from 'kysely'
import { openSessionKey } from '../src/identity/secrets.ts'
import { createSessions } from '../src/identity/sessions.ts'
import { createRevocations } from '../src/identity/revocations.ts'
import { systemClock } from '../src/kernel/index.ts'
import { connect, type Db, migrate } from '../src/platform/database/index.ts'
import type { Api } from '../src/platform/http/index.ts'
import { startEmbeddedPostgres } from '../src/platform/postgres/index.ts'
import { createServices } from '../src/services.ts'
import { freshDataDir, postmasterPid } from '../test/platform/postgres/support.ts'
import { votingRound } from '../test/support/world.ts'
import { freePort } from '../test/torture/service.ts'

const root = resolve(import.meta.dirname, '..')
const READY_MS = 60_000
const ORIGIN = 'http://127.0.0.1:3000'
const PICKS = [[1], [2, 4], [1, 3, 5]]

/** The machine in a line. */
export async function machine(db: Db): Promise<string> {
  const { rows } = await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db)
  const memory = Math.round(Number(/MemTotal: *(\d+)/.exec(readFileSync('/proc/meminfo', 'utf8'))![1]) / 2 ** 20)
  return `${cpus().length} × ${cpus()[0]!.model}, ${memory} GiB; Node ${process.version}; PostgreSQL ${rows[0]!.version}, its defaults, fsync on`
}

/** Seconds of CPU that a process and the children it waits for have used; of all children that live, with `deep`. */
export function cpuSeconds(pid: number, deep = false): number {
  const children = deep ? execFileSync('sh', ['-c', `pgrep -P ${pid} || true`], { encoding: 'utf8' }).split('\n').filter(Boolean).map(Number) : []
  return [pid, ...children].reduce((sum, each) => {
    try {
      const [, , , , , , , , , , , , , user, system, childUser, childSystem] = readFileSync(`/proc/${each}/stat`, 'utf8').replace(/\(.*\)/, 'x').split(' ').map(Number)
      return sum + (user! + system! + (each === pid ? childUser! + childSystem! : 0)) / 100
    } catch {
      return sum
    }
  }, 0)
}

/** The real service in a process of its own. `preload` is loaded before it. */
export async function startService({ databaseUrl, secretsDir, preload, environment = {} }: {
  databaseUrl: string; secretsDir: string; preload?: string; environment?: Readonly<Record<string, string>>
}) {
  const port = await freePort()
  const child = spawn(process.execPath, [
    '--disable-warning=ExperimentalWarning', ...preload === undefined ? [] : ['--import', preload], 'src/server.ts',
  ], {
    cwd: root, stdio: ['ignore', 'ignore', 'inherit'],
    env: {
      ...process.env, DATABASE_URL: databaseUrl, SECRETS_DIR: secretsDir, DATA_DIR: secretsDir, PUBLIC_URL: ORIGIN, PORT: String(port),
      HOST: '127.0.0.1', DEMO: '1', LOG_LEVEL: 'error', LIMIT_PER_ADDRESS: '1000000000', LIMIT_PER_PERSON: '1200', ...environment,
    },
  })
  const gone = new Promise<void>((done) => { child.once('exit', () => done()) })
  const started = performance.now()
  const isReady = (): Promise<boolean> => fetch(`http://127.0.0.1:${port}/ready`).then((answer) => answer.ok, () => false)
  while (!await isReady()) {
    if (child.exitCode !== null || performance.now() - started > READY_MS) throw new Error('the service does not start')
    await sleep(20)
  }
  return {
    host: '127.0.0.1', port, pid: child.pid!, startMs: performance.now() - started,
    async stop(): Promise<void> {
      child.kill('SIGTERM')
      await gone
    },
  }
}

export type RunningService = Awaited<ReturnType<typeof startService>>

/** A database with a round whose voting is open, on a disk, and sessions of as many voters as somebody asks for. */
export async function startTown() {
  let remove: () => unknown = () => undefined
  const dataDir = freshDataDir({ teardown: (work) => { remove = work } })
  const server = await startEmbeddedPostgres({ dataDir, parameters: { max_connections: '400' } })
  const db = connect({ url: server.url })
  const secretsDir = await mkdtemp(join(tmpdir(), 'osbu-bench-'))
  await migrate(db)
  const services = await createServices({
    config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
    db, clock: systemClock, publicUrl: () => ORIGIN, alarm: (message) => { throw new Error(message) },
  })
  // A soak may last longer than the hour that a test's voting does.
  const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString()
  const voting = await votingRound(services, { votingCloseAt: inHours(24), paperUntil: inHours(25) })
  const sessions = createSessions({ key: await openSessionKey(secretsDir), clock: systemClock, revocations: createRevocations({ db, clock: systemClock }) })
  const app = Fastify() as unknown as Api
  await sessions.install(app)
  await app.ready()

  /** The cookie of somebody new who may vote. */
  function newVoter(): string {
    const { name, token } = sessions.issueResident({
      kind: 'resident', authorKey: randomBytes(32),
      votingRights: { [voting.round.id]: { voterKey: randomBytes(32).toString('base64url'), refusal: null } },
    })
    return `${name}=${token}`
  }

  /** Requests to cast, as they go over the line, each by somebody new. */
  function casts(count: number): Buffer[] {
    return Array.from({ length: count }, (_, i) => {
      const body = JSON.stringify({ picks: PICKS[i % PICKS.length], castId: randomBytes(16).toString('hex') })
      return Buffer.from(`POST /api/rounds/${voting.slug}/my-ballot HTTP/1.1\r\nhost: 127.0.0.1\r\norigin: ${ORIGIN}\r\ncookie: ${newVoter()}\r\n`
        + `content-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`)
    })
  }

  return {
    db, url: server.url, secretsDir, services, voting, sessions, app, newVoter, casts,
    postmaster: postmasterPid(server.folder),
    async stop(): Promise<void> {
      await app.close()
      await db.destroy()
      await server.stop()
      await remove()
      await rm(secretsDir, { recursive: true, force: true })
    },
  }
}

export type Town = Awaited<ReturnType<typeof startTown>>

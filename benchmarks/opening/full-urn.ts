import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { sql } from 'kysely'
import { systemClock } from '../../src/kernel/index.ts'
import { connect, migrate } from '../../src/platform/database/index.ts'
import { startEmbeddedPostgres } from '../../src/platform/postgres/index.ts'
import { createServices } from '../../src/services.ts'
import { joinShares } from '../../src/urn/index.ts'
import { MANAGER, must, votingRound, type World } from '../../test/support/world.ts'

export const CONFIG = { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles' } as const
const SEALED_TOGETHER = 2_000
const COSTS_EUR = Array.from({ length: 20 }, (_, i) => 2_000 + 500 * i)

/** The services on a database, as a process of the service has them. */
export async function servicesOn(url: string, secretsDir: string) {
  const db = connect({ url })
  const services = await createServices({
    config: { ...CONFIG, secretsDir }, db, clock: systemClock, publicUrl: () => 'http://localhost', alarm: (message) => console.error(message),
  })
  return { db, services }
}

/**
 * A PostgreSQL of its own with a round in voting whose urn has so many sealed ballots, put there past the use-case, which
 * is measured elsewhere. `close` ends the voting and stores the urn list.
 */
export async function fullUrn(ballots: number) {
  const secretsDir = await mkdtemp(join(tmpdir(), 'osbu-bench-secrets-'))
  const dataDir = await mkdtemp(join(tmpdir(), 'osbu-bench-'))
  const server = await startEmbeddedPostgres({ dataDir })
  const empty = connect({ url: server.url })
  await migrate(empty)
  await empty.destroy()
  const { db, services } = await servicesOn(server.url, secretsDir)
  const version = (await sql<{ version: string }>`select current_setting('server_version') as version`.execute(db)).rows[0]!.version
  // The round's builder uses nothing but the services of a test's world.
  const { round, slug, shares } = await votingRound(services as unknown as World, {}, COSTS_EUR)
  const key = (await services.urn.findKey(round))!
  const keys = { publicKey: key.publicKey, privateKey: (await joinShares(shares.slice(0, 2), key)).privateKey }

  let left = ballots
  async function fillBy(worker: Worker): Promise<void> {
    while (left > 0) {
      const count = Math.min(SEALED_TOGETHER, left)
      left -= count
      worker.postMessage(count)
      const [sealed] = await once(worker, 'message') as [Uint8Array[]]
      await sql`insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
        select ${round.id}, sha256(s), 'online', 1, sha256(s), s, current_date
        from unnest(${sealed.map((one) => Buffer.from(one))}::bytea[]) as s`.execute(db)
    }
    await worker.terminate()
  }
  const workerData = { id: round.id, picksMax: round.picksMax, publicKey: key.publicKey }
  await Promise.all(Array.from({ length: availableParallelism() }, () =>
    fillBy(new Worker(new URL('./seal-worker.ts', import.meta.url), { workerData }))))
  await sql`vacuum analyze sealed_ballot`.execute(db)

  async function close(): Promise<void> {
    must(await services.rounds.endRehearsal(MANAGER, slug))
    await services.urn.storeDueUrnLists(MANAGER)
  }

  /** Shuts the urn again as if it had never been opened, which nobody else can: for another run. */
  async function reset(): Promise<void> {
    await sql`set session_replication_role = replica; truncate ballot, opening, unopenable, tally`.execute(db)
    await sql`update round set published_at = null where id = ${round.id}`.execute(db)
    await sql`reset session_replication_role; vacuum; checkpoint`.execute(db).catch(() => undefined)
  }

  async function stop(): Promise<void> {
    await db.destroy()
    await server.stop()
    for (const folder of [secretsDir, dataDir, server.folder]) await rm(folder, { recursive: true, force: true })
  }

  return { url: server.url, secretsDir, db, services, version, round, slug, shares, keys, close, reset, stop }
}

export type FullUrn = Awaited<ReturnType<typeof fullUrn>>

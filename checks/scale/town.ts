import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { connect, migrate } from '../../src/platform/database/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { createServices } from '../../src/services.ts'
import { startService } from '../../test/torture/service.ts'
import { startPrimary, startStandby, waitForStandby } from './databases.ts'
import { startPooler, startProxy } from './doors.ts'
import type { Programs } from './programs.ts'
import { createServers } from './servers.ts'

export const PUBLIC_URL = 'http://localhost:3000'
const PROCESSES = 3

/** A provider that nobody asks: people are signed in by the office. The demo's own would be one in each process. */
function provider(who: string): Record<string, string> {
  return { [`${who}_OIDC_ISSUER`]: 'http://127.0.0.1:9', [`${who}_OIDC_CLIENT_ID`]: 'osbu', [`${who}_OIDC_CLIENT_SECRET`]: 'not-asked' }
}

export type Town = Awaited<ReturnType<typeof startTown>>

/**
 * Three processes of the service behind nginx, on a primary that PgBouncer leads to in transaction mode and a replica without
 * which nothing is acknowledged. The office is this process: it does what staff do before and after the vote, through the same
 * pool. `stop` ends all of it and leaves nothing behind.
 */
export async function startTown(programs: Programs) {
  const undo: (() => unknown)[] = []
  const stop = async (): Promise<void> => { for (const each of undo.reverse()) await each() }
  try {
    const servers = createServers()
    undo.push(servers.stop)
    const secretsDir = mkdtempSync(join(tmpdir(), 'osbu-scale-secrets-'))
    undo.push(() => rmSync(secretsDir, { recursive: true, force: true }))
    const primary = await startPrimary(servers, programs)
    const replica = await startStandby(servers, programs, primary, 'replica')
    await waitForStandby(servers, programs, primary)
    const pooler = await startPooler(servers, programs, { primary: primary.port, replica: replica.port })
    const db = connect({ url: pooler.url('osbu'), poolMax: 4 })
    undo.push(() => db.destroy())
    const own = connect({ url: pooler.url('osbu_listen'), poolMax: 2 })
    await migrate(own).finally(() => own.destroy())
    const office = await createServices({
      config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
      db, clock: systemClock, publicUrl: () => PUBLIC_URL, alarm: () => undefined,
    })
    // Sessions are signed by the app; the office's own takes no requests.
    const app = await createApp({ services: office, logger: createLogger('silent'), publicUrl: () => PUBLIC_URL, trustProxy: null })
    undo.push(() => app.close())
    await app.ready()
    const services = await Promise.all(Array.from({ length: PROCESSES }, () => startService({
      databaseUrl: pooler.url('osbu'), secretsDir, publicUrl: PUBLIC_URL, mutation: null,
      settings: {
        DATABASE_LISTEN_URL: pooler.url('osbu_listen'), DATABASE_READ_URL: pooler.url('osbu_read'), TRUST_PROXY: '127.0.0.1',
        DEMO: '0', LIMIT_PER_ADDRESS: '0', LIMIT_PER_PERSON: '0', ...provider('RESIDENT'), ...provider('STAFF'),
      },
    })))
    undo.push(() => Promise.all(services.map((service) => service.stop())))
    await Promise.all(services.map((service) => service.ready()))
    const door = await startProxy(servers, programs, services)
    return { servers, programs, primary, replica, pooler, office, services, door, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import type { Cluster } from './cluster.ts'
import type { Service } from './service.ts'

export type Target = {
  readonly cluster: Cluster
  readonly services: readonly Service[]
  /** From 0 up to, not with, 1: from the seed of the run. */
  readonly random: () => number
  /** The longest standstill, in milliseconds. */
  readonly stillMs: number
}

function pick<T>(list: readonly T[], random: () => number): T {
  return list[Math.floor(random() * list.length)]!
}

/** Takes every connection that the server has, for a moment. */
async function takeConnections({ cluster, random }: Target): Promise<void> {
  const clients = await Promise.all(Array.from({ length: cluster.connections }, async () => {
    const client = new pg.Client(cluster.direct())
    client.on('error', () => undefined)
    return client.connect().then(() => client, () => null)
  }))
  await sleep(200 + random() * 800)
  await Promise.all(clients.map((client) => client?.end().catch(() => undefined)))
}

/** What can go wrong around a vote. Each returns when it is over, though not when all have recovered from it. */
export const FAULTS: Readonly<Record<string, (target: Target) => Promise<void>>> = {
  kill_service: async ({ services, random }) => { await pick(services, random).kill() },
  kill_postmaster: ({ cluster }) => cluster.kill(),
  restore_backup: ({ cluster, random, stillMs }) => cluster.restore(random() * Math.min(stillMs, 3000)),
  full_disk: ({ cluster, random, stillMs }) => cluster.fillDisk(random() * Math.min(stillMs, 3000)),
  freeze_service: async ({ services, random, stillMs }) => {
    const service = pick(services, random)
    service.signal('SIGSTOP')
    await sleep(random() * stillMs)
    service.signal('SIGCONT')
  },
  freeze_database: ({ cluster, random, stillMs }) => cluster.freeze(random() * stillMs),
  cut_database: async ({ cluster }) => { cluster.proxy.cut() },
  hold_database: async ({ cluster, random, stillMs }) => {
    cluster.proxy.hold()
    await sleep(random() * stillMs)
    cluster.proxy.release()
  },
  connection_limit: takeConnections,
  clock_jump: async ({ services, random, stillMs }) => {
    const service = pick(services, random)
    service.signal('SIGUSR2')
    await sleep(1000 + random() * stillMs)
    service.signal('SIGUSR2')
  },
}

export type FaultName = keyof typeof FAULTS

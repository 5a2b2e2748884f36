import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { createApp } from '../../src/app.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { ballotsCsv, recount, resultDocument } from '../../src/open-data/index.ts'
import { connect, migrate } from '../../src/platform/database/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { createServices } from '../../src/services.ts'
import { CLERK, KEY_HOLDER, MANAGER, must, person, votingRound } from '../support/world.ts'
import type { Cluster } from './cluster.ts'
import { FAULTS, type FaultName } from './faults.ts'
import { type Operation, violationsOf } from './history.ts'
import { type Mutation, type MutationName, MUTATIONS } from './mutations.ts'
import { startService } from './service.ts'
import { type Polls, settle, vote, type Voter } from './voters.ts'

const PUBLIC_URL = 'http://localhost:3000'

export type Plan = {
  readonly seed: number
  readonly voters: number
  readonly services: number
  readonly faults: readonly FaultName[]
  readonly stillMs: number
  readonly mutation: MutationName | null
}

export type Outcome = {
  readonly operations: readonly Operation[]
  readonly faults: number
  readonly ballots: number
  readonly violations: readonly string[]
}

/** Numbers from 0 up to, not with, 1 that follow from a seed (mulberry32), so that a run can be made again. */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Asks again while the database is on its way back. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await work()
    } catch (error) {
      if (tries === 40) throw error
      await sleep(250)
    }
  }
}

async function makeDatabase(cluster: Cluster, name: string, mutation: Mutation | null): Promise<void> {
  const server = new pg.Client(cluster.direct())
  await server.connect()
  await server.query(`create database "${name}"`)
  await server.end()
  const db = connect({ url: cluster.url(name), poolMax: 2 })
  await migrate(db)
  await db.destroy()
  if (mutation?.sql === undefined) return
  const client = new pg.Client(cluster.url(name))
  await client.connect()
  for (const statement of mutation.sql) await client.query(statement)
  await client.end()
}

/**
 * Holds one whole vote while things go wrong: real services on a real PostgreSQL, people who vote, change their minds and
 * are cut off, a clerk, a closing in the middle, the opening, the count, the published files. Then says whether what was
 * published can come from what people did.
 */
export async function holdElection(cluster: Cluster, plan: Plan): Promise<Outcome> {
  const random = randomFrom(plan.seed)
  const mutation: Mutation | null = plan.mutation === null ? null : MUTATIONS[plan.mutation]
  const database = `torture_${randomBytes(6).toString('hex')}`
  await makeDatabase(cluster, database, mutation)
  const secretsDir = mkdtempSync(join(tmpdir(), 'osbu-torture-secrets-'))
  const db = connect({ url: cluster.url(database), poolMax: 4 })
  const office = await createServices({
    config: { production: false, demo: false, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir },
    db, clock: systemClock, publicUrl: () => PUBLIC_URL, alarm: () => undefined,
  })
  // Sessions are signed by the app; the office's own takes no requests.
  const app = await createApp({ services: office, logger: createLogger('silent'), publicUrl: () => PUBLIC_URL, trustProxy: null })
  await app.ready()
  const { slug, numbers, shares } = await votingRound(office)
  // What is at stake are the votes, so all that was prepared is safe first, also where commits are made not to be.
  await sql`checkpoint`.execute(db)
  const services = await Promise.all(Array.from({ length: plan.services }, () =>
    startService({ databaseUrl: cluster.url(database), secretsDir, publicUrl: PUBLIC_URL, mutation: plan.mutation })))
  try {
    await Promise.all(services.map((service) => service.ready()))
    const voters: Voter[] = []
    for (let i = 0; i < plan.voters; i++) {
      const { hetu, ...who } = person(i)
      voters.push({ person: i, hetu, cookie: (await office.identity.signInResident({ ...who, hetu })).cookie })
    }
    let over = false
    const polls: Polls = {
      slug, numbers, random, origin: PUBLIC_URL, clerk: (await office.identity.signInStaff(CLERK)).cookie, history: [],
      doors: () => services[Math.floor(random() * services.length)]!.url, isOver: () => over,
    }
    const crowd = Promise.all(voters.map((voter) => vote(polls, voter)))
    const strike = (fault: FaultName): Promise<void> => FAULTS[fault]!({ cluster, services, random, stillMs: plan.stillMs })
    for (const fault of plan.faults.slice(0, -1)) {
      await sleep(100 + random() * 300)
      await strike(fault)
      // Most faults find a service that has recovered from the one before; the others meet it on its way back.
      if (random() < 0.7) await Promise.all(services.map((service) => service.ready()))
    }
    await sleep(500)
    // The closing comes in the middle of it all, and of the last fault: people go on for a while, and are refused.
    const last = plan.faults.at(-1)
    const struck = last === undefined ? Promise.resolve() : strike(last)
    const ended = await patiently(() => office.rounds.endRehearsal(MANAGER, slug))
    // An answer that was lost has ended it all the same.
    if (!ended.ok && ended.refusal.code !== 'voting_has_ended') throw new Error(`the voting could not be ended: ${ended.refusal.code}`)
    const closedAt = Date.now()
    await struck
    await sleep(300)
    over = true
    await crowd
    await Promise.all(services.map((service) => service.ready()))
    await settle(polls, voters)

    const closed = (why: string): Outcome =>
      ({ operations: polls.history, faults: plan.faults.length, ballots: 0, violations: [`the urn could not be opened: ${why}`] })
    const opening = await patiently(() => office.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2))).catch((error: Error) => error)
    if (opening instanceof Error) return closed(opening.message)
    if (!opening.ok) return closed(opening.refusal.code)
    must(await office.tally.run(KEY_HOLDER, slug))
    must(await office.tally.publish(MANAGER, slug))
    const ballots = await office.tally.publishedBallots(slug)
    const { sealedCount, openedCount, unopenable } = opening.value
    const violations = violationsOf(polls.history, { ballots, sealedCount, openedCount, unopenable: unopenable.length }, closedAt)
    const again = recount(JSON.stringify(resultDocument(await office.tally.published(slug))), ballotsCsv(ballots))
    if (!again.agrees) violations.push(`the recount differs: ${again.difference}`)
    return { operations: polls.history, faults: plan.faults.length, ballots: ballots.length, violations }
  } finally {
    await Promise.all(services.map((service) => service.stop()))
    await app.close()
    await db.destroy()
    rmSync(secretsDir, { recursive: true, force: true })
  }
}

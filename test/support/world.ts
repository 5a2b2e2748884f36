import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Test } from 'tap'
import { createApp } from '../../src/app.ts'
import type { OidcConfig } from '../../src/config.ts'
import { type Person, personByHetu, type ResidentActor, type StaffActor } from '../../src/identity/index.ts'
import { assert, type Outcome } from '../../src/kernel/index.ts'
import { connect, type Db } from '../../src/platform/database/index.ts'
import type { Api, Limits } from '../../src/platform/http/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import type { Metrics } from '../../src/platform/metrics/index.ts'
import type { SharedAnswers } from '../../src/platform/shared/index.ts'
import type { CreateRound, Round } from '../../src/rounds/index.ts'
import { createServices, type Services } from '../../src/services.ts'
import { testDatabaseUrl } from './database.ts'
import { artificialHetu as hetuOf } from '../../src/cli/index.ts'

export const ORIGIN = 'http://localhost:3000'

/** The value of an outcome that a test counts on. */
export function must<T, Code extends string>(outcome: Outcome<T, Code>): T {
  assert(outcome.ok, outcome.ok ? '' : `refused: ${outcome.refusal.code} ${JSON.stringify(outcome.refusal.details ?? {})}`)
  return outcome.value
}

const staff = (id: string, roles: StaffActor['roles'], station: string | null = null): StaffActor =>
  ({ kind: 'staff', id, name: `Staff ${id}`, roles, station })

export const MANAGER = staff('manager', ['manager'])
export const MODERATOR = staff('moderator', ['moderator'])
export const KEY_HOLDER = staff('key-holder', ['key_holder'])
export const CLERK = staff('clerk-spotti', ['clerk'], 'spotti')
export const OTHER_CLERK = staff('clerk-kirjasto', ['clerk'], 'kirjasto')

const MINUTE = 60_000
const HOUR = 60 * MINUTE

/** A clock that a test can set. It starts at the real time, for closing is decided by the database's. */
export type TestClock = { now: () => Date; set: (instant: Date | number) => void; reset: () => void }

function testClock(): TestClock {
  let offset = 0
  return {
    now: () => new Date(Date.now() + offset),
    set: (instant) => { offset = Number(instant) - Date.now() },
    reset: () => { offset = 0 },
  }
}

export type World = Awaited<ReturnType<typeof testWorld>>

export type WorldOptions = {
  poolMax?: number
  url?: string
  /** With the demo's provider, so that a browser can sign in. */
  demo?: boolean
  /** Where residents sign in instead. */
  residents?: OidcConfig
  publicUrl?: () => string
  /** None unless a test is about them: here a few addresses and people ask for everything. */
  limits?: Limits
  metrics?: Metrics
  /** Of another process on the same database. */
  secretsDir?: string
  /** A replica. */
  readUrl?: string
  /** Where answers for everybody are kept. Otherwise none is: the clock of a test jumps, and time does not pass. */
  shared?: SharedAnswers
}

/** The whole service on a database of its own, with a clock to set and its log lines to read. */
export async function testWorld(t: Test, options: WorldOptions = {}) {
  const publicUrl = options.publicUrl ?? (() => ORIGIN)
  const url = options.url ?? await testDatabaseUrl(t)
  const db: Db = connect({ url, readUrl: options.readUrl ?? null, poolMax: options.poolMax ?? 16 })
  const secretsDir = options.secretsDir ?? await mkdtemp(join(tmpdir(), 'osbu-secrets-'))
  t.teardown(async () => {
    await db.destroy()
    await rm(secretsDir, { recursive: true, force: true })
  })
  const clock = testClock()
  const alarms: string[] = []
  const services: Services = await createServices({
    config: { production: false, demo: options.demo ?? false, residents: options.residents ?? null, staff: null, staffRolesClaim: 'roles', secretsDir },
    db, clock, publicUrl, alarm: (message) => alarms.push(message),
  })
  const logLines: string[] = []
  const logger = createLogger('trace', { write: (line) => { logLines.push(line) } })
  const app: Api = await createApp({
    services, logger, publicUrl, trustProxy: null, ...options.metrics ? { metrics: options.metrics } : {},
    ...options.limits ? { limits: options.limits } : {}, ...options.shared ? { shared: options.shared } : {},
  })
  await app.ready()
  t.teardown(() => app.close())
  return { ...services, services, url, clock, alarms, logLines, secretsDir, app }
}

/** What a fault in one field looks like, for `t.rejects`. */
export function fault(field: string, code: string): Error {
  return { fields: [{ field, code }] } as unknown as Error
}

/** A round's rules and times around now: ideas from three hours ago, review, voting for an hour around now. */
export function roundRequest(change: Partial<CreateRound> = {}): CreateRound {
  const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
  return {
    slug: 'osbu-2026', kind: 'regular', name: { fi: 'Osbu 2026', sv: 'Osbu 2026', en: 'Osbu 2026' },
    envelopeCents: 5_000_000, picksMin: 1, picksMax: 3,
    themes: [{ slug: 'vapaa-aika', name: { fi: 'vapaa-aika ja harrastaminen' } }, { slug: 'muu', name: { fi: 'muu' } }],
    votingAge: 12, ageCutoff: '2026-12-31', municipalityCodes: ['111'], mayReplace: true,
    countingRule: 'greedy', costBasis: 'max', tieRule: 'lower-cost',
    ideasOpenAt: at(-3 * HOUR), ideasCloseAt: at(-2 * HOUR), votingOpenAt: at(-HOUR), votingCloseAt: at(HOUR),
    paperUntil: at(3 * HOUR), ...change,
  }
}

/** A resident of Heinola by the place in a long line of artificial people. */
export function person(index: number): Person & { hetu: string } {
  const made = must(personByHetu(hetuOf(index), '111', true))
  return { ...made, hetu: hetuOf(index) }
}

/** Ideas from a workshop, accepted and made into proposals one by one. Costs in euros. */
export async function makeProposals(world: Services, slug: string, costsEur: readonly number[]): Promise<number[]> {
  const numbers: number[] = []
  for (const [i, cost] of costsEur.entries()) {
    const idea = must(await world.ideas.enter(MODERATOR, slug, {
      source: 'workshop', title: `Idea ${i + 1} kaupunkiin`, body: 'Tästä olisi iloa kaikille kaupunkilaisille.', theme: 'muu',
      language: 'fi',
    }))
    must(await world.moderation.decide(MODERATOR, idea.id, { kind: 'accept', seq: 0 }))
    const proposal = must(await world.proposals.create(MODERATOR, slug, {
      ideaIds: [idea.id], title: { fi: `Ehdotus ${i + 1}` }, summary: { fi: `Ehdotuksen ${i + 1} kuvaus.` },
      costMinCents: cost * 100, costMaxCents: cost * 100,
    }))
    numbers.push(proposal.number)
  }
  return numbers
}

export type VotingRound = { round: Round; slug: string; numbers: number[]; shares: string[] }

/**
 * A rehearsal whose voting is open now, through the use-cases: ideas, proposals, confirmation and ceremony, in review.
 * A rehearsal is the same in everything and needs no rehearsal of its own.
 */
export async function votingRound(
  world: Services, change: Partial<CreateRound> = {}, costsEur: readonly number[] = [20_000, 15_000, 10_000, 8_000, 5_000],
): Promise<VotingRound> {
  const request = roundRequest({ kind: 'rehearsal', ...change })
  const { slug } = must(await world.rounds.create(MANAGER, request))
  for (const station of ['spotti', 'kirjasto', 'uimahalli']) {
    must(await world.stations.add(MANAGER, slug, { slug: station, name: station, address: 'Torikatu 8' }))
  }
  const numbers = await makeProposals(world, slug, costsEur)
  must(await world.proposals.confirm(MANAGER, slug))
  const shares = await holdCeremony(world, slug)
  return { round: await world.rounds.bySlug(slug), slug, numbers, shares }
}

/** Makes the keys of a round and gives two shares back from paper. Returns the three shares. */
export async function holdCeremony(world: Pick<World, 'urn'>, slug: string): Promise<string[]> {
  const made = must(await world.urn.makeKeys(KEY_HOLDER, slug, { holders: ['Aino', 'Eero', 'Inka'] }))
  const shares = made.shares.map(({ share }) => share)
  for (const share of shares.slice(0, 2)) must(await world.urn.proveShare(KEY_HOLDER, slug, share))
  return shares
}

/** A resident with the rights that a sign-in gives them now. */
export async function resident(world: World, index: number): Promise<ResidentActor> {
  return (await world.identity.signInResident(person(index))).actor
}

/** A cookie header and the rest that a request of the service's own pages carries. */
export async function residentHeaders(world: World, index: number): Promise<Record<string, string>> {
  return { cookie: (await world.identity.signInResident(person(index))).cookie, origin: ORIGIN }
}

export async function staffHeaders(world: World, actor: StaffActor): Promise<Record<string, string>> {
  return { cookie: (await world.identity.signInStaff(actor)).cookie, origin: ORIGIN }
}

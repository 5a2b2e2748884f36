import fc from 'fast-check'
import { sql } from 'kysely'
import type { World } from '../support/index.ts'
import { doorOf } from './door.ts'
import { CHANGES } from './fuzz-changes.ts'
import { ASKERS, type FuzzRequest, requestOf } from './fuzz-requests.ts'
import { makeScene, type Scene } from './fuzz-scene.ts'
import { operationsOf } from './operations.ts'
import { notAProblem } from './unchanged.ts'

export type Fuzzed = {
  readonly requests: number
  /** How many answers there were of each status. */
  readonly statuses: Readonly<Record<string, number>>
  /** How many operations took at least one of the requests. */
  readonly taken: number
  readonly changes: number
  readonly slowest: string
  readonly findings: readonly string[]
}

/** What rounds end by must not run out: after so many requests there are new ones. */
const REQUESTS_A_SCENE = 500

/** Each table in each of its rounds, in one statement. An opening that was tried with wrong shares is told by the chain, as it should be. */
async function stateReader(world: World): Promise<() => Promise<Map<string, string>>> {
  const { rows } = await sql<{ name: string; column: string | null }>`
    select t.table_name as name, min(c.column_name) filter (where c.column_name = 'round_id') as column
    from information_schema.tables t join information_schema.columns c using (table_schema, table_name)
    where t.table_schema = 'public' and t.table_type = 'BASE TABLE' and t.table_name <> 'audit_head' group by 1`.execute(world.db)
  const parts = rows.map(({ name, column }) => sql`
    select ${sql.lit(name)} as name, ${name === 'round' ? sql`id::text` : column === null ? sql`''` : sql`coalesce(round_id::text, '')`} as round,
      md5(string_agg(md5(t::text), '' order by md5(t::text))) as digest
    from ${sql.table(name)} t ${name === 'audit_event' ? sql`where kind <> 'opening_refused'` : sql``} group by 2`)
  const all = sql<{ name: string; round: string; digest: string }>`${sql.join(parts, sql` union all `)}`
  return async () => new Map((await all.execute(world.db)).rows.map(({ name, round, digest }) => [`${name} ${round}`, digest]))
}

/** Goes up with every transaction that writes anything: while it stands still, nothing need be looked at. */
async function transactionsBegun(world: World): Promise<string> {
  return (await sql<{ xid: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as xid`.execute(world.db)).rows[0]!.xid
}

function mayEnter({ operation: { access }, who }: FuzzRequest): boolean {
  if (access === 'everybody') return true
  return access === 'resident' ? typeof who === 'number' : typeof who === 'object' && access.some((one) => one.roles[0] === who?.roles[0])
}

/** A sign-in leads to a provider, and the world of a test has none: 503 is its right answer. */
function isUnconfigured(name: string): boolean {
  return name.startsWith('GET /api/sign-in/')
}

/** What of a change was not to be. Keys are `table round`. */
function forbiddenOf(request: FuzzRequest, status: number, changed: readonly string[], roundId: string | undefined): string[] {
  const may = status < 400 && mayEnter(request) && !request.crossSite ? CHANGES[request.operation.name] ?? [] : []
  return changed.filter((key) => {
    const [table, round] = key.split(' ') as [string, string]
    return !may.includes(table) || (roundId !== undefined && round !== '' && round !== roundId && table !== 'audit_event')
  })
}

/**
 * Sends generated requests to every operation, one after the other, and looks at the whole database after each that wrote. The
 * same seed on the same code makes the same requests, but for times and for the names of the rounds.
 */
export async function fuzz(
  world: World, { requests, seed, sceneOf = makeScene }: { requests: number; seed: number; sceneOf?: (world: World) => Promise<Scene> },
): Promise<Fuzzed> {
  const { call, forget, headersOf } = doorOf(world)
  const { operations } = operationsOf(world)
  const read = await stateReader(world)
  const statuses: Record<string, number> = {}
  const taken = new Set<string>()
  const findings: string[] = []
  let sent = 0
  let changes = 0
  let slowest = { ms: 0, name: '' }

  async function send(request: FuzzRequest, before: Map<string, string>, rounds: Map<string, string>): Promise<Map<string, string>> {
    const { operation, who, url, payload, headers } = request
    const told = `${operation.method} ${url} as ${typeof who === 'object' ? who?.id ?? 'nobody' : `resident ${who}`}: ${payload?.slice(0, 2000) ?? ''}`
    const since = await transactionsBegun(world)
    const begun = performance.now()
    const answer = await call(who, operation.method, url, payload, { ...headers })
    const ms = Math.round(performance.now() - begun)
    if (ms > slowest.ms) slowest = { ms, name: operation.name }
    const { status } = answer
    statuses[status] = (statuses[status] ?? 0) + 1
    if (status < 400) taken.add(operation.name)
    if (status === 503 && isUnconfigured(operation.name)) return before
    if (status >= 500) findings.push(`${status} ${told}`)
    else if (status >= 400 && notAProblem(answer) !== null) findings.push(`${notAProblem(answer)} ${told}`)
    else if (status < 400 && (!mayEnter(request) || request.crossSite)) findings.push(`${status} though they may not ${told}`)
    if (await transactionsBegun(world) === since) return before
    const after = await read()
    const changed = [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
    if (changed.length > 0) changes += 1
    const forbidden = forbiddenOf(request, status, changed, request.slug === null ? undefined : rounds.get(request.slug))
    if (forbidden.length > 0) findings.push(`${status} changed ${forbidden.join(', ')} ${told}`)
    return after
  }

  /** Before what is looked at: a sign-in of staff is an act that the chain tells. */
  async function signInAnew(): Promise<void> {
    forget()
    for (const who of ASKERS) await headersOf(who)
  }

  while (sent < requests) {
    const scene = await sceneOf(world)
    await signInAnew()
    const rounds = new Map<string, string>()
    for (const slug of scene.slugs) rounds.set(slug, (await world.rounds.bySlug(slug)).id)
    const batch = fc.sample(requestOf(operations, scene), { numRuns: Math.min(REQUESTS_A_SCENE, requests - sent), seed: seed + sent })
    let state = await read()
    for (const request of batch) {
      state = await send(request, state, rounds)
      // Whoever asked next with a session that this has ended would be nobody.
      if (request.operation.name !== 'POST /api/sign-out') continue
      await signInAnew()
      state = await read()
    }
    sent += batch.length
  }
  const chain = await world.audit.verify()
  if (!chain.ok) findings.push(`the audit chain does not hold: ${JSON.stringify(chain)}`)
  for (const line of world.logLines) if (/"level":[56]0/.test(line) && !line.includes('sign_in not_configured')) findings.push(`logged ${line.slice(0, 500)}`)
  return { requests: sent, statuses, taken: taken.size, changes, slowest: `${slowest.name} ${slowest.ms} ms`, findings }
}

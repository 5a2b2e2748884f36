import { randomBytes } from 'node:crypto'
import { rename } from 'node:fs/promises'
import { join } from 'node:path'
import t from 'tap'
import { newMetrics, startSecretsWatch, tellState } from '../../src/keeping.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { doorOf } from '../doors/door.ts'
import { CLERK, person, testWorld, votingRound } from '../support/index.ts'

/** More than come to light together, so that a count of them would show. */
const MANY = 25

/** All that may be told, by name. A new name is looked at here first: does it grow with a ballot? */
const NAMES = [
  'osbu_build_info', 'osbu_start_time_seconds', 'osbu_alarms_total', 'osbu_http_failures_total',
  'osbu_http_request_duration_seconds', 'osbu_database_up', 'osbu_clock_difference_seconds', 'osbu_archive_failing',
  'osbu_round_secrets_missing', 'osbu_mail_waiting', 'osbu_mail_oldest_seconds',
  'osbu_retention_last_run_seconds',
]

t.test('the metrics of a round in voting', async (t) => {
  const metrics = await newMetrics()
  const world = await testWorld(t, { poolMax: 4, metrics })
  tellState(metrics, world.services)
  const { slug } = await votingRound(world)
  const { call } = doorOf(world)
  const castId = (): string => randomBytes(16).toString('hex')
  const told = (): Promise<string> => metrics.text()
  const vote = (who: number, replaces = 0) =>
    call(who, 'POST', `/api/rounds/${slug}/my-ballot`, { picks: [1], castId: castId(), replaces })

  await t.test('are read the same before and after one vote, and before and after many', async (t) => {
    const before = await told()
    t.equal((await vote(1)).status, 201)
    t.equal(await told(), before, 'one vote')
    for (let i = 2; i <= MANY; i++) t.equal((await vote(i)).status, 201)
    t.equal(await told(), before, 'votes of many')
    for (let i = 0; i < MANY; i++) {
      t.equal((await call(1, 'GET', `/api/rounds/${slug}/my-ballot`)).status, 200)
      t.equal((await vote(1, i + 1)).status, 201)
    }
    t.equal(await told(), before, 'looking at one’s ballot and replacing it')
    const { status } = await call(CLERK, 'POST', `/api/rounds/${slug}/desk/ballots`,
      { hetu: person(MANY + 1).hetu, picks: [2], castId: castId(), replaces: 0, residence: 'declaration' })
    t.equal(status, 201)
    t.equal(await told(), before, 'paper')
    for (const path of ['/aanesta', '/aanesta/valitse', '/aanesta/valmis', '/piste']) {
      for (let i = 0; i < MANY; i++) await call(null, 'GET', path)
      t.equal(await told(), before, path)
    }
  })

  await t.test('count what does not tell of votes, in handfuls', async (t) => {
    const counted = async (): Promise<number> => Number(/_count\{door="api",act="read"\} (\d+)/.exec(await told())?.[1] ?? 0)
    const before = await counted()
    for (let i = 0; i < 19; i++) await call(null, 'GET', '/api/rounds')
    t.equal(await counted(), before, 'nineteen are not told yet')
    await call(null, 'GET', '/api/rounds')
    t.equal(await counted(), before + 20)
  })

  await t.test('have no name that was not looked at, and no label but these', async (t) => {
    const text = await told()
    t.same([...text.matchAll(/^# TYPE (\S+)/gm)].map((match) => match[1]!).sort(), NAMES.toSorted())
    t.same([...new Set([...text.matchAll(/[{,](\w+)="/g)].map((match) => match[1]!))].sort(), ['act', 'door', 'le', 'version'])
  })

  await t.test('and an alarm tell when the pepper of the round is lost', async (t) => {
    const pepper = join(world.secretsDir, `${slug}.pepper`)
    await rename(pepper, `${pepper}.away`)
    t.match(await told(), new RegExp(`^osbu_round_secrets_missing\\{round="${slug}"\\} 1$`, 'm'))
    const alarms: string[] = []
    const heard = new Promise<void>((done) => {
      const stop = startSecretsWatch(world.services, (message) => { alarms.push(message); done() }, createLogger('silent'))
      t.teardown(stop)
    })
    await heard
    t.match(alarms, [/secret files of osbu-2026 .* restore SECRETS_DIR/])
    await rename(`${pepper}.away`, pepper)
    t.notMatch(await told(), /osbu_round_secrets_missing\{/)
  })
})

import { setTimeout as sleep } from 'node:timers/promises'
import { ballotsCsv, recount, resultDocument } from '../../src/open-data/index.ts'
import { CLERK, KEY_HOLDER, MANAGER, must, person, roundRequest, votingRound } from '../../test/support/world.ts'
import { patiently, randomFrom } from '../../test/torture/election.ts'
import { violationsOf } from '../../test/torture/history.ts'
import { type Polls, settle, vote, type Voter } from '../../test/torture/voters.ts'
import { type Database, isFollowed, promote, startStandby, waitForStandby } from './databases.ts'
import { browserAt, failingPages, lookAtOwn } from './people.ts'
import { until } from './servers.ts'
import { PUBLIC_URL, type Town } from './town.ts'

export type Plan = {
  readonly seed: number
  readonly voters: number
  /** How often everything goes wrong once. After each turn but the last a new replica is made of the promoted one. */
  readonly turns: number
  readonly tell: (line: string) => void
}

export type Outcome = {
  readonly violations: readonly string[]
  readonly ballots: number
  readonly requests: number
  readonly acknowledged: number
  /** How often people looked at their own vote. */
  readonly looks: number
}

/** Longer than anything that was under way when a server was killed. */
const UNDER_WAY_MS = 200
const WITHOUT_REPLICA_MS = 600

/**
 * Holds one vote through nginx while a process is killed, the replica stands still, is killed and at last takes the place of a
 * killed primary. Says everything that was lost, doubled, counted wrongly or shown older than it was.
 */
export async function holdVote(town: Town, { seed, voters: count, turns, tell }: Plan): Promise<Outcome> {
  const { office, services, door, servers, programs, pooler } = town
  const random = randomFrom(seed)
  const violations: string[] = []
  const { slug, numbers, shares } = await votingRound(office)
  const voters: Voter[] = []
  for (let i = 0; i < count; i++) {
    const { hetu, ...who } = person(i)
    voters.push({ person: i, hetu, cookie: (await office.identity.signInResident({ ...who, hetu })).cookie })
  }
  let over = false
  const polls: Polls = {
    slug, numbers, random, origin: PUBLIC_URL, clerk: (await office.identity.signInStaff(CLERK)).cookie, history: [],
    doors: () => door, isOver: () => over,
  }
  const written = (): number => polls.history.filter(({ outcome, receipt }) => outcome === 'ok' && receipt?.again === false).length

  /** Waits until as many ballots as there are people were acknowledged anew. */
  async function votingGoesOn(after: string): Promise<void> {
    const [wanted, began] = [written() + count, Date.now()]
    await until(`voting after ${after}`, async () => (written() >= wanted ? true : null))
    tell(`${after}: ${count} more ballots were acknowledged within ${Date.now() - began} ms`)
  }
  /** What is the same for everybody is read at the replica: the last thing that one of its connections was asked is of a table. */
  async function replicaIsRead(replica: Database): Promise<void> {
    await until('a read at the replica', async () => {
      await fetch(`${door}/api/rounds?${random()}`)
      return (await replica.ask(`select from pg_stat_activity where datname = 'osbu' and query like '%from "%'`)).length || null
    })
  }
  async function pagesAnswer(when: string): Promise<void> {
    violations.push(...(await failingPages(door, slug)).map((failing) => `${when} ${failing}`))
  }
  /** Something new is there for everybody, in every process, whatever the replica has. */
  async function newsIsSeen(news: string): Promise<void> {
    await patiently(() => office.rounds.create(MANAGER, roundRequest({ slug: news, kind: 'rehearsal' })))
    await Promise.all(services.map(({ url }) => until(`${news} at ${url}`, async () =>
      (await (await fetch(`${url}/api/rounds`)).text()).includes(`"${news}"`) || null)))
  }

  async function killProcess(turn: number): Promise<void> {
    const service = services[turn % services.length]!
    await service.kill()
    await votingGoesOn('a process was killed')
    await service.ready()
  }

  async function holdReplica(replica: Database, turn: number): Promise<void> {
    await replicaIsRead(replica)
    await replica.ask('select pg_wal_replay_pause()')
    await votingGoesOn('the replica stood still')
    await pagesAnswer('while the replica stood still')
    await newsIsSeen(`with-a-held-replica-${turn}`)
    await replica.ask('select pg_wal_replay_resume()')
  }

  async function killReplica(primary: Database, replica: Database): Promise<void> {
    await replica.kill()
    await sleep(UNDER_WAY_MS)
    const before = written()
    await pagesAnswer('without the replica')
    await sleep(WITHOUT_REPLICA_MS)
    if (written() > before) violations.push(`${written() - before} ballots were acknowledged that the replica did not have`)
    await replica.start()
    await isFollowed(primary)
    await votingGoesOn('the replica was killed and came back')
  }

  async function losePrimary(primary: Database, replica: Database, turn: number): Promise<void> {
    const began = Date.now()
    await primary.kill()
    await promote(replica)
    pooler.lead({ primary: replica.port, replica: replica.port })
    tell(`the replica took the place of the killed primary within ${Date.now() - began} ms`)
    await votingGoesOn('the primary was killed')
    await newsIsSeen(`with-a-new-primary-${turn}`)
  }

  /** Two key holders open the urn on its page, each request through nginx, then it is counted there. */
  async function openAndCount(): Promise<void> {
    const browser = browserAt(door, PUBLIC_URL, (await office.identity.signInStaff(KEY_HOLDER)).cookie)
    const home = `/hallinta/kierros/${slug}`
    for (const share of shares.slice(0, 2)) await browser(`${home}/avaus`, { share })
    await until('the opening', async () => (await office.tally.openingReport(slug)) ?? null)
    await browser(`${home}/laskenta`, {})
    await until('the count', async () => (await office.tally.preview(slug).catch(() => null)))
  }

  let { primary, replica } = town
  const crowd = Promise.all(voters.map((voter) => vote(polls, voter)))
  const looking = lookAtOwn(door, slug, voters, polls.history, () => over)
  try {
    await votingGoesOn('everything was there')
    for (let turn = 0; turn < turns; turn++) {
      if (turn > 0) {
        [primary, replica] = [replica, await startStandby(servers, programs, replica, `replica-${turn}`)]
        await waitForStandby(servers, programs, primary)
        pooler.lead({ primary: primary.port, replica: replica.port })
      }
      await pagesAnswer('with everything there')
      await killProcess(turn)
      await holdReplica(replica, turn)
      await killReplica(primary, replica)
      await losePrimary(primary, replica, turn)
    }
    const ended = await patiently(() => office.rounds.endRehearsal(MANAGER, slug))
    if (!ended.ok && ended.refusal.code !== 'voting_has_ended') throw new Error(`the voting could not be ended: ${ended.refusal.code}`)
  } finally {
    over = true
  }
  const closedAt = Date.now()
  await crowd
  const looks = await looking
  violations.push(...looks.violations)
  await settle(polls, voters)

  await openAndCount()
  must(await office.tally.publish(MANAGER, slug))
  const ballots = await office.tally.publishedBallots(slug)
  const { sealedCount, openedCount, unopenable } = (await office.tally.openingReport(slug))!
  violations.push(...violationsOf(polls.history, { ballots, sealedCount, openedCount, unopenable: unopenable.length }, closedAt))
  const again = recount(JSON.stringify(resultDocument(await office.tally.published(slug))), ballotsCsv(ballots))
  if (!again.agrees) violations.push(`the recount differs: ${again.difference}`)
  return { violations, ballots: ballots.length, requests: polls.history.length, acknowledged: written(), looks: looks.own }
}

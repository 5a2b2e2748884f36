import { randomBytes } from 'node:crypto'
import type { AddressInfo } from 'node:net'
import t, { type Test } from 'tap'
import {
  CLERK, KEY_HOLDER, MANAGER, must, person, resident, residentHeaders, staffHeaders, testWorld, votingWorld, type World,
} from '../support/index.ts'
import type { Fault } from '../../src/kernel/index.ts'
import { wasRefused } from '../../src/platform/database/index.ts'
import { createGroupCommit } from '../../src/urn/group-commit.ts'
import { castOnline, placeOf, type SealedBallot } from '../../src/urn/store.ts'
import { whileCommitsWait } from '../urn/waiting-commits.ts'

const castId = (): string => randomBytes(16).toString('hex')

type Answer = { status: number; code: string; tracker: string }

/** A client that talks to the listening service over connections of its own. */
async function client(t: Test, world: World): Promise<(path: string, headers: Record<string, string>, body: object) => Promise<Answer>> {
  await world.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = world.app.server.address() as AddressInfo
  return async (path, headers, body) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body),
    })
    const json = await response.json() as { code?: string; tracker?: string }
    return { status: response.status, code: json.code ?? '', tracker: json.tracker ?? '' }
  }
}

/** What the urn says of a vote; not yet when others that were sent before the end are on their way. */
async function answerTo<T>(cast: Promise<T>): Promise<T | 'not yet known'> {
  return cast.catch((error: unknown) => {
    if ((error as Fault).code === 'unavailable') return 'not yet known' as const
    throw error
  })
}

async function openAndRead(world: World, slug: string, shares: string[]) {
  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)))
  return world.db.selectFrom('ballot').select(['tracker', 'picks']).execute()
}

t.test('fifty simultaneous casts by one person leave one ballot', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 50 })
  const post = await client(t, world)
  const headers = await residentHeaders(world, 1)
  const answers = await Promise.all(Array.from({ length: 50 }, (_, i) =>
    post(`/api/rounds/${slug}/my-ballot`, headers, { picks: [1 + (i % 5)], castId: castId() })))
  const cast = answers.filter((answer) => answer.status === 201)
  t.equal(cast.length, 1, 'one is cast')
  t.ok(answers.every((answer) => answer.status === 201 || (answer.status === 409 && answer.code === 'ballot_changed')),
    'every other is told that the ballot changed')
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const ballots = await openAndRead(world, slug, shares)
  t.same(ballots.map((ballot) => ballot.tracker), [cast[0]!.tracker], 'the one in the count is the acknowledged one')
})

t.test('fifty simultaneous retries of one cast all get the same receipt', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 50 })
  const post = await client(t, world)
  const headers = await residentHeaders(world, 1)
  const body = { picks: [1, 2], castId: castId() }
  const answers = await Promise.all(Array.from({ length: 50 }, () => post(`/api/rounds/${slug}/my-ballot`, headers, body)))
  t.ok(answers.every((answer) => answer.status === 200 || answer.status === 201))
  t.equal(new Set(answers.map((answer) => answer.tracker)).size, 1)
  t.equal(answers.filter((answer) => answer.status === 201).length, 1)
})

t.test('online against paper leaves one ballot', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 50 })
  const post = await client(t, world)
  const clerk = await staffHeaders(world, CLERK)
  const people = 40
  const acknowledged: string[] = []
  await Promise.all(Array.from({ length: people }, async (_, i) => {
    const headers = await residentHeaders(world, i)
    const both = await Promise.all([
      post(`/api/rounds/${slug}/my-ballot`, headers, { picks: [1], castId: castId() }),
      post(`/api/rounds/${slug}/desk/ballots`, clerk,
        { hetu: person(i).hetu, picks: [2], castId: castId(), residence: 'register' }),
    ])
    const cast = both.filter((answer) => answer.status === 201)
    t.equal(cast.length, 1, `person ${i} has one ballot`)
    const other = both.find((answer) => answer.status !== 201)
    t.match(other?.code, /^already_voted_(online|on_paper)$/)
    acknowledged.push(cast[0]!.tracker)
  }))
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const ballots = await openAndRead(world, slug, shares)
  t.same(ballots.map((ballot) => ballot.tracker), acknowledged.sort(), 'each is in the count as acknowledged')
})

t.test('casts against the closing instant are each either refused or counted', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 50 })
  const residents = await Promise.all(Array.from({ length: 400 }, (_, i) => resident(world, i)))
  const counted: string[] = []
  let refused = 0
  let closed = false
  const voting = Promise.all(Array.from({ length: 40 }, async (_, lane) => {
    for (let i = lane; i < residents.length; i += 40) {
      const vote = { picks: [1], replaces: 0, castId: castId() }
      let outcome = await answerTo(world.urn.cast(residents[i]!, slug, vote))
      while (outcome === 'not yet known') outcome = await answerTo(world.urn.cast(residents[i]!, slug, vote))
      if (outcome.ok) counted.push(outcome.value.tracker)
      else {
        refused++
        if (outcome.refusal.code !== 'voting_closed') t.fail(outcome.refusal.code)
      }
      // Half-way the voting ends while casts are under way, and at once the urn list is stored and the urn opened.
      if (counted.length >= 200 && !closed) {
        closed = true
        must(await world.rounds.endRehearsal(MANAGER, slug))
        must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)))
      }
    }
  }))
  await voting
  const ballots = await world.db.selectFrom('ballot').select('tracker').execute()
  t.equal(counted.length + refused, 400, 'each got an answer')
  t.ok(refused > 0 && counted.length >= 200, `${counted.length} were counted and ${refused} refused`)
  t.same(ballots.map((ballot) => ballot.tracker), counted.sort(), 'the counted ones are the acknowledged ones')
})

t.test('a vote that is on its way when voting ends is told to be late by nobody', async (t) => {
  const { world, slug, shares } = await votingWorld(t)
  const other = await testWorld(t, { url: world.url, secretsDir: world.secretsDir })
  const [voter, lateComer] = [await resident(world, 1), await resident(world, 2)]
  const vote = { picks: [2], replaces: 0, castId: castId() }
  const form = { picks: [3], replaces: 0, castId: castId() }
  const atDesk = { station: 'spotti', clerk: 'clerk-spotti', residence: 'register', correctionReason: null } as const
  const register = (through: World) => through.urn.castOnPaper(slug, Buffer.alloc(32, 3), form, atDesk)
  const firsts = await whileCommitsWait(world.db, async (begun) => {
    const sent = [world.urn.cast(voter, slug, vote), register(world)]
    await begun(2)
    must(await other.rounds.endRehearsal(MANAGER, slug))
    t.equal(await answerTo(other.urn.cast(voter, slug, vote)), 'not yet known', 'another process cannot know')
    t.equal(await answerTo(register(world)), 'not yet known', 'nor can the desk')
    return sent
  })
  const [online, paper] = (await Promise.all(firsts)).map(must)
  t.match(must(await other.urn.cast(voter, slug, vote)), { tracker: online!.tracker, again: true })
  t.match(must(await register(other)), { tracker: paper!.tracker, again: true })
  t.match(await world.urn.cast(lateComer, slug, vote), { ok: false, refusal: { code: 'voting_closed' } }, 'who comes later is late')
  const counted = await openAndRead(world, slug, shares)
  t.same(counted.map(({ tracker }) => tracker), [online!.tracker, paper!.tracker].sort())
})

t.test('a delayed retry of an old cast after a replacement changes nothing', async (t) => {
  const { world, slug, shares } = await votingWorld(t)
  const voter = await resident(world, 1)
  const old = { picks: [1], replaces: 0, castId: castId() }
  must(await world.urn.cast(voter, slug, old))
  const replaced = must(await world.urn.cast(voter, slug, { picks: [2], replaces: 1, castId: castId() }))
  const delayed = await Promise.all(Array.from({ length: 20 }, () => world.urn.cast(voter, slug, old)))
  t.ok(delayed.every((outcome) => !outcome.ok && outcome.refusal.code === 'ballot_changed'))
  must(await world.rounds.endRehearsal(MANAGER, slug))
  t.same(await openAndRead(world, slug, shares), [{ tracker: replaced.tracker, picks: [2] }])
})

t.test('replacements at once from two tabs leave the one that was acknowledged last', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 50 })
  const voter = await resident(world, 1)
  let last = must(await world.urn.cast(voter, slug, { picks: [1], replaces: 0, castId: castId() }))
  for (let turn = 0; turn < 5; turn++) {
    const tabs = await Promise.all([1, 2, 3, 4].map((pick) =>
      world.urn.cast(voter, slug, { picks: [pick], replaces: last.revision, castId: castId() })))
    const won = tabs.filter((outcome) => outcome.ok)
    t.equal(won.length, 1)
    last = must(won[0]!)
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  t.equal((await openAndRead(world, slug, shares))[0]?.tracker, last.tracker)
})

t.test('a ballot that the database refuses fails none of those that it came with', async (t) => {
  const { world, round } = await votingWorld(t)
  const group = createGroupCommit({ keyOf: placeOf, wasRefused, commit: (ballots: readonly SealedBallot[]) => castOnline(world.db, ballots) })
  const ballot = (mark: Buffer): SealedBallot => ({ roundId: round.id, voterKey: randomBytes(32), mark, sealed: randomBytes(100), replaces: 0 })
  const answers = await Promise.allSettled(
    [...Array.from({ length: 40 }, () => randomBytes(32)), randomBytes(31), randomBytes(32)].map((mark) => group.put(ballot(mark))))
  t.same(answers.flatMap(({ status }, i) => (status === 'rejected' ? [i] : [])), [40], 'the one with a cut mark')
  t.ok(answers.every((answer) => answer.status === 'rejected' || answer.value?.revision === 1), 'all others are in')
  const { ballots } = await world.db.selectFrom('sealed_ballot').select((eb) => eb.fn.countAll<number>().as('ballots')).executeTakeFirstOrThrow()
  t.equal(ballots, 41)
})

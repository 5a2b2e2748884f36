import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Operation } from './history.ts'

/** Somebody who votes: through their own session, and perhaps also at a desk. */
export type Voter = { readonly person: number; readonly hetu: string; readonly cookie: string }

export type Polls = {
  readonly slug: string
  readonly numbers: readonly number[]
  readonly origin: string
  readonly clerk: string
  readonly doors: () => string
  readonly random: () => number
  readonly history: Operation[]
  readonly isOver: () => boolean
}

type Answer = { readonly status: number; readonly body: Record<string, unknown> } | null

/** How soon somebody gives up waiting: now and then long before the answer can be there, as when a train enters a tunnel. */
function patience(random: () => number): number {
  return random() < 0.15 ? random() * 40 : 8_000
}

async function ask(polls: Polls, method: string, path: string, cookie: string, body?: object): Promise<Answer> {
  try {
    const response = await fetch(`${polls.doors()}${path}`, {
      method, signal: AbortSignal.timeout(Math.ceil(patience(polls.random))),
      headers: { origin: polls.origin, cookie, ...body === undefined ? {} : { 'content-type': 'application/json' } },
      ...body === undefined ? {} : { body: JSON.stringify(body) },
    })
    return { status: response.status, body: await response.json() as Record<string, unknown> }
  } catch {
    return null
  }
}

type Ballot = Pick<Operation, 'person' | 'channel' | 'castId' | 'picks' | 'replaces'>

/** Sends one ballot once and writes down what came of it. */
export async function send(polls: Polls, voter: Voter, ballot: Ballot): Promise<Operation> {
  const invokedAt = Date.now()
  const { picks, castId, replaces } = ballot
  const answer = ballot.channel === 'online'
    ? await ask(polls, 'POST', `/api/rounds/${polls.slug}/my-ballot`, voter.cookie, { picks, castId, replaces })
    : await ask(polls, 'POST', `/api/rounds/${polls.slug}/desk/ballots`, polls.clerk, {
      hetu: voter.hetu, picks, castId, replaces, residence: 'declaration', ...replaces > 0 ? { correctionReason: 'Kirjattu väärin' } : {},
    })
  const operation = { ...ballot, invokedAt, ...outcomeOf(answer) }
  polls.history.push(operation)
  return operation
}

function outcomeOf(answer: Answer): Pick<Operation, 'outcome' | 'receipt' | 'code'> {
  // A server error tells nothing about what the database did before it, and a session that ran out nothing at all.
  if (answer === null || answer.status >= 500 || answer.status === 401) return { outcome: 'unknown' }
  const { body, status } = answer
  if (status >= 400) return { outcome: 'refused', code: String(body['code']) }
  return { outcome: 'ok', receipt: { tracker: String(body['tracker']), revision: Number(body['revision']), again: status === 200 } }
}

/** One person on the day of the vote: votes, changes their mind, clicks twice, opens a second tab, tries the desk too. */
export async function vote(polls: Polls, voter: Voter): Promise<void> {
  const { random, numbers } = polls
  let revision = 0
  const ballot = (channel: Ballot['channel']): Ballot => ({
    person: voter.person, channel, castId: randomBytes(16).toString('hex'), replaces: revision,
    picks: numbers.filter(() => random() < 0.5).slice(0, 3).concat(numbers[0]!).filter((number, i, all) => all.indexOf(number) === i).slice(0, 3),
  })
  while (!polls.isOver()) {
    await sleep(random() * 400)
    const first = ballot(random() < 0.15 ? 'paper' : 'online')
    const chance = random()
    const wishes = chance < 0.2 ? [first, first]
      : chance < 0.4 ? [first, ballot(random() < 0.3 ? 'paper' : 'online')] : [first]
    const done = await Promise.all(wishes.map((wish) => send(polls, voter, wish)))
    for (let operation of done) {
      for (let tries = 0; operation.outcome === 'unknown' && tries < 3 && !polls.isOver(); tries++) {
        await sleep(100 + random() * 300)
        operation = await send(polls, voter, operation)
      }
      if (operation.receipt !== undefined) revision = Math.max(revision, operation.receipt.revision)
    }
    if (done.some(({ code }) => code === 'ballot_changed')) {
      const standing = await ask(polls, 'GET', `/api/rounds/${polls.slug}/my-ballot`, voter.cookie)
      const found = standing?.body['ballot'] as { revision?: number } | null | undefined
      revision = found?.revision ?? revision
    }
  }
}

/**
 * After the closing everybody asks once more for the receipts that never came. No row changes any more, so the answer is
 * final: the same cast id gets its receipt, or a refusal that says it is not in the urn.
 */
export async function settle(polls: Polls, voters: readonly Voter[]): Promise<void> {
  const calm: Polls = { ...polls, random: () => 0.5 }
  const answered = new Set(polls.history.filter(({ outcome }) => outcome !== 'unknown').map(({ castId }) => castId))
  const open = new Map(polls.history.filter(({ castId }) => !answered.has(castId)).map((each) => [each.castId, each]))
  for (const { person, channel, castId, picks, replaces } of open.values()) {
    await send(calm, voters.find((voter) => voter.person === person)!, { person, channel, castId, picks, replaces })
  }
}

import type { TallyBallot } from '../../src/tally/index.ts'

/** What somebody asked the service for, and what came of it. Times are this machine's, in milliseconds. */
export type Operation = {
  readonly person: number
  readonly channel: 'online' | 'paper'
  readonly castId: string
  readonly picks: readonly number[]
  /** The revision it takes the place of; 0 for a first ballot. */
  readonly replaces: number
  readonly invokedAt: number
  /** `unknown`: no answer came, so that the ballot may be in the urn or not. */
  readonly outcome: 'ok' | 'refused' | 'unknown'
  /** Of an `ok`: the receipt; `again` when the service says that it had this ballot already. */
  readonly receipt?: { readonly tracker: string; readonly revision: number; readonly again: boolean }
  /** Of a `refused`: the code. */
  readonly code?: string
}

export type Published = {
  readonly ballots: readonly TallyBallot[]
  readonly sealedCount: number
  readonly openedCount: number
  readonly unopenable: number
}

const samePicks = (a: readonly number[], b: readonly number[]): boolean =>
  [...a].sort((x, y) => x - y).join() === [...b].sort((x, y) => x - y).join()

/** What one person's operations allow in the count. `mayBeOther`: an unanswered ballot may have taken the last one's place. */
type Expectation = {
  readonly person: number
  readonly last: { readonly tracker: string; readonly picks: readonly number[] } | null
  readonly others: readonly string[]
  readonly mayBeOther: boolean
}

function expectationOf(person: number, operations: readonly Operation[], violations: string[]): Expectation {
  const byTracker = new Map<string, Operation>()
  const byRevision = new Map<number, string>()
  for (const operation of operations) {
    if (operation.outcome !== 'ok' || operation.receipt === undefined) continue
    const { tracker, revision } = operation.receipt
    const before = byRevision.get(revision)
    if (before !== undefined && before !== tracker) {
      violations.push(`person ${person} has two receipts for revision ${revision}: ${before} and ${tracker}`)
    }
    byRevision.set(revision, tracker)
    byTracker.set(tracker, operation)
  }
  const lastRevision = Math.max(0, ...byRevision.keys())
  const answered = new Set(operations.filter(({ outcome }) => outcome !== 'unknown').map(({ castId }) => castId))
  const mayBeOther = operations.some(({ outcome, castId, replaces }) =>
    outcome === 'unknown' && !answered.has(castId) && replaces >= lastRevision)
  const tracker = byRevision.get(lastRevision)
  return {
    person, mayBeOther,
    last: tracker === undefined ? null : { tracker, picks: byTracker.get(tracker)!.picks },
    others: [...byTracker.keys()].filter((other) => other !== tracker),
  }
}

/**
 * Whether what was published can come from what people did, in the manner of Jepsen's `set-full`: every acknowledged
 * ballot is in the count exactly once with its last acknowledged picks, a person counts at most once over all channels,
 * refused ballots never count, unanswered ones count once or not at all, and nothing is there that nobody cast.
 * Returns every violation in words; none when all is well. Source: Jepsen's checker `set-full`, jepsen.io.
 */
export function violationsOf(operations: readonly Operation[], published: Published, closedAt: number): string[] {
  const violations: string[] = []
  const { ballots, sealedCount, openedCount, unopenable } = published
  const byTracker = new Map(ballots.map((ballot) => [ballot.tracker, ballot]))
  if (byTracker.size !== ballots.length) violations.push('a tracker is published twice')
  if (openedCount + unopenable !== sealedCount) violations.push(`${sealedCount} sealed, but ${openedCount} opened and ${unopenable} named`)
  if (unopenable > 0) violations.push(`${unopenable} ballots could not be opened`)
  if (openedCount !== ballots.length) violations.push(`${openedCount} opened, but ${ballots.length} published`)

  for (const { outcome, receipt, invokedAt, person } of operations) {
    if (outcome === 'ok' && receipt?.again === false && invokedAt > closedAt) {
      violations.push(`person ${person} cast ${receipt.tracker} after the closing`)
    }
  }

  const unclaimed = new Set(byTracker.keys())
  let mayBeUnclaimed = 0
  for (const person of new Set(operations.map((operation) => operation.person))) {
    const { last, others, mayBeOther } = expectationOf(person, operations.filter((each) => each.person === person), violations)
    for (const tracker of others) {
      if (byTracker.has(tracker)) violations.push(`person ${person}: ${tracker} counts although another took its place`)
    }
    const found = last === null ? undefined : byTracker.get(last.tracker)
    if (last !== null && found === undefined && !mayBeOther) violations.push(`person ${person}: ${last.tracker} was acknowledged and is lost`)
    if (last !== null && found !== undefined) {
      unclaimed.delete(last.tracker)
      if (!samePicks(found.picks, last.picks)) violations.push(`person ${person}: ${last.tracker} counts with other picks`)
    } else if (mayBeOther) mayBeUnclaimed += 1
  }
  if (unclaimed.size > mayBeUnclaimed) {
    violations.push(`${unclaimed.size} ballots are published that nobody has a receipt for; ${mayBeUnclaimed} may be`)
  }
  return violations
}

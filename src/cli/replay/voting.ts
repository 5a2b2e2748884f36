import { randomBytes } from 'node:crypto'
import { artificialHetu } from '../people.ts'
import { AnswerError, type Client, type Member } from './client.ts'
import type { PlannedBallot } from './plan.ts'

/** What the service answered to a ballot that it took. */
export type CastBallot = PlannedBallot & { readonly tracker: string; readonly sealedSha256: string }
export type RefusedBallot = { readonly line: number; readonly why: string }

export type Voting = {
  readonly cast: readonly CastBallot[]
  readonly refused: readonly RefusedBallot[]
  readonly signIns: number
  readonly signInSeconds: number
  readonly castSeconds: number
}

/** So many sign in before their ballots are cast: each part can be timed, and no session grows old. */
const BLOCK = 1_000

/** Works on all items, so many at a time, and answers how many seconds it took. */
async function inParallel<T>(
  items: readonly T[], concurrency: number, work: (item: T) => Promise<void>,
): Promise<number> {
  const started = performance.now()
  let next = 0
  async function worker(): Promise<void> {
    while (next < items.length) await work(items[next++]!)
  }
  await Promise.all(Array.from({ length: Math.min(concurrency, items.length) }, worker))
  return (performance.now() - started) / 1000
}

/**
 * Casts every ballot by a person of its own: online after their own sign-in, on paper by the clerk. A ballot that the
 * service refuses is told by its line; anything else that goes wrong ends the replay.
 */
export async function voteAll(
  { client, clerk, path }: { client: Client; clerk: Member; path: string },
  ballots: readonly PlannedBallot[], concurrency: number, onBallot: () => void,
): Promise<Voting> {
  const cast: CastBallot[] = []
  const refused: RefusedBallot[] = []
  const seconds = { signIn: 0, cast: 0 }
  let signIns = 0

  async function castOne(ballot: PlannedBallot, cookie: string | undefined): Promise<void> {
    const vote = { picks: ballot.picks, castId: randomBytes(16).toString('hex') }
    try {
      const receipt = cookie === undefined
        ? await clerk.cast<CastBallot>(`${path}/desk/ballots`,
          { ...vote, hetu: artificialHetu(ballot.person), residence: 'declaration' } as typeof vote)
        : await client.castAs<CastBallot>(cookie, `${path}/my-ballot`, vote)
      cast.push({ ...ballot, tracker: receipt.tracker, sealedSha256: receipt.sealedSha256 })
    } catch (error) {
      if (!(error instanceof AnswerError)) throw error
      refused.push({ line: ballot.line, why: `${error.status} ${error.code}` })
    }
    onBallot()
  }

  for (let from = 0; from < ballots.length; from += BLOCK) {
    const block = ballots.slice(from, from + BLOCK)
    const cookies = new Map<number, string>()
    const online = block.filter(({ paper }) => !paper)
    seconds.signIn += await inParallel(online, concurrency, async ({ person }) => {
      cookies.set(person, await client.signIn({ hetu: artificialHetu(person) }))
    })
    signIns += online.length
    seconds.cast += await inParallel(block, concurrency, (ballot) => castOne(ballot, cookies.get(ballot.person)))
  }
  return { cast, refused, signIns, signInSeconds: seconds.signIn, castSeconds: seconds.cast }
}

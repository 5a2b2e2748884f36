import { randomBytes } from 'node:crypto'
import t from 'tap'
import { CLERK, person, residentHeaders, staffHeaders, votingWorld } from '../support/index.ts'
import { chanceLimit } from './adversary.ts'

/** Each as a voter could pick: nothing is none of them where a round asks for one at least. */
const PICKS = [[1], [5], [1, 2], [4, 5], [1, 2, 3], [3, 4, 5]]
const EACH = 12

type Seen = { readonly picks: number; readonly bytes: number }

/** Guesses from its length how many picks an answer is for, having learnt from every second one. Tells how many guesses were right. */
function guessed(votes: readonly Seen[]): { right: number; of: number } {
  const known = votes.filter((_, index) => index % 2 === 0)
  const others = votes.filter((_, index) => index % 2 === 1)
  const right = others.filter((vote) => {
    const nearest = known.toSorted((a, b) => Math.abs(a.bytes - vote.bytes) - Math.abs(b.bytes - vote.bytes))[0]!
    return nearest.picks === vote.picks
  })
  return { right: right.length, of: others.length }
}

t.test('who sees how long an answer is learns nothing about the picks', async (t) => {
  const { world, slug } = await votingWorld(t)
  const clerk = await staffHeaders(world, CLERK)
  const votes: Record<'online' | 'paper' | 'receipt', Seen[]> = { online: [], paper: [], receipt: [] }
  const ask = async (kind: keyof typeof votes, picks: readonly number[], request: object): Promise<void> => {
    const { statusCode, headers, rawPayload } = await world.app.inject(request)
    if (statusCode >= 300) t.fail(`${kind}: ${rawPayload}`)
    const { 'x-request-id': _, date: __, ...told } = headers
    votes[kind].push({ picks: picks.length, bytes: rawPayload.length + JSON.stringify(told).length })
  }
  // Which of them votes on paper has nothing to do with the picks.
  for (const [voter, picks] of Array.from({ length: EACH }, () => PICKS).flat().entries()) {
    const castId = randomBytes(16).toString('hex')
    const body = { picks, castId, replaces: 0 }
    const headers = await residentHeaders(world, voter)
    if (voter % 5 === 3) {
      const payload = { ...body, hetu: person(voter).hetu, residence: 'register', correctionReason: null }
      await ask('paper', picks, { method: 'POST', url: `/api/rounds/${slug}/desk/ballots`, headers: clerk, payload })
    } else {
      await ask('online', picks, { method: 'POST', url: `/api/rounds/${slug}/my-ballot`, headers, payload: body })
      await ask('receipt', picks, { method: 'GET', url: `/api/rounds/${slug}/my-ballot`, headers })
    }
  }
  for (const [kind, seen] of Object.entries(votes)) {
    t.ok(new Set(seen.map(({ picks }) => picks)).size === 3 && seen.length > 10, `${seen.length} answers of the kind ${kind}`)
    t.equal(new Set(seen.map(({ bytes }) => bytes)).size, 1, `${kind}: one length whatever was picked`)
  }
  // The guess itself has to be one that would see a difference.
  const telling = votes.online.map((seen) => ({ ...seen, bytes: seen.bytes + seen.picks * 2 }))
  const caught = guessed(telling)
  t.ok(caught.right > chanceLimit(caught.of, 1 / 3), 'answers that tell the picks would be caught')
})

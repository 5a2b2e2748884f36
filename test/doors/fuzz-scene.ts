import { randomBytes } from 'node:crypto'
import { castBallots } from '../cli/round.ts'
import {
  type World, KEY_HOLDER, makeProposals, MANAGER, MODERATOR, must, resident, roundRequest, votingRound,
} from '../support/index.ts'

/** What a generated request may name: rounds in every phase, the ideas in them, and the shares of those that have keys. */
export type Scene = { readonly slugs: readonly string[]; readonly ideaIds: readonly number[]; readonly shares: Readonly<Record<string, readonly string[]>> }

const HOUR_MS = 3_600_000

/** Rounds in ideas, review, voting, counting (unopened, opened and counted) and result. Those of earlier scenes stay as they are. */
export async function makeScene(world: World): Promise<Scene> {
  const name = randomBytes(3).toString('hex')
  const at = (hours: number): string => new Date(Date.now() + hours * HOUR_MS).toISOString()
  const slugOf = (phase: string): string => `${phase}-${name}`
  const ideas = slugOf('ideat')
  must(await world.rounds.create(MANAGER, roundRequest({
    slug: ideas, ideasCloseAt: at(1), votingOpenAt: at(2), votingCloseAt: at(3), paperUntil: at(4),
  })))
  const ideaIds: number[] = []
  for (const author of [1, 1, 2]) {
    ideaIds.push(must(await world.ideas.submit(await resident(world, author), ideas, {
      title: 'Penkkejä rantaraitille', body: 'Rantaraitilla ei ole paikkaa, johon istahtaa.', theme: 'muu', language: 'fi',
    })).id)
  }
  must(await world.moderation.decide(MODERATOR, ideaIds[2]!, { kind: 'accept', seq: 0 }))
  const review = slugOf('valmis')
  must(await world.rounds.create(MANAGER, roundRequest({ slug: review, kind: 'rehearsal', votingOpenAt: at(1), votingCloseAt: at(2), paperUntil: at(3) })))
  await makeProposals(world, review, [20_000, 10_000])

  const shares: Record<string, readonly string[]> = {}
  for (const phase of ['aani', 'paatos', 'avattu', 'tulos']) {
    const slug = slugOf(phase)
    shares[slug] = (await votingRound(world, { slug }, [20_000, 10_000])).shares
    await castBallots(world, slug, [[1], [2], [1, 2]])
    if (phase !== 'aani') must(await world.rounds.endRehearsal(MANAGER, slug))
    if (phase === 'avattu' || phase === 'tulos') must(await world.tally.openUrn(KEY_HOLDER, slug, shares[slug]!.slice(1)))
    if (phase === 'tulos') {
      must(await world.tally.run(KEY_HOLDER, slug))
      must(await world.tally.publish(MANAGER, slug))
    }
  }
  return { slugs: [ideas, review, ...Object.keys(shares)], ideaIds, shares }
}

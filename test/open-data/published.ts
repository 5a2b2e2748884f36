import { randomBytes } from 'node:crypto'
import { KEY_HOLDER, MANAGER, must, resident, votingRound, type World } from '../support/index.ts'

/** A rehearsal voted on, ended, opened and counted, but not yet published. */
export async function countedRound(world: World, slug: string, ballots: readonly (readonly number[])[]) {
  const round = await votingRound(world, { slug })
  for (const [i, picks] of ballots.entries()) {
    must(await world.urn.cast(await resident(world, i), slug,
      { picks, replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, round.shares.slice(1)))
  must(await world.tally.run(MANAGER, slug))
  return round
}

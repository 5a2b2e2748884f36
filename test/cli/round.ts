import { randomBytes } from 'node:crypto'
import { KEY_HOLDER, MANAGER, must, resident, type World } from '../support/index.ts'

/** One ballot for each list of picks, each by a person of its own. */
export async function castBallots(world: World, slug: string, ballots: readonly number[][]): Promise<void> {
  for (const [i, picks] of ballots.entries()) {
    must(await world.urn.cast(await resident(world, i), slug, { picks, castId: randomBytes(16).toString('hex'), replaces: 0 }))
  }
}

/** Ends the voting of a rehearsal, opens the urn, counts and publishes. */
export async function finishRound(world: World, slug: string, shares: readonly string[]): Promise<void> {
  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, [shares[0]!, shares[1]!]))
  must(await world.tally.run(KEY_HOLDER, slug))
  must(await world.tally.publish(MANAGER, slug))
}

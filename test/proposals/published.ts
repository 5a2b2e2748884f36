import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import {
  holdCeremony, KEY_HOLDER, MANAGER, MODERATOR, must, person, resident, roundRequest, type World,
} from '../support/index.ts'

/**
 * A round with a published result: proposals 1 and 2 are carried out, 3 did not fit. The author of the idea behind
 * proposal 1 left an address. With `rollOf` so many people are on the roll of voters; without `publish` it is counted.
 */
export async function publishedRound(world: World, slug = 'koe', { rollOf = 0, publish = true } = {}): Promise<string> {
  must(await world.rounds.create(MANAGER, roundRequest({ slug, kind: 'rehearsal' })))
  const costs = [20_000, 25_000, 30_000]
  for (const [i, eur] of costs.entries()) {
    const idea = must(await world.ideas.enter(MODERATOR, slug, {
      source: 'workshop', title: `Idea ${i + 1} kaupunkiin`, body: 'Tästä olisi iloa kaikille kaupunkilaisille.', theme: 'muu',
      language: 'sv', ...(i === 0 ? { contactEmail: 'aino@example.org' } : {}),
    }))
    must(await world.moderation.decide(MODERATOR, idea.id, { kind: 'accept', seq: 0 }))
    must(await world.proposals.create(MODERATOR, slug, {
      ideaIds: [idea.id], title: { fi: `Ehdotus ${i + 1}`, sv: `Förslag ${i + 1}` }, summary: { fi: 'Kuvaus.' },
      costMinCents: eur * 100, costMaxCents: eur * 100,
    }))
  }
  must(await world.proposals.confirm(MANAGER, slug))
  const shares = await holdCeremony(world, slug)
  if (rollOf > 0) {
    // A roll comes before the voting, and both the service and the database see to that.
    world.clock.set(Date.now() - 2 * 60 * 60 * 1000)
    await sql`alter table roll disable trigger user`.execute(world.db)
    must(await world.urn.importRoll(MANAGER, slug, Array.from({ length: rollOf }, (_, i) => person(i).hetu)))
    await sql`alter table roll enable trigger user`.execute(world.db)
    world.clock.reset()
  }
  for (const [i, picks] of [[1, 2], [1, 2, 3], [1]].entries()) {
    must(await world.urn.cast(await resident(world, i), slug, { picks, replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1)))
  must(await world.tally.run(MANAGER, slug))
  if (publish) must(await world.tally.publish(MANAGER, slug))
  return slug
}

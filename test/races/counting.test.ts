import { randomBytes } from 'node:crypto'
import t from 'tap'
import {
  KEY_HOLDER, makeProposals, MANAGER, must, resident, roundRequest, testWorld, votingWorld,
} from '../support/index.ts'

t.test('two openings, two counts and two publications at once end in one', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 30 })
  for (let i = 0; i < 20; i++) {
    must(await world.urn.cast(await resident(world, i), slug,
      { picks: [1 + (i % 5)], replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const pairs = [[0, 1], [1, 2], [2, 0], [0, 1]] as const

  const openings = await Promise.all(pairs.map(([a, b]) => world.tally.openUrn(KEY_HOLDER, slug, [shares[a]!, shares[b]!])))
  t.same(openings.map((outcome) => outcome.ok ? 'opened' : outcome.refusal.code).sort(),
    ['already_opened', 'already_opened', 'already_opened', 'opened'])
  t.equal((await world.db.selectFrom('ballot').selectAll().execute()).length, 20)

  const counts = await Promise.all(pairs.map(() => world.tally.run(MANAGER, slug)))
  t.same(counts.map((outcome) => outcome.ok ? 'counted' : outcome.refusal.code).sort(),
    ['already_counted', 'already_counted', 'already_counted', 'counted'])

  const publications = await Promise.all(pairs.map(() => world.tally.publish(MANAGER, slug)))
  t.same(publications.map((outcome) => outcome.ok ? 'published' : outcome.refusal.code).sort(),
    ['already_published', 'already_published', 'already_published', 'published'])
  t.match(await world.audit.verify(), { ok: true })
})

t.test('ceremonies at once end in one pair of keys, and its files are the ones that stay', async (t) => {
  const world = await testWorld(t, { poolMax: 30 })
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest({ kind: 'rehearsal' })))
  await makeProposals(world, slug, [10_000, 5_000])
  must(await world.proposals.confirm(MANAGER, slug))
  const ceremonies = await Promise.all([1, 2, 3, 4].map(() => world.urn.makeKeys(KEY_HOLDER, slug, { holders: ['A', 'B', 'C'] })))
  const made = ceremonies.filter((outcome) => outcome.ok)
  t.equal(made.length, 1)
  const shares = must(made[0]!).shares.map(({ share }) => share)
  const proofs = await Promise.all([shares[0]!, shares[1]!, shares[2]!, shares[0]!].map(async (share) =>
    must(await world.urn.proveShare(KEY_HOLDER, slug, share))))
  t.ok(proofs.some(({ ready }) => !ready) && proofs.some(({ ready }) => ready), 'two different shares end it')
  t.equal((await world.audit.ofRound((await world.rounds.bySlug(slug)).id, 'keys_proved')).length, 1, 'and it ends once')
  must(await world.urn.cast(await resident(world, 1), slug, { picks: [1], replaces: 0, castId: randomBytes(16).toString('hex') }))
  must(await world.rounds.endRehearsal(MANAGER, slug))
  t.match(must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(1))), { openedCount: 1 })
})

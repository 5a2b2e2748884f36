import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { done } from '../../src/kernel/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import * as store from '../../src/tally/store.ts'
import { newKeys, seal } from '../../src/urn/sealing.ts'
import {
  fault, holdCeremony, KEY_HOLDER, makeProposals, MANAGER, must, resident, roundRequest, testWorld, type VotingRound,
  votingRound, votingWorld, type World,
} from '../support/index.ts'

const refused = (code: string) => ({ ok: false, refusal: { code } })

/** Casts one ballot a person and returns their trackers. */
async function castAll(world: World, slug: string, ballots: readonly number[][], from = 0): Promise<string[]> {
  return Promise.all(ballots.map(async (picks, i) => must(await world.urn.cast(await resident(world, from + i), slug, {
    picks, replaces: 0, castId: randomBytes(16).toString('hex'),
  })).tracker))
}

async function end(world: World, { slug }: VotingRound): Promise<void> {
  must(await world.rounds.endRehearsal(MANAGER, slug))
}

t.test('from the urn to the published result', async (t) => {
  const { world, ...round } = await votingWorld(t)
  const { slug, shares } = round
  const picks = [[1, 2, 3], [1, 2], [1], [4, 5], [2, 4]]
  const trackers = await castAll(world, slug, picks)

  t.match(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)), refused('voting_not_ended'),
    'the urn stays shut while voting is open')
  t.match(await world.tally.run(MANAGER, slug), refused('not_opened'))
  await end(world, round)

  await t.rejects(world.tally.openUrn(KEY_HOLDER, slug, [shares[0]!, shares[0]!]), fault('shares.1', 'same_share_twice'))
  t.equal((await world.db.selectFrom('ballot').selectAll().execute()).length, 0, 'one share opens nothing')
  t.match((await world.audit.page(Number.MAX_SAFE_INTEGER, 1))[0], { kind: 'opening_refused' }, 'the chain tells of the try')

  const report = must(await world.tally.openUrn(KEY_HOLDER, slug, [shares[2]!, shares[0]!]))
  t.same(report, { sealedCount: 5, openedCount: 5, unopenable: [] }, 'sealed in = opened')
  t.match(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)), refused('already_opened'))

  const opened = await world.db.selectFrom('ballot').select(['tracker', 'picks']).execute()
  const expected = trackers.map((tracker, i) => ({ tracker, picks: picks[i]! })).sort((a, b) => a.tracker < b.tracker ? -1 : 1)
  t.same(opened, expected, 'each voter’s tracker stands beside their picks, in the order of the trackers')

  t.match(await world.tally.publish(MANAGER, slug), refused('not_counted'))
  const result = must(await world.tally.run(MANAGER, slug))
  t.match(result, { voters: 5, votes: 10, ballots: 5, spentCents: 4_800_000 })
  t.same(result.rows.map((row) => [row.rank, row.number, row.votes, row.outcome]), [
    [1, 2, 3, 'carried_out'], [1, 1, 3, 'carried_out'], [3, 4, 2, 'carried_out'], [4, 5, 1, 'carried_out'],
    [4, 3, 1, 'did_not_fit'],
  ], 'by votes, equal votes by lower cost, skipping what does not fit')
  t.match(await world.tally.run(MANAGER, slug), refused('already_counted'))

  await t.rejects(world.tally.published(slug), { code: 'not_found' } as unknown as Error, 'nothing is public before publication')
  must(await world.tally.publish(MANAGER, slug))
  t.match(await world.tally.publish(MANAGER, slug), refused('already_published'))
  t.equal((await world.tally.publishedBallots(slug)).length, 5)
  t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), 'result')
})

t.test('an urn that differs from its list is not opened', async (t) => {
  const world = await testWorld(t)
  const kinds = {
    dropped: sql`delete from sealed_ballot where voter_key = (select min(voter_key) from sealed_ballot)`,
    swapped: sql`update sealed_ballot set sealed = overlay(sealed placing '\\x00'::bytea from 5 for 1)
      where voter_key = (select min(voter_key) from sealed_ballot)`,
  }
  let index = 0
  for (const [kind, change] of Object.entries(kinds)) {
    const round = await votingRound(world, { slug: `urn-${kind}` })
    await castAll(world, round.slug, [[1], [2], [3]], 10 * ++index)
    await end(world, round)
    await world.urn.storeDueUrnLists(MANAGER)
    await change.execute(world.db)
    t.match(await world.tally.openUrn(KEY_HOLDER, round.slug, round.shares.slice(0, 2)), refused('urn_differs_from_list'), kind)
    t.equal((await world.db.selectFrom('opening').selectAll().execute()).length, 0, 'nothing was opened')
    t.match((await world.audit.page(Number.MAX_SAFE_INTEGER, 1))[0], { kind: 'opening_refused' }, 'the chain tells of it')
    t.match(world.alarms.at(-1), /differs from its list/, 'and an operator is told')
    await t.rejects(sql`delete from urn_list`.execute(world.db), /append-only/, 'a new list cannot take the place of the first')
    await sql`alter table urn_list disable trigger user`.execute(world.db)
    await sql`delete from urn_list where round_id = ${round.round.id}`.execute(world.db)
    await sql`alter table urn_list enable trigger user`.execute(world.db)
    t.match(await world.tally.openUrn(KEY_HOLDER, round.slug, round.shares.slice(0, 2)), refused('urn_differs_from_list'),
      'and one that was made anew by force is not the one that the chain knows')
    await sql`delete from sealed_ballot`.execute(world.db)
  }
})

t.test('a ballot that cannot be opened is named and its voter still counts', async (t) => {
  const { world, ...round } = await votingWorld(t)
  await castAll(world, round.slug, [[1], [2]])
  // Somebody with the database in their hands puts in what no casting would: a foreign seal, and a foreign round's ballot.
  const key = must(await world.urn.openPaper(round.slug)).publicKey
  const ballot = { tracker: '0'.repeat(16), picks: [1] }
  const forged = [
    seal(ballot, { ...round.round, publicKey: newKeys().publicKey }),
    seal(ballot, { ...round.round, id: '00000000-0000-4000-8000-000000000000', publicKey: key }),
  ]
  for (const sealed of forged) {
    await sql`insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
      values (${round.round.id}, ${randomBytes(32)}, 'online', 1, ${randomBytes(32)}, ${sealed}, current_date)`.execute(world.db)
  }
  await end(world, round)
  const report = must(await world.tally.openUrn(KEY_HOLDER, round.slug, round.shares.slice(0, 2)))
  t.match(report, { sealedCount: 4, openedCount: 2 })
  t.same(report.unopenable.map(({ reason }) => reason).sort(), ['not_sealed_to_this_key', 'of_another_round'])
  t.match(must(await world.tally.run(MANAGER, round.slug)), { voters: 4, ballots: 2 })
})

t.test('more ballots than a statement has parameters may fail to open', async (t) => {
  const world = await testWorld(t)
  const { id } = must(await world.rounds.create(MANAGER, roundRequest()))
  const unopenable = Array.from({ length: 22_000 }, (_, i) => {
    const sealedSha256 = Buffer.alloc(32)
    sealedSha256.writeUInt32BE(i)
    return { sealedSha256, reason: 'not_a_ballot' } as const
  })
  must(await transact(world.db, async (tx) => {
    await store.insertOpening(tx, { roundId: id, sealedCount: 22_000, openedCount: 0, at: new Date() })
    await store.insertUnopenable(tx, id, unopenable)
    return done()
  }))
  t.same(await store.unopenable(world.db, id), unopenable)
})

t.test('the voting of a real round opens once its rehearsal was counted', async (t) => {
  const world = await testWorld(t)
  const { slug } = must(await world.rounds.create(MANAGER, roundRequest()))
  await makeProposals(world, slug, [10_000, 5_000])
  must(await world.proposals.confirm(MANAGER, slug))
  await holdCeremony(world, slug)
  t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), 'review', 'without a rehearsal it stays in review')

  const rehearsal = await votingRound(world, { slug: 'harjoitus', rehearsalOf: slug })
  await castAll(world, rehearsal.slug, [[1], [2]])
  t.equal(await world.tally.comparisonForStaff(slug), null, 'there is no past round to compare on')
  await end(world, rehearsal)
  must(await world.tally.openUrn(KEY_HOLDER, rehearsal.slug, rehearsal.shares.slice(0, 2)))
  t.equal(await world.tally.comparisonForStaff(rehearsal.slug), null, 'a rehearsal is compared once it is counted')
  must(await world.tally.run(MANAGER, rehearsal.slug))
  t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), 'voting')

  t.match(await world.tally.comparisonForStaff(rehearsal.slug), {
    round: { slug: rehearsal.slug }, comparison: { validBallots: 2, alternatives: [{ rule: 'greedy', isOwn: true }] },
  }, 'staff may compare the rules on a rehearsal')
  await t.rejects(world.tally.comparison(rehearsal.slug), { code: 'not_found' } as unknown as Error, 'and the public only on what is published')
  t.equal(await world.tally.comparisonForStaff(slug), null, 'of a real round nobody may before its result is out')

  const { rehearsedAt } = await world.rounds.bySlug(slug)
  const second = await votingRound(world, { slug: 'harjoitus-2', rehearsalOf: slug })
  await end(world, second)
  must(await world.tally.openUrn(KEY_HOLDER, second.slug, second.shares.slice(0, 2)))
  must(await world.tally.run(MANAGER, second.slug))
  t.same((await world.rounds.bySlug(slug)).rehearsedAt, rehearsedAt, 'and no later rehearsal, which may come after the closing, changes when')
  await t.rejects(sql`update round set rehearsed_at = now() where slug = ${slug}`.execute(world.db), /was rehearsed when its first/)
})

t.test('what is counted are the ballots of the urn: none that was put beside them, and all of them', async (t) => {
  const { world, ...voting } = await votingWorld(t)
  await castAll(world, voting.slug, [[1], [1], [2]])
  await end(world, voting)
  const put = () => sql`insert into ballot (round_id, tracker, picks) values (${voting.round.id}, '0000000000000000', '{2}')`.execute(world.db)
  const take = (tracker: string) => world.db.transaction().execute(async (tx) => {
    await sql`alter table ballot disable trigger user`.execute(tx)
    await sql`delete from ballot where tracker = ${tracker}`.execute(tx)
    await sql`alter table ballot enable trigger user`.execute(tx)
  })
  const open = () => world.tally.openUrn(KEY_HOLDER, voting.slug, voting.shares.slice(0, 2))
  await put()
  await t.rejects(open(), /come out of its urn alone/)
  await take('0000000000000000')
  must(await open())
  await put()
  await t.rejects(world.tally.run(MANAGER, voting.slug), /there are 4 ballots from 3 voters/)
  await take('0000000000000000')
  const { tracker } = await world.db.selectFrom('ballot').select('tracker').executeTakeFirstOrThrow()
  await take(tracker)
  await t.rejects(world.tally.run(MANAGER, voting.slug), /3 ballots were opened, and 2 are there to count/)
})

import { sql } from 'kysely'
import t from 'tap'
import {
  fault, holdCeremony, makeProposals, MANAGER, must, roundRequest, testWorld, votingWorld, type World,
} from '../support/index.ts'

const refused = (code: string) => ({ ok: false, refusal: { code } })
const HOUR = 3_600_000
const at = (ms: number): string => new Date(Date.now() + ms).toISOString()
const eventsOf = async (world: World, kind: string) =>
  (await world.audit.page(Number.MAX_SAFE_INTEGER, 200)).filter((event) => event.kind === kind)

t.test('creating a round', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { rounds } = world

  await t.test('it stands as it was asked for, and the chain says who made it', async (t) => {
    const made = must(await rounds.create(MANAGER, roundRequest()))
    t.match(made,
      { slug: 'osbu-2026', kind: 'regular', envelopeCents: 5_000_000, ageCutoff: '2026-12-31', keysReadyAt: null })
    t.same(await rounds.bySlug('osbu-2026'), made)
    t.match(await eventsOf(world, 'round_created'),
      [{ actor: 'manager', roundId: made.id, body: /"slug":"osbu-2026"/ }])
  })

  await t.test('a name is taken once, whoever is faster', async (t) => {
    t.match(await rounds.create(MANAGER, roundRequest()),
      { ok: false, refusal: { code: 'slug_taken', details: { slug: 'osbu-2026' } } })
    const both = await Promise.all([1, 2, 3, 4].map(() => rounds.create(MANAGER, roundRequest({ slug: 'race' }))))
    t.equal(both.filter((outcome) => outcome.ok).length, 1)
    t.equal((await eventsOf(world, 'round_created')).length, 2, 'a refusal leaves no event')
  })

  await t.test('paper has two hours more unless told', async (t) => {
    const { paperUntil: _, ...request } = roundRequest({ slug: 'grace' })
    const made = must(await rounds.create(MANAGER, request))
    t.equal(made.paperUntil.getTime() - made.votingCloseAt.getTime(), 2 * HOUR)
  })

  await t.test('what does not fit together is named by its field', async (t) => {
    const wrong = async (change: object, field: string, code: string): Promise<void> => {
      await t.rejects(rounds.create(MANAGER, roundRequest({ slug: 'wrong', ...change })), fault(field, code))
    }
    await wrong({ ideasCloseAt: at(-4 * HOUR) }, 'ideasCloseAt', 'out_of_order')
    await wrong({ votingOpenAt: at(-2.5 * HOUR) }, 'votingOpenAt', 'out_of_order')
    await wrong({ votingCloseAt: at(-2 * HOUR) }, 'votingCloseAt', 'out_of_order')
    await wrong({ paperUntil: at(0.5 * HOUR) }, 'paperUntil', 'out_of_order')
    await wrong({ votingCloseAt: at(366 * 24 * HOUR), paperUntil: at(367 * 24 * HOUR) }, 'votingCloseAt', 'lasts_too_long')
    await wrong({ paperUntil: at(366 * 24 * HOUR) }, 'paperUntil', 'lasts_too_long')
    await wrong({ picksMin: 3, picksMax: 2 }, 'picksMax', 'too_small')
    const theme = { slug: 'muu', name: { fi: 'muu' } }
    await wrong({ themes: [theme, theme] }, 'themes', 'repeated')
    await wrong({ rehearsalOf: 'osbu-2026' }, 'rehearsalOf', 'only_for_rehearsals')
    await wrong({ kind: 'rehearsal', rehearsalOf: 'nothing' }, 'rehearsalOf', 'unknown')
    must(await rounds.create(MANAGER, roundRequest({ slug: 'koe', kind: 'rehearsal', rehearsalOf: 'osbu-2026' })))
    await wrong({ kind: 'rehearsal', rehearsalOf: 'koe' }, 'rehearsalOf', 'unknown')
    await t.rejects(rounds.bySlug('wrong'), { code: 'not_found' })
  })

  await t.test('rules may change before voting, and the missing fields stay', async (t) => {
    const before = await rounds.bySlug('osbu-2026')
    const after = must(await rounds.change(MANAGER, 'osbu-2026', { envelopeCents: 6_000_000, tieRule: 'lot' }))
    t.same(after, { ...before, envelopeCents: 6_000_000, tieRule: 'lot' })
    t.match(await eventsOf(world, 'round_changed'), [{ body: '{"envelopeCents":6000000,"tieRule":"lot"}' }])
    await t.rejects(rounds.change(MANAGER, 'osbu-2026', { picksMin: 4 }), fault('picksMax', 'too_small'))
    await t.rejects(rounds.change(MANAGER, 'osbu-2026', { ideasCloseAt: at(-0.5 * HOUR) }),
      fault('votingOpenAt', 'out_of_order'))
    t.same(await rounds.bySlug('osbu-2026'), after)
    await t.rejects(rounds.change(MANAGER, 'nothing', {}), { code: 'not_found' })
  })

  await t.test('a round whose parts are missing neither ends nor moves', async (t) => {
    t.equal(rounds.phase(await rounds.bySlug('koe')), 'review', 'its time has come, but nothing is ready')
    t.match(await rounds.endRehearsal(MANAGER, 'koe'), refused('voting_not_open'))
    t.match(await rounds.moveClosing(MANAGER, 'koe', { votingCloseAt: at(9 * HOUR), reason: 'sähkökatko' }),
      refused('voting_not_open'))
  })
})

t.test('confirmed proposals were checked against the envelope and the fewest picks, so these stand with them',
  async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { slug } = must(await world.rounds.create(MANAGER,
    roundRequest({ votingOpenAt: at(HOUR), votingCloseAt: at(2 * HOUR) })))
  await makeProposals(world, slug, [20_000, 10_000])
  must(await world.proposals.confirm(MANAGER, slug))
  t.match(await world.rounds.change(MANAGER, slug, { envelopeCents: 4_000_000 }), refused('rules_frozen'))
  t.match(await world.rounds.change(MANAGER, slug, { picksMin: 2 }), refused('rules_frozen'))
  t.ok((await world.rounds.change(MANAGER, slug, { picksMax: 2 })).ok)
  must(await world.proposals.reopen(MANAGER, slug))
  t.ok((await world.rounds.change(MANAGER, slug, { envelopeCents: 4_000_000 })).ok)
})

t.test('a real round that is ready', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { rounds } = world
  const { slug, id } = must(await rounds.create(MANAGER,
    roundRequest({ votingOpenAt: at(HOUR), votingCloseAt: at(2 * HOUR) })))
  await makeProposals(world, slug, [20_000])
  await holdCeremony(world, slug)
  await sql`update round set rehearsed_at = now() where id = ${id}`.execute(world.db)
  t.ok((await rounds.change(MANAGER, slug, { votingOpenAt: at(-HOUR) })).ok, 'what lacks something may have its time in the past')
  t.ok((await rounds.change(MANAGER, slug, { votingOpenAt: at(HOUR) })).ok)
  must(await world.proposals.confirm(MANAGER, slug))
  const ready = await rounds.bySlug(slug)
  // The marks were made before the end that is tried below.
  world.clock.set(Date.now() + 60_000)

  await t.test('neither opens nor ends by a change of its times', async (t) => {
    await t.rejects(rounds.change(MANAGER, slug, { votingOpenAt: at(-HOUR), votingCloseAt: at(30_000) }), fault('votingCloseAt', 'at_once'))
    await t.rejects(rounds.change(MANAGER, slug, { votingOpenAt: at(-HOUR) }), fault('votingOpenAt', 'at_once'))
    await t.rejects(rounds.change(MANAGER, slug, { votingOpenAt: at(90_000) }), fault('votingOpenAt', 'at_once'), 'nor freezes')
    t.same(await rounds.bySlug(slug), ready)
    t.ok((await rounds.change(MANAGER, slug, { votingOpenAt: at(0.5 * HOUR) })).ok, 'an earlier time that is still to come is no slip')
  })

  await t.test('takes no more ideas until its proposals are taken back', async (t) => {
    t.match(await rounds.change(MANAGER, slug, { ideasCloseAt: at(0.25 * HOUR) }), refused('rules_frozen'))
    t.equal(rounds.phase(await rounds.bySlug(slug)), 'review')
    t.ok((await rounds.change(MANAGER, slug, { ideasCloseAt: at(-HOUR) })).ok, 'a later time that has passed opens nothing')
    must(await world.proposals.reopen(MANAGER, slug))
    t.ok((await rounds.change(MANAGER, slug, { ideasCloseAt: at(0.25 * HOUR) })).ok)
  })
})

t.test('once voting has opened', async (t) => {
  const { world, slug } = await votingWorld(t, { poolMax: 4 })
  const { rounds } = world
  const round = await rounds.bySlug(slug)
  t.equal(rounds.phase(round), 'voting')
  const raw = (assignment: string) =>
    sql`update round set ${sql.raw(assignment)} where slug = ${slug}`.execute(world.db)
  const RESTRICTED = { code: '23001' }

  await t.test('the rules freeze', async (t) => {
    for (const change of [
      { envelopeCents: 1 }, { picksMax: 9 }, { mayReplace: false }, { name: { fi: 'Toinen' } },
        { tieRule: 'lot' as const },
      { votingAge: 0 }, { appealDays: 37 }, { municipalityCodes: ['091'] }, { votingCloseAt: at(9 * HOUR), paperUntil: at(9 * HOUR) }, {},
    ]) t.match(await rounds.change(MANAGER, slug, change), refused('rules_frozen'), Object.keys(change).join())
    t.same(await rounds.bySlug(slug), round)
  })

  await t.test('the database itself refuses every other rule, whoever asks', async (t) => {
    for (const assignment of [
      'envelope_cents = 1', 'picks_min = 2', 'picks_max = 9', 'may_replace = false', `name = '{"fi":"x"}'`,
        `themes = '[]'`,
      `tie_rule = 'lot'`, `counting_rule = 'greedy-no-skip'`, `cost_basis = 'min'`, 'voting_age = 0', 'appeal_days = 37',
        `age_cutoff = '2030-01-01'`,
      `municipality_codes = '{091}'`, `ideas_open_at = ideas_open_at - interval '1 day'`,
        `ideas_close_at = ideas_open_at + interval '1 minute'`,
      `voting_open_at = voting_open_at + interval '1 minute'`, 'proposals_ready_at = null', 'keys_ready_at = null',
      `keys_ready_at = now()`, `kind = 'regular'`, `slug = 'other'`, 'id = gen_random_uuid()',
      'created_at = now()',
    ]) await t.rejects(raw(assignment), RESTRICTED, assignment)
    t.same(await rounds.bySlug(slug), round)
  })

  await t.test('the end of voting moves later alone, with paper beside it, and everybody reads why', async (t) => {
    const reason = 'Sähkökatko pääkirjastossa.'
    for (const to of [round.votingCloseAt.toISOString(), at(0.5 * HOUR), at(-HOUR)]) {
      t.match(await rounds.moveClosing(MANAGER, slug, { votingCloseAt: to, reason }),
        refused('closing_moves_only_later'))
    }
    const to = new Date(round.votingCloseAt.getTime() + HOUR)
    const moved = must(await rounds.moveClosing(MANAGER, slug, { votingCloseAt: to.toISOString(), reason }))
    t.same(moved, { ...round, votingCloseAt: to, paperUntil: new Date(round.paperUntil.getTime() + HOUR) })
    t.same(await rounds.closingMoves(moved),
      [{ from: round.votingCloseAt.toISOString(), to: to.toISOString(), reason }])
  })

  await t.test('the end of voting moves fourteen days at a time, so that a slip of the year does not shut the urn for ever', async (t) => {
    const { votingCloseAt } = await rounds.bySlug(slug)
    const bound = votingCloseAt.getTime() + 14 * 24 * HOUR
    const move = (ms: number) => rounds.moveClosing(MANAGER, slug, { votingCloseAt: new Date(ms).toISOString(), reason: 'Verkkokatko.' })
    for (const far of [Date.parse('2062-12-13T12:00:00Z'), bound + 1]) {
      await t.rejects(move(far), fault('votingCloseAt', 'moved_too_far'))
    }
    await t.rejects(raw(`voting_close_at = paper_until + interval '336 hours', paper_until = paper_until + interval '336 hours'`), { code: '23514' })
    await t.rejects(raw(`paper_until = paper_until + interval '337 hours'`), { code: '23514' })
    t.ok((await move(bound)).ok)
    t.ok((await move(bound + HOUR)).ok, 'and it may be moved again')
  })

  await t.test('only a rehearsal ends at once, and it ends once', async (t) => {
    const ended = must(await rounds.endRehearsal(MANAGER, slug))
    t.equal(ended.paperUntil.getTime(), ended.votingCloseAt.getTime(), 'on paper too')
    t.equal(rounds.phase(ended), 'counting')
    t.match(await rounds.endRehearsal(MANAGER, slug), refused('voting_has_ended'))
    t.match(await rounds.moveClosing(MANAGER, slug, { votingCloseAt: at(9 * HOUR), reason: 'myöhässä' }),
      refused('voting_has_ended'))
    await t.rejects(raw(`voting_close_at = now() + interval '1 hour', paper_until = now() + interval '1 hour'`),
      RESTRICTED,
      'an ended vote is not opened again')
    t.match(await rounds.change(MANAGER, slug, { picksMax: 2 }), refused('rules_frozen'))
  })
})

t.test('a real round', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { rounds } = world
  // Ready by its own use-cases but for the rehearsal, which is noted as the count of one notes it.
  const { slug, id } = must(await rounds.create(MANAGER, roundRequest()))
  await makeProposals(world, slug, [20_000, 10_000])
  must(await world.proposals.confirm(MANAGER, slug))
  await holdCeremony(world, slug)
  t.equal(rounds.phase(await rounds.bySlug(slug)), 'review', 'without a rehearsal it waits')
  await sql`update round set rehearsed_at = now() where id = ${id}`.execute(world.db)
  const round = await rounds.bySlug(slug)
  t.equal(rounds.phase(round), 'voting')
  const raw = (assignment: string) => sql`update round set ${sql.raw(assignment)} where id = ${id}`.execute(world.db)

  await t.test('whose end came between two clocks says that voting has ended', async (t) => {
    const closeAt = (instant: Date) => world.db.transaction().execute(async (tx) => {
      await sql`alter table round disable trigger round_freezes`.execute(tx)
      await sql`update round set voting_close_at = ${instant} where id = ${id}`.execute(tx)
      await sql`alter table round enable trigger round_freezes`.execute(tx)
    })
    await closeAt(new Date(Date.now() + 100))
    await new Promise((resolve) => { setTimeout(resolve, 200) })
    world.clock.set(Date.now() - 10_000)
    const later = new Date(Date.now() + 3 * 60 * 60 * 1000).toISOString()
    t.match(await rounds.moveClosing(MANAGER, slug, { votingCloseAt: later, reason: 'Sähkökatko keskustassa.' }), refused('voting_has_ended'))
    world.clock.reset()
    await closeAt(round.votingCloseAt)
  })

  await t.test('is never ended at once, by the service or in the database', async (t) => {
    t.match(await rounds.endRehearsal(MANAGER, slug), refused('not_a_rehearsal'))
    await t.rejects(raw('voting_close_at = now()'), { code: '23001' })
    await t.rejects(raw(`paper_until = voting_close_at + interval '1 second'`), { code: '23001' })
    await t.rejects(raw('rehearsed_at = null'), { code: '23001' }, 'nor is its voting taken back to review')
    t.same(await rounds.bySlug(slug), round)
  })

  await t.test('is never deleted', async (t) => {
    await t.rejects(sql`delete from round where id = ${id}`.execute(world.db), { code: '23001' })
  })

  await t.test('is published and forgotten once', async (t) => {
    await raw(`published_at = now() - interval '61 days'`)
    await t.rejects(raw('published_at = now()'), { code: '23001' })
    await t.rejects(raw('published_at = null'), { code: '23001' })
    await t.rejects(raw('forgotten_at = now()'), { code: '23001' }, 'not before that has begun, with a witness')
    await sql`insert into forgetting (round_id, begun_at, witness) values (${id}, now(), 'Teppo Todistaja')`.execute(world.db)
    await raw('forgotten_at = now()')
    await t.rejects(raw('forgotten_at = null'), { code: '23001' })
    t.equal(rounds.phase(await rounds.bySlug(slug)), 'archived')
  })
})

import fc from 'fast-check'
import { sql } from 'kysely'
import t from 'tap'
import { newId } from '../../src/kernel/index.ts'
import {
  areRulesFrozen, forgettableFrom, FREEZE_MARGIN_MS, hasVotingOpened, isUrnComplete, mayRegisterPaper, missingForVoting, phaseOf, type Round,
} from '../../src/rounds/index.ts'
import { misplacedTime } from '../../src/rounds/domain.ts'
import { rulesToRow, timesToRow } from '../../src/rounds/store.ts'
import { testDatabase } from '../support/index.ts'

const at = (text: string): Date => new Date(text)
const TIMES = {
  ideasOpenAt: at('2026-01-07T10:00:00Z'), ideasCloseAt: at('2026-02-07T22:00:00Z'),
    votingOpenAt: at('2026-03-01T07:00:00Z'),
  votingCloseAt: at('2026-03-15T12:00:00Z'), paperUntil: at('2026-03-15T14:00:00Z'),
}
const READY = at('2026-02-20T12:00:00Z')

function roundOf(change: Partial<Round> = {}): Round {
  return {
    id: newId(), slug: 'osbu-2026', kind: 'regular', rehearsalOf: null, name: { fi: 'Osbu 2026' },
      envelopeCents: 5_000_000,
    picksMin: 1, picksMax: 3, themes: [{ slug: 'muu', name: { fi: 'muu' } }], votingAge: 12, ageCutoff: '2026-12-31',
    municipalityCodes: ['111'], mayReplace: true, countingRule: 'greedy', topN: null, equalShares: null, voteType: 'approval', costBasis: 'max', tieRule: 'lot', appealDays: 60, ...TIMES,
    keysReadyAt: READY, proposalsReadyAt: READY, rehearsedAt: READY, publishedAt: null, forgottenAt: null, ...change,
  }
}
const before = (instant: Date): Date => new Date(instant.getTime() - 1)

t.test('each phase begins at its very instant and lasts until the next', async (t) => {
  const round = roundOf()
  const boundaries = [
    ['ideasOpenAt', 'upcoming', 'ideas'], ['ideasCloseAt', 'ideas', 'review'], ['votingOpenAt', 'review', 'voting'],
    ['votingCloseAt', 'voting', 'counting'], ['paperUntil', 'counting', 'counting'],
  ] as const
  for (const [name, until, from] of boundaries) {
    t.equal(phaseOf(round, before(round[name])), until, `a moment before ${name}`)
    t.equal(phaseOf(round, round[name]), from, `at ${name}`)
  }
})

t.test('publication and forgetting end what the clock says', async (t) => {
  t.equal(phaseOf(roundOf({ publishedAt: READY }), TIMES.votingOpenAt), 'result')
  t.equal(phaseOf(roundOf({ publishedAt: READY, forgottenAt: READY }), TIMES.votingOpenAt), 'archived')
  t.equal(phaseOf(roundOf({ kind: 'imported', publishedAt: READY, keysReadyAt: null }), TIMES.paperUntil), 'result')
})

t.test('voting waits for keys, proposals and a rehearsal; without them the round stays in review', async (t) => {
  for (const [name, missing] of [['keysReadyAt', 'keys'], ['proposalsReadyAt', 'proposals'],
    ['rehearsedAt', 'rehearsal']] as const) {
    const round = roundOf({ [name]: null })
    t.same(missingForVoting(round), [missing])
    for (const now of [TIMES.votingOpenAt, TIMES.votingCloseAt, TIMES.paperUntil]) t.equal(phaseOf(round, now),
      'review', missing)
    t.notOk(mayRegisterPaper(round, TIMES.votingOpenAt))
    t.notOk(isUrnComplete(round, TIMES.paperUntil))
  }
  t.same(missingForVoting(roundOf({ keysReadyAt: null, proposalsReadyAt: null, rehearsedAt: null })),
    ['keys', 'proposals', 'rehearsal'])
  t.same(missingForVoting(roundOf({ kind: 'rehearsal', rehearsedAt: null })), [], 'a rehearsal needs no rehearsal')
  t.notOk(hasVotingOpened(roundOf({ kind: 'imported' }), TIMES.paperUntil), 'an imported round was voted on elsewhere')
})

t.test('paper is registered until its own end, and then the urn is complete', async (t) => {
  const round = roundOf()
  t.notOk(mayRegisterPaper(round, before(TIMES.votingOpenAt)))
  t.ok(mayRegisterPaper(round, TIMES.votingOpenAt))
  t.ok(mayRegisterPaper(round, TIMES.votingCloseAt), 'forms that were handed in before closing')
  t.ok(mayRegisterPaper(round, before(TIMES.paperUntil)))
  t.notOk(mayRegisterPaper(round, TIMES.paperUntil))
  t.notOk(isUrnComplete(round, before(TIMES.paperUntil)))
  t.ok(isUrnComplete(round, TIMES.paperUntil))
  t.notOk(mayRegisterPaper(roundOf({ publishedAt: READY }), TIMES.votingOpenAt))
})

t.test('times out of order are told by the name of the later one', async (t) => {
  t.equal(misplacedTime(TIMES), null)
  t.equal(misplacedTime({ ...TIMES, ideasCloseAt: TIMES.ideasOpenAt }), 'ideasCloseAt', 'ideas last')
  t.equal(misplacedTime({ ...TIMES, votingOpenAt: before(TIMES.ideasCloseAt) }), 'votingOpenAt')
  t.equal(misplacedTime({ ...TIMES, votingOpenAt: TIMES.ideasCloseAt }), null, 'there may be no review')
  t.equal(misplacedTime({ ...TIMES, votingCloseAt: TIMES.votingOpenAt }), 'votingCloseAt', 'voting lasts')
  t.equal(misplacedTime({ ...TIMES, paperUntil: before(TIMES.votingCloseAt) }), 'paperUntil')
  t.equal(misplacedTime({ ...TIMES, paperUntil: TIMES.votingCloseAt }), null, 'paper may end with the rest')
})

const MINUTE = 60_000
/** A random round whose times lie around the present, a minute away from it at least, for the clocks are two. */
const rounds = fc.record({
  kind: fc.constantFrom('regular', 'rehearsal', 'imported'),
  votingOpens: fc.integer({ min: -5_000, max: 5_000 }).filter((minutes) => minutes !== 0),
  length: fc.integer({ min: 1, max: 5_000 }), keys: fc.boolean(), proposals: fc.boolean(), rehearsed: fc.boolean(),
}).map(({ kind, votingOpens, length, keys, proposals, rehearsed }) => {
  const minutes = (from: number): Date => new Date(Date.now() + from * MINUTE)
  return roundOf({
    id: newId(), kind: kind as Round['kind'], ideasOpenAt: minutes(votingOpens - 3),
      ideasCloseAt: minutes(votingOpens - 2),
    votingOpenAt: minutes(votingOpens), votingCloseAt: minutes(votingOpens + length),
      paperUntil: minutes(votingOpens + length + 1),
    keysReadyAt: keys ? READY : null, proposalsReadyAt: proposals ? READY : null, rehearsedAt: rehearsed ? READY : null,
  })
})

t.test('what becomes ready only after voting should have ended does not open it', async (t) => {
  const late = roundOf({ keysReadyAt: TIMES.votingCloseAt })
  t.equal(phaseOf(late, TIMES.votingCloseAt), 'review', 'staff move the times first')
  t.equal(phaseOf(roundOf({ keysReadyAt: before(TIMES.votingCloseAt) }), before(TIMES.votingCloseAt)), 'voting')
})

t.test('the rules stand still from a minute before voting opens', async (t) => {
  const minute = new Date(TIMES.votingOpenAt.getTime() - FREEZE_MARGIN_MS)
  t.ok(areRulesFrozen(roundOf(), minute))
  t.notOk(areRulesFrozen(roundOf(), before(minute)))
  t.notOk(areRulesFrozen(roundOf({ keysReadyAt: null }), TIMES.votingOpenAt), 'while something is missing they may change')
})

t.test('the database and the service agree on whether voting has opened', async (t) => {
  const db = await testDatabase(t, 2)
  const sample = fc.sample(rounds, 400).map((round, i) => ({ ...round, slug: `round-${i}` }))
  await db.insertInto('round').values(sample.map((round) => ({
    id: round.id, slug: round.slug, kind: round.kind, rehearsal_of: null, ...rulesToRow(round), ...timesToRow(round),
    keys_ready_at: round.keysReadyAt, proposals_ready_at: round.proposalsReadyAt, rehearsed_at: round.rehearsedAt,
    created_at: READY,
  }))).execute()
  const { rows } = await sql<{ id: string; opened: boolean }>`
    select id, voting_has_opened(r) as opened from round r`.execute(db)
  const inDatabase = new Map(rows.map(({ id, opened }) => [id, opened]))
  const now = new Date()
  t.same(sample.filter((round) => inDatabase.get(round.id) !== hasVotingOpened(round, now)), [])
  const opened = rows.filter((row) => row.opened).length
  t.ok(opened > 5 && opened < 395, `of ${rows.length} rounds ${opened} are open: both answers are seen`)
})

t.test('a round may be forgotten sixty days after publication, a rehearsal at once, an imported one never', async (t) => {
  const publishedAt = at('2026-03-16T09:00:00Z')
  t.equal(forgettableFrom(roundOf()), null, 'nor one without a published result')
  t.same(forgettableFrom(roundOf({ publishedAt })), at('2026-05-15T09:00:00Z'), 'whatever the clocks did in between')
  t.same(forgettableFrom(roundOf({ publishedAt, kind: 'rehearsal' })), publishedAt)
  t.equal(forgettableFrom(roundOf({ publishedAt, kind: 'imported' })), null)
})

import fc from 'fast-check'
import t from 'tap'
import {
  arePublished, changeRefusal, confirmRefusal, costFault, type Drafts, reopenRefusal,
} from '../../src/proposals/domain.ts'

const cents = fc.integer({ min: 1, max: 10_000_000 })
const drafts: Drafts = {
  phase: 'review', envelopeCents: 5_000_000, picksMin: 1, costBasis: 'max', topN: null, proposals: [{ number: 1, costMinCents: 1, costMaxCents: 2 }],
  ideas: [{ id: 11, number: 1, state: 'accepted' }],
}

t.test('a cost range is in order and fits the envelope, or the field is named', async () => {
  fc.assert(fc.property(cents, cents, cents, (costMinCents, costMaxCents, envelopeCents) => {
    const fits = costMinCents <= costMaxCents && costMaxCents <= envelopeCents
    return fits === (costFault({ costMinCents, costMaxCents }, envelopeCents) === null)
  }))
})

t.test('a cost exactly as large as the envelope fits', async (t) => {
  t.equal(costFault({ costMinCents: 5, costMaxCents: 5 }, 5), null)
})

t.test('proposals are published from the opening of voting', async (t) => {
  const phases = ['upcoming', 'ideas', 'review', 'voting', 'counting', 'result', 'archived']
  t.same(phases.filter(arePublished), ['voting', 'counting', 'result', 'archived'])
})

t.test('drafts change until they are confirmed, while ideas come in and in review', async (t) => {
  const stage = { phase: 'review', confirmed: false, votingOpened: false }
  t.equal(changeRefusal(stage), null)
  t.equal(changeRefusal({ ...stage, phase: 'ideas' }), null)
  t.equal(changeRefusal({ ...stage, confirmed: true }), 'proposals_confirmed')
  t.equal(changeRefusal({ ...stage, phase: 'upcoming' }), 'proposals_closed')
  t.equal(changeRefusal({ ...stage, phase: 'result' }), 'proposals_closed')
})

t.test('a confirmed set is taken back until voting opens', async (t) => {
  t.equal(reopenRefusal({ phase: 'review', confirmed: true, votingOpened: false }), null)
  t.equal(reopenRefusal({ phase: 'review', confirmed: false, votingOpened: false }), 'proposals_not_confirmed')
  t.equal(reopenRefusal({ phase: 'voting', confirmed: true, votingOpened: true }), 'voting_has_opened')
})

t.test('a set is confirmed when every voter can pick from it and everything in it still holds', async (t) => {
  t.equal(confirmRefusal(drafts), null)
  t.equal(confirmRefusal({ ...drafts, phase: 'ideas' })?.code, 'ideas_still_open')
  t.same(confirmRefusal({ ...drafts, proposals: [] }), { code: 'too_few_proposals', details: { count: 0, minimum: 1 } })
  t.same(confirmRefusal({ ...drafts, picksMin: 2 })?.details, { count: 1, minimum: 2 })
  t.same(confirmRefusal({ ...drafts, envelopeCents: 1 }),
    { code: 'cost_over_envelope', details: { number: 1, envelopeCents: 1 } })
  const three = [1, 2, 3].map((number) => ({ number, costMinCents: 1_000_000, costMaxCents: 2_000_000 }))
  t.same(confirmRefusal({ ...drafts, proposals: three, topN: 3 }),
    { code: 'promise_over_envelope', details: { topN: 3, costCents: 6_000_000, envelopeCents: 5_000_000 } })
  t.equal(confirmRefusal({ ...drafts, proposals: three, topN: 2 }), null)
  t.equal(confirmRefusal({ ...drafts, proposals: three, topN: 3, costBasis: 'min' }), null)
  t.same(confirmRefusal({ ...drafts, ideas: [{ id: 11, number: 1, state: 'withdrawn' }] }),
    { code: 'idea_not_accepted', details: { ideaId: 11, state: 'withdrawn', number: 1 } })
})

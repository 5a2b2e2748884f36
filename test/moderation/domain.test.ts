import fc from 'fast-check'
import t from 'tap'
import { DECISION_KINDS, objection, type Situation } from '../../src/moderation/domain.ts'

const fine: Situation = {
  kind: 'accept', state: 'waiting', legal: true, open: true, textHidden: false, proposalNumber: null, authorOnline: true, target: null,
}

t.test('a decision that nothing speaks against is made', async (t) => {
  for (const kind of DECISION_KINDS) t.equal(objection({ ...fine, kind }), null, kind)
})

t.test('no decision is made once the proposals are confirmed, whatever else is true', async () => {
  fc.assert(fc.property(
    fc.constantFrom(...DECISION_KINDS), fc.boolean(), fc.option(fc.integer()), fc.boolean(),
    (kind, legal, proposalNumber, authorOnline) =>
      objection({ ...fine, kind, legal, proposalNumber, authorOnline, open: false })?.code === 'moderation_closed',
  ))
})

t.test('the text of a refused idea is hidden also when moderation has ended, and nothing else is done', async (t) => {
  const late: Situation = { ...fine, open: false, kind: 'refuse', state: 'refused', textHidden: true }
  t.equal(objection(late), null)
  for (const change of [{ textHidden: false }, { state: 'accepted' }, { state: 'merged', legal: false }, { kind: 'accept' }] as const) {
    t.equal(objection({ ...late, ...change })?.code, 'moderation_closed', JSON.stringify(change))
  }
})

t.test('an idea that a proposal was made from is taken out of it before it is refused or merged', async (t) => {
  t.same(objection({ ...fine, kind: 'refuse', state: 'accepted', proposalNumber: 4 }),
    { code: 'idea_in_proposal', details: { number: 4 } })
  t.equal(objection({ ...fine, kind: 'merge', proposalNumber: 4 })?.code, 'idea_in_proposal')
})

t.test('nobody who cannot answer here is asked', async (t) => {
  t.equal(objection({ ...fine, kind: 'ask', authorOnline: false })?.code, 'author_not_online')
  t.equal(objection({ ...fine, kind: 'refuse', authorOnline: false }), null)
})

t.test('an idea is merged into a live one alone', async (t) => {
  t.same(objection({ ...fine, kind: 'merge', target: { id: 7, state: 'merged', live: false } }),
    { code: 'merge_target_not_live', details: { ideaId: 7, state: 'merged' } })
})

t.test('an act that cannot follow the state names both', async (t) => {
  t.same(objection({ ...fine, kind: 'ask', state: 'accepted', legal: false }),
    { code: 'decision_not_possible', details: { state: 'accepted', kind: 'ask' } })
})

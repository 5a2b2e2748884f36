import fc from 'fast-check'
import t from 'tap'
import {
  ACT_KINDS, type ActKind, IDEA_STATES, isLive, isModerationOpen, lastKindsOf, mayBeSubmitted, mayFollow, stateAfter,
  withdrawalRefusal,
} from '../../src/ideas/domain.ts'

const acts = fc.array(fc.constantFrom(...ACT_KINDS), { maxLength: 12 })

/** The acts of a wish list that the rules let happen, in order. */
function lived(wishes: readonly ActKind[]): ActKind[] {
  return wishes.reduce<ActKind[]>((history, act) =>
    mayFollow(stateAfter(history.at(-1) ?? 'submit'), act) ? [...history, act] : history, [])
}

t.test('the state of an idea is that of the last act on it', async (t) => {
  t.equal(stateAfter('submit'), 'waiting')
  t.equal(stateAfter('ask'), 'asked')
  t.equal(stateAfter('answer'), 'waiting', 'an answered question waits for staff again')
  t.equal(stateAfter('withdraw'), 'withdrawn')
})

t.test('every last act belongs to just one state', async (t) => {
  const kinds = IDEA_STATES.flatMap((state) => lastKindsOf([state]))
  t.same(kinds.toSorted(), [...ACT_KINDS, 'submit'].toSorted())
  t.equal(new Set(kinds).size, kinds.length)
  t.same(lastKindsOf([]), [])
})

t.test('nothing happens to an idea after it was merged or withdrawn', async () => {
  fc.assert(fc.property(acts, (wishes) => {
    const history = lived(wishes)
    const end = history.findIndex((act) => act === 'merge' || act === 'withdraw')
    return end === -1 || end === history.length - 1
  }))
})

t.test('every answer follows its own question', async () => {
  fc.assert(fc.property(acts, (wishes) => {
    const history = lived(wishes)
    return history.every((act, i) => act !== 'answer' || history[i - 1] === 'ask')
  }))
})

t.test('a live idea can still be withdrawn, and no other', async (t) => {
  for (const state of IDEA_STATES) t.equal(mayFollow(state, 'withdraw'), isLive(state), state)
})

t.test('a question is not asked twice, and an accepted idea is not asked about', async (t) => {
  t.notOk(mayFollow('asked', 'ask'))
  t.notOk(mayFollow('accepted', 'ask'))
})

t.test('residents send ideas in the ideas phase alone; moderation lasts until proposals are confirmed', async (t) => {
  const phases = ['upcoming', 'ideas', 'review', 'voting', 'counting', 'result', 'archived']
  t.same(phases.filter(mayBeSubmitted), ['ideas'])
  t.same(phases.filter((phase) => isModerationOpen(phase, false)), ['ideas', 'review'])
  t.same(phases.filter((phase) => isModerationOpen(phase, true)), [])
})

t.test('an idea can be withdrawn until it stands on a confirmed ballot', async (t) => {
  const idea = { state: 'accepted', proposalNumber: null, proposalsConfirmed: true, mergedIntoIt: 0 } as const
  t.equal(withdrawalRefusal(idea), null, 'an idea that no proposal was made from')
  t.equal(withdrawalRefusal({ ...idea, proposalNumber: 3, proposalsConfirmed: false }), null, 'a draft')
  t.equal(withdrawalRefusal({ ...idea, proposalNumber: 3 }), 'idea_on_ballot')
  t.equal(withdrawalRefusal({ ...idea, mergedIntoIt: 1 }), 'others_merged_into_idea')
  t.equal(withdrawalRefusal({ ...idea, state: 'refused' }), 'withdrawal_not_possible')
})

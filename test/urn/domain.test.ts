import fc from 'fast-check'
import t from 'tap'
import { eligibility, picksFault, refusalOf, roundedTurnout } from '../../src/urn/domain.ts'

const round = { votingAge: 12, municipalityCodes: ['111'] }
const claim = { age: 30, municipality: '111', onRoll: null, residenceChecked: false }

t.test('an imported roll decides alone', async (t) => {
  t.equal(eligibility(round, { ...claim, onRoll: true, age: 5, municipality: null }), null)
  t.equal(eligibility(round, { ...claim, onRoll: false }), 'not_on_roll')
})

t.test('without a roll age and municipality decide', async (t) => {
  t.equal(eligibility(round, claim), null)
  t.equal(eligibility(round, { ...claim, age: 12 }), null, 'whoever turns twelve by the cut-off day may vote')
  t.equal(eligibility(round, { ...claim, age: 11 }), 'too_young')
  t.equal(eligibility(round, { ...claim, municipality: '398' }), 'not_resident')
  t.equal(eligibility(round, { ...claim, municipality: null }), 'municipality_unknown')
})

t.test('at a desk the clerk makes sure of the residence, never of the age', async (t) => {
  t.equal(eligibility(round, { ...claim, municipality: null, residenceChecked: true }), null)
  t.equal(eligibility(round, { ...claim, age: 11, residenceChecked: true }), 'too_young')
})

t.test('picks must be proposals of the round, each once, as many as its rules say', async (t) => {
  const paper = { picksMin: 1, picksMax: 3, numbers: new Set([1, 2, 3, 4, 5]) }
  t.equal(picksFault([1], paper), null)
  t.equal(picksFault([5, 1, 3], paper), null)
  t.same(picksFault([], paper), { index: null, code: 'too_few_picks', params: { minimum: 1, given: 0 } })
  t.same(picksFault([1, 2, 3, 4], paper), { index: null, code: 'too_many_picks', params: { maximum: 3, given: 4 } })
  t.same(picksFault([1, 1], paper), { index: 1, code: 'picked_twice' })
  t.same(picksFault([1, 9], paper), { index: 1, code: 'unknown_proposal' })
  fc.assert(fc.property(fc.array(fc.integer({ min: -2, max: 8 }), { maxLength: 6 }), (picks) => {
    const legal = picks.length >= 1 && picks.length <= 3 && new Set(picks).size === picks.length
      && picks.every((pick) => paper.numbers.has(pick))
    return (picksFault(picks, paper) === null) === legal
  }))
})

t.test('a refused ballot is told why by what the urn holds', async (t) => {
  const row = { channel: 'online' as const, revision: 2, castOn: '2026-12-03', mark: Buffer.alloc(32) }
  const online = { channel: 'online' as const, replaces: 0, mayReplace: true }
  const paper = { ...online, channel: 'paper' as const }
  t.match(refusalOf(online, { ...row, channel: 'paper' }, 'open'), { code: 'already_voted_on_paper' })
  t.match(refusalOf(paper, row, 'open'), { code: 'already_voted_online' })
  t.match(refusalOf(online, row, 'closed'), { code: 'voting_closed' })
  t.match(refusalOf(online, null, 'not_open'), { code: 'voting_not_open' })
  t.match(refusalOf({ ...online, mayReplace: false }, row, 'open'), { code: 'replacing_not_allowed' })
  t.match(refusalOf(online, row, 'open'), { code: 'ballot_changed', details: { revision: 2 } })
  t.match(refusalOf({ ...online, replaces: 1 }, null, 'open'), { code: 'ballot_changed', details: { revision: 0 } })
  t.match(refusalOf(paper, { ...row, channel: 'paper' }, 'open'), { code: 'already_voted_on_paper' })
  t.match(refusalOf({ ...paper, replaces: 2 }, { ...row, channel: 'paper' }, 'open'), { code: 'correction_not_possible' })
  t.match(refusalOf({ ...paper, replaces: 1 }, { ...row, channel: 'paper' }, 'open'), { code: 'ballot_changed' })
  t.match(refusalOf({ ...paper, replaces: 2 }, { ...row, channel: 'paper' }, 'closed'), { code: 'voting_closed' })
})

t.test('turnout is told rounded down to ten', async (t) => {
  t.same([0, 9, 10, 19, 496].map(roundedTurnout), [0, 0, 10, 10, 490])
})

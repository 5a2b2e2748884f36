import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { markOf, newKeys, open, seal, sealedLength, trackerOf } from '../../src/urn/sealing.ts'

const keys = newKeys()
const round = { id: randomUUID(), picksMax: 3, publicKey: keys.publicKey }
const ballot = { tracker: '0123456789ABCDEF', picks: [7, 1, 12] }
const castId = '00112233445566778899aabbccddeeff'

t.test('a sealed ballot opens with the round’s key and tells tracker and picks', async (t) => {
  t.same(open(seal(ballot, round), keys, round), { tracker: ballot.tracker, picks: [1, 7, 12] })
})

t.test('sealed ballots have one length, whatever is picked', async (t) => {
  fc.assert(fc.property(
    fc.integer({ min: 1, max: 40 }).chain((picksMax) => fc.record({
      picksMax: fc.constant(picksMax),
      picks: fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { maxLength: picksMax }),
    })),
    ({ picksMax, picks }) => seal({ ...ballot, picks }, { ...round, picksMax }).length === sealedLength(picksMax),
  ))
})

t.test('the same ballot is never sealed to the same bytes', async (t) => {
  t.notSame(seal(ballot, round), seal(ballot, round))
})

t.test('what is not a ballot of this round and key is named', async (t) => {
  const sealed = seal(ballot, round)
  t.equal(open(sealed, newKeys(), round), 'not_sealed_to_this_key')
  t.equal(open(sealed.subarray(1), keys, round), 'wrong_length')
  const swapped = Buffer.from(sealed)
  swapped[sealed.length - 1]! ^= 1
  t.equal(open(swapped, keys, round), 'not_sealed_to_this_key')
  t.equal(open(seal(ballot, { ...round, id: randomUUID() }), keys, round), 'of_another_round')
  t.equal(open(seal({ ...ballot, tracker: 'I'.repeat(16) }, round), keys, round), 'not_a_ballot')
  t.equal(open(seal({ ...ballot, picks: [0] }, round), keys, round), 'not_a_ballot')
})

t.test('a tracker and a mark depend on all that they are made of', async (t) => {
  const key = randomBytes(32)
  const vote = { voterKey: randomBytes(32), revision: 1, castId, picks: [3, 1] }
  t.match(trackerOf(key, vote), /^[0-9A-HJKMNP-TV-Z]{16}$/)
  t.equal(trackerOf(key, vote), trackerOf(key, { ...vote }))
  const others = [
    trackerOf(randomBytes(32), vote), trackerOf(key, { ...vote, revision: 2 }),
    trackerOf(key, { ...vote, voterKey: randomBytes(32) }), trackerOf(key, { ...vote, castId: castId.replace('0', '1') }),
  ]
  t.equal(new Set([trackerOf(key, vote), ...others]).size, 5)
  t.same(markOf(key, vote), markOf(key, { ...vote, picks: [1, 3] }), 'the order of picks means nothing')
  t.notSame(markOf(key, vote), markOf(key, { ...vote, picks: [1, 2] }))
  t.notSame(markOf(key, vote), markOf(key, { ...vote, castId: castId.replace('0', '1') }))
})

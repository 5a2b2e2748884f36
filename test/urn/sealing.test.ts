import { spawnSync } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import fc from 'fast-check'
import t from 'tap'
import { markOf, newKeys, open, paddedLength, seal, sealedLength, trackerOf } from '../../src/urn/sealing.ts'

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

/** Debian's own Python, whose package python3-nacl brings libsodium by another road than ours. */
const PYTHON = '/usr/bin/python3'
const NO_NACL = spawnSync(PYTHON, ['-c', 'import nacl']).status === 0 ? false : `${PYTHON} has no nacl: install the package python3-nacl`

t.test('a sealed ballot opens with another libsodium, given the key, and what that seals opens here', { skip: NO_NACL }, async (t) => {
  const program = `
import json, sys
from nacl.public import PrivateKey, SealedBox
given = json.load(sys.stdin)
key = PrivateKey(bytes.fromhex(given['privateKey']))
ballots = [json.loads(SealedBox(key).decrypt(bytes.fromhex(sealed))) for sealed in given['sealed']]
again = [SealedBox(key.public_key).encrypt(json.dumps(ballot).ljust(given['length']).encode()).hex() for ballot in ballots]
json.dump({'publicKey': bytes(key.public_key).hex(), 'ballots': ballots, 'again': again}, sys.stdout)
`
  const picks = [[], [9999], [1, 7, 12]]
  const { stdout, stderr } = spawnSync(PYTHON, ['-c', program], {
    encoding: 'utf8',
    input: JSON.stringify({
      privateKey: keys.privateKey.toString('hex'), length: paddedLength(round.picksMax),
      sealed: picks.map((some) => seal({ ...ballot, picks: some }, round).toString('hex')),
    }),
  })
  t.equal(stderr, '')
  const told = JSON.parse(stdout) as { publicKey: string; ballots: unknown[]; again: string[] }
  t.equal(told.publicKey, keys.publicKey.toString('hex'), 'the public half follows from the private one')
  t.same(told.ballots, picks.map((some) => ({ v: 1, round: round.id, tracker: ballot.tracker, picks: some })))
  t.same(told.again.map((sealed) => open(Buffer.from(sealed, 'hex'), keys, round)),
    picks.map((some) => ({ tracker: ballot.tracker, picks: some })))
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

import t from 'tap'
import { newKeys } from '../../src/urn/sealing.ts'
import { joinShares, splitKey } from '../../src/urn/shares.ts'
import { fault } from '../support/index.ts'

t.test('any two of the three shares give the private key back', async (t) => {
  const keys = newKeys()
  const { texts, fingerprints } = await splitKey(keys.privateKey)
  const round = { publicKey: keys.publicKey, shareFingerprints: fingerprints }
  for (const [a, b] of [[0, 1], [1, 0], [0, 2], [2, 1]] as const) {
    t.same((await joinShares([texts[a]!, texts[b]!], round)).privateKey, keys.privateKey)
  }
  const careless = texts.map((text) => text.toLowerCase().replaceAll(' ', '-'))
  t.same((await joinShares([careless[0]!, careless[2]!], round)).privateKey, keys.privateKey, 'case and grouping mean nothing')
})

t.test('a wrong share is named by its field', async (t) => {
  const keys = newKeys()
  const { texts, fingerprints } = await splitKey(keys.privateKey)
  const foreign = await splitKey(newKeys().privateKey)
  const round = { publicKey: keys.publicKey, shareFingerprints: fingerprints }
  const mistyped = texts[1]!.replace(/.$/, (last) => (last === 'Q' ? 'P' : 'Q'))
  await t.rejects(joinShares([texts[0]!, mistyped], round), fault('shares.1', 'not_a_share'))
  await t.rejects(joinShares(['osbu', texts[0]!], round), fault('shares.0', 'not_a_share'))
  await t.rejects(joinShares([texts[0]!, foreign.texts[1]!], round), fault('shares.1', 'share_of_another_round'))
  await t.rejects(joinShares([texts[0]!, texts[0]!], round), fault('shares.1', 'same_share_twice'))
})

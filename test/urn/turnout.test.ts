import t from 'tap'
import { turnoutOf } from '../../src/urn/domain.ts'
import { fault } from '../support/index.ts'
import { holderOfShare, splitKey } from '../../src/urn/shares.ts'

t.test('staff see turnout by day and channel rounded down, and no channel that is small', async (t) => {
  const count = (day: string, channel: 'online' | 'paper', ballots: number) => ({ day, channel, ballots })
  t.same(turnoutOf([]), { ballots: 0, days: [], channels: null })
  t.same(turnoutOf([count('2026-11-20', 'online', 17), count('2026-11-20', 'paper', 9), count('2026-11-21', 'online', 4)]), {
    ballots: 30, days: [{ day: '2026-11-20', ballots: 20 }, { day: '2026-11-21', ballots: 0 }], channels: null,
  }, 'nine people at the desks are told of nowhere')
  t.match(turnoutOf([count('2026-11-20', 'online', 17), count('2026-11-21', 'paper', 10)]),
    { ballots: 20, channels: { online: 10, paper: 10 } })
})

t.test('the holder of a share is known by its fingerprint, and a foreign or mistyped share is refused', async (t) => {
  const { texts, fingerprints } = await splitKey(Buffer.alloc(32, 7))
  const round = { shareFingerprints: fingerprints, shareHolders: ['Aino', 'Eero', 'Inka'] }
  t.same(texts.map((text) => holderOfShare(text.toLowerCase(), 'share', round)), round.shareHolders)
  const { texts: [foreign = ''] } = await splitKey(Buffer.alloc(32, 8))
  t.throws(() => holderOfShare(foreign, 'share', round), fault('share', 'share_of_another_round'))
  t.throws(() => holderOfShare('OSBU 1234', 'share', round), fault('share', 'not_a_share'))
})

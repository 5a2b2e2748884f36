import { randomBytes } from 'node:crypto'
import t from 'tap'
import { createJobs } from '../../src/tally/jobs.ts'
import { done, refuse } from '../../src/kernel/index.ts'
import { fault, KEY_HOLDER, MANAGER, must, resident, votingWorld } from '../support/index.ts'

const settled = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

t.test('work in the background tells how far it is, once a round, and how it ended', async (t) => {
  const endings: ((value: unknown) => void)[] = []
  const alarms: unknown[] = []
  const jobs = createJobs<'already_opened'>((error) => alarms.push(error))
  const start = (): Promise<void> => jobs.start('osbu', async (onProgress) => {
    onProgress(250, 900)
    const ending = await new Promise((resolve) => { endings.push(resolve) })
    if (ending === 'break') throw new Error('the disk is full')
    return ending === 'refuse' ? refuse('already_opened') : done(null)
  })
  t.equal(jobs.progress('osbu'), null)
  start()
  start()
  t.same(jobs.progress('osbu'), { state: 'running', done: 250, all: 900 })
  t.equal(endings.length, 1, 'a second try waits for the first')
  for (const [ending, state] of [['refuse', 'refused'], ['break', 'failed'], ['open', 'done']] as const) {
    if (endings.length === 0) start()
    endings.pop()?.(ending)
    await settled()
    t.match(jobs.progress('osbu'), { state })
  }
  t.match(alarms, [{ message: 'the disk is full' }], 'nobody waits for it, so an operator is told')
})

t.test('two key holders enter their shares one after the other', async (t) => {
  const { world, slug, shares } = await votingWorld(t, { poolMax: 4 })
  for (let voter = 0; voter < 3; voter++) {
    must(await world.urn.cast(await resident(world, voter), slug,
      { picks: [1], replaces: 0, castId: randomBytes(16).toString('hex') }))
  }
  must(await world.rounds.endRehearsal(MANAGER, slug))

  t.equal(must(await world.tally.holderOfShare(KEY_HOLDER, slug, shares[1]!)), 'Eero')
  await t.rejects(world.tally.holderOfShare(KEY_HOLDER, slug, 'OSBU1'), fault('share', 'not_a_share'))
  t.match((await world.audit.page(Number.MAX_SAFE_INTEGER, 1))[0], { kind: 'opening_refused' }, 'the chain tells of the try')

  t.equal(await world.tally.openingReport(slug), null)
  await world.tally.startOpening(KEY_HOLDER, slug, shares.slice(1))
  t.same(world.tally.openingProgress(slug), { state: 'done' })
  t.same(await world.tally.openingReport(slug), { sealedCount: 3, openedCount: 3, unopenable: [] })
})

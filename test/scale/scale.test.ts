import t from 'tap'
import { findPrograms } from '../../checks/scale/programs.ts'
import { startTown } from '../../checks/scale/town.ts'
import { holdVote } from '../../checks/scale/vote.ts'

const programs = findPrograms()

t.test('three processes lose nothing when one of them, the replica and the primary are killed during the vote', {
  skip: 'missing' in programs ? `not installed: ${programs.missing.join(', ')}` : false,
}, async (t) => {
  if ('missing' in programs) return
  const town = await startTown(programs)
  t.teardown(town.stop)
  const { violations, ballots, acknowledged, looks } = await holdVote(town, {
    seed: 20_261_122, voters: 6, turns: 1, tell: (line) => { t.comment(line) },
  })
  t.same(violations, [])
  t.ok(ballots > 0 && acknowledged >= 5 * 6 && looks > 0, 'people voted after each loss, and looked at their own vote all the while')
})

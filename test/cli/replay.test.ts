import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t, { type Test } from 'tap'
import { createApp } from '../../src/app.ts'
import { replay, type ReplayOptions } from '../../src/cli/index.ts'
import { systemClock } from '../../src/kernel/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { createServices } from '../../src/services.ts'
import { testDatabase } from '../support/index.ts'
import { testTerminal } from './terminal.ts'

/** The whole service as a demo, listening on a free port. */
async function demoService(t: Test) {
  const db = await testDatabase(t)
  const folder = await mkdtemp(join(tmpdir(), 'osbu-replay-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  let url = ''
  const publicUrl = (): string => url
  const services = await createServices({
    config: {
      production: false, demo: true, residents: null, staff: null, staffRolesClaim: 'roles', secretsDir: join(folder, 'secrets'),
    },
    db, clock: systemClock, publicUrl, alarm: () => undefined,
  })
  const app = await createApp({ services, logger: createLogger('silent'), publicUrl, trustProxy: null })
  await app.listen({ host: 'localhost', port: 0 })
  url = `http://localhost:${(app.server.address() as AddressInfo).port}`
  t.teardown(() => app.close())
  return { services, db, url, folder, server: app.server }
}

/** Cuts off the answer to every third cast after the service has taken it, as a bad line does. */
function loseAnswers(server: Server): () => number {
  let casts = 0
  let lost = 0
  server.prependListener('request', (request, response) => {
    if (request.method !== 'POST' || !/\/(my-ballot|desk\/ballots)$/.test(request.url ?? '') || ++casts % 3 !== 0) return
    lost++
    response.end = () => { request.socket.destroy(); return response }
  })
  return () => lost
}

const ELECTION = `META
key;value
description;Tiny
budget;100
vote_type;approval
rule;greedy
max_length;2
PROJECTS
project_id;cost;name;selected
p2;60;Bench;1
p1;60;Alley;0
p10;40;Court;1
p3;1;Gong;1
VOTES
voter_id;vote
1;p2
2;p2,p10
3;p2,p1
4;p1,p10
5;p1,p2,p3
6;p10
7;p1
8;p3
`

t.test('an election is held as a rehearsal through the doors of the service, and every ballot is counted', async (t) => {
  const { services, db, url, folder, server } = await demoService(t)
  const lost = loseAnswers(server)
  const file = join(folder, 'Tiny.pb')
  await writeFile(file, ELECTION)
  const options: ReplayOptions = { file, url, rule: 'greedy', paper: 0.3, concurrency: 4 }
  const { terminal, printed } = testTerminal()
  await replay(terminal, options)

  const [round] = await services.rounds.list()
  t.match(round, { kind: 'rehearsal', slug: /^replay-tiny-[0-9a-f]{6}$/, envelopeCents: 10_000, picksMin: 1, picksMax: 2 })
  const { result, opening } = await services.tally.published(round!.slug)
  t.match(opening, { sealedCount: 7, openedCount: 7 })
  t.same(result.rows.map(({ number, votes, outcome }) => [number, votes, outcome]), [
    [2, 3, 'carried_out'], [1, 3, 'carried_out'], [3, 3, 'did_not_fit'], [4, 1, 'did_not_fit'],
  ], 'ties go by lower cost, then by id')
  t.ok(lost() >= 2, 'answers were lost on the way')
  const text = printed()
  t.match(text, new RegExp(`${lost()} requests were asked again`), 'and each was asked for again by the same cast id')
  t.match(text, /1 ballots break the rules[^]*line 20: too_many_picks, maximum 2, given 3/, 'an invalid ballot is told')
  t.match(text, /Ballots: 100 % \(7 of 7\)/)
  t.match(text, /Every one of the 7 ballots that were cast is in the count as it was cast/)
  t.match(text, /The recount of the published result and ballots agrees/)
  const paper = await db.selectFrom('sealed_ballot').select('station').where('channel', '=', 'paper').execute()
  t.same(paper, [{ station: 'spotti' }, { station: 'spotti' }], 'some are on paper')
  const days = await db.selectFrom('station_day').select(['registered', 'counted']).execute()
  t.same(days, [{ registered: 2, counted: 2 }], 'and the desk has closed its day')

  await t.test('what cannot be replayed is told in a sentence', async (t) => {
    await t.rejects(replay(terminal, { ...options, file: join(folder, 'none.pb') }), { message: /^There is no file/ })
    await writeFile(file, ELECTION.replace('p1;60;', 'p1;sixty;'))
    await t.rejects(replay(terminal, options), { name: 'CommandError', message: /Tiny\.pb, line 11, cost: "sixty"/ })
    t.equal((await services.rounds.list()).length, 1, 'and no round is made')
  })
})

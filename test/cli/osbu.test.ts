import t from 'tap'
import { MANAGER, must, votingWorld } from '../support/index.ts'
import { osbu, osbuIn } from './osbu.ts'
import { castBallots } from './round.ts'

t.test('an operator opens, counts and publishes a round and verifies the chain', async (t) => {
  const { world, slug, shares } = await votingWorld(t)
  await castBallots(world, slug, [[1, 2], [2], [3]])
  const env = { DATABASE_URL: world.url, SECRETS_DIR: world.secretsDir, DEMO: '1' }
  const run = (piped: string, ...words: string[]) => osbuIn(env, piped, ...words)
  const as = ['--as', 'Päivi Päällikkö']
  const two = `${shares[0]}\n${shares[2]}\n`

  const [migrated, tooEarly] = await Promise.all([run('', 'migrate'), run(two, 'open', slug, ...as)])
  t.match(migrated, { code: 0, stdout: 'The database is up to date: nothing to do.\n', stderr: '' })
  t.match(tooEarly, { code: 1, stdout: '', stderr: /\(voting_not_ended; paperUntil: / },
    'a refusal is a sentence with its code and details')
  must(await world.rounds.endRehearsal(MANAGER, slug))
  const mistyped = await run(two.replace(/.\n/, 'B\n'), 'open', slug, ...as)
  t.match(mistyped,
    { code: 1, stderr: /^Check what you sent\. \(invalid_request\)\n {2}shares\.0: .*\(not_a_share\)\n$/ })

  t.match(await run(two, 'open', slug, '--count', ...as), {
    code: 0, stdout: /3 sealed ballots, 3 opened[^]*rank  no  votes[^]*\n +1 +2 +2 +50\.00 .*Nothing is published yet/s,
  })
  t.equal((await world.app.inject(`/api/rounds/${slug}/result`)).statusCode, 404, 'counting publishes nothing')
  t.match(await run('', 'publish', slug, ...as), { code: 0, stdout: /Published\. Anybody can recount it/ })
  t.equal((await world.app.inject(`/api/rounds/${slug}/result`)).statusCode, 200)
  const [again, chain] = await Promise.all([run('', 'publish', slug, ...as), run('', 'audit', 'verify')])
  t.match(again, { code: 1, stderr: /\(already_published\)\n$/ })
  t.match(chain, { code: 0, stdout: /The audit chain holds: \d+ events/ })
  const [published] = await world.audit.page(Number.MAX_SAFE_INTEGER, 1)
  t.match(published, { kind: 'result_published', actor: 'command-line', actorName: 'Päivi Päällikkö' })
})

t.test('what a person can mend is told in a sentence, without a stack', async (t) => {
  const [help, nobody, wrong, away] = await Promise.all([
    osbu('open', '--help'), osbu('open', 'osbu-2026'),
    osbuIn({ PORT: 'many', DATABASE_URL: 'mysql://x' }, '', 'migrate'),
    osbuIn({ DATABASE_URL: 'postgres://nobody:x@127.0.0.1:1/none', DEMO: '1' }, '', 'migrate'),
  ])
  t.match(help, { code: 0, stdout: /Open the urn with the shares of two key holders/ })
  t.match(nobody, { code: 1, stderr: /--as <name>[^]*--help/ })
  t.match(wrong, { code: 1, stderr: /The configuration has 2 faults/ })
  t.match(away, { code: 1, stderr: /ECONNREFUSED/ })
  for (const { stderr } of [nobody, wrong, away]) t.notMatch(stderr, /\n\s+at /)
})

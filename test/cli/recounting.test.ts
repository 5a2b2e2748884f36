import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import t from 'tap'
import { checkReceipt, CommandError, recountFiles, recountPabulibFile } from '../../src/cli/index.ts'
import { osbu } from './osbu.ts'
import { castBallots, finishRound } from './round.ts'
import { votingWorld } from '../support/index.ts'
import { testTerminal } from './terminal.ts'

t.test('recount on two published files', async (t) => {
  const { world, slug, shares } = await votingWorld(t)
  await castBallots(world, slug, [[1, 2], [2], [2, 3], [3]])
  await finishRound(world, slug, shares)
  const folder = await mkdtemp(join(tmpdir(), 'osbu-recount-'))
  t.teardown(() => rm(folder, { recursive: true, force: true }))
  const fetched = async (name: string) => (await world.app.inject(`/api/rounds/${slug}/${name}`)).body
  const [result, ballots] = [await fetched('result'), await fetched('ballots.csv')]
  const write = async (name: string, text: string): Promise<string> => {
    await writeFile(join(folder, name), text)
    return join(folder, name)
  }
  const resultFile = await write('result.json', result)
  const ballotsFile = await write('ballots.csv', ballots)

  const { terminal, printed } = testTerminal()
  await recountFiles(terminal, resultFile, ballotsFile)
  t.match(printed(), /agrees with the published result:\n[^]*4 ballots with 6 votes for 5 proposals, 0 of them invalid[^]*Not checked:\n {2}- names, titles and times/,
    'it says what it checked, and what not')

  await t.test('a receipt is found in them, or told to be missing', async (t) => {
    const list = await write('urn-list.txt', await fetched('urn-list.txt'))
    const hashes = (await fetched('urn-list.txt')).trim().split('\n')
    const { terminal: console, printed: told } = testTerminal()
    await checkReceipt(console, ` ${hashes[2]!.toUpperCase()}`, list)
    const { sha256 } = JSON.parse(await fetched('urn-list')) as { sha256: string }
    t.match(told(), `The list has 4 sealed ballots; its SHA-256 is ${sha256}.\nThe sealed ballot is in the urn, as number 3.`)
    const [tracker, picks] = ballots.split('\n').find((line) => line.endsWith(';2'))!.split(';')
    await checkReceipt(console, tracker!.toLowerCase().replace(/(.{4})/g, '$1-'), ballotsFile)
    t.match(told(), `The ballot was counted with these proposals: ${picks}.`)
    await t.rejects(checkReceipt(console, '0'.repeat(64), list), { message: /NOT in the list/ })
    await t.rejects(checkReceipt(console, '0'.repeat(16), ballotsFile), { message: /NOT among the ballots/ })
    await t.rejects(checkReceipt(console, 'koira', list), { message: /neither a tracker/ })
    await t.rejects(checkReceipt(console, hashes[0]!, ballotsFile), { message: /no urn list: line 1/ })
    const turned = await write('turned.txt', hashes.toReversed().join('\n') + '\n')
    await t.rejects(checkReceipt(console, hashes[0]!, turned), { message: /line 2 is out of order/ })
    const cut = await write('cut.txt', hashes.join('\n').slice(0, -1))
    await t.rejects(checkReceipt(console, hashes[0]!, cut), { message: /cut off/ })
  })

  await t.test('one changed byte is found', async (t) => {
    const row = ballots.split('\n').find((line) => line.endsWith(';2'))!
    const changed = await write('changed.csv', ballots.replace(row, row.replace(/2$/, '4')))
    await t.rejects(recountFiles(terminal, resultFile, changed), { name: 'CommandError', message: /NOT agree[^]*inputSha256/ })
    const forged = await write('forged.json', result.replace('"votes": 3', '"votes": 4'))
    await t.rejects(recountFiles(terminal, forged, ballotsFile),
      { name: 'CommandError', message: /NOT agree[^]*rows, place 1 \(proposal 2\): votes: 4 .* 3 in the recount/ })
    const short = await write('short.csv', ballots.replace(`${row}\n`, ''))
    await t.rejects(recountFiles(terminal, resultFile, short), { message: /tells of 4 ballots, the file has 3/ })

    const { code, stdout, stderr } = await osbu('recount', resultFile, changed)
    t.equal(code, 1, 'the command ends with 1')
    t.equal(stdout, '')
    t.match(stderr, /^The recount does NOT agree[^]*difference:\n {2}inputSha256: /, 'and tells the first difference')
  })

  await t.test('a .pb file holds both', async (t) => {
    const pb = await fetched('result.pb')
    const { terminal: console, printed: told } = testTerminal()
    await recountPabulibFile(console, await write('round.pb', pb))
    t.match(told(), /^The recount agrees with the published result:[^]*4 ballots with 6 votes for 5 projects[^]*rule greedy chooses the same/)
    const loser = await write('loser.pb', pb.replace(/^(\d+;\d+;\d+;.*);1$/m, '$1;0'))
    await t.rejects(recountPabulibFile(console, loser), { name: 'CommandError', message: /NOT agree[^]*not selected in the file, but in the recount/ })
    const { code, stdout, stderr } = await osbu('recount', await write('vote.pb', pb.replace(/voter_id;vote\n1;.*/, 'voter_id;vote\n1;5')))
    t.equal(code, 1)
    t.equal(stdout, '')
    t.match(stderr, /is no election that can be counted:\nline \d+, votes: the file tells/)
    await t.rejects(recountPabulibFile(console, folder), { message: /is a folder/ })
  })

  const { code, stdout } = await osbu('recount', resultFile, ballotsFile)
  t.equal(code, 0, 'the command ends with 0 when all agrees')
  t.match(stdout, /ties by lower-cost gives the same rows/)
})

t.test('files that cannot be recounted are named in a sentence', async (t) => {
  const { terminal } = testTerminal()
  await t.rejects(recountFiles(terminal, '/no/such/file', 'x'), new CommandError('There is no file /no/such/file.'))
  await t.rejects(recountFiles(terminal, 'http://localhost:1/', 'x'), { name: 'CommandError', message: /cannot be reached/ })
  const { code, stderr } = await osbu('recount', 'package.json', 'LICENSE')
  t.equal(code, 1)
  t.match(stderr, /^the result is not one of ours/)
  t.notMatch(stderr, / at .*\.ts:/, 'without a stack')
})

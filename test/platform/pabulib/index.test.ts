import t from 'tap'
import { numberProjects, PabulibError, readPabulib } from '../../../src/platform/pabulib/index.ts'

const SMALL = `META
key;value
description;Small
num_projects;2
num_votes;3
budget;1000.50
vote_type;approval
min_length;1
max_length;2
PROJECTS
project_id;cost;votes;name;selected;category
p2;600.0;2;"Park ""A""; etap 1";1;green
p10;400.5;2;Benches;0;
VOTES
voter_id;vote;age;voting_method
1;p2,p10;40;internet
2;p2;;paper
3;p10;20;internet
`

t.test('an election is read with its exact amounts, picks and every other column', async (t) => {
  const file = readPabulib(SMALL)
  t.equal(file.meta.get('description'), 'Small')
  t.equal(file.budgetCents, 100_050)
  t.same([file.voteType, file.minLength, file.maxLength], ['approval', 1, 2])
  const [first] = file.projects
  t.match(first!, { line: 12, id: 'p2', cost: '600.0', costCents: 60_000, name: 'Park "A"; etap 1', votes: 2 })
  t.equal(first!.selected, '1')
  t.equal(file.projects[1]!.fields['category'], '')
  t.match(file.votes[0]!, { line: 16, voterId: '1', picks: ['p2', 'p10'], voteText: 'p2,p10', points: null })
  t.equal(file.votes[1]!.votingMethod, 'paper')
  t.equal(file.metaLines.get('budget'), 6)
  t.same(file.voteColumns, ['voter_id', 'vote', 'age', 'voting_method'])
})

t.test('line ends, a byte order mark and the missing last line feed change nothing', async (t) => {
  const plain = JSON.stringify(readPabulib(SMALL))
  t.equal(JSON.stringify(readPabulib(`\ufeff${SMALL.replaceAll('\n', '\r\n')}`)), plain)
  t.equal(JSON.stringify(readPabulib(Buffer.from(`\ufeff${SMALL}`))), plain)
  t.equal(JSON.stringify(readPabulib(SMALL.trimEnd())), plain)
})

t.test('a choose-1 election, points and a blank vote are kept as they stand', async (t) => {
  const one = readPabulib(SMALL.replace('approval', 'choose-1').replace('p2,p10', 'p2'))
  t.equal(one.voteType, 'choose-1')
  const cumulative = SMALL.replace('approval', 'cumulative').replace(';age;', ';points;').replace(';40;', ';3,2;')
  const points = readPabulib(cumulative)
  t.equal(points.votes[0]!.points, '3,2')
  t.same(readPabulib(SMALL.replace('p2,p10', '')).votes[0]!.picks, [])
})

t.test('unknown and repeated picks are the caller\'s to report', async (t) => {
  t.same(readPabulib(SMALL.replace('p2,p10', 'zz,p2, p2')).votes[0]!.picks, ['zz', 'p2', 'p2'])
})

t.test('what is wrong is told with its line and field', async (t) => {
  const wrong: [string, string, number, string | null][] = [
    ['META\n', '', 1, null],
    ['key;value', 'key;price', 2, null],
    ['budget;1000.50', 'budget;1000,50', 6, 'budget'],
    ['budget;1000.50\n', '', 1, 'budget'],
    ['vote_type;approval', 'vote_type;guess', 7, 'vote_type'],
    ['min_length;1', 'min_length;one', 8, 'min_length'],
    ['num_votes;3', 'num_votes;4', 5, 'num_votes'],
    ['num_projects;2', 'num_projects;3', 4, 'num_projects'],
    ['num_projects;2', 'num_votes;3', 5, 'key'],
    ['project_id;cost', 'project_id;price', 11, 'cost'],
    ['project_id;cost', 'cost;cost', 11, 'cost'],
    ['p10;400.5', 'p10;400.555', 13, 'cost'],
    ['p10;400.5', 'p2;400.5', 13, 'project_id'],
    ['p10;400.5;2', 'p10;400.5;two', 13, 'votes'],
    ['p10;400.5', '400.5', 13, null],
    ['voter_id;vote', 'voter;vote', 15, 'voter_id'],
    ['2;p2;;paper', '1;p2;;paper', 17, 'voter_id'],
    ['2;p2;;paper', ';p2;;paper', 17, 'voter_id'],
    ['2;p2;;paper', '2;p2,;;paper', 17, 'vote'],
    ['2;p2;;paper', '2;p2', 17, null],
  ]
  for (const [from, to, line, field] of wrong) {
    t.throws(() => readPabulib(SMALL.replace(from, to)), { name: 'PabulibError', line, field }, `${from} as ${to}`)
  }
  t.throws(() => readPabulib(SMALL.slice(0, SMALL.indexOf('VOTES'))), /ends before VOTES/)
  t.throws(() => readPabulib(Buffer.from([0xff, 0xfe, 0x00])), /not UTF-8/)
  t.ok(new PabulibError(3, 'cost', 'no').message.startsWith('line 3, cost: '))
})

t.test('projects are numbered in the order of their ids\' code points', async (t) => {
  t.same([...numberProjects(readPabulib(SMALL).projects)], [['p10', 1], ['p2', 2]])
})

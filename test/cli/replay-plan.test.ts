import t from 'tap'
import { compareWithSelected, countFaults, planReplay } from '../../src/cli/index.ts'
import { fit, replaySlug } from '../../src/cli/replay/index.ts'
import { readPabulib } from '../../src/platform/pabulib/index.ts'

type Election = { meta?: string[]; projects?: string[]; votes?: string[]; type?: string; budget?: string }

function election({ meta = [], projects, votes, type = 'approval', budget = '100' }: Election = {}): string {
  return ['META', 'key;value', 'description;A small town', `budget;${budget}`, `vote_type;${type}`, ...meta,
    'PROJECTS', 'project_id;cost;name;selected', ...(projects ?? ['b;60;Bench;1', 'a;50.5;Alley;0', 'c;40;Court;2']),
    'VOTES', 'voter_id;vote', ...(votes ?? ['1;a', '2;b,c', '3;a,b']), ''].join('\n')
}

const OPTIONS = { fileName: 'Small_Town.pb', suffix: '1f03a9', rule: 'greedy', paper: 0 } as const
const plan = (parts: Election = {}, paper = 0) => planReplay(readPabulib(election(parts)), { ...OPTIONS, paper })

t.test('projects are numbered in the order of their ids, and costs are cents', async (t) => {
  const planned = plan()
  t.match(planned, { slug: 'replay-small-town-1f03a9', name: 'A small town (replay)', envelopeCents: 10_000, rule: 'greedy' })
  t.same(planned.proposals, [
    { number: 1, projectId: 'a', title: 'a Alley', costCents: 5050, selected: false },
    { number: 2, projectId: 'b', title: 'b Bench', costCents: 6000, selected: true },
    { number: 3, projectId: 'c', title: 'c Court', costCents: 4000, selected: false },
  ])
  t.same(planned.ballots.map(({ picks }) => picks), [[1], [2, 3], [1, 2]])
  t.same(planned.ballots.map(({ person }) => person), [0, 1, 2], 'each ballot is a person of its own')
})

t.test('missing limits mean one to all; choose-1 means one', async (t) => {
  t.match(plan(), { picksMin: 1, picksMax: 3 })
  t.match(plan({ meta: ['max_length;2'] }), { picksMin: 1, picksMax: 2 })
  t.match(plan({ meta: ['min_length;2'] }), { picksMin: 2, picksMax: 3 })
  t.match(plan({ type: 'choose-1', votes: ['1;a'] }), { picksMin: 1, picksMax: 1 })
})

t.test('a ballot that breaks the rules is told by its line and not cast', async (t) => {
  const { ballots, invalid } = plan({
    meta: ['max_length;2'], votes: ['1;a', '2;a,b,c', '3;a,a', '4;z', '5;', '6;c'],
  })
  t.same(ballots.map(({ line, picks }) => [line, picks]), [[14, [1]], [19, [3]]])
  t.same(invalid, [
    { line: 15, why: 'too_many_picks, maximum 2, given 3' },
    { line: 16, why: 'picked_twice' },
    { line: 17, why: 'unknown_proposal, project z' },
    { line: 18, why: 'too_few_picks, minimum 1, given 0' },
  ])
})

t.test('the part on paper is spread evenly and the same every time', async (t) => {
  const votes = Array.from({ length: 40 }, (_, i) => `${i};a`)
  const onPaper = (part: number) => plan({ votes }, part).ballots.flatMap(({ paper }, i) => paper ? [i] : [])
  t.same(onPaper(0.05), [19, 39])
  t.same(onPaper(0), [])
  t.equal(onPaper(1).length, 40)
})

t.test('an election that cannot be held as a round is refused in a sentence', async (t) => {
  const refused = (parts: Election, message: RegExp): void => {
    t.throws(() => plan(parts), { name: 'CommandError', message } as unknown as Error)
  }
  refused({ type: 'ordinal' }, /approval and choose-1/)
  refused({ projects: ['a;0;Nothing;0'], votes: ['1;a'] }, /line 8: project a costs nothing/)
  refused({ projects: ['a;101;Much;0'], votes: ['1;a'] }, /line 8: project a costs more than the whole budget/)
  refused({ budget: '10000001' }, /at most 10000000/)
  refused({ meta: ['min_length;3', 'max_length;2'] }, /Nobody can pick at least 3 and at most 2/)
})

t.test('texts and slugs fit what the service takes', async (t) => {
  t.equal(fit('short', 10), 'short')
  t.equal(fit('a\tb\u0000c', 10), 'a b c')
  t.equal(fit('x'.repeat(101), 100), `${'x'.repeat(99)}…`)
  t.equal(fit(`${'x'.repeat(98)}😀y`, 100), `${'x'.repeat(98)}…`, 'no half of a character is left')
  const slug = replaySlug(`Zażółć__Gęślą (2020) ${'x'.repeat(80)}.pb`, 'abc123')
  t.match(slug, /^[a-z0-9]+(-[a-z0-9]+)*$/)
  t.ok(slug.length <= 60)
  t.equal(replaySlug('___.pb', 'abc123'), 'replay-abc123')
})

t.test('every ballot that was cast is in the count as it was cast', async (t) => {
  const cast = [{ line: 13, tracker: 'A', picks: [2, 1] }, { line: 14, tracker: 'B', picks: [3] }]
  t.same(countFaults(cast, [{ tracker: 'A', picks: [1, 2] }, { tracker: 'B', picks: [3] }]), [])
  t.same(countFaults(cast, [{ tracker: 'A', picks: [1, 3] }, { tracker: 'C', picks: [3] }]), [
    'the ballot of line 13 is counted with other picks', 'the ballot of line 14 is missing from the count',
    'the count has a ballot that was never cast: C',
  ])
})

t.test('winners are compared with the column selected, in which 1 alone is a winner', async (t) => {
  const { proposals } = plan()
  t.same(compareWithSelected([2], proposals), { both: ['b'], countAlone: [], fileAlone: [] })
  t.same(compareWithSelected([3, 1], proposals), { both: [], countAlone: ['c', 'a'], fileAlone: ['b'] })
  t.equal(compareWithSelected([1], proposals.map((proposal) => ({ ...proposal, selected: null }))), null)
})

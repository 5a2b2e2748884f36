import t from 'tap'
import { recountPabulib, resultPb } from '../../src/open-data/index.ts'
import { readPabulib } from '../../src/platform/pabulib/index.ts'
import { count, sha256, type TallyInput } from '../../src/tally/index.ts'
import { ballots, costing, election } from '../tally/rules/elections.ts'

type Published = Parameters<typeof resultPb>[0]

/** What is published of a counted election, as the tally hands it out. */
function published(input: TallyInput, change: { kind?: string; title?: (number: number) => string; note?: string } = {}): Published {
  const { kind = 'regular', title = (number) => `Ehdotus ${number}`, note } = change
  return {
    round: {
      name: { fi: 'Osbu 2026' }, kind, slug: 'osbu-2026', votingOpenAt: new Date('2026-11-30T22:00:00Z'),
      votingCloseAt: new Date('2026-12-06T12:00:00Z'),
    },
    result: count(input, { sha256 }), unopenable: [], opening: { sealedCount: input.ballots.length, openedCount: input.ballots.length },
    source: note === undefined ? null : { voters: null, note: { fi: note } },
    proposals: input.proposals.map((proposal) => ({
      ...proposal, title: { fi: title(proposal.number) }, summary: { fi: 'x' }, costIsExample: false,
    })),
  } as unknown as Published
}

async function* bytesOf(text: string): AsyncGenerator<Uint8Array> {
  yield Buffer.from(text)
}

const meta = (text: string, key: string): string | undefined => readPabulib(text).meta.get(key)

const INPUT = election({
  proposals: costing(2_000_000, 2_500_000, 1_000_000, 500_000), picksMin: 1,
  ballots: ballots([2, 1], [2], [1, 3], [], [4, 4], [3, 1, 2]),
})

t.test('a round is written as the format has it, byte for byte', async (t) => {
  const text = resultPb(published(INPUT), INPUT.ballots)
  const { inputSha256 } = count(INPUT, { sha256 })
  t.equal(text, `META
key;value
description;Osbu 2026, participatory budgeting
country;Finland
unit;Heinola
instance;2026
num_projects;4
num_votes;4
budget;50000
vote_type;approval
rule;greedy
date_begin;01.12.2026
date_end;06.12.2026
min_length;1
max_length;3
language;fi
currency;EUR
comment;#1: The licence is CC BY 4.0. #2: A voter id is the place of the ballot in the published list, which is sorted by random codes. #3: 2 ballots are not in VOTES because they gave no votes: 0 blank, 2 invalid and 0 that could not be opened. With them there were 6 voters. #4: Equal votes are placed by the lower number first. Rows of PROJECTS stand in the order of the count. #5: The SHA-256 of all that was counted is ${inputSha256}.
PROJECTS
project_id;cost;votes;name;selected
1;20000;3;Ehdotus 1;1
2;25000;3;Ehdotus 2;1
3;10000;2;Ehdotus 3;0
4;5000;0;Ehdotus 4;1
VOTES
voter_id;vote
1;2,1
2;2
3;1,3
6;3,1,2
`)
  t.notOk(text.includes('\r') || text.startsWith('\ufeff'), 'LF and no BOM')
  t.match(await recountPabulib(bytesOf(text)), { agrees: true, unchecked: [] })
})

t.test('texts are one line, quoted where they must be, and no comment in a comment', async (t) => {
  const text = resultPb(published(INPUT, { title: (number) => ` Puisto; "iso"\n${number}`, note: 'Vanha #7: tuotu.' }), INPUT.ballots)
  t.match(text, /^1;20000;3;"Puisto; ""iso"" 1";1$/m)
  t.same(readPabulib(text).projects.map(({ name }) => name), [1, 2, 3, 4].map((number) => `Puisto; "iso" ${number}`))
  const numbers = [...meta(text, 'comment')!.matchAll(/#(\d+):/g)].map((match) => match[1])
  t.same(numbers, numbers.map((_, i) => String(i + 1)), 'comments are numbered one after another')
})

t.test('what the checker asks of META', async (t) => {
  const one = { ...INPUT, picksMax: 1, ballots: ballots([1], [2]) }
  t.equal(meta(resultPb(published(one), one.ballots), 'vote_type'), 'choose-1')
  const cheap = { ...INPUT, proposals: costing(100_000, 200_000) , ballots: ballots([1], [2]) }
  const all = resultPb(published(cheap), cheap.ballots)
  t.same([meta(all, 'fully_funded'), meta(all, 'max_length')], ['1', '2'], 'all fits; nobody can pick more than there is')
  t.equal(meta(resultPb(published(INPUT), INPUT.ballots), 'fully_funded'), undefined)
  t.equal(meta(resultPb(published(INPUT, { kind: 'rehearsal' }), INPUT.ballots), 'experimental'), '1')
  for (const line of all.split('PROJECTS')[0]!.split('\n').slice(2, -1)) t.match(line, /^[a-z_]+;\S/, 'no value is empty')
})

t.test('the rule is named only where the checker would find the same winners', async (t) => {
  const rule = (change: Partial<TallyInput>): string | undefined => {
    const input = { ...INPUT, ...change }
    return meta(resultPb(published(input), input.ballots), 'rule')
  }
  const shares = (change: object = {}) => ({
    rule: 'equal-shares', tieRule: 'lower-cost',
    equalShares: { utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 100, ...change },
  }) as const
  t.equal(rule({}), 'greedy')
  t.equal(rule({ rule: 'greedy-no-skip' }), 'greedy-no-skip')
  t.equal(rule({ rule: 'top-n', topN: 2 }), 'unknown')
  t.equal(rule({ rule: 'phragmen' }), 'unknown')
  t.equal(rule(shares()), 'equalshares')
  t.equal(rule(shares({ completion: 'add-one', startingBudget: 'integral' })), 'equalshares/add1')
  t.equal(rule(shares({ completion: 'add-one-greedy' })), 'unknown')
  t.equal(rule({ ...shares({ completion: 'add-one', startingBudget: 'integral' }), envelopeCents: 9_000_000 }), 'unknown',
    'the checker would never end where everything fits')
  t.equal(rule({ ...shares(), tieRule: 'lot' }), 'unknown')
  // The checker reckons in floats: three tenths of a euro do not fit three times a tenth there.
  t.equal(rule({ proposals: costing(110, 120, 230), envelopeCents: 350, ballots: ballots([1], [1], [2]) }), 'greedy')
  t.equal(rule({ proposals: costing(110, 220), envelopeCents: 330, ballots: ballots([1], [1], [2]) }), 'unknown')
  // In whole euros it sees 4 euros left for what costs 4.
  t.equal(rule({ proposals: costing(600, 460), envelopeCents: 1040, ballots: ballots([1], [1], [2]) }), 'unknown')
})

t.test('an export of equal shares recounts where a tie within the rounds is broken by lower cost', async (t) => {
  const euros = (...costs: number[]) => costing(...costs.map((cost) => cost * 100))
  const input: TallyInput = {
    ...INPUT, proposals: euros(400, 400, 100, 400), envelopeCents: 120_000, rule: 'equal-shares', tieRule: 'lower-cost',
    equalShares: { utility: 'cost', completion: 'none', startingBudget: 'exact', stopWhenExhausted: false, stepCents: 100 },
    ballots: ballots([2], [2, 4], [2], [1, 3, 4], [1, 3], [2, 4]),
  }
  const text = resultPb(published(input), input.ballots)
  t.equal(meta(text, 'rule'), 'equalshares')
  t.match(meta(text, 'comment'), /Where a round of the rule could choose among several projects, it took the lower cost first, then more votes/)
  t.notMatch(meta(text, 'comment'), /Equal votes are placed/)
  const told = await recountPabulib(bytesOf(text))
  t.match(told, { agrees: true, unchecked: [] })
  t.match(told.agrees && told.checked.join('\n'), /ties by the lower cost give what the file tells; by the order of the rows another/)
})

t.test('points and an order of picks keep their columns', async (t) => {
  const cumulative: TallyInput = {
    ...INPUT, voteType: 'cumulative', picksMax: 4,
    ballots: [{ tracker: 'A', picks: [1, 2], points: [5, 2] }, { tracker: 'B', picks: [3], points: [7] }],
  }
  const text = resultPb(published(cumulative), cumulative.ballots)
  t.match(text, /^project_id;cost;votes;score;name;selected\n3;10000;1;7;Ehdotus 3;1\n1;20000;1;5;/m)
  t.match(text, /^voter_id;vote;points\n1;1,2;5,2\n2;3;7$/m)
  t.equal(meta(text, 'max_sum_points'), '7')
  t.match(await recountPabulib(bytesOf(text)), { agrees: true })
  const ordinal: TallyInput = { ...INPUT, voteType: 'ordinal', picksMax: 4, ballots: ballots([3, 1], [3], [1, 2, 3]) }
  const ordered = resultPb(published(ordinal), ordinal.ballots)
  t.match(ordered, /^voter_id;vote\n1;3,1\n/m)
  t.match(await recountPabulib(bytesOf(ordered)), { agrees: true })
})

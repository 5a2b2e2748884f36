import fc from 'fast-check'
import t from 'tap'
import { ballotsCsv, ElectionError, recount, RecountError, recountPabulib, resultDocument, type ResultDocument } from '../../src/open-data/index.ts'
import { MANAGER, must, testWorld } from '../support/index.ts'
import { countedRound } from './published.ts'

/** What a recount says of two files: that they agree, what differs, or that they cannot be read. */
function says(result: string, ballots: string): string {
  try {
    const told = recount(result, ballots)
    return told.agrees ? 'agrees' : `differs: ${told.difference}`
  } catch (error) {
    if (error instanceof RecountError) return `unreadable: ${error.message}`
    throw error
  }
}

/** Every value in a document by its path, with the document that has another value there. */
function* changesOf(document: unknown): Generator<{ path: string; changed: unknown }> {
  if (typeof document === 'object' && document !== null) {
    for (const key of Object.keys(document)) {
      for (const { path, changed } of changesOf((document as Record<string, unknown>)[key])) {
        const copy = structuredClone(document) as Record<string, unknown>
        copy[key] = changed
        yield { path: path === '' ? key : `${key}.${path}`, changed: copy }
      }
    }
    return
  }
  const changed = typeof document === 'number' ? document + 1 : typeof document === 'boolean' ? !document
    : typeof document === 'string'
      ? (/\d$/.test(document) ? document.replace(/\d$/, (digit) => String((Number(digit) + 1) % 10)) : `${document}x`)
      : 1
  yield { path: '', changed }
}

/** Texts and times that the ballots say nothing of, so that no count can tell whether they are right. */
const NOT_COUNTED = /^(round\.|rows\.\d+\.(titles\.(sv|en)|costIsExample)$)/

t.test('a recount from the two files alone', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  // Proposals 1 and 2 have equal votes, and 3 does not fit any more: ties and every outcome are in the document.
  await countedRound(world, 'koe', [[1, 2, 3], [1, 2], [3, 4], [5], [2, 1, 5]])
  must(await world.tally.publish(MANAGER, 'koe'))
  const document: ResultDocument = resultDocument(await world.tally.published('koe'))
  const result = JSON.stringify(document)
  const ballots = ballotsCsv(await world.tally.publishedBallots('koe'))

  await t.test('agrees with what was published, and says what it checked', async (t) => {
    const told = recount(result, ballots)
    t.ok(told.agrees)
    t.match(told.agrees && told.checked.join('\n'), /5 ballots with 11 votes for 5 proposals/)
    t.ok(document.ties.length > 0 && new Set(document.rows.map((row) => row.outcome)).size > 1,
      'the document has ties and outcomes')
  })

  await t.test('finds any byte of the ballots that was changed', async (t) => {
    const wrong: string[] = []
    for (let at = 0; at < ballots.length; at++) {
      for (const other of ['0', '1', '2', 'A', ',', ';', '\n', ' ']) {
        if (other === ballots[at]) continue
        const said = says(result, ballots.slice(0, at) + other + ballots.slice(at + 1))
        if (said === 'agrees') wrong.push(`${at}: ${JSON.stringify(ballots[at])} became ${JSON.stringify(other)}`)
      }
    }
    t.same(wrong, [])
  })

  await t.test('finds any byte that was changed into any other, at random, and never breaks', async (t) => {
    const bytes = Buffer.from(ballots)
    const wrong: string[] = []
    fc.assert(fc.property(fc.nat(bytes.length - 1), fc.nat(255), (at, other) => {
      if (bytes[at] === other) return
      const changed = Buffer.from(bytes)
      changed[at] = other
      if (says(result, changed.toString('utf8')) === 'agrees') wrong.push(`${at}: ${bytes[at]} became ${other}`)
    }), { numRuns: 3000 })
    t.same(wrong, [])
  })

  await t.test('finds any value of the count that was changed', async (t) => {
    const unseen: string[] = []
    let seen = 0
    for (const { path, changed } of changesOf(document)) {
      if (NOT_COUNTED.test(path)) continue
      seen++
      if (says(JSON.stringify(changed), ballots) === 'agrees') unseen.push(path)
    }
    t.same(unseen, [])
    t.ok(seen > 80, 'it looked at many values')
  })

  await t.test('finds a ballot that was dropped, added or given twice', async (t) => {
    const lines = ballots.trimEnd().split('\n')
    t.match(says(result, `${lines.slice(0, -1).join('\n')}\n`), /differs: .*5 ballots, the file has 4/)
    t.match(says(result, `${ballots}ZZZZZZZZZZZZZZZZ;1\n`), /differs: .*the file has 6/)
    t.match(says(result, [...lines.slice(0, -1), lines[1], ''].join('\n')), /differs: /)
  })

  await t.test('names the first difference', async (t) => {
    const votes = structuredClone(document)
    votes.rows[0]!.votes += 1
    votes.rows[3]!.percent = '99.99'
    t.match(says(JSON.stringify(votes), ballots), /differs: .*\b(row|rank|proposal|votes)\b/i)
    const sealed = structuredClone(document)
    sealed.sealedCount += 1
    t.match(says(JSON.stringify(sealed), ballots), /differs: 6 ballots were sealed, but 5 opened/)
  })

  await t.test('finds what the published result has and the count has not, and numbers that contradict the urn', async (t) => {
    const saysOf = (change: (copy: ResultDocument) => void): string => {
      const copy = structuredClone(document)
      change(copy)
      return says(JSON.stringify(copy), ballots)
    }
    t.match(saysOf((copy) => { copy.undecided = { code: 'tie', numbers: [1, 2] } }), /^differs: undecided: .* missing in the recount/)
    t.match(saysOf((copy) => { copy.points = 11 }), /^differs: points: 11/)
    t.match(saysOf((copy) => { copy.rows[0]!.points = 3 }), /^differs: rows, place 1 .*points: 3/)
    t.match(saysOf((copy) => { copy.trace = { rule: 'phragmen', rounds: [], ties: [] } }), /^differs: trace: /)
    t.match(saysOf((copy) => { [copy.rows[0]!.title, copy.rows[1]!.title] = [copy.rows[1]!.title, copy.rows[0]!.title] }),
      /^differs: proposal \d has the titles "Ehdotus \d" and "Ehdotus \d" in Finnish/)
    const unopenable = { sealedSha256: 'ab'.repeat(32), reason: 'not_a_ballot' }
    t.match(saysOf((copy) => { Object.assign(copy, { sealedCount: 7, voters: 7, unopenable: [unopenable, unopenable] }) }),
      /^differs: inputSha256/, 'that the same bytes were in the urn twice is no contradiction')
    t.match(saysOf((copy) => { Object.assign(copy, { sealedCount: 6, unopenable: [unopenable] }) }),
      /^differs: 6 ballots were sealed, but there were 5 voters/)
    t.match(saysOf((copy) => { copy.voters = null }), /^differs: 5 ballots were sealed, but there were null voters/)
    t.match(saysOf((copy) => { copy.round.kind = 'imported'; copy.voters = null }), /^differs: the round is imported, but does not tell where from/)
  })

  await t.test('says what the ballots tell nothing of', async (t) => {
    const told = recount(result, ballots)
    t.match(told.agrees && told.unchecked, [/^names, titles and times/, /^how many ballots the urn held/])
  })

  await t.test('refuses what is no result of ours', async (t) => {
    for (const text of ['', 'x', 'null', '[]', '{}', '{"schema":"osbu-result/2"}', result.slice(0, -1)]) {
      t.match(says(text, ballots), /^unreadable: the result is not/, text.slice(0, 20))
    }
  })
})

const PB = `META
key;value
description;Small
num_projects;3
num_votes;4
budget;1000.50
vote_type;approval
rule;greedy
min_length;1
max_length;2
PROJECTS
project_id;cost;votes;name;selected
p2;600.0;3;"Park ""A""; etap 1";1
p10;400.5;2;Benches;1
p3;500;1;Swing;0
VOTES
voter_id;vote
1;p2,p10
2;p2
3;p10,p3
4;p2
`

async function* bytesOf(...parts: (string | Uint8Array)[]): AsyncGenerator<Uint8Array> {
  for (const part of parts) yield Buffer.from(part)
}

/** What a recount says of a `.pb` file. */
async function saysPb(text: string | Uint8Array): Promise<string> {
  try {
    const told = await recountPabulib(bytesOf(text))
    return told.agrees ? `agrees; not checked: ${told.unchecked.join(', ')}` : `differs: ${told.difference}`
  } catch (error) {
    if (error instanceof ElectionError) return `unreadable: ${error.message}`
    throw error
  }
}

t.test('a recount of a .pb file', async (t) => {
  await t.test('agrees, and says what it checked', async (t) => {
    const told = await recountPabulib(bytesOf(PB))
    t.ok(told.agrees)
    t.match(told.agrees && told.checked.join('\n'),
      /SHA-256 [0-9a-f]{64}\n4 ballots with 6 votes for 3 projects.*\n.*1000\.50 of 1000\.50.*\nthe rule greedy chooses the same 2/)
    t.same(told.agrees && told.unchecked, [])
  })

  await t.test('tells the first difference', async (t) => {
    for (const [from, to, said] of [
      ['p3;500;1;Swing;0', 'p3;500;1;Swing;1', /^differs: the selected projects cost 1500\.50, more than the budget of 1000\.50/],
      ['Benches;1', 'Benches;0', /^differs: project p10 \(2 votes, cost 400\.50\) is not selected in the file, but in the recount/],
      ['rule;greedy', 'rule;greedy-no-skip', /^agrees; not checked: $/],
      ['rule;greedy', 'rule;greedy-custom', /^agrees; not checked: how they were chosen: the rule "greedy-custom" is none/],
      ['rule;greedy\n', '', /^agrees; not checked: how they were chosen: the rule "" is none/],
      ['2;p2\n', '2;p3\n', /^unreadable: line 13, votes: the file tells 3, but its votes are 2\nline 15, votes: the file tells 1/],
      ['num_votes;4', 'num_votes;5', /^unreadable: line 5, num_votes: META says 5/],
      ['4;p2\n', '4;p9\n', /^unreadable: line 21, vote: there is no project "p9"/],
      ['4;p2\n', '4;\n', /^unreadable: line 21, vote: it is blank/],
      ['3;p10,p3', '3;p10,p3,p2', /^unreadable: line 20, vote: it has 3 projects, more than 2/],
      ['min_length;1', 'min_length;2', /^unreadable: line 19, vote: it has 1 projects, less than 2\nline 21/],
      ['p3;500;', 'p3;0;', /^unreadable: line 15, cost: it must be more than 0/],
      ['budget;1000.50', 'budget;0', /^unreadable: line 6, budget: /],
      ['Swing;0', 'Swing;x', /^unreadable: line 15, selected: /],
    ] as const) t.match(await saysPb(PB.replace(from, to)), said, `${from} as ${to}`)
    t.match(await saysPb(PB.replace('rule;greedy', 'rule;greedy-threshold\nmin_project_score_threshold;3').replace('Benches;1', 'Benches;0')),
      /^agrees; not checked: how they were chosen: by the rule "greedy-threshold" it asks for a minimum of votes, and without that project p10/)
    t.match(await saysPb(PB.replace(/;selected$/m, '').replace(/^(p\d+;.*);[01]$/gm, '$1')), /^agrees; not checked: which projects were chosen/)
  })

  await t.test('what depends on a tie that the file does not tell is not called wrong', async (t) => {
    const tied = PB.replace('budget;1000.50', 'budget;1100').replace('p2;600.0;3', 'p2;600.0;2').replace('4;p2\n', '4;p3\n')
      .replace('p3;500;1', 'p3;500;2')
    const choosing = (...ids: string[]): string => tied.replace(/^(p\d+;.*);[01]$/gm, (_, row: string) =>
      `${row};${ids.includes(row.split(';')[0]!) ? 1 : 0}`)
    t.match(await saysPb(choosing('p2', 'p10')), /^agrees; not checked: $/, 'by the order of the rows')
    t.match(await saysPb(choosing('p3', 'p10')), /^agrees; not checked: $/, 'by the lower cost')
    t.match(await saysPb(choosing('p2', 'p3')),
      /^agrees; not checked: how they were chosen: the file does not tell how ties were broken, and .* By the order of the rows, project p10 \(2 votes/)
    const first = choosing('p10').replace('p2;600.0;2', 'p2;600.0;4').replace('num_votes;4', 'num_votes;6').concat('5;p2\n6;p2\n')
    t.match(await saysPb(first), /^differs: project p2 \(4 votes/, 'no tie stands above it')
  })

  await t.test('a rule that this count knows in part alone is not called broken', async (t) => {
    const points = PB.replace('vote_type;approval', 'vote_type;cumulative').replace('rule;greedy', 'rule;equalshares')
      .replace('voter_id;vote', 'voter_id;vote;points').replace('1;p2,p10', '1;p2,p10;1,2').replace('2;p2\n', '2;p2;3\n')
      .replace('3;p10,p3', '3;p10,p3;1,2').replace('4;p2\n', '4;p2;3\n')
    t.match(await saysPb(points.replace('Benches;1', 'Benches;0')), /^agrees; not checked: how they were chosen: by the rule "equalshares" it may also weigh points by the cost/)
    const minimum = PB.replace('rule;greedy', 'rule;equalshares\nmin_project_score_threshold;3')
    t.match(await saysPb(minimum), /^agrees; not checked: how they were chosen: by the rule "equalshares" it asks for a minimum of votes/)
    const both = PB.replace('rule;greedy', 'rule;equalshares-comparison\nmin_project_score_threshold;3')
    t.match(await saysPb(both), /it asks for a minimum of votes and it then compares with greedy/)
  })

  await t.test('what the file does not tell is not said to be told', async (t) => {
    const votesAlone = await recountPabulib(bytesOf(PB.replace('num_votes;4\n', '')))
    t.match(votesAlone.agrees && votesAlone.checked.join('\n'), /for 3 projects, as many votes as PROJECTS tells\n/)
    t.match(votesAlone.agrees && votesAlone.unchecked, [/^whether ballots are missing/])
    const nothing = PB.replace('num_votes;4\n', '').replace(';votes;', ';').replace(/^(p\d+;[\d.]+);\d/gm, '$1')
    const told = await recountPabulib(bytesOf(nothing))
    t.match(told.agrees && told.checked.join('\n'), /4 ballots with 6 votes for 3 projects\n/)
    t.match(told.agrees && told.unchecked, [/^whether ballots are missing/, /^how many votes each project got/])
  })

  await t.test('all that is wrong is told, by line and field, but not without end', async (t) => {
    const many = PB.replace('num_votes;4', 'num_votes;34')
      + Array.from({ length: 30 }, (_, i) => `x${i};nothing\n`).join('')
    const said = (await saysPb(many)).split('\n')
    t.equal(said.length, 21)
    t.match(said[0], /^unreadable: line 22, vote: there is no project "nothing"/)
    t.match(said.at(-1), '… and 10 more')
  })

  await t.test('a project that is there twice in one vote counts once, and is told', async (t) => {
    const told = await recountPabulib(bytesOf(PB.replace('2;p2\n', '2;p2,p2\n')))
    t.match(told.agrees && told.checked.join('\n'), /1 ballots name a project twice, which is counted once/)
  })

  await t.test('a changed byte is found or changes nothing that counts, and never breaks the recount', async (t) => {
    const bytes = Buffer.from(PB)
    // Only what no count depends on may change unseen: names, ids of voters, the order of a vote.
    await fc.assert(fc.asyncProperty(fc.nat(bytes.length - 1), fc.nat(255), async (at, other) => {
      const changed = Buffer.from(bytes)
      changed[at] = other
      await saysPb(changed)
    }), { numRuns: 2000 })
    const from = PB.indexOf('1;p2,p10')
    const unseen: string[] = []
    for (let at = from; at < PB.length; at++) {
      for (const other of ['p', '2', '1', '0', '3', ',', ';', '\n']) {
        const changed = PB.slice(0, at) + other + PB.slice(at + 1)
        const isVoterId = PB[at + 1] === ';'
        if (other !== PB[at] && !isVoterId && (await saysPb(changed)).startsWith('agrees')) unseen.push(`${at} ${JSON.stringify(changed.slice(from))}`)
      }
    }
    t.same(unseen, [])
  })
})

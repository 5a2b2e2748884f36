import t from 'tap'
import { type CountHead, countLines, createCounter } from '../../src/tally/counting.ts'

const head: CountHead = {
  rule: 'greedy', costBasis: 'max', tieRule: 'proposal-number', envelopeCents: 1000, picksMin: 0, picksMax: 3, voters: null,
  proposals: [1, 2, 3].map((number) => ({ number, costMinCents: 400, costMaxCents: 400 })),
}
const BALLOTS = 30_000

/** Pages of ballots, every one with two picks but for a blank one and a wrong one. */
async function* pages(): AsyncGenerator<string> {
  for (let from = 0; from < BALLOTS; from += 10_000) {
    yield Array.from({ length: 10_000 }, (_, i) => {
      const tracker = String(from + i).padStart(16, '0')
      return `${tracker};${from + i === 5 ? '' : from + i === 6 ? '1,1' : (from + i) % 3 === 0 ? '1,2' : '2,3'}`
    }).join('\n')
  }
}

t.test('many ballots are counted in a worker while this thread goes on, and the count is the same as without one', async (t) => {
  const seen: number[][] = []
  let beats = 0
  const beat = setInterval(() => { beats += 1 }, 1)
  const counted = await countLines(head, pages(), BALLOTS, (done, all) => seen.push([done, all]))
  clearInterval(beat)
  const counter = createCounter(head)
  for await (const page of pages()) counter.add(page)
  t.same(counted, counter.count())
  t.match(counted, { ballots: BALLOTS, blankBallots: 1, invalidBallots: [{ tracker: '0000000000000006' }] })
  t.same(seen, [[10_000, BALLOTS], [20_000, BALLOTS], [30_000, BALLOTS]])
  t.ok(beats > 3, 'others were served meanwhile')
})

t.test('what breaks in the worker reaches whoever counts', async (t) => {
  const broken = (async function* () { yield 'A;1\nA;2' })()
  await t.rejects(countLines(head, broken, BALLOTS), /two ballots have the tracker A/)
  const cut = (async function* () { yield 'A;1'; throw new Error('the database went away') })()
  await t.rejects(countLines(head, cut, BALLOTS), /the database went away/)
})

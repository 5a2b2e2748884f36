import fc from 'fast-check'
import t from 'tap'
import { createSorter } from '../../src/tally/domain.ts'

const tracker = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{16}$/)

/** Sorts lines that come in two parts, as from two workers. */
function sort(lines: readonly string[]): { lines: string[]; taken: string[] } {
  const sorter = createSorter()
  sorter.add(lines.slice(0, lines.length / 2))
  sorter.add(lines.slice(lines.length / 2))
  const shelves = [...sorter.sorted()]
  return { lines: shelves.flatMap((shelf) => shelf.lines), taken: shelves.flatMap((shelf) => shelf.taken) }
}

t.test('opened ballots are sorted by tracker, whatever order they were sealed in', async (t) => {
  fc.assert(fc.property(fc.uniqueArray(tracker), (trackers) => {
    t.same(sort(trackers).lines, trackers.toSorted((a, b) => (a < b ? -1 : 1)))
  }))
})

t.test('every opened ballot is sorted in or named', async (t) => {
  const few = fc.constantFrom('0', '1', '2').map((digit) => digit.repeat(16))
  fc.assert(fc.property(fc.array(fc.tuple(fc.oneof(few, tracker), fc.integer({ min: 0, max: 9 }))), (ballots) => {
    const all = ballots.map(([code, place]) => code + place)
    const { lines, taken } = sort(all)
    t.same([...lines, ...taken].sort(), all.sort())
    t.equal(new Set(lines.map((line) => line.slice(0, 16))).size, lines.length)
  }))
})

t.test('a tracker that is there already is a forgery, and the one that the list has first is counted', async (t) => {
  const [first, second, third] = ['1', '2', '3'].map((place) => '0'.repeat(16) + place)
  for (const order of [[first!, second!, third!], [third!, first!, second!]]) {
    t.same(sort(order), { lines: [first], taken: [second, third] })
  }
})

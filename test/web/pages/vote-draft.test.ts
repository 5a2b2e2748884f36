import fc from 'fast-check'
import t from 'tap'
import { drawnOrder, picksIn, pictureOf } from '../../../src/web/unsaved/index.ts'

const ballot = fc.uniqueArray(fc.integer({ min: 1, max: 9999 }), { minLength: 1, maxLength: 200 })
  .map((numbers) => numbers.toSorted((a, b) => a - b))

t.test('picks come back from their picture, which is as long whatever they are', async () => {
  fc.assert(fc.property(ballot.chain((numbers) => fc.tuple(fc.constant(numbers), fc.subarray(numbers), fc.subarray(numbers))),
    ([numbers, some, others]) => {
      const picture = pictureOf(some, numbers)
      return picksIn(picture, numbers).join() === some.join() && picture.length === pictureOf(others, numbers).length
    }))
})

t.test('a seed draws every proposal once, always in the same order', async (t) => {
  fc.assert(fc.property(ballot, fc.string(), (numbers, seed) => {
    const things = numbers.map((number) => ({ number }))
    const drawn = drawnOrder(things, seed)
    return new Set(drawn).size === things.length
      && drawnOrder(things.toReversed(), seed).every(({ number }, i) => number === drawn[i]!.number)
  }))
  const things = Array.from({ length: 5 }, (_, i) => ({ number: i + 1 }))
  const firsts = new Map<number, number>()
  for (let seed = 0; seed < 5000; seed++) {
    const { number } = drawnOrder(things, `seed ${seed}`)[0]!
    firsts.set(number, (firsts.get(number) ?? 0) + 1)
  }
  for (const { number } of things) {
    const times = firsts.get(number) ?? 0
    // A thousand each, give or take seven standard deviations: the seeds are fixed, so this never flickers.
    t.ok(Math.abs(times - 1000) < 200, `number ${number} stands first ${times} times in 5000`)
  }
})

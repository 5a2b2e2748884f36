import t from 'tap'
import { done, refuse } from '../../../src/kernel/index.ts'
import { RefusedError, valueOf } from '../../../src/platform/http/index.ts'

t.test('a route hands the value of an outcome on', async (t) => {
  t.equal(valueOf(done(7)), 7)
})

t.test('and throws a refusal on to the edge, with its details', async (t) => {
  t.throws(() => valueOf(refuse('slug_taken', { slug: 'osbu-2026' })),
    new RefusedError({ code: 'slug_taken', details: { slug: 'osbu-2026' } }))
})

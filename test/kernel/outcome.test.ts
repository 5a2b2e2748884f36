import t from 'tap'
import { done, type Outcome, refuse } from '../../src/kernel/index.ts'

t.test('a done outcome carries its value, or none', async (t) => {
  t.same(done(7), { ok: true, value: 7 })
  t.same(done(), { ok: true, value: undefined })
  t.same(done(null), { ok: true, value: null })
})

t.test('a refusal carries its code, and details where there is something to tell', async (t) => {
  t.strictSame(refuse('slug_taken'), { ok: false, refusal: { code: 'slug_taken' } })
  t.strictSame(refuse('slug_taken', { slug: 'osbu-2026' }),
    { ok: false, refusal: { code: 'slug_taken', details: { slug: 'osbu-2026' } } })
})

t.test('the type of an outcome tells every way to be refused', async (t) => {
  function cast(open: boolean): Outcome<number, 'closed'> {
    return open ? done(1) : refuse('closed')
  }
  const outcome = cast(false)
  t.equal(outcome.ok ? outcome.value : outcome.refusal.code, 'closed')
})

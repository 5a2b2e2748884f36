import t from 'tap'
import { validatorCompiler } from '@fastify/type-provider-zod'
import { z } from 'zod'
import { fieldErrors } from '../../../src/platform/http/index.ts'

/** What a door answers to a body, by way of the same compiler. */
function errorsOf(schema: z.ZodType, body: unknown) {
  const { error } = validatorCompiler({ schema, method: 'POST', url: '/',
    httpPart: 'body' })(body) as { error?: unknown }
  return error === undefined ? [] : fieldErrors(error as Parameters<typeof fieldErrors>[0], body)
}

const schema = z.strictObject({
  name: z.strictObject({ fi: z.string().min(1).max(5), sv: z.string().min(2).optional() }),
  picks: z.array(z.int().min(1).max(9)).min(1).max(3),
  rule: z.enum(['greedy', 'greedy-no-skip']),
  day: z.iso.date(),
  plain: z.string().refine((text) => text !== 'x', { params: { code: 'forbidden_character' } }).optional(),
  odd: z.string().refine((text) => text !== 'x').optional(),
})
const good = { name: { fi: 'nimi' }, picks: [1], rule: 'greedy', day: '2026-12-06' }

t.test('a body that is right has no errors', async (t) => {
  t.same(errorsOf(schema, good), [])
})

t.test('each field that is wrong is named by its path, with a code and figures', async (t) => {
  const cases: readonly (readonly [object, readonly object[]])[] = [
    [{ name: { fi: '' } }, [{ field: 'name.fi', code: 'required' }]],
    [{ name: { fi: 'toolong' } }, [{ field: 'name.fi', code: 'too_long', params: { maximum: 5 } }]],
    [{ name: { fi: 'nimi', sv: 'n' } }, [{ field: 'name.sv', code: 'too_short', params: { minimum: 2 } }]],
    [{ name: {} }, [{ field: 'name.fi', code: 'required' }]],
    [{ name: undefined }, [{ field: 'name', code: 'required' }]],
    [{ name: 'nimi' }, [{ field: 'name', code: 'wrong_type' }]],
    [{ name: null }, [{ field: 'name', code: 'wrong_type' }]],
    [{ picks: [] }, [{ field: 'picks', code: 'too_few', params: { minimum: 1 } }]],
    [{ picks: [1, 2, 3, 4] }, [{ field: 'picks', code: 'too_many', params: { maximum: 3 } }]],
    [{ picks: [1, 0, 10] }, [
      { field: 'picks.1', code: 'too_small', params: { minimum: 1 } },
        { field: 'picks.2', code: 'too_big', params: { maximum: 9 } },
    ]],
    [{ picks: ['1'] }, [{ field: 'picks.0', code: 'wrong_type' }]],
    [{ picks: [1.5] }, [{ field: 'picks.0', code: 'wrong_type' }]],
    [{ rule: 'lot' }, [{ field: 'rule', code: 'not_among_choices' }]],
    [{ rule: undefined }, [{ field: 'rule', code: 'required' }]],
    [{ day: '2026-02-30' }, [{ field: 'day', code: 'invalid' }]],
    [{ plain: 'x' }, [{ field: 'plain', code: 'forbidden_character' }]],
    [{ odd: 'x' }, [{ field: 'odd', code: 'invalid' }]],
    [{ extra: 1, name: { fi: 'nimi', de: 'Name' } },
      [{ field: 'name.de', code: 'unknown_field' }, { field: 'extra', code: 'unknown_field' }]],
  ]
  for (const [change, errors] of cases) t.same(errorsOf(schema, { ...good, ...change }), errors, JSON.stringify(change))
})

t.test('all that is wrong is told at once', async (t) => {
  t.same(errorsOf(schema, {}).map((error) => error.field), ['name', 'picks', 'rule', 'day'])
})

t.test('a body that is no object at all is told as one error', async (t) => {
  for (const body of [null, 'text', 7, [], undefined]) {
    t.match(errorsOf(schema, body), [{ field: '', code: /^(wrong_type|required)$/ }])
  }
})

t.test('in a choice of shapes the field that chooses is named', async (t) => {
  const choice = z.discriminatedUnion('kind', [
    z.strictObject({ kind: z.literal('accept') }), z.strictObject({ kind: z.literal('ask'), question: z.string() }),
  ])
  t.same(errorsOf(choice, { kind: 'burn' }), [{ field: 'kind', code: 'not_among_choices' }])
  t.same(errorsOf(choice, {}), [{ field: 'kind', code: 'required' }])
  t.same(errorsOf(choice, { kind: 'ask' }), [{ field: 'question', code: 'required' }])
})

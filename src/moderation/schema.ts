import { z } from 'zod'
import { ideaIdSchema } from '../ideas/index.ts'
import { textSchema } from '../platform/http/index.ts'

const seq = z.int().min(0).max(100_000)
  .describe('The number of acts on the idea that the decision was made on. When there are more, it is refused.')
const reasonForAuthor = textSchema(1, 1000).optional().describe('For the author.')

export const decideSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('accept'), seq, reason: reasonForAuthor }),
  z.strictObject({
    kind: z.literal('refuse'), seq, reason: textSchema(10, 1000).describe('Public.'),
    textHidden: z.boolean().default(false).describe('Whether the public sees the reason alone, not the text.'),
  }),
  z.strictObject({ kind: z.literal('ask'), seq, question: textSchema(1, 1000) }),
  z.strictObject({ kind: z.literal('merge'), seq, intoIdeaId: ideaIdSchema, reason: reasonForAuthor }),
])

export const prepareSchema = z.strictObject({
  decision: decideSchema,
  replaces: z.int().min(0).max(100_000).default(0).describe('The revision that this takes the place of; 0 for none.'),
})

export const preparedSchema = z.object({
  ideaId: z.int(),
  title: z.string(),
  round: z.string(),
  decision: decideSchema,
  revision: z.int(),
  staffName: z.string(),
  preparedAt: z.iso.datetime(),
}).meta({ id: 'PreparedDecision' })

export const preparedListSchema = z.object({ prepared: z.array(preparedSchema).describe('In the order in which they were written.') })

export const publishDecisionsSchema = z.strictObject({
  ideaIds: z.array(ideaIdSchema).min(1).max(1000).describe('The ideas whose prepared decisions are published.'),
})

export const publishedDecisionsSchema = z.object({
  published: z.array(z.int()),
  refused: z.array(z.object({ ideaId: z.int(), code: z.string() })).describe('These stay prepared.'),
})

export type Decide = z.infer<typeof decideSchema>

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

export type Decide = z.infer<typeof decideSchema>

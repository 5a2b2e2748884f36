import { z } from 'zod'
import { slugParams } from '../rounds/index.ts'
import { rowSchema, tallySchema } from '../tally/index.ts'

export { slugParams }

const translated = z.object({ fi: z.string(), sv: z.string().optional(), en: z.string().optional() })

/** The published result. Together with `ballots.csv` it is all that a recount needs. */
export const resultSchema = z.object({
  schema: z.literal('osbu-result/1'),
  round: z.object({
    slug: z.string(), name: translated, kind: z.enum(['regular', 'rehearsal', 'imported']),
    votingOpenAt: z.string(), votingCloseAt: z.string(), publishedAt: z.string(),
  }),
  imported: z.object({ note: translated }).nullable().describe('Where the ballots of an imported round come from.'),
  ...tallySchema.shape,
  voters: z.int().nullable().describe('Null where nobody knows it.'),
  rows: z.array(rowSchema.extend({
    title: z.string().describe('In Finnish, the language of the ballot’s first text.'),
    titles: translated,
    costIsExample: z.boolean().describe('The cost was never published and is an example.'),
  })),
  sealedCount: z.int().describe('Ballots in the urn.'),
  openedCount: z.int(),
  unopenable: z.array(z.object({ sealedSha256: z.string(), reason: z.string() })),
}).meta({ id: 'Result' })

export type ResultDocument = z.infer<typeof resultSchema>

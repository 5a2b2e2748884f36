import { z } from 'zod'
import { IDEA_STATES } from '../ideas/index.ts'
import { LANGUAGES } from '../platform/http/index.ts'
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
  imported: z.object({
    note: translated,
    election: z.record(z.string(), z.string()).optional().describe('What the election’s own file said of it, by the names of Pabulib.'),
  }).nullable().describe('Where the ballots of an imported round come from.'),
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

const cents = z.int()

/** What stood on the ballot, as open data. */
export const proposalsDocumentSchema = z.object({
  schema: z.literal('osbu-proposals/1'),
  round: z.string(),
  proposals: z.array(z.object({
    number: z.int(), title: translated, summary: translated, costMinCents: cents, costMaxCents: cents,
    costIsExample: z.boolean().describe('The cost was never published and is an example.'),
    ideas: z.array(z.int()).describe('The ids of the ideas that it was made from.'),
  })),
}).meta({ id: 'ProposalsDocument' })

/** The ideas that everybody may read, as open data: nothing of who sent them. */
export const ideasDocumentSchema = z.object({
  schema: z.literal('osbu-ideas/1'),
  round: z.string(),
  ideas: z.array(z.object({
    id: z.int(),
    state: z.enum(IDEA_STATES),
    title: z.string().nullable().describe('Null when staff have hidden the text.'),
    body: z.string().nullable(),
    theme: z.string(),
    place: z.string().nullable(),
    language: z.enum(LANGUAGES),
    source: z.enum(['online', 'paper', 'workshop']),
    submittedOn: z.iso.date(),
    reason: z.string().nullable().describe('Why it was refused.'),
    mergedInto: z.int().nullable().describe('The id of the idea that it became part of.'),
    proposalNumber: z.int().nullable(),
  })),
}).meta({ id: 'IdeasDocument' })

export type ProposalsDocument = z.infer<typeof proposalsDocumentSchema>
export type IdeasDocument = z.infer<typeof ideasDocumentSchema>

import { z } from 'zod'
import { LANGUAGES, lineSchema, textSchema, wholeNumberSchema } from '../platform/http/index.ts'
import { slugSchema } from '../rounds/index.ts'
import { ACT_KINDS, IDEA_STATES } from './domain.ts'

export const ideaIdSchema = z.int().min(1)
export const ideaParams = z.object({ id: wholeNumberSchema(1) })

const pageShape = {
  page: wholeNumberSchema(1, 10_000).default(1),
  pageSize: wholeNumberSchema(1, 50).default(20),
}
export const pageQuery = z.strictObject(pageShape)

const ideaShape = {
  title: lineSchema(5, 100),
  body: textSchema(20, 4000),
  theme: slugSchema.describe('The slug of one of the round’s themes.'),
  place: lineSchema(1, 100).optional(),
  authorName: lineSchema(1, 60).optional().describe('Public. Any name, or none.'),
  contactEmail: z.string().trim().max(254).pipe(z.email()).optional()
    .describe('For mail about the idea. Never public.'),
  language: z.enum(LANGUAGES).default('fi'),
}

export const submitIdeaSchema = z.strictObject({
  ...ideaShape,
  submissionId: z.uuid().optional()
    .describe('Made by whoever sends: the same one again is the same idea again, not a second.'),
})
/** What a photo shows, for whoever cannot see it. */
export const altSchema = lineSchema(3, 300)
export const enterIdeaSchema = z.strictObject({ ...ideaShape, source: z.enum(['paper', 'workshop']) })

export const listIdeasQuery = z.strictObject({
  q: lineSchema(2, 100).optional().describe('Words to look for; the beginning or a part of a word will do.'),
  theme: slugSchema.optional(),
  state: z.enum(IDEA_STATES).optional(),
  ...pageShape,
})

export const answerSchema = z.strictObject({ text: textSchema(1, 2000) })

const instantSchema = z.iso.datetime()
const linkSchema = z.object({
  id: z.int(), title: z.string().nullable().describe('Null when staff have hidden the text.'),
})

export const ideaSchema = z.object({
  id: z.int(),
  round: z.string(),
  state: z.enum(IDEA_STATES),
  seq: z.int().describe('How many acts there have been; a decision names the number that it saw.'),
  title: z.string().nullable().describe('Null when staff have hidden the text.'),
  body: z.string().nullable(),
  theme: z.string(),
  place: z.string().nullable(),
  authorName: z.string().nullable(),
  language: z.enum(LANGUAGES),
  source: z.enum(['online', 'paper', 'workshop']),
  submittedAt: instantSchema,
  photo: z.object({
    url: z.string(), cardUrl: z.string(), alt: z.string(), width: z.int(), height: z.int(),
  }).nullable().describe('Addresses without their end: `.webp` and `.jpeg` are there.'),
  reason: z.string().nullable().describe('Why it was refused. Public.'),
  textHidden: z.boolean(),
  mergedInto: linkSchema.nullable().describe('What a merged idea became part of, if the caller may see it.'),
  merged: z.array(linkSchema).describe('The ideas that were merged into this one.'),
  proposalNumber: z.int().nullable().describe('The proposal that it is part of, once proposals are published.'),
  mine: z.boolean(),
  history: z.array(z.object({
    seq: z.int(),
    kind: z.enum(ACT_KINDS),
    text: z.string().nullable(),
    at: instantSchema,
    staffName: z.string().optional().describe('For staff alone.'),
  })),
  contactEmail: z.string().nullable().optional().describe('For the author, moderators and managers alone.'),
  enteredBy: z.string().nullable().optional().describe('For staff alone.'),
}).meta({ id: 'Idea' })

export const ideaPageSchema = z.object({
  ideas: z.array(ideaSchema), total: z.int(), page: z.int(), pageSize: z.int(),
})

export const ownDataSchema = z.object({
  ideas: z.array(ideaSchema),
  waitingMail: z.array(z.object({ kind: z.string(), about: z.string(), to: z.string(), dueAt: instantSchema }))
    .describe('Mail about them that has not left yet.'),
}).meta({ id: 'OwnData' })

export const eraseSchema = z.strictObject({
  ideas: z.union([z.array(z.int().min(1)).min(1).max(1000), z.literal('all')]),
})

export type SubmitIdea = z.infer<typeof submitIdeaSchema>
export type EnterIdea = z.infer<typeof enterIdeaSchema>
export type ListIdeas = z.infer<typeof listIdeasQuery>
export type IdeaView = z.infer<typeof ideaSchema>
export type IdeaPage = z.infer<typeof ideaPageSchema>

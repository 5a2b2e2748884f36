import { z } from 'zod'
import { MONEY_MAX_CENTS } from '../kernel/index.ts'
import { ideaIdSchema } from '../ideas/index.ts'
import { lineSchema, textSchema, wholeNumberSchema } from '../platform/http/index.ts'
import { slugSchema } from '../rounds/index.ts'
import { NUMBER_MAX } from './domain.ts'

function translated<T extends z.ZodType>(text: T) {
  return z.strictObject({ fi: text, sv: text.optional(), en: text.optional() })
}

const centsSchema = z.int().min(1).max(MONEY_MAX_CENTS)

const proposalShape = {
  title: translated(lineSchema(1, 100)),
  summary: translated(textSchema(1, 600)),
  costMinCents: centsSchema,
  costMaxCents: centsSchema.describe('At least costMinCents, at most the envelope.'),
  ideaIds: z.array(ideaIdSchema).min(1).max(100).describe('Accepted ideas of the round, each in one proposal at most.'),
}

export const createProposalSchema = z.strictObject(proposalShape)
export const changeProposalSchema = z.strictObject(proposalShape).partial()

export const proposalParams = z.object({
  slug: slugSchema, number: wholeNumberSchema(1, NUMBER_MAX),
})

const translatedText = z.object({ fi: z.string(), sv: z.string().optional(), en: z.string().optional() })

export const proposalSchema = z.object({
  number: z.int(),
  title: translatedText,
  summary: translatedText,
  costMinCents: z.int(),
  costMaxCents: z.int(),
  costIsExample: z.boolean().describe('The cost was never published; an invented figure stands for it.'),
  ideas: z.array(z.object({ id: z.int(), title: z.string() })).describe('The ideas that it was made from.'),
}).meta({ id: 'Proposal' })

export const proposalListSchema = z.object({
  published: z.boolean().describe('Whether everybody sees them: from the opening of voting.'),
  confirmedAt: z.iso.datetime().nullable().describe('Since when the set stands still.'),
  proposals: z.array(proposalSchema).describe('By number. Empty until publication, except for staff.'),
})

export type CreateProposal = z.infer<typeof createProposalSchema>
export type ChangeProposal = z.infer<typeof changeProposalSchema>
export type ProposalView = z.infer<typeof proposalSchema>
export type ProposalList = z.infer<typeof proposalListSchema>

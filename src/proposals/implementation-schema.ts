import { z } from 'zod'
import { textSchema, wholeNumberSchema } from '../platform/http/index.ts'
import { proposalParams } from './schema.ts'

/** What can become of a winner. It is `planned` until staff say something else. */
export const IMPLEMENTATION_STATES = ['planned', 'under_way', 'done', 'dropped'] as const
export type ImplementationState = (typeof IMPLEMENTATION_STATES)[number]

const TEXT_MAX = 2000
const stateSchema = z.enum(IMPLEMENTATION_STATES)
const newsText = textSchema(1, TEXT_MAX)

export const addNewsSchema = z.strictObject({
  state: stateSchema.describe('What has become of the winner by now.'),
  happenedOn: z.iso.date().describe('The day that the news is about, today or earlier.'),
  text: z.strictObject({ fi: newsText, sv: newsText.optional(), en: newsText.optional() })
    .describe('Public. Of a winner that was dropped it tells the reason.'),
  after: z.int().min(0).describe('The `seq` of the last news that the writer has seen; 0 for none.'),
})

const translatedText = z.object({ fi: z.string(), sv: z.string().optional(), en: z.string().optional() })

export const newsSchema = z.object({
  seq: z.int(),
  state: stateSchema,
  happenedOn: z.iso.date(),
  text: translatedText,
  photo: z.object({
    url: z.string(), cardUrl: z.string(), alt: z.string(), width: z.int(), height: z.int(),
  }).nullable().describe('Addresses without their end: `.webp` and `.jpeg` are there.'),
})

export const winnerSchema = z.object({
  number: z.int(),
  title: translatedText,
  rank: z.int(),
  votes: z.int(),
  costMinCents: z.int(),
  costMaxCents: z.int(),
  costIsExample: z.boolean(),
  state: stateSchema,
  news: z.array(newsSchema).describe('Newest first.'),
}).meta({ id: 'Winner' })

export const implementationSchema = z.object({
  winners: z.array(winnerSchema).describe('What is carried out, in the order of the result.'),
}).meta({ id: 'Implementation' })

export const newsParams = proposalParams.extend({ seq: wholeNumberSchema(1, 1_000_000) })

export type AddNews = z.infer<typeof addNewsSchema>
export type News = z.infer<typeof newsSchema>
export type WinnerView = z.infer<typeof winnerSchema>

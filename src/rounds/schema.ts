import { z } from 'zod'
import { COUNTING_RULES, MONEY_MAX_CENTS, VOTE_TYPES } from '../kernel/index.ts'
import { lineSchema, textSchema } from '../platform/http/index.ts'
import { APPEAL_DAYS_MAX, APPEAL_DAYS_MIN } from './domain.ts'

export const slugSchema = z.string().max(60).regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)
  .meta({ description: 'A short name in addresses: lower-case letters, digits and hyphens.', example: 'osbu-2026' })

export const slugParams = z.object({ slug: slugSchema })

/** A text in Finnish, and in Swedish and English where there is a translation. Trimmed; lengths in characters. */
export function translatedSchema(max: number) {
  return z.strictObject({
    fi: lineSchema(1, max), sv: lineSchema(1, max).optional(), en: lineSchema(1, max).optional(),
  })
}

/** Times of this century alone: others are slips, and neither calendars nor databases agree on years 0 and 10 000. */
function isOurs(text: string): boolean {
  const year = new Date(text).getUTCFullYear()
  return !(year < 2000 || year > 2099)
}

const instantSchema = z.iso.datetime({ offset: true }).refine(isOurs).meta({ example: '2026-12-06T14:00:00+02:00' })
const daySchema = z.iso.date().refine(isOurs)
const centsSchema = z.int().min(1).max(MONEY_MAX_CENTS)

export const equalSharesSchema = z.strictObject({
  utility: z.enum(['cost', 'cardinal']),
  completion: z.enum(['none', 'greedy', 'add-one', 'add-one-greedy']),
  startingBudget: z.enum(['exact', 'integral']),
  stopWhenExhausted: z.boolean(),
  stepCents: z.int().min(1).max(MONEY_MAX_CENTS).describe('What add-one adds to every share at a time, in cents.'),
}).describe('The settings of the Method of Equal Shares, see docs/counting.md.')

const rulesShape = {
  name: translatedSchema(120),
  envelopeCents: centsSchema,
  picksMin: z.int().min(1).max(1000),
  picksMax: z.int().min(1).max(1000),
  themes: z.array(z.strictObject({ slug: slugSchema, name: translatedSchema(80) })).min(1).max(20),
  votingAge: z.int().min(0).max(120),
  ageCutoff: daySchema.describe('The day on which a voter must have reached the voting age.'),
  municipalityCodes: z.array(z.string().regex(/^\d{3}$/)).min(1).max(20),
  mayReplace: z.boolean(),
  countingRule: z.enum(COUNTING_RULES),
  topN: z.int().min(1).max(1000).nullable().describe('How many proposals `top-n` carries out; null with other rules.'),
  equalShares: equalSharesSchema.nullable().describe('The settings of `equal-shares`; null with other rules.'),
  costBasis: z.enum(['max', 'min']),
  tieRule: z.enum(['lower-cost', 'proposal-number', 'lot']),
  appealDays: z.int().min(APPEAL_DAYS_MIN).max(APPEAL_DAYS_MAX)
    .describe('Days from publication in which nothing of the round is destroyed.'),
}

const timesShape = {
  ideasOpenAt: instantSchema,
  ideasCloseAt: instantSchema,
  votingOpenAt: instantSchema,
  votingCloseAt: instantSchema,
  paperUntil: instantSchema,
}

export const createRoundSchema = z.strictObject({
  slug: slugSchema,
  kind: z.enum(['regular', 'rehearsal']),
  rehearsalOf: slugSchema.optional().describe('The round that a rehearsal rehearses.'),
  ...rulesShape,
  ...timesShape,
  topN: rulesShape.topN.optional(),
  equalShares: rulesShape.equalShares.optional(),
  appealDays: rulesShape.appealDays.optional().describe('Sixty unless told.'),
  paperUntil: instantSchema.optional().describe('Two hours after voting closes unless told.'),
})

export const changeRoundSchema = z.strictObject({ ...rulesShape, ...timesShape }).partial()

export const moveClosingSchema = z.strictObject({
  votingCloseAt: instantSchema,
  reason: textSchema(10, 500).describe('Public.'),
})

export const roundSchema = z.object({
  slug: z.string(),
  kind: z.enum(['regular', 'rehearsal', 'imported']),
  phase: z.enum(['upcoming', 'ideas', 'review', 'voting', 'counting', 'result', 'archived']),
  ...rulesShape,
  voteType: z.enum(VOTE_TYPES),
  ...timesShape,
  missingForVoting: z.array(z.enum(['keys', 'proposals', 'rehearsal'])),
  closingMoves: z.array(z.object({ from: z.string(), to: z.string(), reason: z.string() })),
  publishedAt: instantSchema.nullable(),
}).meta({ id: 'Round' })

export type CreateRound = z.infer<typeof createRoundSchema>
export type ChangeRound = z.infer<typeof changeRoundSchema>

import { z } from 'zod'
import { lineSchema, textSchema } from '../platform/http/index.ts'
import { slugSchema } from '../rounds/index.ts'
import { castIdSchema, picksSchema, receiptSchema, replacesSchema } from '../urn/index.ts'

export const stationSchema = z.object({ slug: z.string(), name: z.string(), address: z.string() }).meta({ id: 'Station' })

export const addStationSchema = z.strictObject({
  slug: slugSchema,
  name: lineSchema(1, 100),
  address: lineSchema(1, 200),
})

const hetuSchema = z.string().min(1).max(40).describe('As typed or scanned.')

export const checkPersonSchema = z.strictObject({ hetu: hetuSchema })

export const personSchema = z.object({
  mayVote: z.boolean(),
  refusal: z.string().nullable().describe('Why not, when not.'),
  onRoll: z.boolean().nullable().describe('Null when the round has no roll: then residence is to be made sure of.'),
  voted: z.object({
    channel: z.enum(['online', 'paper']), castOn: z.iso.date(), station: z.string().nullable(), revision: z.int(),
  }).nullable(),
  mayCorrect: z.boolean().describe('Whether this clerk registered that ballot here today and may correct it, with a reason.'),
})

export const registerSchema = z.strictObject({
  hetu: hetuSchema,
  picks: picksSchema,
  castId: castIdSchema.optional(),
  replaces: replacesSchema,
  residence: z.enum(['register', 'declaration']).optional()
    .describe('How residence was made sure of. Needed where the round has no roll.'),
  correctionReason: lineSchema(5, 300).nullable().default(null),
})

export const registeredSchema = receiptSchema

export const closeDaySchema = z.strictObject({
  counted: z.int().min(0).max(100_000),
  spoiled: z.int().min(0).max(100_000),
  returned: z.int().min(0).max(100_000),
  note: textSchema(5, 1000).nullable().default(null),
})

export const stationDaySchema = z.object({
  station: z.string(), day: z.iso.date(), registered: z.int(), counted: z.int(), spoiled: z.int(), returned: z.int(),
  note: z.string().nullable(),
}).meta({ id: 'StationDay' })

export type Register = z.infer<typeof registerSchema>

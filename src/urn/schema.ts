import { z } from 'zod'
import { lineSchema, textSchema } from '../platform/http/index.ts'
import { COPIES } from './domain.ts'

export const castIdSchema = z.string().regex(/^[0-9a-f]{32}$/)
  .describe('128 random bits, made once for a decision to vote: sent again with a retry, made anew for another choice.')

/** Far above any rule, so that a longer list is told what the rule is; beyond it a request is no ballot. */
export const PICKS_SENT_MAX = 1000

export const picksSchema = z.array(z.int().min(1).max(9999)).max(PICKS_SENT_MAX)
  .describe('Numbers of proposals, in any order.')

export const replacesSchema = z.int().min(0).max(1_000_000).default(0)
  .describe('The revision of one’s ballot that this one takes the place of; 0 for a first ballot.')

export const castSchema = z.strictObject({
  picks: picksSchema,
  castId: castIdSchema.optional().describe('May come as the header Idempotency-Key instead.'),
  replaces: replacesSchema,
})

const daySchema = z.iso.date()

export const receiptSchema = z.object({
  tracker: z.string().describe('16 characters. Shown once; after the opening it stands in the public list beside the picks.'),
  revision: z.int(),
  sealedSha256: z.string().describe('The hash of the sealed ballot, for the urn list. It changes with a new revision.'),
  castOn: daySchema,
}).meta({ id: 'Receipt' })

export const myBallotSchema = z.object({
  mayVote: z.boolean(),
  refusal: z.string().nullable().describe('Why not, when not.'),
  mayReplace: z.boolean(),
  ballot: z.object({ channel: z.enum(['online', 'paper']), castOn: daySchema, revision: z.int() }).nullable(),
}).meta({ id: 'MyBallot' })

export const turnoutSchema = z.object({
  ballots: z.int().describe('Ballots in the urn, rounded down to ten.'),
})

export const urnListSchema = z.object({
  sealedCount: z.int(),
  sha256: z.string().describe('SHA-256 of the list as text: one lower-case hex hash a line, sorted, LF.'),
})

export const makeKeysSchema = z.strictObject({
  holders: z.array(lineSchema(1, 100)).length(3).describe('The names of the three key holders.'),
  discards: z.string().regex(/^[0-9a-f]{64}$/).optional()
    .describe('The public key of a ceremony that never ended, whose keys these take the place of.'),
})

export const proofSchema = z.strictObject({
  share: z.string().min(1).max(200).describe('As it stands on the sheet; capitals, spaces and hyphens do not matter.'),
})

export const proofReplySchema = z.object({
  holder: z.string().describe('Whose share it is.'),
  proved: z.array(z.string()).describe('The holders whose shares have come back from paper.'),
  ready: z.boolean().describe('Two have: the ceremony has ended and the keys are ready.'),
})

export const keysSchema = z.object({
  publicKey: z.string(),
  shares: z.array(z.object({ holder: z.string(), share: z.string(), fingerprint: z.string() }))
    .describe('Shown this once and kept nowhere.'),
})

export const rollSchema = z.strictObject({
  hetus: z.array(z.string().min(11).max(20)).min(1).max(20_000)
    .describe('Personal identity codes from the population register’s extract. Made into voter keys and dropped.'),
})

export const rollReplySchema = z.object({ entries: z.int() })

export const forgetSchema = z.strictObject({
  witness: lineSchema(1, 100).describe('Who else is there and sees it.'),
  confirm: z.string().min(1).max(100).describe('The short name of the round, typed by whoever destroys its urn.'),
  secretsLost: z.boolean().default(false)
    .describe('The secrets of the round are not in this service’s folder and exist nowhere else: somebody has made sure.'),
})
export type ForgetRequest = z.infer<typeof forgetSchema>

export const forgottenSchema = z.object({
  sealedBallots: z.int().describe('Sealed ballots that were destroyed just now.'),
  rollEntries: z.int(),
  secretFiles: z.int(),
  logOverwritten: z.boolean().describe('Whether the database’s own log on its disk could be overwritten. If not, an operator does it.'),
})

const copySchema = z.enum(COPIES)

export const destroyedSchema = z.strictObject({
  what: z.array(copySchema).min(1).max(COPIES.length),
  note: textSchema(0, 500).default('').describe('Who, when, how, or that there were none.'),
})
export type DestroyedRequest = z.infer<typeof destroyedSchema>

export const forgettingSchema = z.object({
  state: z.enum(['not_possible', 'too_early', 'possible', 'begun', 'forgotten']),
  from: z.string().nullable().describe('From when on it is possible.'),
  forgottenAt: z.string().nullable(),
  secrets: z.enum(['there', 'destroyed', 'missing']).nullable(),
  logOverwritten: z.boolean().nullable(),
  destroyed: z.array(z.object({ what: copySchema, note: z.string().nullable(), by: z.string(), at: z.string() }))
    .describe('What people say that they destroyed.'),
}).meta({ id: 'Forgetting' })

import { z } from 'zod'

export const openUrnSchema = z.strictObject({
  shares: z.array(z.string().trim().min(1).max(200)).length(2).describe('The shares of two key holders, as on their sheets.'),
})

export const openingSchema = z.object({
  sealedCount: z.int(),
  openedCount: z.int(),
  unopenable: z.array(z.object({ sealedSha256: z.string(), reason: z.string() })),
}).meta({ id: 'Opening' })

const cents = z.int()
const numbers = z.array(z.int())
const tieRule = z.enum(['lower-cost', 'proposal-number', 'lot'])

export const rowSchema = z.object({
  rank: z.int().describe('Equal votes share a rank: 1, 2, 2, 4.'),
  number: z.int(),
  votes: z.int(),
  percent: z.string().describe('Percent of the votes given, two decimals, half up.'),
  percentOfVoters: z.string().nullable().describe('Null where the number of voters is unknown.'),
  costMinCents: cents,
  costMaxCents: cents,
  costCents: cents.describe('The end of the range that the round’s cost basis uses.'),
  outcome: z.enum(['carried_out', 'did_not_fit', 'below_the_cut']),
  reason: z.discriminatedUnion('code', [
    z.object({ code: z.literal('fits'), costCents: cents, leftBeforeCents: cents, leftAfterCents: cents }),
    z.object({ code: z.literal('does_not_fit'), costCents: cents, leftCents: cents }),
    z.object({ code: z.literal('below_the_cut'), stoppedAtNumber: z.int() }),
  ]),
  tiedWith: numbers,
  tieBrokenBy: z.array(tieRule),
})

export const tallySchema = z.object({
  version: z.int(),
  rule: z.enum(['greedy', 'greedy-no-skip']),
  costBasis: z.enum(['max', 'min']),
  tieRule,
  picksMin: z.int(),
  picksMax: z.int(),
  inputSha256: z.string(),
  voters: z.int().nullable(),
  ballots: z.int(),
  blankBallots: z.int(),
  votes: z.int().describe('Picks on valid ballots: the whole of which `percent` is a part.'),
  envelopeCents: cents,
  spentCents: cents,
  rows: z.array(rowSchema),
  ties: z.array(z.object({ votes: z.int(), numbers, matters: z.boolean(), brokenBy: z.array(tieRule) })),
  invalidBallots: z.array(z.object({ tracker: z.string(), reason: z.looseObject({ code: z.string() }) })),
})

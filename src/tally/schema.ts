import { z } from 'zod'
import { COUNTING_RULES, VOTE_TYPES } from '../kernel/index.ts'
import { equalSharesSchema } from '../rounds/index.ts'

export const openUrnSchema = z.strictObject({
  shares: z.array(z.string().trim().min(1).max(200)).length(2).describe('The shares of two key holders, as on their sheets.'),
})

export const openingSchema = z.object({
  sealedCount: z.int(),
  openedCount: z.int(),
  unopenable: z.array(z.object({ sealedSha256: z.string(), reason: z.string() })),
}).meta({ id: 'Opening' })

const cents = z.int()
const exact = z.string().describe('An exact number: `"400"`, or a fraction such as `"1250/3"`.')
const numbers = z.array(z.int())
const tieRule = z.enum(['lower-cost', 'proposal-number', 'lot', 'none'])
const brokenBy = z.array(z.enum(['lower-cost', 'more-votes', 'proposal-number', 'lot', 'none']))

const reasonSchema = z.discriminatedUnion('code', [
  z.object({ code: z.literal('fits'), costCents: cents, leftBeforeCents: cents, leftAfterCents: cents }),
  z.object({ code: z.literal('does_not_fit'), costCents: cents, leftCents: cents }),
  z.object({ code: z.literal('below_the_cut'), stoppedAtNumber: z.int() }),
  z.object({ code: z.literal('among_the_first'), place: z.int(), topN: z.int() }),
  z.object({ code: z.literal('not_among_the_first'), place: z.int(), topN: z.int() }),
  z.object({ code: z.literal('shares_paid'), round: z.int(), supporters: z.int(), priceCents: exact }),
  z.object({ code: z.literal('supporters_short'), costCents: cents, supportersHaveCents: exact }),
  z.object({ code: z.literal('load_lowest'), round: z.int(), supporters: z.int(), load: exact }),
  z.object({ code: z.literal('no_supporters') }),
  z.object({ code: z.literal('undecided') }),
])

export const rowSchema = z.object({
  rank: z.int().describe('Equal votes share a rank: 1, 2, 2, 4.'),
  number: z.int(),
  votes: z.int().describe('Valid ballots that picked it.'),
  points: z.int().optional().describe('Where ballots give points or an order; the ranking then goes by these.'),
  percent: z.string().describe('Percent of the votes (or points) given, two decimals, half up.'),
  percentOfVoters: z.string().nullable().describe('Null where the number of voters is unknown.'),
  costMinCents: cents,
  costMaxCents: cents,
  costCents: cents.describe('The end of the range that the round’s cost basis uses.'),
  outcome: z.enum(['carried_out', 'did_not_fit', 'below_the_cut', 'too_little_support', 'undecided']),
  reason: reasonSchema,
  tiedWith: numbers,
  tieBrokenBy: brokenBy,
})

const stepTies = z.array(z.object({ round: z.int(), numbers, brokenBy }))

const traceSchema = z.discriminatedUnion('rule', [
  z.object({
    rule: z.literal('equal-shares'), sharers: z.int(), shareCents: exact, runs: z.int(),
    rounds: z.array(z.object({
      number: z.int(), costCents: cents, supporters: z.int(), priceCents: exact, paidLess: z.int(), paidLessCents: exact,
    })),
    completion: numbers, ties: stepTies,
  }),
  z.object({
    rule: z.literal('phragmen'),
    rounds: z.array(z.object({ number: z.int(), costCents: cents, supporters: z.int(), load: exact })), ties: stepTies,
  }),
]).describe('How a rule that goes by rounds came to its rows.')

const undecided = z.discriminatedUnion('code', [
  z.object({ code: z.literal('tie'), numbers }),
  z.object({ code: z.literal('over_the_envelope'), numbers, envelopeCents: cents }),
]).optional().describe('There only when people must decide.')

/** What each rule chooses from the ballots of a round, side by side. */
export const comparisonSchema = z.object({
  round: z.string(),
  envelopeCents: cents,
  validBallots: z.int().describe('The whole of which percents and averages are taken.'),
  alternatives: z.array(z.object({
    rule: z.enum(COUNTING_RULES),
    topN: z.int().optional(),
    equalShares: equalSharesSchema.optional(),
    isOwn: z.boolean().describe('The rule of the round, which decides.'),
    winners: numbers.describe('In the order in which the rule took them.'),
    spentCents: cents,
    represented: z.int().describe('Valid ballots that picked at least one of the winners.'),
    representedPercent: z.string(),
    winnersPerVoter: z.string().describe('How many winners a voter picked, on the average, two decimals.'),
    costPerVoterCents: cents.describe('What the winners that a voter picked cost together, on the average.'),
    undecided,
  })),
}).meta({ id: 'Comparison' })

export const tallySchema = z.object({
  version: z.int(),
  rule: z.enum(COUNTING_RULES),
  costBasis: z.enum(['max', 'min']),
  tieRule,
  picksMin: z.int(),
  picksMax: z.int(),
  voteType: z.enum(VOTE_TYPES).optional().describe('`approval` unless told.'),
  topN: z.int().optional(),
  equalShares: equalSharesSchema.optional(),
  inputSha256: z.string(),
  voters: z.int().nullable(),
  ballots: z.int(),
  blankBallots: z.int(),
  votes: z.int().describe('Picks on valid ballots: the whole of which `percent` is a part.'),
  points: z.int().optional().describe('All points given, where ballots give any.'),
  envelopeCents: cents,
  spentCents: cents,
  rows: z.array(rowSchema),
  ties: z.array(z.object({ votes: z.int(), numbers, matters: z.boolean(), brokenBy })),
  invalidBallots: z.array(z.object({ tracker: z.string(), reason: z.looseObject({ code: z.string() }) })),
  trace: traceSchema.optional(),
  undecided: undecided.describe('There only when people must decide; such a count cannot be published.'),
})

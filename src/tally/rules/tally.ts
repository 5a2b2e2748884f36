import { assert, costOf, percent, present, unreachable } from '../../kernel/index.ts'
import { equalShares } from './equal-shares.ts'
import { greedy } from './greedy.ts'
import { greedyNoSkip } from './greedy-no-skip.ts'
import { groupBallots } from './groups.ts'
import { canonicalBytes, inputFault, isApproval, settingsGiven } from './input.ts'
import { phragmen } from './phragmen.ts'
import { rankByScore } from './ranking.ts'
import type { Counted, RankGroup } from './ranking.ts'
import type { Decision, Reckoning, RoundsReckoning } from './reckoning.ts'
import type { SharesElection } from './shares-run.ts'
import { drawLots, orderOf, rulesUsed, tiePolicy, type TiePolicy } from './ties.ts'
import { topN } from './top-n.ts'
import type { Sha256, StepTie, TallyInput, TallyResult, TallyRow, Tie, Undecided } from './types.ts'
import { countVotes, type Votes } from './votes.ts'

/** Grows when the same input would get another answer than before. It is stored with every count. */
export const TALLY_VERSION = 1

type Counting = {
  readonly input: TallyInput
  readonly votes: Votes
  readonly counted: readonly Counted[]
  readonly groups: readonly RankGroup[]
  readonly policy: TiePolicy
}

/** The election for the rules that go by rounds. */
function roundsElection({ input, votes, counted, policy }: Counting): SharesElection {
  const order = orderOf(policy)
  return {
    groups: groupBallots(input, votes.valid),
    costsCents: counted.map(({ costCents }) => costCents),
    envelopeCents: input.envelopeCents,
    perCost: input.equalShares?.utility === 'cost',
    breakTie: input.tieRule === 'none' ? null : (places) => places.toSorted((a, b) => order(counted[a]!, counted[b]!)),
  }
}

function reckon(counting: Counting): Reckoning | RoundsReckoning {
  const { input, groups, counted, votes } = counting
  const numbers = counted.map(({ number }) => number)
  switch (input.rule) {
    case 'greedy': return greedy(groups, input.envelopeCents)
    case 'greedy-no-skip': return greedyNoSkip(groups, input.envelopeCents)
    case 'top-n': return topN(groups, input.envelopeCents, present(input.topN, 'top-n has its number'))
    case 'equal-shares': return equalShares(
      roundsElection(counting), groups, numbers, votes.valid.length, present(input.equalShares, 'equal shares have options'))
    case 'phragmen': return phragmen(roundsElection(counting), numbers)
    default: return unreachable(input.rule)
  }
}

/**
 * Step 9: where no tie rule may choose and a tie matters, it and all that comes after it waits for people. What was
 * carried out before stands. Nothing is left open by the other tie rules.
 */
function leaveOpen(
  { input, groups }: Counting, tieMattered: readonly boolean[], decisions: Map<number, Decision>,
): readonly number[] | null {
  const first = input.tieRule === 'none' ? tieMattered.indexOf(true) : -1
  if (first < 0) return null
  for (const { proposals } of groups.slice(first)) {
    for (const { number } of proposals) {
      const before = decisions.get(number)
      if (before?.reason.code === 'shares_paid') continue
      decisions.set(number, { number, outcome: 'undecided', reason: { code: 'undecided' } })
    }
  }
  return groups[first]!.proposals.map(({ number }) => number).sort((a, b) => a - b)
}

/**
 * Counts a round: pure, exact, and the same result byte for byte whatever the order of ballots and proposals.
 * Every proposal and every invalid ballot is in the result with its reason. A defect when the input has an
 * `inputFault`, so a caller who read it from a file asks for that first. `docs/counting.md` tells the steps.
 */
export function tally(input: TallyInput, { sha256 }: { readonly sha256: Sha256 }): TallyResult {
  const fault = inputFault(input)
  assert(fault === null, `the tally's input is no election: ${fault}`)
  const inputSha256 = sha256(canonicalBytes(input))
  assert(/^[0-9a-f]{64}$/.test(inputSha256), 'sha256 must give 64 lower-case hexadecimal digits')

  // Steps 1 and 2: ballots are judged and votes added up.
  const votes = countVotes(input)
  const proposals = new Map(input.proposals.map((proposal) => [proposal.number, proposal]))
  const counted = input.proposals.toSorted((a, b) => a.number - b.number).map((proposal) => {
    const { votes: given, points } = present(votes.byNumber.get(proposal.number), 'every proposal was counted')
    return { number: proposal.number, costCents: costOf(proposal, input.costBasis), votes: given, score: points }
  })
  const numbered = { ...input, proposals: counted.map(({ number }) => present(proposals.get(number), 'a proposal')) }

  // Steps 3 and 4: the ranking, ties placed by the round's rule.
  const policy = tiePolicy(input.tieRule, () => drawLots(inputSha256, [...proposals.keys()], sha256))
  const groups = rankByScore(counted, orderOf(policy))

  // Steps 5 to 7, or those of the rule that goes by rounds: the envelope.
  const counting: Counting = { input: numbered, votes, counted, groups, policy }
  const reckoning = reckon(counting)
  const tieMattered = reckoning.tieMattered ?? groups.map(() => false)
  const decisions = new Map(reckoning.decisions.map((decision) => [decision.number, decision]))
  const leftOpen = leaveOpen(counting, tieMattered, decisions)

  // Step 8: rows, percentages and ties.
  const withPoints = !isApproval(input)
  const rows: TallyRow[] = []
  const ties: Tie[] = []
  groups.forEach((group, index) => {
    const numbers = group.proposals.map(({ number }) => number)
    const matters = tieMattered[index]!
    const brokenBy = rulesUsed(policy, group.proposals)
    if (numbers.length > 1) ties.push({ votes: group.proposals[0]!.votes, numbers, matters, brokenBy })
    for (const { number, costCents, votes: given, score } of group.proposals) {
      const { costMinCents, costMaxCents } = present(proposals.get(number), 'every row is a proposal')
      const { outcome, reason } = present(decisions.get(number), 'every proposal was decided')
      rows.push({
        rank: group.rank,
        number,
        votes: given,
        ...withPoints ? { points: score } : {},
        percent: withPoints ? percent(score, votes.totalPoints) : percent(given, votes.total),
        percentOfVoters: input.voters === null ? null : percent(given, input.voters),
        costMinCents,
        costMaxCents,
        costCents,
        outcome,
        reason,
        tiedWith: numbers.filter((other) => other !== number),
        tieBrokenBy: matters ? brokenBy : [],
      })
    }
  })

  return {
    version: TALLY_VERSION,
    rule: input.rule,
    costBasis: input.costBasis,
    tieRule: input.tieRule,
    picksMin: input.picksMin,
    picksMax: input.picksMax,
    ...settingsGiven(input),
    inputSha256,
    voters: input.voters,
    ballots: input.ballots.length,
    blankBallots: votes.blankBallots,
    votes: votes.total,
    ...withPoints ? { points: votes.totalPoints } : {},
    envelopeCents: input.envelopeCents,
    spentCents: spentOf(rows, input.envelopeCents),
    rows,
    ties,
    invalidBallots: votes.invalidBallots,
    ...'trace' in reckoning ? { trace: { ...reckoning.trace, ties: stepTies(reckoning, counting) } } : {},
    ...undecidedOf(input, reckoning, leftOpen),
  }
}

/** What the rows that are carried out cost. They fit the envelope together, so that no sum leaves the exact integers. */
function spentOf(rows: readonly TallyRow[], envelopeCents: number): number {
  const spent = rows.reduce((sum, { outcome, costCents }) => (outcome === 'carried_out' ? sum + costCents : sum), 0)
  assert(spent <= envelopeCents, 'no more is carried out than the envelope pays')
  return spent
}

function stepTies({ ties }: RoundsReckoning, { counted, policy }: Counting): StepTie[] {
  const byNumber = new Map(counted.map((proposal) => [proposal.number, proposal]))
  return ties.map(({ round, numbers }) => ({
    round, numbers,
    brokenBy: rulesUsed(policy, numbers.map((number) => present(byNumber.get(number), 'a tied proposal was counted'))),
  }))
}

function undecidedOf(
  input: TallyInput, reckoning: Reckoning | RoundsReckoning, leftOpen: readonly number[] | null,
): { readonly undecided?: Undecided } {
  if ('overrun' in reckoning && reckoning.overrun === true) {
    const numbers = reckoning.decisions.filter(({ outcome }) => outcome === 'undecided').map(({ number }) => number)
    return { undecided: { code: 'over_the_envelope', numbers, envelopeCents: input.envelopeCents } }
  }
  const tied = 'tiedNumbers' in reckoning ? reckoning.tiedNumbers ?? leftOpen : leftOpen
  return tied === null ? {} : { undecided: { code: 'tie', numbers: tied } }
}

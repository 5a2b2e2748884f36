import { assert, costOf, percent, present, unreachable } from '../../kernel/index.ts'
import { greedy } from './greedy.ts'
import { greedyNoSkip } from './greedy-no-skip.ts'
import { canonicalInput, inputFault } from './input.ts'
import { rankByVotes } from './ranking.ts'
import type { RankGroup } from './ranking.ts'
import type { Reckoning } from './reckoning.ts'
import { drawLots, orderOf, rulesUsed, tiePolicy } from './ties.ts'
import type { Rule, Sha256, TallyInput, TallyResult, TallyRow, Tie } from './types.ts'
import { countVotes } from './votes.ts'

/** Grows when the same input would get another answer than before. It is stored with every count. */
export const TALLY_VERSION = 1

function reckon(rule: Rule, groups: readonly RankGroup[], envelopeCents: number): Reckoning {
  switch (rule) {
    case 'greedy': return greedy(groups, envelopeCents)
    case 'greedy-no-skip': return greedyNoSkip(groups, envelopeCents)
    default: return unreachable(rule)
  }
}

/**
 * Counts a round: pure, exact, and the same result byte for byte whatever the order of ballots and proposals.
 * Every proposal and every invalid ballot is in the result with its reason. A defect when the input has an
 * `inputFault`, so a caller who read it from a file asks for that first. `docs/counting.md` tells the steps.
 */
export function tally(input: TallyInput, { sha256 }: { readonly sha256: Sha256 }): TallyResult {
  const fault = inputFault(input)
  assert(fault === null, `the tally's input is no election: ${fault}`)
  const inputSha256 = sha256(canonicalInput(input))
  assert(/^[0-9a-f]{64}$/.test(inputSha256), 'sha256 must give 64 lower-case hexadecimal digits')

  // Steps 1 and 2: ballots are judged and votes added up.
  const votes = countVotes(input)
  const proposals = new Map(input.proposals.map((proposal) => [proposal.number, proposal]))
  const counted = input.proposals.map((proposal) => ({
    number: proposal.number,
    costCents: costOf(proposal, input.costBasis),
    votes: present(votes.byNumber.get(proposal.number), 'every proposal was counted'),
  }))

  // Steps 3 and 4: the ranking, ties placed by the round's rule.
  const policy = tiePolicy(input.tieRule, () => drawLots(inputSha256, [...proposals.keys()], sha256))
  const groups = rankByVotes(counted, orderOf(policy))

  // Steps 5 to 7: the envelope.
  const reckoning = reckon(input.rule, groups, input.envelopeCents)
  const decisions = new Map(reckoning.decisions.map((decision) => [decision.number, decision]))

  // Step 8: rows, percentages and ties.
  const rows: TallyRow[] = []
  const ties: Tie[] = []
  groups.forEach((group, index) => {
    const numbers = group.proposals.map(({ number }) => number)
    const matters = present(reckoning.tieMattered[index], 'every group was reckoned')
    const brokenBy = rulesUsed(policy, group.proposals)
    if (numbers.length > 1) ties.push({ votes: group.votes, numbers, matters, brokenBy })
    for (const { number, costCents } of group.proposals) {
      const { costMinCents, costMaxCents } = present(proposals.get(number), 'every row is a proposal')
      const { outcome, reason } = present(decisions.get(number), 'every proposal was decided')
      rows.push({
        rank: group.rank,
        number,
        votes: group.votes,
        percent: percent(group.votes, votes.total),
        percentOfVoters: input.voters === null ? null : percent(group.votes, input.voters),
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
    inputSha256,
    voters: input.voters,
    ballots: input.ballots.length,
    blankBallots: votes.blankBallots,
    votes: votes.total,
    envelopeCents: input.envelopeCents,
    spentCents: input.envelopeCents - reckoning.leftCents,
    rows,
    ties,
    invalidBallots: votes.invalidBallots,
  }
}

import { type CostBasis, type CountingRule, DAY_MS, type EqualSharesOptions, type VoteType } from '../kernel/index.ts'

/**
 * `upcoming` is a round before its ideas open. The clock decides `ideas`, `review`, `voting` and `counting`; `result`
 * begins with publication and `archived` with Forget.
 */
export type Phase = 'upcoming' | 'ideas' | 'review' | 'voting' | 'counting' | 'result' | 'archived'

/** `imported` rounds were held elsewhere and brought in with their result; `rehearsal` rounds never count as real. */
export type RoundKind = 'regular' | 'rehearsal' | 'imported'

export type TieRule = 'lower-cost' | 'proposal-number' | 'lot'
export type Translated = { readonly fi: string; readonly sv?: string | undefined; readonly en?: string | undefined }
export type Theme = { readonly slug: string; readonly name: Translated }

/** What a round is decided by. Frozen when its voting opens. Money in cents, days as `yyyy-mm-dd`. */
export type Rules = {
  readonly name: Translated
  readonly envelopeCents: number
  readonly picksMin: number
  readonly picksMax: number
  readonly themes: readonly Theme[]
  readonly votingAge: number
  readonly ageCutoff: string
  readonly municipalityCodes: readonly string[]
  readonly mayReplace: boolean
  readonly countingRule: CountingRule
  /** How many proposals `top-n` promises; null with the other rules. */
  readonly topN: number | null
  /** The settings of `equal-shares`; null with the other rules. */
  readonly equalShares: EqualSharesOptions | null
  readonly costBasis: CostBasis
  readonly tieRule: TieRule
  /** How long after publication nothing of the round is destroyed. */
  readonly appealDays: number
}

/** The times of the phases. Each begins at its instant and lasts until the next; `paperUntil` is for forms already handed in. */
export type Times = {
  readonly ideasOpenAt: Date
  readonly ideasCloseAt: Date
  readonly votingOpenAt: Date
  readonly votingCloseAt: Date
  readonly paperUntil: Date
}

export type Round = Rules & Times & {
  readonly id: string
  readonly slug: string
  readonly kind: RoundKind
  /** How its ballots speak. Our own approve; others come with imported rounds. */
  readonly voteType: VoteType
  readonly rehearsalOf: string | null
  readonly keysReadyAt: Date | null
  readonly proposalsReadyAt: Date | null
  readonly rehearsedAt: Date | null
  readonly publishedAt: Date | null
  readonly forgottenAt: Date | null
}

/** What voting still waits for, besides its time. */
export type Missing = 'keys' | 'proposals' | 'rehearsal'

type Readiness = Pick<Round, 'kind' | 'keysReadyAt' | 'proposalsReadyAt' | 'rehearsedAt'>

/** What must be done before voting can open: a round that lacks it stays in review, and staff see why. */
export function missingForVoting(round: Readiness): Missing[] {
  const missing: Missing[] = []
  if (round.keysReadyAt === null) missing.push('keys')
  if (round.proposalsReadyAt === null) missing.push('proposals')
  if (round.kind === 'regular' && round.rehearsedAt === null) missing.push('rehearsal')
  return missing
}

/**
 * Has the voting of a round opened? What becomes ready only after its voting should have ended does not open it: the
 * times are moved first. The same rule as the SQL function `voting_has_opened`, which the database refuses by.
 */
export function hasVotingOpened(
  round: Readiness & Pick<Round, 'votingOpenAt' | 'votingCloseAt'>, now: Date,
): boolean {
  const marks = [round.keysReadyAt, round.proposalsReadyAt, round.rehearsedAt]
  return round.kind !== 'imported' && missingForVoting(round).length === 0 && now >= round.votingOpenAt
    && marks.every((mark) => mark === null || mark < round.votingCloseAt)
}

/** The rules stand still a minute before voting opens, so that no change under way is written after the first cast. */
export const FREEZE_MARGIN_MS = 60_000

/** May the rules, the roll and the set of proposals no longer change? The database refuses by the same margin. */
export function areRulesFrozen(round: Readiness & Pick<Round, 'votingOpenAt' | 'votingCloseAt'>, now: Date): boolean {
  return hasVotingOpened(round, new Date(now.getTime() + FREEZE_MARGIN_MS))
}

/** The phase of a round at an instant, derived at every use. */
export function phaseOf(round: Round, now: Date): Phase {
  if (round.forgottenAt !== null) return 'archived'
  if (round.publishedAt !== null) return 'result'
  if (hasVotingOpened(round, now)) return now < round.votingCloseAt ? 'voting' : 'counting'
  if (now < round.ideasOpenAt) return 'upcoming'
  return now < round.ideasCloseAt ? 'ideas' : 'review'
}

/** Forms handed in before closing may be registered a while longer. */
export function mayRegisterPaper(round: Round, now: Date): boolean {
  return hasVotingOpened(round, now) && now < round.paperUntil && round.publishedAt === null
}

/** After `paperUntil` nothing can come into the urn any more. */
export function isUrnComplete(round: Round, now: Date): boolean {
  return hasVotingOpened(round, now) && now >= round.paperUntil
}

/**
 * The bounds of a round's `appealDays`. A decision counts as known seven days after it is published, and an appeal to the
 * administrative court may be made for thirty more: less than that is never enough. Usual are sixty: a claim for correction may
 * come first, for fourteen days, and some days go for the mail (Kuntalaki 410/2015, sections 138 to 140). Where an appeal is
 * under way, staff wait longer. The database has the same bounds.
 */
export const APPEAL_DAYS_MIN = 37
export const APPEAL_DAYS_USUAL = 60
export const APPEAL_DAYS_MAX = 365

/**
 * When a published round may be forgotten; null when it was not voted in here or has no published result. A rehearsal decides
 * nothing. The database refuses by the same period, `appeal_period`.
 */
export function forgettableFrom(round: Pick<Round, 'kind' | 'publishedAt' | 'appealDays'>): Date | null {
  if (round.kind === 'imported' || round.publishedAt === null) return null
  return new Date(round.publishedAt.getTime() + (round.kind === 'rehearsal' ? 0 : round.appealDays * DAY_MS))
}

/** The first pair of times that stands in the wrong order, as the name of the later one; null when all is well. */
export function misplacedTime(times: Times): keyof Times | null {
  if (times.ideasCloseAt <= times.ideasOpenAt) return 'ideasCloseAt'
  if (times.votingOpenAt < times.ideasCloseAt) return 'votingOpenAt'
  if (times.votingCloseAt <= times.votingOpenAt) return 'votingCloseAt'
  if (times.paperUntil < times.votingCloseAt) return 'paperUntil'
  return null
}

/**
 * How far the end of voting moves at a time: a slip of the year would keep the urn shut for ever, since it never moves back. It
 * may be moved again. The database has the same bound.
 */
export const CLOSING_MOVE_DAYS_MAX = 14

/** The longest voting, and the longest time for paper forms after it, in days. In Heinola they are two weeks and two hours. */
export const VOTING_DAYS_MAX = 92
export const PAPER_DAYS_MAX = 31

/** The latest end that the voting of a round may be moved to now. */
export function latestClosing(round: Pick<Round, 'votingCloseAt'>): Date {
  return new Date(round.votingCloseAt.getTime() + CLOSING_MOVE_DAYS_MAX * DAY_MS)
}

/** Two hours for forms handed in before closing, unless the round says otherwise. */
export const PAPER_GRACE_MS = 2 * 60 * 60 * 1000

/** Heinola's step is a euro; the other settings are those of most towns that use the rule. */
export const EQUAL_SHARES_USUAL: EqualSharesOptions = {
  utility: 'cost', completion: 'add-one-greedy', startingBudget: 'exact', stopWhenExhausted: true, stepCents: 100,
}

/** The settings that go with a counting rule: what another rule had is dropped, what this one lacks is the usual. */
export function withSettings<R extends Pick<Rules, 'countingRule' | 'topN' | 'equalShares'>>(rules: R): R {
  const { countingRule, topN, equalShares } = rules
  return {
    ...rules, topN: countingRule === 'top-n' ? topN : null,
    equalShares: countingRule === 'equal-shares' ? equalShares ?? EQUAL_SHARES_USUAL : null,
  }
}

export type RoundRefusal =
  | 'slug_taken'
  | 'rules_frozen'
  | 'voting_has_ended'
  | 'closing_moves_only_later'
  | 'not_a_rehearsal'
  | 'voting_not_open'
  | 'theme_in_use'

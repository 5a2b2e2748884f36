import type { Details } from '../kernel/index.ts'

export type Channel = 'online' | 'paper'

/** How a desk knew that somebody lives here: from the imported roll, the town's register or a signed declaration. */
export type Residence = 'roll' | 'register' | 'declaration'

/** Why somebody may not vote. */
export type EligibilityRefusal = 'too_young' | 'not_resident' | 'municipality_unknown' | 'not_on_roll'

export type UrnRefusal =
  | EligibilityRefusal
  | 'voting_not_open'
  | 'voting_closed'
  | 'already_voted_online'
  | 'already_voted_on_paper'
  | 'ballot_changed'
  | 'correction_not_possible'
  | 'replacing_not_allowed'
  | 'casting_stopped'
  | 'sign_in_again'

export type RollRefusal = 'rules_frozen' | 'keys_missing'
export type CeremonyRefusal = 'keys_exist' | 'ceremony_unfinished' | 'rules_frozen'
export type ProofRefusal = 'keys_missing' | 'secrets_missing'

/**
 * `secrets_not_here`: this service's folder has neither the secrets of the round nor the mark that they were destroyed.
 * `urn_in_use`: something else reads or writes the urn just now, or writes elsewhere on its server; what was begun is
 * finished by trying again.
 */
export type ForgettingRefusal =
  | 'never_had_urn'
  | 'not_published'
  | 'appeal_period_open'
  | 'already_forgotten'
  | 'secrets_not_here'
  | 'urn_in_use'
export type DestroyedRefusal = 'not_forgotten'

/** What no software can reach: people destroy it and say so. */
export const COPIES = ['share_sheets', 'database_backups', 'log_archive', 'secrets_backups', 'other_copies'] as const
export type Copy = (typeof COPIES)[number]

/** What decides who may vote; the one place is `eligibility`. */
export type Claim = {
  /** Age in full years on the cut-off day. */
  readonly age: number
  /** Municipality code from strong identification; null when it told none. */
  readonly municipality: string | null
  /** Whether the person is on the imported roll; null when the round has none. */
  readonly onRoll: boolean | null
  /** At a desk the clerk has made sure of the residence. */
  readonly residenceChecked: boolean
}

/**
 * May this person vote in this round? Null when they may, else why not. An imported roll decides alone, for both
 * channels. Without one, age decides, and where somebody lives: by the municipality that strong identification told,
 * or at a desk by what the clerk made sure of.
 */
export function eligibility(
  round: { readonly votingAge: number; readonly municipalityCodes: readonly string[] }, claim: Claim,
): EligibilityRefusal | null {
  if (claim.onRoll !== null) return claim.onRoll ? null : 'not_on_roll'
  if (claim.age < round.votingAge) return 'too_young'
  if (claim.residenceChecked) return null
  if (claim.municipality === null) return 'municipality_unknown'
  return round.municipalityCodes.includes(claim.municipality) ? null : 'not_resident'
}

/** What is wrong with somebody's picks: the field's code and its figures, at an index of the list or for it all. */
export type PicksFault = { readonly index: number | null; readonly code: string; readonly params?: Record<string, number> }

/** Checks picks against the rules of the round. Null when they may be cast. */
export function picksFault(
  picks: readonly number[], ballotPaper: { picksMin: number; picksMax: number; numbers: ReadonlySet<number> },
): PicksFault | null {
  const seen = new Set<number>()
  for (const [index, pick] of picks.entries()) {
    if (!ballotPaper.numbers.has(pick)) return { index, code: 'unknown_proposal' }
    if (seen.has(pick)) return { index, code: 'picked_twice' }
    seen.add(pick)
  }
  if (picks.length > ballotPaper.picksMax) {
    return { index: null, code: 'too_many_picks', params: { maximum: ballotPaper.picksMax, given: picks.length } }
  }
  if (picks.length < ballotPaper.picksMin) {
    return { index: null, code: 'too_few_picks', params: { minimum: ballotPaper.picksMin, given: picks.length } }
  }
  return null
}

/** What a row of the urn tells of itself while it is sealed. */
export type UrnRow = {
  readonly channel: Channel
  readonly revision: number
  readonly castOn: string
  readonly mark: Buffer
}

/** Why the urn did not take a ballot, told from what it holds and where the round stands. */
export function refusalOf(
  wanted: { channel: Channel; replaces: number; mayReplace: boolean },
  row: UrnRow | null,
  voting: 'not_open' | 'open' | 'closed',
): { code: UrnRefusal; details?: Details } {
  if (row !== null && row.channel !== wanted.channel) {
    return row.channel === 'paper'
      ? { code: 'already_voted_on_paper', details: { castOn: row.castOn } }
      : { code: 'already_voted_online', details: { castOn: row.castOn } }
  }
  if (voting !== 'open') return { code: voting === 'closed' ? 'voting_closed' : 'voting_not_open' }
  if (row !== null && wanted.channel === 'online' && !wanted.mayReplace) {
    return { code: 'replacing_not_allowed', details: { castOn: row.castOn } }
  }
  if (row !== null && wanted.channel === 'paper' && wanted.replaces === 0) {
    return { code: 'already_voted_on_paper', details: { castOn: row.castOn } }
  }
  // The very ballot that was to be corrected: what differs is the day, the clerk or the station.
  if (row !== null && wanted.channel === 'paper' && row.revision === wanted.replaces) return { code: 'correction_not_possible' }
  return { code: 'ballot_changed', details: { revision: row?.revision ?? 0 } }
}

/** How many voted, for staff: every figure rounded down to ten. */
export type Turnout = {
  readonly ballots: number
  readonly days: readonly { readonly day: string; readonly ballots: number }[]
  /** Null while either channel has so few ballots that its figure would point at people. */
  readonly channels: Readonly<Record<Channel, number>> | null
}

const CHANNEL_TOLD_FROM = 10

/** Rounds the counts of the urn by day and channel, so that nobody learns of a single ballot from any of them. */
export function turnoutOf(counts: readonly { readonly day: string; readonly channel: Channel; readonly ballots: number }[]): Turnout {
  const sum = (those: typeof counts): number => those.reduce((all, { ballots }) => all + ballots, 0)
  const of = (channel: Channel): number => sum(counts.filter((count) => count.channel === channel))
  const few = of('online') < CHANNEL_TOLD_FROM || of('paper') < CHANNEL_TOLD_FROM
  return {
    ballots: roundedTurnout(sum(counts)),
    days: [...Map.groupBy(counts, ({ day }) => day)].map(([day, those]) => ({ day, ballots: roundedTurnout(sum(those)) })),
    channels: few ? null : { online: roundedTurnout(of('online')), paper: roundedTurnout(of('paper')) },
  }
}

/** Turnout is told rounded down to ten, so that nobody learns of a single ballot by watching it. */
export function roundedTurnout(ballots: number): number {
  return Math.floor(ballots / 10) * 10
}

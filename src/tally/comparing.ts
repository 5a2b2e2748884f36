import { Worker } from 'node:worker_threads'
import { Fault, present } from '../kernel/index.ts'
import type { Db } from '../platform/database/index.ts'
import type { Proposal, Proposals } from '../proposals/index.ts'
import { areRulesFrozen, EQUAL_SHARES_USUAL, type Round, type Rounds } from '../rounds/index.ts'
import { sha256 } from './counting.ts'
import { alternatives, type Comparison, inputFault, inputOf, type TallyInput } from './rules/index.ts'
import * as store from './store.ts'
import { answerOf } from './workers.ts'

/** What the rules choose side by side, and from whose ballots. */
export type Compared = {
  /** The round whose ballots are counted. */
  readonly round: Round
  readonly comparison: Comparison
  readonly proposals: readonly Proposal[]
  /** Where the ballots of an imported round come from. */
  readonly source: store.ImportSource | null
}

type Deps = { readonly db: Db; readonly rounds: Rounds; readonly proposals: Proposals }

/** Five counts of fewer ballots take less time than starting a worker does. */
const WORKER_FROM_BALLOTS = 4_000

/** Compares without blocking: many ballots in a worker of their own. */
function compare(input: TallyInput): Promise<Comparison> {
  const usual = EQUAL_SHARES_USUAL
  if (input.ballots.length < WORKER_FROM_BALLOTS) return Promise.resolve(alternatives(input, { sha256, usual }))
  return answerOf(new Worker(new URL('./comparing-worker.ts', import.meta.url), { workerData: { input, usual } }))
}

/**
 * What other rules would have chosen. The public may know it of a published round. Staff may also try it on a rehearsal,
 * and on the last round's ballots while the rules of the next can still be chosen; but of a real round nobody may
 * before its publication, for what another rule gives must not decide which result is published.
 */
export function createComparing({ db, rounds, proposals }: Deps) {
  // A published count never changes, and each takes five counts to compare.
  const published = new Map<string, Promise<Comparison>>()

  async function inputOfCounted(round: Round): Promise<TallyInput | null> {
    const result = await store.findTally(db, round.id)
    return result === null ? null : inputOf(result, await store.ballots(db, round.id))
  }

  async function withTexts(round: Round, comparison: Comparison): Promise<Compared> {
    return { round, comparison, proposals: await proposals.ofRound(round.id), source: await store.findImportSource(db, round.id) }
  }

  async function comparedAsPublished(round: Round): Promise<Compared> {
    const known = published.get(round.id) ?? (async () =>
      compare(present(await inputOfCounted(round), 'a published round was counted')))()
    published.set(round.id, known)
    known.catch(() => published.delete(round.id))
    return withTexts(round, await known)
  }

  /** Side by side what each rule chooses in a published round. Faults with `not_found` before its publication. */
  async function comparison(slug: string): Promise<Compared> {
    const round = await rounds.bySlug(slug)
    if (round.publishedAt === null) throw new Fault('not_found')
    return comparedAsPublished(round)
  }

  /** The ballots of our newest real round with a result, counted by the rule that another round plans. */
  async function onLastBallots(plan: Round): Promise<Compared | null> {
    const foreign = await store.foreignRounds(db)
    const past = (await rounds.list())
      .filter(({ id, kind, publishedAt, voteType }) =>
        kind !== 'rehearsal' && publishedAt !== null && voteType === 'approval' && !foreign.has(id))
      .toSorted((a, b) => Number(b.publishedAt) - Number(a.publishedAt))[0]
    const counted = past === undefined ? null : await inputOfCounted(past)
    if (past === undefined || counted === null) return null
    const input = {
      ...counted, rule: plan.countingRule, topN: plan.topN ?? undefined, equalShares: plan.equalShares ?? undefined,
      costBasis: plan.costBasis, tieRule: plan.tieRule, envelopeCents: plan.envelopeCents,
    }
    return inputFault(input) === null ? withTexts(past, await compare(input)) : null
  }

  /** The same for staff; null while there is nothing that may be compared. */
  async function comparisonForStaff(slug: string): Promise<Compared | null> {
    const round = await rounds.bySlug(slug)
    if (round.publishedAt !== null) return comparedAsPublished(round)
    if (round.kind === 'rehearsal') {
      const input = await inputOfCounted(round)
      if (input !== null) return withTexts(round, await compare(input))
    }
    return areRulesFrozen(round, rounds.now()) ? null : onLastBallots(round)
  }

  return { comparison, comparisonForStaff }
}

import type { Audit, AuditActor } from '../audit/index.ts'
import { assert, type Clock, done, Fault, fieldFault, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, transact } from '../platform/database/index.ts'
import type { PastProposal, Proposals } from '../proposals/index.ts'
import type { ImportedRound, Round, RoundRefusal, Rounds } from '../rounds/index.ts'
import type { Urn } from '../urn/index.ts'
import type { ImportRefusal, OpeningRefusal, PublicationRefusal, TallyRefusal } from './domain.ts'
import { createComparing } from './comparing.ts'
import { countLines, type CountHead, sha256 } from './counting.ts'
import { createJobs, type OnProgress } from './jobs.ts'
import { createOpening } from './opening.ts'
import { inputFault, tally, type TallyBallot, type TallyInput, type TallyResult, type TallyRules } from './rules/index.ts'
import * as store from './store.ts'

export type Tally = ReturnType<typeof createTally>

/** A round that was held elsewhere, with everything that its result is counted from. */
export type PastRound = {
  readonly round: ImportedRound
  readonly proposals: readonly PastProposal[]
  readonly ballots: readonly TallyBallot[]
  /** `fileSha256`, lower-case hexadecimal, is of the file that it came from, where there was one. */
  readonly source: store.ImportSource & { readonly fileSha256?: string }
}

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly proposals: Proposals
  readonly urn: Urn
  /** Told when an opening in the background breaks, which nobody waits for. */
  readonly alarm: (message: string) => void
}

/** The rules of a round as a count takes them. */
function rulesOf(round: ImportedRound): TallyRules {
  return {
    rule: round.countingRule, costBasis: round.costBasis, tieRule: round.tieRule, envelopeCents: round.envelopeCents,
    picksMin: round.picksMin, picksMax: round.picksMax, voteType: round.voteType, topN: round.topN ?? undefined,
    equalShares: round.equalShares ?? undefined,
  }
}

function asText({ tracker, picks, points }: TallyBallot): store.BallotText {
  return { tracker, picks: picks.join(','), ...points && { points: points.join(',') } }
}

export function createTally(deps: Deps) {
  const { db, clock, audit, rounds, proposals } = deps
  const { openUrn, holderOf, reportOf, isUrnAsListed } = createOpening(deps)
  const told = (what: string) => (error: unknown): void =>
    deps.alarm(`${what} failed: ${error instanceof Error ? error.message : String(error)}`)
  const openings = createJobs<OpeningRefusal>(told('opening an urn'))
  const counts = createJobs<TallyRefusal>(told('counting'))

  /** Everything that the count of an opened round depends on, but the ballots. */
  async function headOf(round: Round, voters: number | null): Promise<CountHead> {
    return {
      ...rulesOf(round), voters,
      proposals: (await proposals.ofRound(round.id)).map(({ number, costMinCents, costMaxCents }) => ({
        number, costMinCents, costMaxCents,
      })),
    }
  }

  /**
   * Counts an opened round by its rule and stores the count. Everybody whose ballot was in the urn is a voter, one whose
   * ballot could not be opened too. A rehearsal that was counted has shown that its round's voting can open.
   */
  async function run(actor: AuditActor, slug: string, onProgress?: OnProgress): Promise<Outcome<TallyResult, TallyRefusal>> {
    const round = await rounds.bySlug(slug)
    const opening = await store.findOpening(db, round.id)
    if (opening === null) return refuse('not_opened')
    // The input is fixed once the urn is open, so the count itself needs no lock.
    const head = await headOf(round, opening.sealedCount)
    const result = await countLines(head, store.ballotLines(db, round.id), opening.openedCount, onProgress)
    assert(result.ballots === opening.openedCount, `${opening.openedCount} ballots were opened, and ${result.ballots} are there to count`)
    return transact(db, async (tx) => {
      if (!await store.insertTally(tx, round.id, result, clock.now())) return refuse('already_counted')
      // The first rehearsal alone: a later instant, after voting has closed, would take the voting of the round back.
      const rehearsed = round.rehearsalOf === null ? null : await rounds.lock(tx, round.rehearsalOf)
      if (rehearsed?.rehearsedAt === null) await rounds.mark(tx, rehearsed.id, 'rehearsedAt', clock.now())
      await audit.record(tx, {
        kind: 'tally_run', actor, roundId: round.id,
        body: { rule: result.rule, version: String(result.version), inputSha256: result.inputSha256 },
      })
      return done(result)
    })
  }

  /** Opens the urn in the background. The promise is kept when that has ended, somehow. */
  function startOpening(actor: AuditActor, slug: string, shares: readonly string[]): Promise<void> {
    return openings.start(slug, (onProgress) => openUrn(actor, slug, shares, onProgress))
  }

  /** Counts in the background. The promise is kept when that has ended, somehow. */
  function startCount(actor: AuditActor, slug: string): Promise<void> {
    return counts.start(slug, (onProgress) => run(actor, slug, onProgress))
  }

  /** Publishes the stored count: from now on the result and the ballots are there for everybody. */
  async function publish(actor: AuditActor, slug: string): Promise<Outcome<TallyResult, PublicationRefusal>> {
    const { id } = await rounds.bySlug(slug)
    const result = await store.findTally(db, id)
    if (result === null) return refuse('not_counted')
    if (result.undecided !== undefined) return refuse('undecided')
    return transact(db, async (tx) => {
      const round = await rounds.lock(tx, id)
      if (round.publishedAt !== null) return refuse('already_published')
      await rounds.mark(tx, id, 'publishedAt', clock.now())
      for (const { number } of result.rows.filter(({ outcome }) => outcome === 'carried_out')) {
        await proposals.tellAuthors(tx, round, number, 'won', (proposal) => ({ kind: 'won', proposal }))
      }
      await audit.record(tx, {
        kind: 'result_published', actor, roundId: id, body: { inputSha256: result.inputSha256 },
      })
      return done(result)
    })
  }

  /** Brings in a past round with its result, all or nothing. Published at once and marked as imported for ever. */
  async function importPast(actor: AuditActor, past: PastRound): Promise<Outcome<TallyResult, RoundRefusal | ImportRefusal>> {
    const input: TallyInput = {
      ...rulesOf(past.round), voters: past.source.voters, proposals: past.proposals, ballots: past.ballots,
    }
    const fault = inputFault(input)
    if (fault !== null) throw fieldFault('ballots', 'not_an_election', { reason: fault })
    const result = tally(input, { sha256 })
    return transact(db, async (tx) => {
      const made = await rounds.importPast(tx, past.round)
      if (!made.ok) return made
      const { id } = made.value
      const at = clock.now()
      await proposals.importPast(tx, id, past.proposals)
      await store.insertOpening(tx, { roundId: id, sealedCount: past.ballots.length, openedCount: past.ballots.length, at })
      await store.insertBallots(tx, id, past.ballots.toSorted((a, b) => (a.tracker < b.tracker ? -1 : 1)).map(asText))
      await store.analyzeBallots(tx)
      if (!await store.insertImportSource(tx, id, past.source)) return refuse('already_imported')
      await store.insertTally(tx, id, result, at)
      await rounds.mark(tx, id, 'publishedAt', past.round.paperUntil)
      await audit.record(tx, {
        kind: 'round_imported', actor, roundId: id,
        body: { proposals: past.proposals.length, ballots: past.ballots.length, voters: past.source.voters },
      })
      return done(result)
    })
  }

  /** The stored count of a round, for staff before it is published. Faults with `not_found` until it is counted. */
  async function preview(slug: string): Promise<TallyResult> {
    const result = await store.findTally(db, (await rounds.bySlug(slug)).id)
    if (result === null) throw new Fault('not_found')
    return result
  }

  /** A round whose result everybody may read. Faults with `not_found` before publication, whoever asks. */
  async function publishedRound(slug: string): Promise<Round> {
    const round = await rounds.bySlug(slug)
    if (round.publishedAt === null) throw new Fault('not_found')
    return round
  }

  /** The published count with what belongs to it. Faults with `not_found` before publication, whoever asks. */
  async function published(slug: string) {
    const round = await publishedRound(slug)
    const opening = present(await store.findOpening(db, round.id), 'a published round was opened')
    return {
      round, opening, result: present(await store.findTally(db, round.id), 'a published round was counted'),
      unopenable: await store.unopenable(db, round.id), source: await store.findImportSource(db, round.id),
      proposals: await proposals.ofRound(round.id),
    }
  }

  /** The anonymous ballots of a published round, sorted by tracker. */
  async function publishedBallots(slug: string): Promise<TallyBallot[]> {
    return store.ballots(db, (await publishedRound(slug)).id)
  }

  /** The same as lines, a page of them at a time: `tracker;1,4,7`, and `;5,3,1` where they give points. */
  async function* publishedLines(slug: string): AsyncGenerator<string> {
    yield* store.ballotLines(db, (await publishedRound(slug)).id)
  }

  return {
    holderOfShare: holderOf, openingReport: reportOf, isUrnAsListed, startOpening, openingProgress: openings.progress,
    openUrn, startCount, countProgress: counts.progress, run, publish, importPast, preview, published, publishedRound, publishedBallots, publishedLines,
    ...createComparing({ db, rounds, proposals }),
  }
}

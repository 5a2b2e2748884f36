import type { Audit, AuditActor } from '../audit/index.ts'
import { assert, type Clock, done, Fault, type Outcome, refuse } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { Round, Rounds } from '../rounds/index.ts'
import { holderOfShare, joinShares, open, type Urn } from '../urn/index.ts'
import { type OpeningRefusal, sortOpened } from './domain.ts'
import type { OnProgress } from './jobs.ts'
import * as store from './store.ts'

type Deps = {
  db: Db; clock: Clock; audit: Audit; rounds: Rounds; urn: Urn
  /** Told when only an operator can help. */
  alarm: (message: string) => void
}

export type OpeningReport = {
  readonly sealedCount: number
  readonly openedCount: number
  /** Sealed ballots that could not be opened, by the lower-case hex of their hash. */
  readonly unopenable: readonly { readonly sealedSha256: string; readonly reason: string }[]
}

/** About a hundredth of a second's work: between two chunks the process answers whoever else asks. */
const OPENED_AT_ONCE = 250

const otherWork = (): Promise<void> => new Promise((resolve) => { setImmediate(resolve) })

export function createOpening({ db, clock, audit, rounds, urn, alarm }: Deps) {
  /** Reads the urn in the order of its list and makes sure that the two are the same, hash by hash. */
  async function readUrn(tx: Tx, round: Round): Promise<Outcome<{ sealed: Buffer; sha256: Buffer }[], OpeningRefusal>> {
    const list = await urn.findUrnList(tx, round.id)
    if (list === null) return refuse('voting_not_ended', { paperUntil: round.paperUntil.toISOString() })
    // The chain knows the list that was stored first: one made anew after the urn was changed is not it.
    const [first] = await audit.ofRound(round.id, 'urn_list_stored')
    if (first?.sha256 !== list.sha256.toString('hex')) return refuse('urn_differs_from_list', { at: 0 })
    const sealed: { sealed: Buffer; sha256: Buffer }[] = []
    for await (const ballot of urn.sealedBallots(tx, round.id)) {
      const listed = list.hashes.subarray(sealed.length * 32, sealed.length * 32 + 32)
      if (!ballot.sha256.equals(listed)) return refuse('urn_differs_from_list', { at: sealed.length + 1 })
      sealed.push(ballot)
    }
    if (sealed.length !== list.sealedCount) return refuse('urn_differs_from_list', { at: sealed.length + 1 })
    return done(sealed)
  }

  /** Says in the chain that an opening was tried with a share that did not fit, which an observer may ask about. */
  async function recordRefused(actor: AuditActor, round: Round, reason: string): Promise<void> {
    await transact(db, async (tx) => {
      await audit.record(tx, { kind: 'opening_refused', actor, roundId: round.id, body: { reason } })
      return done()
    })
  }

  /** The same for a share that does not fit, whose fault goes on to whoever typed it. */
  async function recordFault(actor: AuditActor, round: Round, error: unknown): Promise<never> {
    if (error instanceof Fault) await recordRefused(actor, round, error.fields.map((field) => field.code).join(', '))
    throw error
  }

  /**
   * Opens the urn with two shares: compares it with its list, opens every ballot, strips it of its voter key, sorts
   * all by tracker in memory and writes them in one transaction. Sealed in = opened + named as unopenable.
   * The private key lives in this call alone. Faults name `shares.0` or `shares.1`.
   */
  async function openUrn(
    actor: AuditActor, slug: string, shares: readonly string[], onOpened: OnProgress = () => {},
  ): Promise<Outcome<OpeningReport, OpeningRefusal>> {
    const round = await rounds.bySlug(slug)
    const key = await urn.findKey(round)
    if (key === null) return refuse('keys_missing')
    const { privateKey, fingerprints } = await joinShares(shares, key).catch((error: unknown) => recordFault(actor, round, error))
    try {
      // In a transaction of its own: its lock holds off casting in every round, and an opening may take long.
      await urn.storeUrnList(round, actor)
      const outcome = await transact<OpeningReport, OpeningRefusal>(db, async (tx) => {
        const locked = await rounds.lock(tx, round.id)
        if (await store.findOpening(tx, round.id) !== null) return refuse('already_opened')
        const urnBallots = await readUrn(tx, locked)
        if (!urnBallots.ok) return urnBallots
        const keys = { publicKey: key.publicKey, privateKey }
        const sealedCount = urnBallots.value.length
        const results: { sealedSha256: Buffer; result: ReturnType<typeof open> }[] = []
        for (const { sealed, sha256 } of urnBallots.value) {
          results.push({ sealedSha256: sha256, result: open(sealed, keys, locked) })
          if (results.length % OPENED_AT_ONCE > 0) continue
          onOpened(results.length, sealedCount)
          await otherWork()
        }
        const { ballots, unopenable } = sortOpened(results)
        assert(ballots.length + unopenable.length === sealedCount, 'sealed in = opened + unopenable')
        const at = clock.now()
        const inserted = await store.insertOpening(tx, { roundId: round.id, sealedCount, openedCount: ballots.length, at })
        if (!inserted) return refuse('already_opened')
        await store.insertBallots(tx, round.id, ballots)
        await store.insertUnopenable(tx, round.id, unopenable)
        await audit.record(tx, {
          kind: 'urn_opened', actor, roundId: round.id,
          body: {
            sealedCount, openedCount: ballots.length, unopenable: unopenable.length,
            shareFingerprints: fingerprints.map((fingerprint) => fingerprint.toString('hex')),
          },
        })
        return done({
          sealedCount, openedCount: ballots.length,
          unopenable: unopenable.map(({ sealedSha256, reason }) => ({ sealedSha256: sealedSha256.toString('hex'), reason })),
        })
      })
      if (!outcome.ok && outcome.refusal.code === 'urn_differs_from_list') {
        await recordRefused(actor, round, outcome.refusal.code)
        alarm(`the urn of ${round.slug} differs from its list: it was not opened`)
      }
      return outcome
    } finally {
      privateKey.fill(0)
    }
  }

  /**
   * Whose share somebody typed, for when two key holders enter theirs one after the other. A share that does not fit is
   * written to the chain like one that was tried on the urn. Faults name `share`.
   */
  async function holderOf(actor: AuditActor, slug: string, typed: string): Promise<Outcome<string, 'keys_missing'>> {
    const round = await rounds.bySlug(slug)
    const key = await urn.findKey(round)
    if (key === null) return refuse('keys_missing')
    try {
      return done(holderOfShare(typed, 'share', key))
    } catch (error) {
      return recordFault(actor, round, error)
    }
  }

  /** What the opening of a round found; null until it is opened. */
  async function reportOf(slug: string): Promise<OpeningReport | null> {
    const round = await rounds.bySlug(slug)
    const opening = await store.findOpening(db, round.id)
    if (opening === null) return null
    const unopenable = await store.unopenable(db, round.id)
    return {
      ...opening, unopenable: unopenable.map(({ sealedSha256, reason }) => ({ sealedSha256: sealedSha256.toString('hex'), reason })),
    }
  }

  /** Whether the urn of a round is what its list says; null while there is none, or when the urn was destroyed. */
  async function isUrnAsListed(slug: string): Promise<boolean | null> {
    const round = await rounds.bySlug(slug)
    if (round.forgottenAt !== null) return null
    const read = await transact<null, OpeningRefusal>(db, async (tx) => {
      const urnBallots = await readUrn(tx, round)
      return urnBallots.ok ? done(null) : urnBallots
    })
    return read.ok ? true : read.refusal.code === 'voting_not_ended' ? null : false
  }

  return { openUrn, holderOf, reportOf, isUrnAsListed }
}

import type { Audit, AuditActor } from '../audit/index.ts'
import { assert, type Clock, done, Fault, type Outcome, refuse } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import { isUrnComplete, type Round, type Rounds } from '../rounds/index.ts'
import { ballotOfLine, ballotsTogether, holderOfShare, joinShares, openAll, type Urn, wipe, workersFor } from '../urn/index.ts'
import { createSorter, type OpeningRefusal, type UnopenableReason } from './domain.ts'
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

type Keys = { readonly publicKey: Buffer; readonly privateKey: Buffer }

/** A ballot that did not open, by the place of its hash in the urn list. */
type Unopenable = { readonly place: number; readonly reason: UnopenableReason }

/** An urn whose ballots are open and nowhere but in memory. */
type OpenedUrn = {
  readonly list: { readonly sealedCount: number; readonly hashes: Buffer }
  readonly sorter: ReturnType<typeof createSorter>
  readonly unopenable: readonly Unopenable[]
}

/** About so many ballots are written together. */
const BALLOTS_TOGETHER = 10_000

export function createOpening({ db, clock, audit, rounds, urn, alarm }: Deps) {
  /** The chain knows the list that was stored first: one made anew after the urn was changed is not it. */
  async function isFirstList(roundId: string, sha256: Buffer): Promise<boolean> {
    const [first] = await audit.ofRound(roundId, 'urn_list_stored')
    return first?.sha256 === sha256.toString('hex')
  }

  /**
   * Opens all ballots of the urn in workers and holds each against the list, hash by hash, before it is opened: the two are
   * the same when every ballot is listed and as many have come as are listed.
   */
  async function openListed(tx: Tx, round: Round, keys: Keys, onProgress: OnProgress): Promise<Outcome<OpenedUrn, OpeningRefusal>> {
    const list = await urn.findUrnList(tx, round.id)
    if (list === null) return refuse('voting_not_ended', { paperUntil: round.paperUntil.toISOString() })
    if (!await isFirstList(round.id, list.sha256)) return refuse('urn_differs_from_list')
    const { sealedCount, hashes } = list
    const toOpen = {
      ...keys, round: { id: round.id, picksMax: round.picksMax }, hashes, come: new Uint8Array(new SharedArrayBuffer(sealedCount)),
    }
    const workers = workersFor(sealedCount)
    const sorter = createSorter()
    const unopenable: Unopenable[] = []
    let come = 0
    const listed = await openAll(toOpen, urn.sealedBallots(tx, round.id, ballotsTogether(workers)), workers, (opened) => {
      sorter.add(opened.lines)
      unopenable.push(...opened.unopenable)
      come += opened.lines.length + opened.unopenable.length
      onProgress(come, sealedCount)
    })
    return listed && come === sealedCount ? done({ list, sorter, unopenable }) : refuse('urn_differs_from_list')
  }

  /** Writes the opened ballots by tracker. Returns how many, and all that are unopenable in the order of the list. */
  async function storeSorted(tx: Tx, roundId: string, { list, sorter, unopenable }: OpenedUrn) {
    const all = [...unopenable]
    let openedCount = 0
    let page: store.BallotText[] = []
    let writing = Promise.resolve()
    // While the database writes a page the next one is sorted.
    const write = async (): Promise<void> => {
      await writing
      writing = store.insertBallots(tx, roundId, page)
      writing.catch(() => undefined)
      openedCount += page.length
      page = []
    }
    for (const { lines, taken } of sorter.sorted()) {
      for (const line of lines) page.push(ballotOfLine(line))
      for (const line of taken) all.push({ place: ballotOfLine(line).place, reason: 'tracker_taken' })
      if (page.length >= BALLOTS_TOGETHER) await write()
    }
    await write()
    await writing
    assert(await store.countBallots(tx, roundId) === openedCount, 'the ballots of a round come out of its urn alone')
    await store.analyzeBallots(tx)
    const named = all.sort((a, b) => a.place - b.place).map(({ place, reason }) =>
      ({ sealedSha256: list.hashes.subarray(place * 32, place * 32 + 32), reason }))
    return { openedCount, unopenable: named }
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
   * The private key lives in this call alone, once, in memory that the workers share. Faults name `shares.0` or `shares.1`.
   */
  async function openUrn(
    actor: AuditActor, slug: string, shares: readonly string[], onOpened: OnProgress = () => {},
  ): Promise<Outcome<OpeningReport, OpeningRefusal>> {
    const round = await rounds.bySlug(slug)
    const key = await urn.findKey(round)
    if (key === null) return refuse('keys_missing')
    if (!isUrnComplete(round, clock.now())) {
      // Before its time there is no reason for the key to exist, not even in memory. What was mistyped is told all the same.
      shares.forEach((share, i) => holderOfShare(share, `shares.${i}`, key))
      return refuse('voting_not_ended', { paperUntil: round.paperUntil.toISOString() })
    }
    const { privateKey, fingerprints } = await joinShares(shares, key).catch((error: unknown) => recordFault(actor, round, error))
    try {
      // In a transaction of its own: its lock holds off casting in every round, and an opening may take long.
      await urn.storeUrnList(round, actor)
      const outcome = await transact<OpeningReport, OpeningRefusal>(db, async (tx) => {
        const locked = await rounds.lock(tx, round.id)
        if (await store.findOpening(tx, round.id) !== null) return refuse('already_opened')
        const opened = await openListed(tx, locked, { publicKey: key.publicKey, privateKey }, onOpened)
        if (!opened.ok) return opened
        const { sealedCount } = opened.value.list
        const { openedCount, unopenable } = await storeSorted(tx, round.id, opened.value)
        assert(openedCount + unopenable.length === sealedCount, 'sealed in = opened + unopenable')
        const inserted = await store.insertOpening(tx, { roundId: round.id, sealedCount, openedCount, at: clock.now() })
        if (!inserted) return refuse('already_opened')
        await store.insertUnopenable(tx, round.id, unopenable)
        await audit.record(tx, {
          kind: 'urn_opened', actor, roundId: round.id,
          body: {
            sealedCount, openedCount, unopenable: unopenable.length,
            shareFingerprints: fingerprints.map((fingerprint) => fingerprint.toString('hex')),
          },
        })
        return done({
          sealedCount, openedCount,
          unopenable: unopenable.map(({ sealedSha256, reason }) => ({ sealedSha256: sealedSha256.toString('hex'), reason })),
        })
      })
      if (!outcome.ok && outcome.refusal.code === 'urn_differs_from_list') {
        await recordRefused(actor, round, outcome.refusal.code)
        alarm(`the urn of ${round.slug} differs from its list: it was not opened`)
      }
      return outcome
    } finally {
      wipe(privateKey)
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
    const list = await urn.isAsListed(round.id)
    return list && list.asListed && await isFirstList(round.id, list.sha256)
  }

  return { openUrn, holderOf, reportOf, isUrnAsListed }
}

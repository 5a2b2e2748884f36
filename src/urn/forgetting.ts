import { setTimeout } from 'node:timers/promises'
import type { Audit, AuditActor } from '../audit/index.ts'
import { type Clock, done, fieldFault, type Outcome, present, refuse } from '../kernel/index.ts'
import { type Db, haveEnded, overwriteLog, restrictedAs, transact, transactionNumber } from '../platform/database/index.ts'
import { forgettableFrom, type Round, type Rounds } from '../rounds/index.ts'
import { destroySecrets, findSecrets, type SecretsLeft } from './destroying.ts'
import type { Copy, DestroyedRefusal, ForgettingRefusal } from './domain.ts'
import type { DestroyedRequest, ForgetRequest } from './schema.ts'
import * as store from './forgetting-store.ts'

type Deps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly secretsDir: string
  /** Lets go of the secrets that this process holds of a round. */
  readonly dropSecrets: (slug: string) => void
}

/** What the software destroyed in one go. */
export type Forgotten = store.Votes & { readonly secretFiles: number; readonly logOverwritten: boolean }

/** What somebody said that they destroyed. `at` is ISO 8601. */
export type Destroyed = { readonly what: Copy; readonly note: string | null; readonly by: string; readonly at: string }

export type Forgetting = {
  readonly state: 'not_possible' | 'too_early' | 'possible' | 'begun' | 'forgotten'
  /** From when on it is possible; null where it never is, or not yet known. */
  readonly from: Date | null
  readonly forgottenAt: Date | null
  readonly secrets: SecretsLeft['state'] | null
  readonly logOverwritten: boolean | null
  readonly destroyed: readonly Destroyed[]
}

/** What began before the deletion may still see it. Waiting for what writes costs nobody anything, each try keeps others waiting. */
const WAIT_FOR_WRITES_MS = 10_000
const TRIES = 5
const BETWEEN_TRIES_MS = 100
const LOCK_NOT_AVAILABLE = '55P03'
const TOLD_MAX = 500

/**
 * Forget, step 8 of how a vote stays secret. It begins with a row that says so, then destroys, and ends with
 * `forgotten_at`, which the database takes only when the urn is empty. Each step finds what an earlier try has done: whatever
 * stops it in the middle, doing it again finishes it.
 */
export function createForgetting({ db, clock, audit, rounds, secretsDir, dropSecrets }: Deps) {
  async function secretsOf(round: Round): Promise<SecretsLeft> {
    const key = present(await db.selectFrom('round_key').selectAll().where('round_id', '=', round.id).executeTakeFirst(),
      'a round that was voted in has keys')
    return findSecrets(secretsDir, round, { pepper: key.pepper_check, receiptKey: key.receipt_key_check, publicKey: key.public_key })
  }

  /** Why a round cannot be forgotten now, by the service's clock; the database asks its own. */
  function refusalNow(round: Round): Outcome<undefined, ForgettingRefusal> {
    if (round.kind === 'imported') return refuse('never_had_urn')
    const from = forgettableFrom(round)
    if (from === null) return refuse('not_published')
    return clock.now() < from ? refuse('appeal_period_open', { from: from.toISOString() }) : done()
  }

  function begin(
    actor: AuditActor, id: string, { witness, secretsLost }: ForgetRequest, votes: store.Votes,
  ): Promise<Outcome<undefined, ForgettingRefusal>> {
    return transact(db, async (tx) => {
      const possible = refusalNow(await rounds.lock(tx, id))
      if (!possible.ok) return possible
      if (!await store.insertBegun(tx, id, { begunAt: clock.now(), witness })) return done()
      await audit.record(tx, { kind: 'forgetting_begun', actor, roundId: id, body: { witness, secretsLost, ...votes } })
      return done()
    }).catch(restrictedAs('appeal_period_open'))
  }

  /** Takes what was deleted out of the files of the tables too. Whatever still sees it is waited for a moment. */
  async function rewrite(): Promise<Outcome<undefined, ForgettingRefusal>> {
    const since = await transact<string, ForgettingRefusal>(db, async (tx) => done(await transactionNumber(tx)))
    if (!since.ok) return since
    const until = Date.now() + WAIT_FOR_WRITES_MS
    while (!await haveEnded(db, since.value)) {
      if (Date.now() > until) return refuse('urn_in_use')
      await setTimeout(BETWEEN_TRIES_MS)
    }
    for (let tries = 1; ; tries++) {
      const rewritten = await transact<undefined, ForgettingRefusal>(db, async (tx) =>
        (await store.rewriteVotes(tx, since.value) ? done() : refuse('urn_in_use')))
      if (rewritten.ok || tries === TRIES) return rewritten
      await setTimeout(BETWEEN_TRIES_MS)
    }
  }

  /** The same where somebody held the tables themselves until the wait for them was over. */
  function rewriteUnlessHeld(): Promise<Outcome<undefined, ForgettingRefusal>> {
    return rewrite().catch((error: unknown) => {
      if ((error as { code?: unknown }).code === LOCK_NOT_AVAILABLE) return refuse('urn_in_use')
      throw error
    })
  }

  /**
   * Destroys the secrets of a round, its sealed ballots and its roll, for ever. Only after the appeal period of the published
   * result. What the published round offers stays. Doing it again finishes what was cut off; on a forgotten round it destroys
   * what a restored backup brought back. Faults name `confirm`.
   */
  async function forget(actor: AuditActor, slug: string, request: ForgetRequest): Promise<Outcome<Forgotten, ForgettingRefusal>> {
    const round = await rounds.bySlug(slug)
    if (request.confirm.trim() !== slug) throw fieldFault('confirm', 'not_the_short_name', { name: slug })
    const possible = refusalNow(round)
    if (!possible.ok) return possible
    const secrets = await secretsOf(round)
    const before = await store.countVotes(db, round.id)
    if (round.forgottenAt !== null && before.sealedBallots + before.rollEntries + secrets.files.length === 0) return refuse('already_forgotten')
    if (secrets.state === 'missing' && round.forgottenAt === null && !request.secretsLost) return refuse('secrets_not_here')
    const begun = await begin(actor, round.id, request, before)
    if (!begun.ok) return begun

    await destroySecrets(secretsDir, round, secrets.files)
    dropSecrets(slug)
    const deleted = await transact<store.Votes, ForgettingRefusal>(db, async (tx) => done(await store.deleteVotes(tx, round.id)))
    if (!deleted.ok) return deleted
    const rewritten = await rewriteUnlessHeld()
    if (!rewritten.ok) return rewritten
    const report = { ...deleted.value, secretFiles: secrets.files.length, logOverwritten: await overwriteLog(db) }
    return transact(db, async (tx) => {
      const locked = await rounds.lock(tx, round.id)
      if (locked.forgottenAt === null) await rounds.mark(tx, round.id, 'forgottenAt', clock.now())
      // The same form a second time: the first has done it and said so.
      else if (report.sealedBallots + report.rollEntries + report.secretFiles === 0) return done(report)
      await audit.record(tx, { kind: 'round_forgotten', actor, roundId: round.id, body: { ...report, witness: request.witness } })
      return done(report)
    })
  }

  /** What people say that they destroyed: backups, archives, the sheets of the shares. The chain is where it stands. */
  async function tellDestroyed(
    actor: AuditActor, slug: string, { what, note }: DestroyedRequest,
  ): Promise<Outcome<undefined, DestroyedRefusal>> {
    const { id } = await rounds.bySlug(slug)
    return transact(db, async (tx) => {
      if ((await rounds.lock(tx, id)).forgottenAt === null) return refuse('not_forgotten')
      for (const each of new Set(what)) {
        await audit.record(tx, { kind: 'copies_destroyed', actor, roundId: id, body: { what: each, note: note === '' ? null : note } })
      }
      return done()
    })
  }

  async function destroyedOf(round: Round): Promise<Destroyed[]> {
    const events = await audit.page(Number.MAX_SAFE_INTEGER, TOLD_MAX, { roundId: round.id, kind: 'copies_destroyed' })
    return events.map(({ body, actorName, at }) => ({ ...JSON.parse(body) as { what: Copy; note: string | null }, by: actorName, at }))
  }

  /** Where Forget of a round stands, for staff. */
  async function forgetting(slug: string): Promise<Forgetting> {
    const round = await rounds.bySlug(slug)
    const from = forgettableFrom(round)
    const { forgottenAt } = round
    const possible = refusalNow(round).ok
    const state = forgottenAt !== null ? 'forgotten' : from === null ? 'not_possible'
      : await store.findBegun(db, round.id) !== null ? 'begun' : possible ? 'possible' : 'too_early'
    const reports = await audit.ofRound(round.id, 'round_forgotten')
    return {
      state, from, forgottenAt, secrets: from === null ? null : (await secretsOf(round)).state,
      logOverwritten: reports.at(-1)?.logOverwritten ?? null, destroyed: await destroyedOf(round),
    }
  }

  /** Forgotten rounds of which secrets lie in this folder: of another machine than Forget was run on, or from a backup. */
  async function forgottenWithSecrets(): Promise<string[]> {
    const found: string[] = []
    for (const round of await rounds.list()) {
      if (round.forgottenAt !== null && (await secretsOf(round)).files.length > 0) found.push(round.slug)
    }
    return found
  }

  return { forget, tellDestroyed, forgetting, forgottenWithSecrets }
}

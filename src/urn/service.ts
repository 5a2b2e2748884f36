import type { Audit, AuditActor } from '../audit/index.ts'
import { type Clock, DAY_MS, done, Fault, fieldFault, type Outcome, refuse } from '../kernel/index.ts'
import { ageOn, parseHetu, type Person, personKeyOf, type VotingRight, voterKeyOf } from '../identity/index.ts'
import { type Db, restrictedAs, transact, type Tx } from '../platform/database/index.ts'
import { areRulesFrozen, type Round, type Rounds } from '../rounds/index.ts'
import type { Proposals } from '../proposals/index.ts'
import { createBallotPapers } from './ballot-paper.ts'
import { createCasting } from './casting.ts'
import { createCeremonies } from './ceremony.ts'
import {
  eligibility, type EligibilityRefusal, type RollRefusal, roundedTurnout, type Turnout, turnoutOf,
} from './domain.ts'
import { createForgetting } from './forgetting.ts'
import { findUrnList, isAsListed, sealedBallots } from './reading.ts'
import { isOnRoll, replaceRoll, rollSize } from './roll-store.ts'
import { readSecrets, type RoundSecrets } from './secrets.ts'
import * as store from './store.ts'

export type Urn = ReturnType<typeof createUrn>

export type UrnDeps = {
  readonly db: Db
  readonly clock: Clock
  readonly audit: Audit
  readonly rounds: Rounds
  readonly proposals: Proposals
  readonly secretsDir: string
  /** Told when something stops casting that only an operator can mend. */
  readonly alarm: (message: string) => void
}

/** How long after the end of voting a sign-in still lets somebody fetch the receipt of a lost answer. */
const RECEIPT_GRACE_MS = DAY_MS

/** Rounds that one session carries rights for: they must fit into a cookie, and forgotten rehearsals must not fill it. */
const RIGHTS_MAX = 8

export function createUrn({ db, clock, audit, rounds, proposals, secretsDir, alarm }: UrnDeps) {
  const papers = createBallotPapers({ db, rounds, proposals, secretsDir })
  const casting = createCasting({ db, rounds, papers, alarm })
  const ceremony = createCeremonies({ db, clock, audit, rounds, secretsDir })
  const forgetting = createForgetting({ db, clock, audit, rounds, secretsDir, dropSecrets: papers.drop })

  async function secretsOf(round: Round): Promise<RoundSecrets | null> {
    const key = await ceremony.findKey(round)
    if (key === null) return null
    const secrets = await readSecrets(secretsDir, round.slug, {
      pepper: key.pepperCheck, receiptKey: key.receiptKeyCheck, publicKey: key.publicKey,
    })
    return 'missing' in secrets ? null : secrets
  }

  /** Makes voter keys from the population register's extract. The codes are dropped; a wrong one is named by its place. */
  async function importRoll(
    actor: AuditActor, slug: string, hetus: readonly string[],
  ): Promise<Outcome<{ entries: number }, RollRefusal>> {
    const round = await rounds.bySlug(slug)
    // Keys that are not ready may still be discarded, and their pepper with them.
    const secrets = round.keysReadyAt === null ? null : await secretsOf(round)
    if (secrets === null) return refuse('keys_missing')
    const keys = hetus.map((typed, i) => {
      const parsed = parseHetu(typed)
      if (!parsed.ok) throw fieldFault(`hetus.${i}`, parsed.refusal.code)
      return voterKeyOf(secrets.pepper, parsed.value.hetu)
    })
    return transact(db, async (tx) => {
      const locked = await rounds.lock(tx, round.id)
      if (areRulesFrozen(locked, clock.now())) return refuse('rules_frozen')
      const entries = await replaceRoll(tx, round.id, keys)
      await audit.record(tx, { kind: 'roll_imported', actor, roundId: round.id, body: { entries } })
      return done({ entries })
    }).catch(restrictedAs('rules_frozen'))
  }

  /** May this person vote here, and under which key? Asked at sign-in and at a desk, decided in `eligibility` alone. */
  async function judge(
    round: Round, secrets: RoundSecrets, person: Person, residenceChecked: boolean,
  ): Promise<{ voterKey: Buffer; refusal: EligibilityRefusal | null; onRoll: boolean | null }> {
    const voterKey = personKeyOf(secrets.pepper, person)
    // Somebody known by an eIDAS identifier alone has no municipality and stands on no roll. A desk can help
    // them once they have an identity code, for it takes nothing else.
    if (person.hetu === null) return { voterKey, refusal: 'municipality_unknown', onRoll: null }
    const onRoll = await isOnRoll(db, round.id, voterKey)
    const age = ageOn(person.birthDate, round.ageCutoff)
    return {
      voterKey, onRoll,
      refusal: eligibility(round, { age, municipality: person.municipality, onRoll, residenceChecked }),
    }
  }

  /**
   * Rounds that somebody who signs in now may want to vote in or look after their vote in, real ones first. A right is for good,
   * so the database says what has opened: a service whose clock is ahead would give one before the roll is frozen.
   */
  async function roundsWithRights(): Promise<Round[]> {
    const now = clock.now()
    const opened = await store.openedRounds(db)
    const wanted = (await rounds.list()).filter((round) => opened.has(round.id) && round.publishedAt === null
      && now.getTime() < round.paperUntil.getTime() + RECEIPT_GRACE_MS)
    return wanted.toSorted((a, b) => Number(a.kind === 'rehearsal') - Number(b.kind === 'rehearsal')).slice(0, RIGHTS_MAX)
  }

  /**
   * The voting rights that a sign-in gives: one for each round whose voting has opened, until a day after its end for
   * retries of lost answers. Before that the rules may still change, so a session from earlier has none and signs in again.
   */
  async function votingRightsOf(person: Person): Promise<Record<string, VotingRight>> {
    const rights: Record<string, VotingRight> = {}
    for (const round of await roundsWithRights()) {
      const secrets = await secretsOf(round)
      if (secrets === null) {
        alarm(`nobody can sign in to vote in ${round.slug}: its secrets are missing or not the ones it was made with`)
        continue
      }
      const { voterKey, refusal } = await judge(round, secrets, person, false)
      rights[round.id] = { voterKey: voterKey.toString('base64url'), refusal }
    }
    return rights
  }

  /** Rounds with keys and no published result whose secret files are not there as they were made. */
  async function roundsWithoutSecrets(): Promise<string[]> {
    const without: string[] = []
    for (const round of await rounds.list()) {
      if (round.keysReadyAt === null || round.publishedAt !== null) continue
      if (await secretsOf(round) === null) without.push(round.slug)
    }
    return without
  }

  async function turnout(slug: string): Promise<number> {
    const { id } = await rounds.bySlug(slug)
    return roundedTurnout(await store.countListed(db, id) ?? await store.countSealed(db, id))
  }

  /** Turnout by day and channel, rounded: for staff. Of a forgotten round the urn list alone tells how many voted. */
  async function turnoutByDay(slug: string): Promise<Turnout> {
    const { id, forgottenAt } = await rounds.bySlug(slug)
    if (forgottenAt !== null) return { ballots: roundedTurnout(await store.countListed(db, id) ?? 0), days: [], channels: null }
    return turnoutOf(await store.countByDay(db, id))
  }

  /** Stores the urn list of a round, or does nothing when it is stored already or voting has not ended. */
  async function storeUrnList({ id }: Pick<Round, 'id'>, actor: AuditActor): Promise<void> {
    await transact(db, async (tx) => {
      await rounds.lock(tx, id)
      // Making the list again to see that it is there would take seconds of a large urn, and its lock from who is casting.
      if (await store.countListed(tx, id) !== null) return done()
      const stored = await store.storeUrnList(tx, id)
      if (stored === null) return done()
      await audit.record(tx, {
        kind: 'urn_list_stored', actor, roundId: id,
        body: { sealedCount: stored.sealedCount, sha256: stored.sha256.toString('hex') },
      })
      return done()
    })
  }

  /** Stores the urn lists that are due: for the timer. */
  async function storeDueUrnLists(actor: AuditActor): Promise<void> {
    const due = await store.roundsDueForUrnList(db)
    // One that fails must not keep the others waiting; the timer tries it again and the log tells of it.
    const results = await Promise.allSettled(due.map((id) => storeUrnList({ id }, actor)))
    for (const result of results) if (result.status === 'rejected') throw result.reason
  }

  /** The published list of all sealed ballots. Faults with `not_found` until it is stored. */
  async function urnList(slug: string): Promise<{ sealedCount: number; sha256: string; text: string }> {
    const round = await rounds.bySlug(slug)
    const list = await findUrnList(db, round.id)
    if (list === null) throw new Fault('not_found')
    const hex = list.hashes.toString('hex')
    return { sealedCount: list.sealedCount, sha256: list.sha256.toString('hex'), text: hex.replace(/.{64}/g, '$&\n') }
  }

  return {
    ...casting, ...ceremony, ...forgetting, importRoll, judge, votingRightsOf, roundsWithoutSecrets, turnout, turnoutByDay,
    storeUrnList, storeDueUrnLists, urnList,
    rollSize: ({ id }: Pick<Round, 'id'>) => rollSize(db, id),
    findRow: (roundId: string, voterKey: Buffer) => store.findRow(db, roundId, voterKey),
    countPaper: (roundId: string, station: string, day: string) => store.countPaper(db, roundId, station, day),
    findUrnList: (tx: Tx, roundId: string) => findUrnList(tx, roundId),
    isAsListed: (roundId: string) => isAsListed(db, roundId),
    sealedBallots,
  }
}


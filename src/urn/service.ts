import type { Audit, AuditActor } from '../audit/index.ts'
import { type Clock, done, Fault, fieldFault, type Outcome, refuse } from '../kernel/index.ts'
import { ageOn, parseHetu, type Person, personKeyOf, type VotingRight, voterKeyOf } from '../identity/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import { areRulesFrozen, hasVotingOpened, type Round, type Rounds } from '../rounds/index.ts'
import type { Proposals } from '../proposals/index.ts'
import { createBallotPapers } from './ballot-paper.ts'
import { createCasting } from './casting.ts'
import {
  type CeremonyRefusal, eligibility, type EligibilityRefusal, type RollRefusal, roundedTurnout, type Turnout, turnoutOf,
} from './domain.ts'
import { isOnRoll, replaceRoll, rollSize } from './roll-store.ts'
import { newKeys, wipe } from './sealing.ts'
import { checkValue, makeSecrets, readSecrets, type RoundSecrets } from './secrets.ts'
import { SHARES, splitKey } from './shares.ts'
import * as store from './store.ts'

export type Urn = ReturnType<typeof createUrn>

export type Ceremony = {
  /** Lower-case hex. */
  readonly publicKey: string
  readonly shares: readonly { readonly holder: string; readonly share: string; readonly fingerprint: string }[]
}

/** The public half of a round's keys and the fingerprints by which its shares are known. */
export type RoundKey = {
  readonly publicKey: Buffer
  readonly shareFingerprints: readonly Buffer[]
  /** The names of the key holders, in the order of the fingerprints. */
  readonly shareHolders: readonly string[]
}

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
const RECEIPT_GRACE_MS = 24 * 60 * 60 * 1000

/** Rounds that one session carries rights for: they must fit into a cookie, and forgotten rehearsals must not fill it. */
const RIGHTS_MAX = 8

export function createUrn({ db, clock, audit, rounds, proposals, secretsDir, alarm }: UrnDeps) {
  const papers = createBallotPapers({ db, rounds, proposals, secretsDir })
  const casting = createCasting({ db, rounds, papers, alarm })

  async function findKey(round: Round): Promise<RoundKey & { pepperCheck: Buffer; receiptKeyCheck: Buffer } | null> {
    const row = await db.selectFrom('round_key').selectAll().where('round_id', '=', round.id).executeTakeFirst()
    return row ? {
      publicKey: row.public_key, shareFingerprints: row.share_fingerprints, shareHolders: row.share_holders,
      pepperCheck: row.pepper_check, receiptKeyCheck: row.receipt_key_check,
    } : null
  }

  async function secretsOf(round: Round): Promise<RoundSecrets | null> {
    const key = await findKey(round)
    if (key === null) return null
    const secrets = await readSecrets(secretsDir, round.slug, {
      pepper: key.pepperCheck, receiptKey: key.receiptKeyCheck, publicKey: key.publicKey,
    })
    return 'missing' in secrets ? null : secrets
  }

  /**
   * The ceremony: makes the round's key pair, splits the private half two of three and its pepper and receipt key as
   * files. The shares are in the answer and nowhere else; the private half is wiped before this returns.
   */
  async function makeKeys(
    actor: AuditActor, slug: string, holders: readonly string[],
  ): Promise<Outcome<Ceremony, CeremonyRefusal>> {
    const { id } = await rounds.bySlug(slug)
    const names = holders.map((name) => name.trim())
    if (names.length !== SHARES || new Set(names).size !== SHARES) throw fieldFault('holders', 'repeated')
    return transact(db, async (tx) => {
      const round = await rounds.lock(tx, id)
      if (round.keysReadyAt !== null) return refuse('keys_exist')
      if (round.kind === 'imported') return refuse('rules_frozen')
      const { publicKey, privateKey } = newKeys()
      const { texts, fingerprints } = await splitKey(privateKey)
      wipe(privateKey)
      const secrets = await makeSecrets(secretsDir, slug)
      await tx.insertInto('round_key').values({
        round_id: id, public_key: publicKey, share_fingerprints: fingerprints, share_holders: names,
        pepper_check: checkValue(secrets.pepper), receipt_key_check: checkValue(secrets.receiptKey, publicKey),
      }).execute()
      await rounds.mark(tx, id, 'keysReadyAt', clock.now())
      const hex = fingerprints.map((fingerprint) => fingerprint.toString('hex'))
      await audit.record(tx, {
        kind: 'keys_made', actor, roundId: id,
        body: { publicKey: publicKey.toString('hex'), shareFingerprints: hex, holders: names },
      })
      return done({
        publicKey: publicKey.toString('hex'),
        shares: texts.map((share, i) => ({ holder: names[i]!, share, fingerprint: hex[i]! })),
      })
    })
  }

  /** Makes voter keys from the population register's extract. The codes are dropped; a wrong one is named by its place. */
  async function importRoll(
    actor: AuditActor, slug: string, hetus: readonly string[],
  ): Promise<Outcome<{ entries: number }, RollRefusal>> {
    const round = await rounds.bySlug(slug)
    const secrets = await secretsOf(round)
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
    })
  }

  /** May this person vote here, and under which key? Asked at sign-in and at a desk, decided in `eligibility` alone. */
  async function judge(
    round: Round, secrets: RoundSecrets, person: Person, residenceChecked: boolean,
  ): Promise<{ voterKey: Buffer; refusal: EligibilityRefusal | null; onRoll: boolean | null }> {
    const voterKey = personKeyOf(secrets.pepper, person)
    // Somebody known by an eIDAS identifier alone has no municipality and stands on no roll: a desk can help them.
    if (person.hetu === null) return { voterKey, refusal: 'municipality_unknown', onRoll: null }
    const onRoll = await isOnRoll(db, round.id, voterKey)
    const age = ageOn(person.birthDate, round.ageCutoff)
    return {
      voterKey, onRoll,
      refusal: eligibility(round, { age, municipality: person.municipality, onRoll, residenceChecked }),
    }
  }

  /** Rounds that somebody who signs in now may want to vote in or look after their vote in, real ones first. */
  async function roundsWithRights(): Promise<Round[]> {
    const now = clock.now()
    const wanted = (await rounds.list()).filter((round) => hasVotingOpened(round, now) && round.publishedAt === null
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

  async function turnout(slug: string): Promise<number> {
    return roundedTurnout(await store.countSealed(db, (await rounds.bySlug(slug)).id))
  }

  /** Turnout by day and channel, rounded: for staff. */
  async function turnoutByDay(slug: string): Promise<Turnout> {
    return turnoutOf(await store.countByDay(db, (await rounds.bySlug(slug)).id))
  }

  /** Stores the urn list of a round, or does nothing when it is stored already or voting has not ended. */
  async function storeUrnList({ id }: Pick<Round, 'id'>, actor: AuditActor): Promise<void> {
    await transact(db, async (tx) => {
      await rounds.lock(tx, id)
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
    const list = await store.findUrnList(db, round.id)
    if (list === null) throw new Fault('not_found')
    const hex = list.hashes.toString('hex')
    return { sealedCount: list.sealedCount, sha256: list.sha256.toString('hex'), text: hex.replace(/.{64}/g, '$&\n') }
  }

  return {
    ...casting, makeKeys, importRoll, judge, votingRightsOf, turnout, turnoutByDay, findKey, storeUrnList, storeDueUrnLists, urnList,
    rollSize: ({ id }: Pick<Round, 'id'>) => rollSize(db, id),
    findRow: (roundId: string, voterKey: Buffer) => store.findRow(db, roundId, voterKey),
    countPaper: (roundId: string, station: string, day: string) => store.countPaper(db, roundId, station, day),
    findUrnList: (tx: Tx, roundId: string) => store.findUrnList(tx, roundId),
    sealedBallots: store.sealedBallots,
  }
}


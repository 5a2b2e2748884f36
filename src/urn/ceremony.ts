import type { Audit, AuditActor } from '../audit/index.ts'
import { type Clock, done, fieldFault, type Outcome, refuse } from '../kernel/index.ts'
import { type Db, transact, type Tx } from '../platform/database/index.ts'
import type { Round, Rounds } from '../rounds/index.ts'
import type { CeremonyRefusal, ProofRefusal } from './domain.ts'
import { newKeys, wipe } from './sealing.ts'
import { checkValue, makeSecrets, readSecrets } from './secrets.ts'
import { holderOfShare, SHARES, SHARES_NEEDED, splitKey } from './shares.ts'

export type MadeKeys = {
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
  /** The holders whose shares have come back from paper. */
  readonly proved: readonly string[]
}

type StoredKey = RoundKey & { readonly pepperCheck: Buffer; readonly receiptKeyCheck: Buffer }

export type Proof = { readonly holder: string; readonly proved: string[]; readonly ready: boolean }

type Deps = { db: Db; clock: Clock; audit: Audit; rounds: Rounds; secretsDir: string }

async function find(db: Db, roundId: string): Promise<StoredKey | null> {
  const row = await db.selectFrom('round_key').selectAll().where('round_id', '=', roundId).executeTakeFirst()
  if (!row) return null
  const isProved = (fingerprint: Buffer): boolean => row.proved_fingerprints.some((proved) => proved.equals(fingerprint))
  return {
    publicKey: row.public_key, shareFingerprints: row.share_fingerprints, shareHolders: row.share_holders,
    proved: row.share_holders.filter((_, i) => isProved(row.share_fingerprints[i]!)),
    pepperCheck: row.pepper_check, receiptKeyCheck: row.receipt_key_check,
  }
}

/**
 * The ceremony: keys are made, each share is shown once, and two of them typed back from paper end it. Only then are
 * the keys ready and may voting open. One that never ended is begun anew; what it made has sealed nothing.
 */
export function createCeremonies({ db, clock, audit, rounds, secretsDir }: Deps) {
  /** Discards the keys of a ceremony that never ended, when the request names them: a form sent twice discards once. */
  async function discard(
    tx: Tx, actor: AuditActor, roundId: string, discards: string | undefined,
  ): Promise<Outcome<undefined, CeremonyRefusal>> {
    const before = await find(tx, roundId)
    const publicKey = before?.publicKey.toString('hex')
    if (publicKey !== discards) return refuse('ceremony_unfinished')
    if (publicKey === undefined) return done()
    await tx.deleteFrom('round_key').where('round_id', '=', roundId).execute()
    await audit.record(tx, { kind: 'keys_discarded', actor, roundId, body: { publicKey } })
    return done()
  }

  /**
   * Makes the round's key pair, splits the private half two of three and its pepper and receipt key as files. The
   * shares are in the answer and nowhere else; the private half is wiped before this returns. `discards` is the public
   * key of an unfinished ceremony whose keys these take the place of.
   */
  async function makeKeys(
    actor: AuditActor, slug: string, { holders, discards }: { holders: readonly string[]; discards?: string | undefined },
  ): Promise<Outcome<MadeKeys, CeremonyRefusal>> {
    const { id } = await rounds.bySlug(slug)
    const names = holders.map((name) => name.trim())
    if (names.length !== SHARES || new Set(names).size !== SHARES) throw fieldFault('holders', 'repeated')
    return transact<MadeKeys, CeremonyRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, id)
      if (round.keysReadyAt !== null) return refuse('keys_exist')
      if (round.kind === 'imported') return refuse('rules_frozen')
      const discarded = await discard(tx, actor, id, discards)
      if (!discarded.ok) return discarded
      const { publicKey, privateKey } = newKeys()
      const { texts, fingerprints } = await splitKey(privateKey).finally(() => { wipe(privateKey) })
      const secrets = await makeSecrets(secretsDir, slug)
      await tx.insertInto('round_key').values({
        round_id: id, public_key: publicKey, share_fingerprints: fingerprints, share_holders: names,
        pepper_check: checkValue(secrets.pepper), receipt_key_check: checkValue(secrets.receiptKey, publicKey),
      }).execute()
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

  /**
   * Takes one share back from paper and says whose it is. The second of them ends the ceremony and makes the keys ready;
   * one that comes again, or after that, is only checked. Faults name `share`.
   */
  async function proveShare(actor: AuditActor, slug: string, typed: string): Promise<Outcome<Proof, ProofRefusal>> {
    const { id } = await rounds.bySlug(slug)
    return transact<Proof, ProofRefusal>(db, async (tx) => {
      const round = await rounds.lock(tx, id)
      const key = await find(tx, id)
      if (key === null) return refuse('keys_missing')
      const holder = holderOfShare(typed, 'share', key)
      if (round.keysReadyAt !== null) return done({ holder, proved: [...key.proved], ready: true })
      const proved = key.shareHolders.filter((name) => name === holder || key.proved.includes(name))
      const fingerprints = proved.map((name) => key.shareFingerprints[key.shareHolders.indexOf(name)]!)
      await tx.updateTable('round_key').set({ proved_fingerprints: fingerprints }).where('round_id', '=', id).execute()
      const ready = proved.length >= SHARES_NEEDED
      if (ready) {
        // Files that went astray meanwhile, or a ceremony cut off on a full disk, would stop casting later.
        const secrets = await readSecrets(secretsDir, slug,
          { pepper: key.pepperCheck, receiptKey: key.receiptKeyCheck, publicKey: key.publicKey })
        if ('missing' in secrets) return refuse('secrets_missing')
        await rounds.mark(tx, id, 'keysReadyAt', clock.now())
        await audit.record(tx, {
          kind: 'keys_proved', actor, roundId: id,
          body: {
            publicKey: key.publicKey.toString('hex'), holders: proved,
            shareFingerprints: fingerprints.map((fingerprint) => fingerprint.toString('hex')),
          },
        })
      }
      return done({ holder, proved, ready })
    })
  }

  return { makeKeys, proveShare, findKey: (round: Pick<Round, 'id'>) => find(db, round.id) }
}

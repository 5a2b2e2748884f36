import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'

/** The urn list of a round as it would be made now, `r` being the round: what `urn_list` has, by the same names. */
export function listOfUrn(roundId: string) {
  return sql`(
    select count(*)::int as sealed_count, coalesce(string_agg(h, ''::bytea order by h), ''::bytea) as hashes,
      sha256(convert_to(coalesce(string_agg(encode(h, 'hex') || chr(10), '' order by h), ''), 'UTF8')) as sha256
    from (select sha256(sealed) as h from sealed_ballot where round_id = ${roundId}) s
  )`
}

export type StoredUrnList = { readonly sealedCount: number; readonly hashes: Buffer; readonly sha256: Buffer }

const HASH_BYTES = 32
const HASHES_AT_ONCE = 16_384

/**
 * The urn list of a round; null until it is stored. `hashes` is in memory that threads can share. `sha256` is computed
 * from the hashes as they are now, never taken from the row, so that it can be held against what the audit chain says.
 */
export async function findUrnList(db: Db, roundId: string): Promise<StoredUrnList | null> {
  const row = await db.selectFrom('urn_list').select('sealed_count as sealedCount').where('round_id', '=', roundId).executeTakeFirst()
  if (row === undefined) return null
  const hashes = Buffer.from(new SharedArrayBuffer(row.sealedCount * HASH_BYTES))
  const sha256 = createHash('sha256')
  // Piece by piece, for a million hashes in one answer would be in memory four times over.
  for (let from = 0; from < row.sealedCount; from += HASHES_AT_ONCE) {
    const { rows: [part] } = await sql<{ hashes: Buffer }>`
      select substring(hashes from ${sql.lit(from * HASH_BYTES + 1)} for ${sql.lit(HASHES_AT_ONCE * HASH_BYTES)}) as hashes
      from urn_list where round_id = ${roundId}`.execute(db)
    part?.hashes.copy(hashes, from * HASH_BYTES)
    sha256.update((part?.hashes.toString('hex') ?? '').replace(/.{64}/g, '$&\n'))
  }
  return { sealedCount: row.sealedCount, hashes, sha256: sha256.digest() }
}

/** Whether the urn of a round is what its list says, and its list what its hash says; null while there is no list. */
export async function isAsListed(db: Db, roundId: string): Promise<{ asListed: boolean; sha256: Buffer } | null> {
  const { rows: [row] } = await sql<{ asListed: boolean; sha256: Buffer }>`
    select u.sha256, u.sealed_count = l.sealed_count and u.hashes = l.hashes and u.sha256 = l.sha256 as "asListed"
    from urn_list u, ${listOfUrn(roundId)} l where u.round_id = ${roundId}`.execute(db)
  return row ?? null
}

/** All sealed ballots of a round, so many together, with nothing of whose they are. */
export async function* sealedBallots(tx: Tx, roundId: string, together: number): AsyncGenerator<Buffer[]> {
  await sql`declare sealed_ballots no scroll cursor for
    select sealed from sealed_ballot where round_id = ${sql.lit(roundId)}`.execute(tx)
  for (;;) {
    const { rows } = await sql<{ sealed: Buffer }>`fetch forward ${sql.lit(together)} from sealed_ballots`.execute(tx)
    if (rows.length > 0) yield rows.map(({ sealed }) => sealed)
    if (rows.length < together) break
  }
  await sql`close sealed_ballots`.execute(tx)
}

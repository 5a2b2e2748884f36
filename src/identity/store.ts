import type { Db, Tx } from '../platform/database/index.ts'
import './table.ts'

/** The check value kept of a secret, or null when none was ever made. */
export async function findSecretCheck(db: Db, name: string): Promise<Buffer | null> {
  const row = await db.selectFrom('secret_check').select('check_value').where('name', '=', name).executeTakeFirst()
  return row?.check_value ?? null
}

/** Keeps a check value unless one is kept already, and returns the one that is kept. */
export async function keepSecretCheck(tx: Tx, name: string, checkValue: Buffer): Promise<Buffer> {
  await tx.insertInto('secret_check').values({ name, check_value: checkValue })
    .onConflict((conflict) => conflict.doNothing()).execute()
  const row = await tx.selectFrom('secret_check').select('check_value').where('name', '=', name)
    .executeTakeFirstOrThrow()
  return row.check_value
}

/** The hashes of all sessions that were ended and could still hold on a day, `yyyy-mm-dd`. */
export async function revokedSessions(db: Db, day: string): Promise<Buffer[]> {
  const rows = await db.selectFrom('revoked_session').select('hash').where('until', '>=', day).execute()
  return rows.map(({ hash }) => hash)
}

/** Keeps what was ended, and forgets what has run out by itself before `today`. Ending twice is ending once. */
export async function storeRevoked(
  tx: Tx, sessions: readonly { readonly hash: Buffer; readonly until: string }[], today: string,
): Promise<void> {
  await tx.deleteFrom('revoked_session').where('until', '<', today).execute()
  await tx.insertInto('revoked_session').values(sessions).onConflict((conflict) => conflict.doNothing()).execute()
}

/** Of which members of staff all sessions were ended, and when. */
export async function staffSessionsEnds(db: Db): Promise<{ staff_id: string; ended_at: Date }[]> {
  return db.selectFrom('staff_sessions_end').select(['staff_id', 'ended_at']).execute()
}

/** Ends all sessions of a member of staff up to an instant, and forgets what was ended before `forgetBefore`. */
export async function storeStaffSessionsEnd(tx: Tx, staffId: string, endedAt: Date, forgetBefore: Date): Promise<void> {
  await tx.deleteFrom('staff_sessions_end').where('ended_at', '<', forgetBefore).execute()
  await tx.insertInto('staff_sessions_end').values({ staff_id: staffId, ended_at: endedAt })
    .onConflict((conflict) => conflict.column('staff_id').doUpdateSet({ ended_at: endedAt })).execute()
}

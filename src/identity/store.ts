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

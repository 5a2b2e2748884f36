import { sql } from 'kysely'
import t from 'tap'
import { connect, requireDurability } from '../../../src/platform/database/index.ts'
import { testDatabaseUrl } from '../../support/index.ts'

t.test('a server that may lose what it acknowledged is not voted on', async (t) => {
  const url = await testDatabaseUrl(t)
  const name = new URL(url).pathname.slice(1)
  const reconnected = async (): Promise<void> => {
    const db = connect({ url, poolMax: 1 })
    await requireDurability(db).finally(() => db.destroy())
  }
  await reconnected()
  const db = connect({ url, poolMax: 1 })
  t.teardown(() => db.destroy())
  for (const [setting, value] of [['synchronous_commit', 'off'], ['default_transaction_isolation', 'repeatable read']] as const) {
    await sql`alter database ${sql.id(name)} set ${sql.raw(setting)} = ${sql.lit(value)}`.execute(db)
    await t.rejects(reconnected(), { name: 'DurabilityError', message: new RegExp(`${setting} = ${value}`) })
    await sql`alter database ${sql.id(name)} reset ${sql.raw(setting)}`.execute(db)
  }
  await reconnected()
})

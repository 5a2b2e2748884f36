import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { testWorld, votingWorld } from '../support/index.ts'
import { doorOf } from './door.ts'

const { world, slug } = await votingWorld(t, { poolMax: 4 })
const mine = `/api/rounds/${slug}/my-ballot`
const told = { status: 503, headers: { 'retry-after': '5' }, body: { code: 'unavailable' } }

/** Another process of the service, whose connections are begun with a setting of PostgreSQL's. */
async function processWith(setting: string): Promise<ReturnType<typeof doorOf>['call']> {
  const url = `${world.url}?options=${encodeURIComponent(`-c ${setting}`)}`
  return doorOf(await testWorld(t, { url, secretsDir: world.secretsDir, poolMax: 4 })).call
}

/** Runs `work` while somebody else holds a table. */
async function whileHeld(table: string, work: () => Promise<void>): Promise<void> {
  const other = new pg.Client(world.url)
  await other.connect()
  try {
    await other.query('begin')
    await other.query(`lock table ${table} in access exclusive mode`)
    await work()
  } finally {
    await other.end()
  }
}

t.test('a vote sent while the database moves to another machine is asked for again, and then counts once', async (t) => {
  const call = await processWith('default_transaction_read_only=on')
  const vote = { picks: [1, 2], castId: randomBytes(16).toString('hex') }
  t.match(await call(1, 'POST', mine, vote), told, 'SQLSTATE 25006')
  const { call: moved } = doorOf(world)
  t.match(await moved(1, 'POST', mine, vote), { status: 201, body: { revision: 1 } })
  t.match(await moved(1, 'POST', mine, vote), { status: 200, body: { revision: 1 } })
  const { rows } = await sql`select 1 from sealed_ballot`.execute(world.db)
  t.equal(rows.length, 1)
})

t.test('whoever meets a table that is held for too long is told to come again', async (t) => {
  for (const [setting, sqlstate] of [['lock_timeout=50', '55P03'], ['statement_timeout=1000', '57014']] as const) {
    const call = await processWith(setting)
    await whileHeld('proposal', async () => {
      t.match(await call(null, 'GET', `/api/rounds/${slug}/proposals`), told, sqlstate)
    })
    t.match(await call(null, 'GET', `/api/rounds/${slug}/proposals`), { status: 200 }, `${sqlstate}: and then finds all there`)
  }
})

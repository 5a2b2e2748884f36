import { sql } from 'kysely'
import t from 'tap'
import { testDatabase } from '../support/index.ts'

/**
 * The columns that may stand where votes are. A new one is a new trace of somebody: whoever adds it explains here why it
 * links nobody. Times are days, and none is in the tables of the opened ballots.
 */
const COLUMNS = {
  sealed_ballot: [
    'cast_on date', 'channel text', 'clerk text', 'correction_reason text', 'mark bytea', 'residence text', 'revision integer',
    'round_id uuid', 'sealed bytea', 'station text', 'voter_key bytea',
  ],
  roll_entry: ['round_id uuid', 'voter_key bytea'],
  // Who votes signs out next: the hash of a random id and a day lead to nobody, and none stands beside a voter key.
  revoked_session: ['hash bytea', 'until date'],
  urn_list: ['hashes bytea', 'round_id uuid', 'sealed_count integer', 'sha256 bytea'],
  // Points come with the published ballots of elections held elsewhere; the urn holds none.
  ballot: ['picks ARRAY', 'points ARRAY', 'round_id uuid', 'tracker text'],
  unopenable: ['reason text', 'round_id uuid', 'sealed_sha256 bytea'],
} as const

t.test('the tables of votes have these columns and no others', async (t) => {
  const db = await testDatabase(t)
  for (const [table, columns] of Object.entries(COLUMNS)) {
    const { rows } = await sql<{ column: string }>`
      select column_name || ' ' || data_type as column from information_schema.columns
      where table_name = ${table} order by 1`.execute(db)
    t.same(rows.map((row) => row.column), [...columns], table)
  }
})

t.test('there is no other table that could hold a trace of casting', async (t) => {
  const db = await testDatabase(t)
  const { rows } = await sql<{ name: string }>`
    select tablename as name from pg_tables where schemaname = 'public' order by 1`.execute(db)
  t.same(rows.map((row) => row.name), [
    'audit_daily_head', 'audit_event', 'audit_head', 'ballot', 'forgetting', 'idea', 'idea_history', 'idea_photo', 'idea_photo_file', 'import_source',
    'migration', 'migration_lock', 'opening', 'outbox', 'prepared_decision', 'proposal', 'proposal_idea', 'proposal_news',
    'proposal_news_photo', 'proposal_news_photo_file', 'retention_run', 'revoked_session', 'roll', 'roll_entry', 'round', 'round_key', 'sealed_ballot',
    'secret_check', 'staff_sessions_end', 'station', 'station_day', 'tally', 'unopenable', 'urn_list',
  ])
})

t.test('no sequence, trigger on insert or foreign key tells in what order ballots came', async (t) => {
  const db = await testDatabase(t)
  const { rows } = await sql<{ what: string }>`
    select conname as what from pg_constraint where contype = 'f' and conrelid in ('sealed_ballot'::regclass, 'ballot'::regclass)
    union all
    select column_name from information_schema.columns
      where table_name in ('sealed_ballot', 'ballot') and (column_default is not null or is_identity = 'YES')
    union all
    select tgname from pg_trigger where not tgisinternal and tgrelid = 'sealed_ballot'::regclass`.execute(db)
  t.same(rows, [])
})

t.test('of votes the planner keeps samples of what tells nothing of anybody, and of nothing else', async (t) => {
  const db = await testDatabase(t)
  await sql`insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on, station, clerk, residence, correction_reason)
    select gen_random_uuid(), sha256(int4send(i)), 'paper', 1 + i % 2, sha256(int4send(i)), 'sealed', current_date, 'spotti', 'clerk', 'register', 'why'
    from generate_series(1, 100) i`.execute(db)
  await sql`insert into roll_entry select gen_random_uuid(), sha256(int4send(i)) from generate_series(1, 100) i`.execute(db)
  await sql`analyze`.execute(db)
  const { rows } = await sql<{ column: string }>`
    select tablename || '.' || attname as column from pg_stats where tablename in ('sealed_ballot', 'roll_entry') order by 1`.execute(db)
  t.same(rows.map(({ column }) => column), [
    'roll_entry.round_id', 'sealed_ballot.cast_on', 'sealed_ballot.channel', 'sealed_ballot.revision', 'sealed_ballot.round_id', 'sealed_ballot.station',
  ])
})

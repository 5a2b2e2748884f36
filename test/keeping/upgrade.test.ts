import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { connect, migrate, MIGRATIONS_FOLDER, pendingMigrations } from '../../src/platform/database/index.ts'
import { testDatabaseUrl } from '../support/database.ts'

/** What the last release had. The migrations after it must find such a database and leave all that is in it. */
const RELEASED = '20261122-18-imported-files'

t.test('a database of the release before is brought up to date with everything in it', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'osbu-released-'))
  const frozen = Object.keys(JSON.parse(readFileSync(join(MIGRATIONS_FOLDER, 'frozen.json'), 'utf8')) as object)
    .map((file) => file.replace(/\.sql$/, ''))
  const released = frozen.filter((file) => file <= RELEASED)
  for (const file of released) copyFileSync(join(MIGRATIONS_FOLDER, `${file}.sql`), join(folder, `${file}.sql`))
  const db = connect({ url: await testDatabaseUrl(t, 'template1'), poolMax: 2 })
  t.teardown(async () => {
    await db.destroy()
    rmSync(folder, { recursive: true, force: true })
  })

  t.same(await migrate(db, folder), released)
  const round = '018f0000-0000-7000-8000-000000000001'
  const key = '00'.repeat(32)
  // By SQL, for the use-cases of today write rows of today.
  await sql.raw(`
    insert into round (id, slug, kind, name, envelope_cents, picks_min, picks_max, themes, voting_age, age_cutoff, municipality_codes,
      may_replace, counting_rule, cost_basis, tie_rule, ideas_open_at, ideas_close_at, voting_open_at, voting_close_at, paper_until, created_at)
    values ('${round}', 'osbu-2026', 'regular', '{"fi":"Osbu"}', 5000000, 1, 3, '[]', 12, '2026-12-31', '{111}', true, 'greedy', 'max',
      'lower-cost', now() - interval '4 days', now() - interval '3 days', now() - interval '1 day', now() + interval '1 day',
      now() + interval '2 days', now());
    insert into idea (round_id, author_key, author_name, contact_email, language, source, title, body, theme, submitted_at)
    values ('${round}', decode('${key}', 'hex'), 'Aino', 'aino@example.fi', 'fi', 'online', 'Penkki', 'Penkki rantaan.', 'muu', now());
    insert into idea_history (idea_id, seq, kind, staff_id, staff_name, text, at) values (1, 1, 'ask', 'm', 'Maija', 'Missä?', now());
    insert into idea_history (idea_id, seq, kind, text, at) values (1, 2, 'answer', 'Rannassa.', now());
    insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
    values ('${round}', decode('${key}', 'hex'), 'online', 1, decode('${key}', 'hex'), '\\x01', '2026-11-22');
  `).execute(db)
  const content = async (): Promise<unknown[]> => (await sql`
    select (select jsonb_agg(to_jsonb(b)) from sealed_ballot b) as ballots,
      (select jsonb_agg(to_jsonb(h) order by seq) from idea_history h) as history,
      (select jsonb_agg(jsonb_build_array(id, author_key, author_name, contact_email, title, body)) from idea) as ideas,
      (select jsonb_agg(jsonb_build_array(last_kind, last_seq, text_hidden)) from idea_state) as states,
      (select jsonb_agg(slug) from round) as rounds`.execute(db)).rows
  const before = await content()

  const ran = await migrate(db)
  t.same(ran, ran.filter((file) => file > RELEASED), 'only what is new has run')
  t.same(await content(), before)
  t.same([await pendingMigrations(db), await migrate(db)], [[], []])
})

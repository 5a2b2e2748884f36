import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import pg from 'pg'
import t from 'tap'
import { CLERK, person, residentHeaders, staffHeaders, testDatabase, votingWorld } from '../support/index.ts'

/** The tables that would be spread over machines, by voter key. Each other one is small and whole on all of them. */
const SPREAD = new Set(['sealed_ballot', 'roll_entry'])
/** What casting may ask of the others: all read, none written. */
const WHOLE = new Set(['round', 'round_key', 'urn_list', 'roll', 'proposal', 'station', 'station_day', 'revoked_session', 'staff_sessions_end'])

/** Tables that a statement reads or writes. */
function tablesOf(text: string): Set<string> {
  const own = new Set([...text.matchAll(/\bwith ([a-z_]+) as/gi)].map(([, name]) => name!))
  const names = [...text.matchAll(/\b(?:from|join|into|update|table)\s+(?:only\s+)?"?([a-z_]+)"?/gi)].map(([, name]) => name!.toLowerCase())
  return new Set(names.filter((name) => !own.has(name)).filter((name) => SPREAD.has(name) || WHOLE.has(name) || /ballot|roll|urn|round/.test(name)))
}

t.test('every statement between a voter and the urn names the key that the urn could be spread by', async (t) => {
  const { world, slug } = await votingWorld(t)
  const voter = await residentHeaders(world, 1)
  const clerk = await staffHeaders(world, CLERK)
  const asked: string[] = []
  const query = pg.Client.prototype.query
  t.teardown(() => { pg.Client.prototype.query = query })
  pg.Client.prototype.query = function recorded(this: pg.Client, ...args: unknown[]) {
    const [what] = args
    asked.push(typeof what === 'string' ? what : (what as { text: string }).text)
    return (query as (...all: unknown[]) => unknown).apply(this, args)
  } as typeof query

  const castId = (): string => randomBytes(16).toString('hex')
  const post = async (path: string, headers: Record<string, string>, payload: object): Promise<number> =>
    (await world.app.inject({ method: 'POST', url: `/api/rounds/${slug}/${path}`, headers, payload })).statusCode
  const first = { picks: [1], castId: castId() }
  const paper = { hetu: person(2).hetu, picks: [2], residence: 'register' }
  t.same([
    await post('my-ballot', voter, first), await post('my-ballot', voter, first), await post('my-ballot', voter, { picks: [2], castId: castId() }),
    await post('my-ballot', voter, { picks: [2], castId: castId(), replaces: 1 }),
    (await world.app.inject({ url: `/api/rounds/${slug}/my-ballot`, headers: voter })).statusCode,
  ], [201, 200, 409, 201, 200], 'first, retry, meanwhile changed, replaced, status')
  const written = asked.flatMap((text) => [...text.matchAll(/\b(?:insert into|update|delete from)\s+"?([a-z_]+)"?/gi)].map(([, name]) => name!))
  t.same([...new Set(written)].filter((name) => name !== 'set'), ['sealed_ballot'], 'an online vote writes one table')
  t.same([await post('desk/ballots', clerk, { ...paper, castId: castId() }), await post('desk/ballots', clerk, { ...paper, castId: castId() })], [201, 409],
    'on paper, on paper again')

  const spread = asked.filter((text) => [...tablesOf(text)].some((name) => SPREAD.has(name)))
  t.ok(spread.some((text) => text.includes('insert into sealed_ballot')) && spread.some((text) => /update sealed_ballot|do update/.test(text)),
    'the statements of casting were heard')
  for (const text of new Set(spread)) {
    const told = text.replace(/\s+/g, ' ').slice(0, 100)
    t.match(text, /voter_key/, `${told} … names the voter key`)
    t.match(text, /round_id/, `${told} … names the round`)
    t.same([...tablesOf(text)].filter((name) => !SPREAD.has(name) && !WHOLE.has(name)), [], `${told} … joins nothing that is not on every machine`)
  }
})

t.test('the one unique key of the urn holds the voter key, so that each machine alone can keep it', async (t) => {
  const db = await testDatabase(t)
  const { rows } = await sql<{ columns: string[] }>`
    select array_agg(a.attname::text order by k.place) as columns
    from pg_constraint c cross join lateral unnest(c.conkey) with ordinality as k (number, place)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.number
    where c.conrelid = 'sealed_ballot'::regclass and c.contype in ('p', 'u') group by c.oid`.execute(db)
  t.same(rows.map(({ columns }) => columns), [['round_id', 'voter_key']])
})

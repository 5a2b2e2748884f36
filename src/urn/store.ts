import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Channel, Residence, UrnRow } from './domain.ts'
import { listOfUrn } from './reading.ts'

/** A ballot on its way into the urn. `replaces` is the revision that it takes the place of, 0 for a first one. */
export type SealedBallot = {
  readonly roundId: string
  readonly voterKey: Buffer
  readonly mark: Buffer
  readonly sealed: Buffer
  readonly replaces: number
}

/** What the desk adds to a paper ballot. */
export type AtDesk = {
  readonly station: string
  readonly clerk: string
  readonly residence: Residence
  readonly correctionReason: string | null
}

/** The day in Heinola by the database's clock: the urn knows no finer time. */
const TODAY = sql`(clock_timestamp() at time zone 'Europe/Helsinki')::date`

/** What the urn says of a ballot that it took. `castOn` is `yyyy-mm-dd`. */
export type Cast = { readonly revision: number; readonly castOn: string }

/**
 * Puts online ballots into the urn by one statement, each of another person: first ones and those that take the place of
 * an earlier one. Answers in their order, null for each that the urn did not take: a ballot with the mark that is there
 * already takes nobody's place either, for it is the same vote and keeps its receipt.
 *
 * Whether the urn takes a ballot at this very instant is asked in the statement itself, so that the database's clock alone
 * closes the vote and there is no gap between asking and writing. The ballots go in sorted by voter key: in that order
 * two groups that meet wait for each other once and never for ever, and the order tells nothing of who came when.
 */
export async function castOnline(db: Db, ballots: readonly SealedBallot[]): Promise<(Cast | null)[]> {
  const { rows } = await sql<Cast & { roundId: string; voterKey: Buffer }>`
    with open_round as materialized (
      select r.id, r.may_replace, r.voting_close_at from round r
      where r.id = any(${ballots.map(({ roundId }) => roundId)}::uuid[]) and voting_has_opened(r)
        and not exists (select from urn_list u where u.round_id = r.id)
    )
    insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on)
    select b.round_id, b.voter_key, 'online', b.replaces + 1, b.mark, b.sealed, ${TODAY}
    from unnest(
      ${ballots.map(({ roundId }) => roundId)}::uuid[], ${ballots.map(({ voterKey }) => voterKey)}::bytea[],
      ${ballots.map(({ mark }) => mark)}::bytea[], ${ballots.map(({ sealed }) => sealed)}::bytea[],
      ${ballots.map(({ replaces }) => replaces)}::int[]
    ) as b (round_id, voter_key, mark, sealed, replaces)
    join open_round o on o.id = b.round_id
    where clock_timestamp() < o.voting_close_at and (
      b.replaces = 0 or o.may_replace
        and exists (select from sealed_ballot s where s.round_id = b.round_id and s.voter_key = b.voter_key)
    )
    order by b.round_id, b.voter_key
    on conflict (round_id, voter_key) do update
      set revision = excluded.revision, mark = excluded.mark, sealed = excluded.sealed, cast_on = excluded.cast_on
      where sealed_ballot.channel = 'online' and sealed_ballot.revision = excluded.revision - 1
        and sealed_ballot.mark <> excluded.mark
    returning round_id as "roundId", voter_key as "voterKey", revision, cast_on as "castOn"`.execute(db)
  const taken = new Map(rows.map((row) => [placeOf(row), { revision: row.revision, castOn: row.castOn }]))
  return ballots.map((ballot) => taken.get(placeOf(ballot)) ?? null)
}

/** A person's place in the urn: the primary key as text. */
export function placeOf({ roundId, voterKey }: Pick<SealedBallot, 'roundId' | 'voterKey'>): string {
  return `${roundId} ${voterKey.toString('base64url')}`
}

/**
 * Registers a paper ballot by one statement. A correction takes the place of one that the same clerk registered at the
 * same station on the same day. Null when the urn did not take it.
 */
export async function castPaper(db: Db, ballot: SealedBallot, desk: AtDesk): Promise<Cast | null> {
  const { roundId, voterKey, mark, sealed, replaces } = ballot
  const takes = sql`exists (
    select from round r where r.id = ${roundId} and voting_has_opened(r) and clock_timestamp() < r.paper_until
  ) and not exists (select from urn_list u where u.round_id = ${roundId})`
  const statement = replaces === 0
    ? sql<Cast>`
      insert into sealed_ballot (round_id, voter_key, channel, revision, mark, sealed, cast_on, station, clerk, residence)
      select ${roundId}::uuid, ${voterKey}::bytea, 'paper', 1, ${mark}::bytea, ${sealed}::bytea, ${TODAY},
        ${desk.station}::text, ${desk.clerk}::text, ${desk.residence}::text
      where ${takes}
      on conflict (round_id, voter_key) do nothing
      returning revision, cast_on as "castOn"`
    : sql<Cast>`
      update sealed_ballot set revision = revision + 1, mark = ${mark}, sealed = ${sealed},
        correction_reason = ${desk.correctionReason}, residence = ${desk.residence}
      where round_id = ${roundId} and voter_key = ${voterKey} and channel = 'paper' and revision = ${replaces}
        and mark <> ${mark}
        and station = ${desk.station} and clerk = ${desk.clerk} and cast_on = ${TODAY} and ${takes}
      returning revision, cast_on as "castOn"`
  return (await statement.execute(db)).rows[0] ?? null
}

export type FoundRow = UrnRow & { readonly sealedSha256: Buffer; readonly station: string | null; readonly clerk: string | null }

/** One person's row, without the ballot. */
export async function findRow(db: Db, roundId: string, voterKey: Buffer): Promise<FoundRow | null> {
  const row = await db.selectFrom('sealed_ballot')
    .select(['channel', 'revision', 'mark', 'station', 'clerk', 'cast_on as castOn', sql<Buffer>`sha256(sealed)`.as('sealedSha256')])
    .where('round_id', '=', roundId).where('voter_key', '=', voterKey).executeTakeFirst()
  return row ?? null
}

/** The rounds whose voting has opened, by the database's clock. */
export async function openedRounds(db: Db): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`select r.id from round r where voting_has_opened(r)`.execute(db)
  return new Set(rows.map(({ id }) => id))
}

const END_OF = { online: sql.ref('r.voting_close_at'), paper: sql.ref('r.paper_until') }

/** Where voting stands by the database's clock, for the channel's own end. */
export async function votingState(db: Db, roundId: string, channel: Channel): Promise<'not_open' | 'open' | 'closed'> {
  const { rows } = await sql<{ opened: boolean; ended: boolean }>`
    select voting_has_opened(r) as opened,
      clock_timestamp() >= ${END_OF[channel]} or exists (select from urn_list u where u.round_id = r.id) as ended
    from round r where r.id = ${roundId}`.execute(db)
  const row = rows[0]
  return !row?.opened ? 'not_open' : row.ended ? 'closed' : 'open'
}

/**
 * Whether a ballot that was sent before the end may still come into the urn: its statement has begun and not committed, as
 * while a standby is away, and nobody sees its row. It holds the table's lock until its row is seen. A list of the urn waits
 * for all of them, so once it is stored there is none.
 */
export async function isAnyUnderWay(db: Db, roundId: string, channel: Channel): Promise<boolean> {
  const { rows: [row] } = await sql<{ underWay: boolean }>`
    select exists (
      select from round r, pg_locks l join pg_stat_activity a on a.pid = l.pid
      where r.id = ${roundId} and not exists (select from urn_list u where u.round_id = r.id)
        and l.database = (select oid from pg_database where datname = current_database())
        and l.relation = 'sealed_ballot'::regclass and l.mode = 'RowExclusiveLock' and l.granted and l.pid <> pg_backend_pid()
        and coalesce(a.xact_start < ${END_OF[channel]}, true)
    ) as "underWay"`.execute(db)
  return row?.underWay ?? false
}

export async function countSealed(db: Db, roundId: string): Promise<number> {
  const row = await db.selectFrom('sealed_ballot').select((eb) => eb.fn.countAll<number>().as('ballots'))
    .where('round_id', '=', roundId).executeTakeFirstOrThrow()
  return row.ballots
}

/** What the urn holds of a station's day: for the day's totals, never for a single ballot. */
export async function countPaper(db: Db, roundId: string, station: string, day: string): Promise<number> {
  const row = await db.selectFrom('sealed_ballot').select((eb) => eb.fn.countAll<number>().as('ballots'))
    .where('round_id', '=', roundId).where('station', '=', station).where('cast_on', '=', day).executeTakeFirstOrThrow()
  return row.ballots
}

/** Ballots in the urn by day and channel, first day first: never told as they are, see `turnoutOf`. */
export async function countByDay(db: Db, roundId: string): Promise<{ day: string; channel: Channel; ballots: number }[]> {
  return db.selectFrom('sealed_ballot')
    .select((eb) => ['cast_on as day', 'channel', eb.fn.countAll<number>().as('ballots')])
    .where('round_id', '=', roundId).groupBy(['cast_on', 'channel']).orderBy('cast_on').execute()
}

/** How many sealed ballots the urn list names: also when the urn itself is forgotten. Null until it is stored. */
export async function countListed(db: Db, roundId: string): Promise<number | null> {
  const row = await db.selectFrom('urn_list').select('sealed_count as ballots').where('round_id', '=', roundId).executeTakeFirst()
  return row?.ballots ?? null
}

/**
 * Stores the list of all sealed ballots. The share lock waits for every cast under way and holds off every new one,
 * and the next cast sees the list; so none can slip in between. Null when it is stored already or voting has not ended.
 */
export async function storeUrnList(tx: Tx, roundId: string): Promise<{ sealedCount: number; sha256: Buffer } | null> {
  await sql`lock table sealed_ballot in share mode`.execute(tx)
  const { rows } = await sql<{ sealedCount: number; sha256: Buffer }>`
    insert into urn_list (round_id, sealed_count, hashes, sha256)
    select r.id, l.sealed_count, l.hashes, l.sha256
    from round r, ${listOfUrn(roundId)} l
    where r.id = ${roundId} and voting_has_opened(r) and clock_timestamp() >= r.paper_until
    on conflict do nothing
    returning sealed_count as "sealedCount", sha256`.execute(tx)
  return rows[0] ?? null
}

/** Rounds whose voting has ended on paper too and that have no urn list yet. */
export async function roundsDueForUrnList(db: Db): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from round r where r.published_at is null and voting_has_opened(r)
      and clock_timestamp() >= r.paper_until and not exists (select from urn_list u where u.round_id = r.id)`.execute(db)
  return rows.map((row) => row.id)
}

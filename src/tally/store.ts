import { sql } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Translated } from '../rounds/index.ts'
import type { UnopenableReason } from './domain.ts'
import type { TallyBallot, TallyResult } from './rules/index.ts'

const BALLOTS_PER_STATEMENT = 10_000

/** Records the one opening of a round. False when it was opened before. */
export async function insertOpening(
  tx: Tx, opening: { roundId: string; sealedCount: number; openedCount: number; at: Date },
): Promise<boolean> {
  const row = await tx.insertInto('opening').values({
    round_id: opening.roundId, sealed_count: opening.sealedCount, opened_count: opening.openedCount,
    opened_at: opening.at,
  }).onConflict((conflict) => conflict.doNothing()).returning('round_id').executeTakeFirst()
  return row !== undefined
}

/** A ballot with its numbers as text, commas between: `{"tracker":…,"picks":"1,4,7","points":"5,3,1"}`. */
export type BallotText = { readonly tracker: string; readonly picks: string; readonly points?: string }

/** Writes the anonymous ballots in the order given, which must be that of their trackers. */
export async function insertBallots(tx: Tx, roundId: string, ballots: readonly BallotText[]): Promise<void> {
  for (let from = 0; from < ballots.length; from += BALLOTS_PER_STATEMENT) {
    const page = ballots.slice(from, from + BALLOTS_PER_STATEMENT)
    const points = page.some((ballot) => ballot.points !== undefined)
      ? page.map((ballot) => (ballot.points === undefined ? null : `{${ballot.points}}`)) : null
    // A column each, as text: the database reads that in little more than the time of its own COPY.
    await sql`insert into ballot (round_id, tracker, picks, points)
      select ${roundId}, b.tracker, b.picks::int[], b.points::int[]
      from unnest(${page.map(({ tracker }) => tracker)}::text[], ${page.map(({ picks }) => `{${picks}}`)}::text[],
        ${points}::text[]) as b(tracker, picks, points)`.execute(tx)
  }
}

/** How many ballots of a round are open. */
export async function countBallots(tx: Tx, roundId: string): Promise<number> {
  const { count } = await tx.selectFrom('ballot').select((eb) => eb.fn.countAll<string>().as('count')).where('round_id', '=', roundId)
    .executeTakeFirstOrThrow()
  return Number(count)
}

/**
 * Lets the database learn what it now holds, when all ballots of a round are in. The count reads them at once, page by page, and
 * without that the planner believes that they are few and sorts a million of them for every page.
 */
export async function analyzeBallots(tx: Tx): Promise<void> {
  await sql`analyze ballot`.execute(tx)
}

/** Page by page, like the ballots: somebody may fill an urn with what cannot be opened. */
export async function insertUnopenable(
  tx: Tx, roundId: string, unopenable: readonly { sealedSha256: Buffer; reason: UnopenableReason }[],
): Promise<void> {
  for (let from = 0; from < unopenable.length; from += BALLOTS_PER_STATEMENT) {
    const page = JSON.stringify(unopenable.slice(from, from + BALLOTS_PER_STATEMENT)
      .map(({ sealedSha256, reason }) => ({ hex: sealedSha256.toString('hex'), reason })))
    await sql`insert into unopenable (round_id, sealed_sha256, reason)
      select ${roundId}, decode(u.hex, 'hex'), u.reason
      from jsonb_to_recordset(${page}::jsonb) as u(hex text, reason text)`.execute(tx)
  }
}

export type Opening = { readonly sealedCount: number; readonly openedCount: number }

export async function findOpening(db: Db, roundId: string): Promise<Opening | null> {
  const row = await db.selectFrom('opening').select(['sealed_count as sealedCount', 'opened_count as openedCount'])
    .where('round_id', '=', roundId).executeTakeFirst()
  return row ?? null
}

/**
 * The anonymous ballots of a round as lines, sorted by tracker: `tracker;1,4,7`, and `;5,3,1` where they give points. The
 * database writes the text, a page at a time, so that a million ballots cost this process next to nothing.
 */
export async function* ballotLines(db: Db, roundId: string): AsyncGenerator<string> {
  let last = ''
  for (;;) {
    const { rows: [page] } = await sql<{ lines: string | null; last: string | null }>`
      select string_agg(tracker || ';' || array_to_string(picks, ',')
          || case when points is null then '' else ';' || array_to_string(points, ',') end, E'\n' order by tracker collate "C") as lines,
        max(tracker collate "C") as last
      from (select tracker, picks, points from ballot where round_id = ${roundId} and tracker collate "C" > ${last}
        order by tracker collate "C" limit ${BALLOTS_PER_STATEMENT}) as page`.execute(db)
    if (!page || page.lines === null || page.last === null) return
    yield page.lines
    last = page.last
  }
}

/** The anonymous ballots of a round, sorted by tracker. */
export async function ballots(db: Db, roundId: string): Promise<TallyBallot[]> {
  const rows = await db.selectFrom('ballot').select(['tracker', 'picks', 'points']).where('round_id', '=', roundId)
    .orderBy(sql`tracker collate "C"`).execute()
  return rows.map(({ tracker, picks, points }) => (points === null ? { tracker, picks } : { tracker, picks, points }))
}

export async function unopenable(db: Db, roundId: string): Promise<{ sealedSha256: Buffer; reason: UnopenableReason }[]> {
  return db.selectFrom('unopenable').select(['sealed_sha256 as sealedSha256', 'reason'])
    .where('round_id', '=', roundId).orderBy('sealed_sha256').orderBy('reason').execute()
}

/** Stores the count of a round. False when it is counted already. */
export async function insertTally(tx: Tx, roundId: string, result: TallyResult, at: Date): Promise<boolean> {
  const row = await tx.insertInto('tally').values({
    round_id: roundId, rule: result.rule, version: String(result.version),
    input_sha256: Buffer.from(result.inputSha256, 'hex'), result: JSON.stringify(result), counted_at: at,
  }).onConflict((conflict) => conflict.doNothing()).returning('round_id').executeTakeFirst()
  return row !== undefined
}

export async function findTally(db: Db, roundId: string): Promise<TallyResult | null> {
  const row = await db.selectFrom('tally').select('result').where('round_id', '=', roundId).executeTakeFirst()
  return row?.result ?? null
}

/** `meta` is what the election's own file said of it, by the names of its format; null or absent where there was none. */
export type ImportSource = {
  readonly voters: number | null
  readonly note: Translated
  readonly meta?: Readonly<Record<string, string>> | null
}

/** False when the file with this SHA-256, lower-case hexadecimal, was brought in before. */
export async function insertImportSource(tx: Tx, roundId: string, source: ImportSource & { readonly fileSha256?: string }): Promise<boolean> {
  const row = await tx.insertInto('import_source')
    .values({
      round_id: roundId, voters: source.voters, note: JSON.stringify(source.note),
      meta: source.meta ? JSON.stringify(source.meta) : null,
      file_sha256: source.fileSha256 === undefined ? null : Buffer.from(source.fileSha256, 'hex'),
    }).onConflict((conflict) => conflict.column('file_sha256').doNothing()).returning('round_id').executeTakeFirst()
  return row !== undefined
}

/** The rounds that were held elsewhere, and not by us before there was this service. */
export async function foreignRounds(db: Db): Promise<Set<string>> {
  const rows = await db.selectFrom('import_source').select('round_id').where('meta', 'is not', null).execute()
  return new Set(rows.map((row) => row.round_id))
}

export async function findImportSource(db: Db, roundId: string): Promise<ImportSource | null> {
  const row = await db.selectFrom('import_source').select(['voters', 'note', 'meta'])
    .where('round_id', '=', roundId).executeTakeFirst()
  return row ?? null
}

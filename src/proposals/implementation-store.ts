import { sql, type ColumnType, type JSONColumnType } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Photo, PhotoFileName } from '../platform/photos/index.ts'
import type { Translated } from '../rounds/index.ts'
import type { ImplementationState, News } from './implementation-schema.ts'

type Key = { round_id: string; number: number; seq: number }

declare module '../platform/database/tables.ts' {
  interface Tables {
    proposal_news: Key & {
      state: ImplementationState
      happened_on: string
      body: JSONColumnType<Translated>
      staff_id: string
      staff_name: string
      at: ColumnType<Date, Date, never>
    }
    proposal_news_photo: Key & { alt: string }
    proposal_news_photo_file: Key & {
      name: PhotoFileName
      width: number
      height: number
      sha256: Buffer
      bytes: Buffer
    }
  }
}

export type NewsRow = {
  readonly state: ImplementationState
  readonly happenedOn: string
  readonly text: Translated
  readonly staffId: string
  readonly staffName: string
  readonly at: Date
}

/** Whether the news was added; false when its place is taken, because somebody else told something meanwhile. */
export async function insertNews(
  tx: Tx, { roundId, number, seq }: { roundId: string; number: number; seq: number }, row: NewsRow,
): Promise<boolean> {
  const added = await tx.insertInto('proposal_news').values({
    round_id: roundId, number, seq, state: row.state, happened_on: row.happenedOn, body: JSON.stringify(row.text),
    staff_id: row.staffId, staff_name: row.staffName, at: row.at,
  }).onConflict((conflict) => conflict.columns(['round_id', 'number', 'seq']).doNothing())
    .returning('seq').executeTakeFirst()
  return added !== undefined
}

/** The place and state of a winner's last news; null when nothing has been told. */
export async function lastNews(
  db: Db, roundId: string, number: number,
): Promise<{ seq: number; state: ImplementationState } | null> {
  const row = await db.selectFrom('proposal_news').select(['seq', 'state']).where('round_id', '=', roundId)
    .where('number', '=', number).orderBy('seq', 'desc').limit(1).executeTakeFirst()
  return row ?? null
}

export async function insertNewsPhoto(
  tx: Tx, { roundId, number, seq }: { roundId: string; number: number; seq: number }, alt: string, photo: Photo,
): Promise<void> {
  const key = { round_id: roundId, number, seq }
  await tx.insertInto('proposal_news_photo').values({ ...key, alt }).execute()
  await tx.insertInto('proposal_news_photo_file').values(photo.map((file) => ({ ...key, ...file }))).execute()
}

/** All news of a round's winners, newest first, with their photos' addresses. `folder` is that of the proposals. */
export async function newsOf(db: Db, roundId: string, folder: string): Promise<Map<number, News[]>> {
  const rows = await db.selectFrom('proposal_news as n')
    .leftJoin('proposal_news_photo as p', (join) => join.onRef('p.round_id', '=', 'n.round_id')
      .onRef('p.number', '=', 'n.number').onRef('p.seq', '=', 'n.seq'))
    .leftJoin('proposal_news_photo_file as f', (join) => join.onRef('f.round_id', '=', 'p.round_id')
      .onRef('f.number', '=', 'p.number').onRef('f.seq', '=', 'p.seq').on('f.name', '=', 'large.webp'))
    .select(['n.number', 'n.seq', 'n.state', 'n.body', 'p.alt', 'f.width', 'f.height',
      sql<string>`n.happened_on::text`.as('happenedOn')])
    .where('n.round_id', '=', roundId).orderBy('n.number').orderBy('n.seq', 'desc').execute()
  const news = new Map<number, News[]>()
  for (const { number, seq, state, happenedOn, body, alt, width, height } of rows) {
    const photo = `${folder}/${number}/news/${seq}/photo`
    const told: News = {
      seq, state, happenedOn, text: body,
      photo: alt === null || width === null || height === null ? null
        : { url: `${photo}/large`, cardUrl: `${photo}/card`, alt, width, height },
    }
    news.set(number, [...(news.get(number) ?? []), told])
  }
  return news
}

export async function findNewsPhotoFile(
  db: Db, { roundId, number, seq }: { roundId: string; number: number; seq: number }, name: PhotoFileName,
): Promise<{ name: PhotoFileName; sha256: Buffer; bytes: Buffer } | null> {
  const row = await db.selectFrom('proposal_news_photo_file').select(['name', 'sha256', 'bytes'])
    .where('round_id', '=', roundId).where('number', '=', number).where('seq', '=', seq).where('name', '=', name)
    .executeTakeFirst()
  return row ?? null
}

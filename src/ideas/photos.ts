import type { Selectable } from 'kysely'
import type { Db, Tx } from '../platform/database/index.ts'
import type { Photo, PhotoFileName } from '../platform/photos/index.ts'
import type { IdeaView } from './schema.ts'
import type { IdeaPhotoFileTable } from './table.ts'

/** A photo that is ready to be kept, and what it shows in words. */
export type IdeaPhoto = { readonly photo: Photo; readonly alt: string }

type PhotoRow = { idea_id: number; alt: string; width: number; height: number }

export async function insertPhoto(tx: Tx, ideaId: number, { photo, alt }: IdeaPhoto): Promise<void> {
  await tx.insertInto('idea_photo').values({ idea_id: ideaId, alt }).execute()
  await tx.insertInto('idea_photo_file').values(photo.map((file) => ({ idea_id: ideaId, ...file }))).execute()
}

/** The photos of ideas, without their bytes. */
export async function photosOf(db: Db, ideaIds: readonly number[]): Promise<Map<number, PhotoRow>> {
  const rows = await db.selectFrom('idea_photo')
    .innerJoin('idea_photo_file', 'idea_photo_file.idea_id', 'idea_photo.idea_id')
    .select(['idea_photo.idea_id', 'alt', 'width', 'height'])
    .where('idea_photo.idea_id', 'in', ideaIds).where('name', '=', 'large.webp').execute()
  return new Map(rows.map((row) => [row.idea_id, row]))
}

export function photoView(row: PhotoRow | undefined): IdeaView['photo'] {
  if (!row) return null
  const folder = `/api/ideas/${row.idea_id}/photo`
  return { url: `${folder}/large`, cardUrl: `${folder}/card`, alt: row.alt, width: row.width, height: row.height }
}

export async function findPhotoFile(
  db: Db, ideaId: number, name: PhotoFileName,
): Promise<Selectable<IdeaPhotoFileTable> | null> {
  return await db.selectFrom('idea_photo_file').selectAll().where('idea_id', '=', ideaId).where('name', '=', name)
    .executeTakeFirst() ?? null
}

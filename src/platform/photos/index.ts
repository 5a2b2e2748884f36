import { createHash } from 'node:crypto'
import type { Metadata } from 'sharp'

/** What can be wrong with a photo, as codes of a field. */
export type PhotoFault = 'photo_heic' | 'photo_kind' | 'photo_animated' | 'photo_pixels' | 'photo_broken' | 'photo_bytes'

export const PHOTO_BYTES_MAX = 10 * 1024 * 1024
/** Fifty megapixels: more than a phone's camera makes, and what a small picture file may not blow itself up to. */
const PIXELS_MAX = 50_000_000
const LARGE_PX = 1600
const CARD_PX = 480

export const PHOTO_FILES = ['large.webp', 'large.jpeg', 'card.webp', 'card.jpeg'] as const
export type PhotoFileName = (typeof PHOTO_FILES)[number]

export type PhotoFile = {
  readonly name: PhotoFileName
  readonly width: number
  readonly height: number
  readonly sha256: Buffer
  readonly bytes: Buffer
}

/** A photo drawn anew in two sizes and two formats: its pixels alone are left, upright. */
export type Photo = readonly PhotoFile[]

export type PhotoOutcome =
  | { readonly ok: true; readonly photo: Photo }
  | { readonly ok: false; readonly fault: PhotoFault }

/** The library, loaded with the first photo: it brings a tenth of a second to the start of a service that may get none. */
async function load() {
  const { default: sharp } = await import('sharp')
  // Nothing is gained by keeping pictures that are drawn once, and a page needs the processor more than a photo does.
  sharp.cache(false)
  sharp.concurrency(1)
  return sharp
}

/** The kind of a file by its first bytes: only kinds that we take ever reach the decoder. */
function kindOf(bytes: Buffer): 'taken' | PhotoFault {
  const ascii = bytes.subarray(0, 12).toString('latin1')
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'taken'
  if (ascii.startsWith('\x89PNG\r\n\x1a\n') || ascii.startsWith('GIF8')) return 'taken'
  if (ascii.startsWith('RIFF') && ascii.endsWith('WEBP')) return 'taken'
  if (ascii.slice(4, 8) === 'ftyp') {
    const brand = ascii.slice(8, 12)
    if (brand === 'avif') return 'taken'
    return /^(hei|hev|hex|mif1|msf1)/.test(brand) ? 'photo_heic' : 'photo_kind'
  }
  return 'photo_kind'
}

async function draw(bytes: Buffer): Promise<Photo> {
  const sharp = await load()
  const upright = sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error' }).autoOrient()
    .flatten({ background: '#ffffff' }).toColourspace('srgb')
  const large = await upright.resize({ width: LARGE_PX, height: LARGE_PX, fit: 'inside', withoutEnlargement: true })
    .raw().toBuffer({ resolveWithObject: true })
  const raw = { raw: { width: large.info.width, height: large.info.height, channels: large.info.channels } }
  const files: PhotoFile[] = []
  for (const name of PHOTO_FILES) {
    const picture = sharp(large.data, raw)
    if (name.startsWith('card')) picture.resize({ width: CARD_PX, height: CARD_PX, fit: 'inside', withoutEnlargement: true })
    const { data, info } = await (name.endsWith('webp')
      ? picture.webp({ quality: 78, effort: 3 }) : picture.jpeg({ quality: 78, progressive: true }))
      .toBuffer({ resolveWithObject: true })
    const sha256 = createHash('sha256').update(data).digest()
    files.push({ name, width: info.width, height: info.height, sha256, bytes: data })
  }
  return files
}

async function prepare(bytes: Buffer): Promise<PhotoOutcome> {
  if (bytes.length > PHOTO_BYTES_MAX) return { ok: false, fault: 'photo_bytes' }
  const kind = kindOf(bytes)
  if (kind !== 'taken') return { ok: false, fault: kind }
  const sharp = await load()
  let metadata: Metadata
  try {
    // The header alone is read here, so that what is too large is never unpacked.
    metadata = await sharp(bytes, { limitInputPixels: false, failOn: 'error' }).metadata()
  } catch {
    return { ok: false, fault: 'photo_broken' }
  }
  if (metadata.width * (metadata.pageHeight ?? metadata.height) > PIXELS_MAX) return { ok: false, fault: 'photo_pixels' }
  if ((metadata.pages ?? 1) > 1) return { ok: false, fault: 'photo_animated' }
  try {
    return { ok: true, photo: await draw(bytes) }
  } catch {
    return { ok: false, fault: 'photo_broken' }
  }
}

let line: Promise<unknown> = Promise.resolve()

/**
 * Draws an uploaded picture anew: WebP and JPEG, at most 1600 px and 480 px, upright, without EXIF, place or profile.
 * One at a time, for an unpacked photo takes two hundred megabytes.
 */
export function preparePhoto(bytes: Buffer): Promise<PhotoOutcome> {
  const mine = line.then(() => prepare(bytes))
  line = mine.catch(() => undefined)
  return mine
}

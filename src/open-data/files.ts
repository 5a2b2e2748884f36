import type { Round } from '../rounds/index.ts'

/** The licence of every file. */
export const LICENCE = { name: 'CC BY 4.0', url: 'https://creativecommons.org/licenses/by/4.0/' } as const

/** What is published of a round: each file by its key. `inline` files a browser may show, others it saves. */
const FILES = {
  result: { address: 'result.json', suffix: '-result.json', mediaType: 'application/json', inline: true },
  resultCsv: { address: 'result.csv', suffix: '-result.csv', mediaType: 'text/csv', inline: false },
  ballots: { address: 'ballots.csv', suffix: '-ballots.csv', mediaType: 'text/csv', inline: false },
  pabulib: { address: 'result.pb', suffix: '.pb', mediaType: 'text/plain', inline: false },
  proposals: { address: 'proposals.json', suffix: '-proposals.json', mediaType: 'application/json', inline: true },
  proposalsCsv: { address: 'proposals.csv', suffix: '-proposals.csv', mediaType: 'text/csv', inline: false },
  ideas: { address: 'ideas.json', suffix: '-ideas.json', mediaType: 'application/json', inline: true },
  ideasCsv: { address: 'ideas.csv', suffix: '-ideas.csv', mediaType: 'text/csv', inline: false },
} as const

export type FileKey = keyof typeof FILES

export type PublishedFile = {
  readonly key: FileKey
  /** The address, which stays: `/api/rounds/osbu-2026/result.csv`. */
  readonly path: string
  /** What it is called when it is saved: `osbu-2026-result.csv`. */
  readonly fileName: string
  readonly mediaType: string
  readonly inline: boolean
}

export function fileOf(slug: string, key: FileKey): PublishedFile {
  const { address, suffix, mediaType, inline } = FILES[key]
  return { key, path: `/api/rounds/${slug}/${address}`, fileName: `${slug}${suffix}`, mediaType, inline }
}

/** The files of a published round. No ideas came with a round that was held elsewhere. */
export function filesOf({ slug, kind }: Pick<Round, 'slug' | 'kind'>): PublishedFile[] {
  return (Object.keys(FILES) as FileKey[])
    .filter((key) => kind !== 'imported' || (key !== 'ideas' && key !== 'ideasCsv')).map((key) => fileOf(slug, key))
}

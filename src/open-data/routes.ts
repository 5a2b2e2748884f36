import { z } from 'zod'
import type { Ideas } from '../ideas/index.ts'
import { type Api, problems } from '../platform/http/index.ts'
import type { Proposals } from '../proposals/index.ts'
import type { Tally } from '../tally/index.ts'
import { ballotsCsvOf, resultDocument } from './documents.ts'
import { fileOf, type FileKey } from './files.ts'
import { resultPb } from './pb.ts'
import { resultCsv } from './result-csv.ts'
import { ideasDocumentSchema, proposalsDocumentSchema, resultSchema, slugParams } from './schema.ts'
import { sendFile, type Tagged, tagged } from './send.ts'
import { ideasCsv, ideasDocument, proposalsCsv, proposalsDocument, publicIdeas } from './texts.ts'

export type OpenDataDeps = { readonly tally: Tally; readonly ideas: Ideas; readonly proposals: Proposals }

function asJson(document: unknown): string {
  return `${JSON.stringify(document, null, 1)}\n`
}

/** Tags of so many files are kept, and with them short texts without ballots: some megabytes at most. */
const TAGS_MAX = 300
const KEPT_TEXT_MAX = 20_000

/** Files of a published round that can never change: its result and ballots. Staff may yet hide a text of an idea. */
const UNCHANGING: ReadonlySet<FileKey> = new Set(['result', 'resultCsv', 'ballots', 'pabulib'])

/** Files that grow with the number of voters. They are asked for seldom, and would push out what is asked for all the time. */
const LARGE: ReadonlySet<FileKey> = new Set(['ballots', 'pabulib'])

/**
 * The files of a published round, for everybody. Each is made only after `tally.published` has let it, so that before
 * publication there is none, whoever asks and however.
 */
export function openDataRoutes(api: Api, { tally, ideas, proposals }: OpenDataDeps): void {
  const tags = ['result']
  const known = new Map<string, Tagged>()

  /** The file as it is known, or made now. The oldest makes room for the newest. */
  async function fileFor(slug: string, key: FileKey, made: (slug: string) => Promise<string>): Promise<Tagged> {
    if (!UNCHANGING.has(key)) return tagged(await made(slug))
    const name = `${(await tally.publishedRound(slug)).id}/${key}`
    const found = known.get(name)
    if (found !== undefined) return found
    const file = tagged(await made(slug))
    if (known.size >= TAGS_MAX) known.delete(known.keys().next().value!)
    const kept = (key === 'result' || key === 'resultCsv') && file.text.length <= KEPT_TEXT_MAX
    known.set(name, kept ? file : { ...file, text: null })
    return file
  }

  function route(path: string, key: FileKey, summary: string, content: z.ZodType, text: (slug: string) => Promise<string>): void {
    const { mediaType } = fileOf('', key)
    api.get(path, {
      config: { shared: !LARGE.has(key) },
      schema: { tags, summary, params: slugParams, produces: [mediaType], response: { 200: content, ...problems } },
    }, async (request, reply) => {
      const { slug } = request.params
      return sendFile(request, reply, fileOf(slug, key), await fileFor(slug, key, text), () => text(slug))
    })
  }

  const json = (key: FileKey, summary: string, document: z.ZodType, made: (slug: string) => Promise<unknown>): void =>
    route(fileOf(':slug', key).path, key, summary, document, async (slug) => asJson(await made(slug)))
  const text = (key: FileKey, summary: string, made: (slug: string) => Promise<string>): void =>
    route(fileOf(':slug', key).path, key, summary, z.string(), made)

  async function publishedProposals(slug: string) {
    await tally.published(slug)
    return proposalsDocument(slug, (await proposals.list(null, slug)).proposals)
  }

  async function publishedIdeas(slug: string) {
    await tally.published(slug)
    return ideasDocument(slug, await publicIdeas(ideas, slug))
  }

  const result = async (slug: string) => resultDocument(await tally.published(slug))
  // The first address of the result, which stays.
  route('/api/rounds/:slug/result', 'result', 'The published result', resultSchema, async (slug) => asJson(await result(slug)))
  json('result', 'The same under the name of its file', resultSchema, result)
  text('resultCsv', 'The published result for a spreadsheet, in Finnish', async (slug) => resultCsv(await tally.published(slug)))
  text('ballots', 'The anonymous ballots, sorted by tracker', async (slug) => ballotsCsvOf(await tally.publishedRound(slug), tally.publishedLines(slug)))
  text('pabulib', 'Result and ballots in the Pabulib format',
    async (slug) => resultPb(await tally.published(slug), await tally.publishedBallots(slug)))
  json('proposals', 'What stood on the ballot', proposalsDocumentSchema, publishedProposals)
  text('proposalsCsv', 'What stood on the ballot, for a spreadsheet, in Finnish',
    async (slug) => proposalsCsv(await publishedProposals(slug)))
  json('ideas', 'The public ideas of the round', ideasDocumentSchema, publishedIdeas)
  text('ideasCsv', 'The public ideas of the round, for a spreadsheet, in Finnish',
    async (slug) => ideasCsv(await publishedIdeas(slug)))
}

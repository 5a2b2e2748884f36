import { present } from '../kernel/index.ts'
import type { Round } from '../rounds/index.ts'
import { type Tally, type TallyBallot, tallyReply } from '../tally/index.ts'
import { BALLOTS_HEADER, POINTED_HEADER } from './ballots-file.ts'
import type { ResultDocument } from './schema.ts'

/** The published result as a document of its own: the stored count with the texts that people know it by. */
export function resultDocument(published: Awaited<ReturnType<Tally['published']>>): ResultDocument {
  const { round, result, opening, unopenable, source, proposals } = published
  const byNumber = new Map(proposals.map((proposal) => [proposal.number, proposal]))
  const count = tallyReply(result)
  return {
    schema: 'osbu-result/1',
    round: {
      slug: round.slug, name: round.name, kind: round.kind, votingOpenAt: round.votingOpenAt.toISOString(),
      votingCloseAt: round.votingCloseAt.toISOString(),
      publishedAt: present(round.publishedAt, 'a published round has its time').toISOString(),
    },
    imported: source && { note: source.note, ...source.meta ? { election: { ...source.meta } } : {} },
    ...count,
    rows: count.rows.map((row) => {
      const proposal = present(byNumber.get(row.number), 'a counted proposal exists')
      return { ...row, title: proposal.title.fi, titles: proposal.title, costIsExample: proposal.costIsExample }
    }),
    sealedCount: opening.sealedCount,
    openedCount: opening.openedCount,
    unopenable: unopenable.map(({ sealedSha256, reason }) => ({ sealedSha256: sealedSha256.toString('hex'), reason })),
  }
}

/** `ballotsCsv` from the lines of the ballots, page by page, as the database writes them. */
export async function ballotsCsvOf({ voteType }: Pick<Round, 'voteType'>, pages: AsyncIterable<string>): Promise<string> {
  const pointed = voteType === 'cumulative' || voteType === 'scoring'
  const parts = [pointed ? POINTED_HEADER : BALLOTS_HEADER]
  for await (const page of pages) parts.push(page)
  return `${parts.join('\n')}\n`
}

/**
 * The ballots as CSV: a header, then `tracker;1,4,7` a line, sorted by tracker, LF. Where ballots give points, a third
 * column has one for each pick.
 */
export function ballotsCsv(ballots: readonly TallyBallot[]): string {
  const pointed = ballots.some(({ points }) => points !== undefined)
  return [
    pointed ? POINTED_HEADER : BALLOTS_HEADER,
    ...ballots.map(({ tracker, picks, points = [] }) =>
      `${tracker};${picks.join(',')}${pointed ? `;${points.join(',')}` : ''}`), '',
  ].join('\n')
}

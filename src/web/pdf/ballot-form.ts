import { createHash } from 'node:crypto'
import { join } from 'node:path'
import { LANGUAGES } from '../../platform/http/index.ts'
import { compilePdf } from '../../platform/typst/index.ts'
import type { ProposalView } from '../../proposals/index.ts'
import type { Round } from '../../rounds/index.ts'
import { formatOf } from '../format/index.ts'
import { type Words, wordsOf } from '../words/index.ts'

const TEMPLATE = join(import.meta.dirname, 'ballot-form.typ')
const KEPT_MAX = 20

type Ballot = { readonly round: Round; readonly proposals: readonly ProposalView[]; readonly confirmedAt: string | null }

/** What stands on the form, in all three languages. */
export function ballotFormData({ round, proposals, confirmedAt }: Ballot) {
  const all = LANGUAGES.map((lang) => ({ lang, ...wordsOf(lang) }))
  const mark = (shortOf: (words: Words) => string, sentenceOf: (words: Words) => string) => ({
    short: all.map((words) => shortOf(words).toUpperCase()).join(' · '),
    sentences: all.map((words) => ({ lang: words.lang, text: sentenceOf(words) })),
  })
  const marks = [
    ...(round.kind === 'rehearsal' ? [mark(({ common }) => common.rehearsal, ({ common }) => common.rehearsalNotice)] : []),
    ...(confirmedAt !== null ? [] : [mark(({ running }) => running.paper.draft, ({ running }) => running.paper.draftText)]),
  ]
  return {
    title: `${wordsOf('fi').running.paper.title}: ${round.name.fi}`,
    round: round.name.fi,
    town: wordsOf('fi').common.town,
    marks,
    // A set may be taken back and confirmed anew: by the moment two printed sheets are told apart.
    confirmed: confirmedAt === null ? '' : `${all.map(({ running }) => running.paper.confirmed).join(' · ')} ${
      formatOf('fi').day(new Date(confirmedAt))} ${formatOf('fi').time(new Date(confirmedAt))}`,
    heading: all.map(({ lang, running }) => ({ lang, text: running.paper.title })),
    instructions: all.map(({ lang, running: { paper } }) => ({
      lang,
      sentences: [
        paper.pick(round.picksMin, round.picksMax), paper.hand, paper.wrong,
        paper.until(formatOf(lang).weekday(round.votingCloseAt), formatOf(lang).time(round.votingCloseAt)),
      ],
    })),
    columns: (['tick', 'number', 'proposal', 'cost'] as const)
      .map((column) => [...new Set(all.map(({ running }) => running.paper.columns[column]))]),
    proposals: proposals.map((proposal) => ({
      number: proposal.number,
      titles: LANGUAGES.flatMap((lang) => proposal.title[lang] ? [{ lang, text: proposal.title[lang] }] : []),
      cost: formatOf('fi').cost(proposal),
    })),
  }
}

/** Makes the form of a ballot, once for each content: a confirmed one never changes. */
export function createBallotForms() {
  const kept = new Map<string, Promise<Buffer>>()
  return async function ballotForm(ballot: Ballot): Promise<{ pdf: Buffer; etag: string }> {
    const data = ballotFormData(ballot)
    const etag = createHash('sha256').update(JSON.stringify(data)).digest('base64url').slice(0, 22)
    const known = kept.get(etag) ?? compilePdf(TEMPLATE, data)
    kept.delete(etag)
    kept.set(etag, known)
    if (kept.size > KEPT_MAX) kept.delete(kept.keys().next().value!)
    known.catch(() => kept.delete(etag))
    return { pdf: await known, etag }
  }
}

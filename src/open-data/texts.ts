import { dayOf } from '../kernel/index.ts'
import { type IdeaView, PUBLIC, type Ideas } from '../ideas/index.ts'
import type { ProposalView } from '../proposals/index.ts'
import { type Cell, euros, excelCsv, type Figure } from './csv.ts'
import type { IdeasDocument, ProposalsDocument } from './schema.ts'

const IDEAS_AT_ONCE = 500

/** Every idea of a round that everybody may read, oldest first. Whoever asks, it is read as nobody. */
export async function publicIdeas(ideas: Ideas, slug: string): Promise<IdeaView[]> {
  const all: IdeaView[] = []
  for (let page = 1; ; page++) {
    const { ideas: some, total } = await ideas.list(PUBLIC, slug, { page, pageSize: IDEAS_AT_ONCE })
    all.push(...some)
    if (page * IDEAS_AT_ONCE >= total) break
  }
  return all.sort((a, b) => a.id - b.id)
}

/**
 * Ideas as open data. Field by field, so that a field that is added to the view some day does not slip in: no author,
 * no address, no photo, no time finer than a day.
 */
export function ideasDocument(slug: string, ideas: readonly IdeaView[]): IdeasDocument {
  return {
    schema: 'osbu-ideas/1', round: slug,
    ideas: ideas.map((idea) => ({
      id: idea.id, state: idea.state, title: idea.title, body: idea.body, theme: idea.theme, place: idea.place,
      language: idea.language, source: idea.source, submittedOn: dayOf(new Date(idea.submittedAt)), reason: idea.reason,
      mergedInto: idea.mergedInto?.id ?? null, proposalNumber: idea.proposalNumber,
    })),
  }
}

export function proposalsDocument(slug: string, proposals: readonly ProposalView[]): ProposalsDocument {
  return {
    schema: 'osbu-proposals/1', round: slug,
    proposals: proposals.map(({ number, title, summary, costMinCents, costMaxCents, costIsExample, ideas }) => ({
      number, title, summary, costMinCents, costMaxCents, costIsExample, ideas: ideas.map(({ id }) => id),
    })),
  }
}

const STATES: Readonly<Record<IdeaView['state'], string>> = {
  waiting: 'Odottaa', asked: 'Kysytty lisää', accepted: 'Hyväksytty', refused: 'Hylätty', merged: 'Yhdistetty',
  withdrawn: 'Peruttu',
}
const LANGUAGE_NAMES = { fi: 'suomi', sv: 'ruotsi', en: 'englanti' } as const
const SOURCES = { online: 'verkossa', paper: 'paperilla', workshop: 'työpajassa' } as const

/** A day as a Finnish spreadsheet reads it as a date: `14.1.2024`. */
function finnishDay(day: string): Figure {
  const [year, month, date] = day.split('-').map(Number)
  return { figure: `${date}.${month}.${year}` }
}

export function ideasCsv({ ideas }: IdeasDocument): string {
  const headings = [
    'Idean numero', 'Otsikko', 'Teksti', 'Teema', 'Paikka', 'Tila', 'Perustelu', 'Ehdotuksen numero',
    'Yhdistetty ideaan', 'Kieli', 'Saatu', 'Lähetetty',
  ]
  return excelCsv(headings, ideas.map((idea): (Cell | Figure)[] => [
    idea.id, idea.title, idea.body, idea.theme, idea.place, STATES[idea.state], idea.reason, idea.proposalNumber,
    idea.mergedInto, LANGUAGE_NAMES[idea.language], SOURCES[idea.source], finnishDay(idea.submittedOn),
  ]))
}

export function proposalsCsv({ proposals }: ProposalsDocument): string {
  const headings = [
    'Numero', 'Ehdotus', 'Kuvaus', 'Kustannus vähintään (€)', 'Kustannus enintään (€)', 'Kustannus on esimerkki',
    'Ideoiden numerot', 'Ehdotus ruotsiksi', 'Kuvaus ruotsiksi', 'Ehdotus englanniksi', 'Kuvaus englanniksi',
  ]
  return excelCsv(headings, proposals.map((proposal): (Cell | Figure)[] => [
    proposal.number, proposal.title.fi, proposal.summary.fi, euros(proposal.costMinCents), euros(proposal.costMaxCents),
    proposal.costIsExample ? 'kyllä' : 'ei', proposal.ideas.join(', '), proposal.title.sv ?? null,
    proposal.summary.sv ?? null, proposal.title.en ?? null, proposal.summary.en ?? null,
  ]))
}

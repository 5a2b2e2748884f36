import { readFileSync } from 'node:fs'
import { byCodePoint, cellsOf, centsOf, PabulibError } from './cells.ts'

export { byCodePoint, centsOf, PabulibError }

/** Vote types of the format. The reader gives picks for all of them; what they mean is the caller's to know. */
export const VOTE_TYPES = ['approval', 'choose-1', 'ordinal', 'cumulative', 'scoring'] as const
export type PabulibVoteType = (typeof VOTE_TYPES)[number]

/** A row of PROJECTS. `cost` is the decimal text of the file, `costCents` the same exactly in hundredths. */
export type PabulibProject = {
  readonly line: number
  readonly id: string
  readonly cost: string
  readonly costCents: number
  /** Empty when the file has no such column. */
  readonly name: string
  readonly votes: number | null
  /** The `selected` column as it stands (`1` is chosen), null when the file has none. */
  readonly selected: string | null
  /** Every cell by its column. */
  readonly fields: Readonly<Record<string, string>>
}

/** A row of VOTES. `cells` are in the order of `voteColumns`. A blank vote has no picks. */
export type PabulibVote = {
  readonly line: number
  readonly voterId: string
  /** Project ids in the order of the file; unknown and repeated ones are kept, so that the caller can report them. */
  readonly picks: readonly string[]
  readonly voteText: string
  readonly points: string | null
  readonly votingMethod: string | null
  readonly cells: readonly string[]
}

export type PabulibFile = {
  readonly meta: ReadonlyMap<string, string>
  readonly budgetCents: number
  readonly voteType: PabulibVoteType
  readonly minLength: number | null
  readonly maxLength: number | null
  readonly projects: readonly PabulibProject[]
  readonly voteColumns: readonly string[]
  readonly votes: readonly PabulibVote[]
}

type Row = { readonly line: number; readonly cells: readonly string[] }
type Section = { readonly line: number; readonly columns: readonly string[]; readonly rows: readonly Row[] }

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new PabulibError(1, null, 'the file is not UTF-8')
  }
}

function sectionsOf(text: string): readonly [Section, Section, Section] {
  const sections: { line: number; columns: string[]; rows: Row[] }[] = []
  const lines = (text.startsWith('\ufeff') ? text.slice(1) : text).split('\n')
  lines.forEach((raw, index) => {
    const line = index + 1
    const content = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    if (content.trim() === '') return
    const name = SECTIONS[sections.length]
    if (content.trim() === name) {
      if (sections.at(-1)?.columns.length === 0) throw new PabulibError(line, null, `${name} begins before its header`)
      sections.push({ line, columns: [], rows: [] })
      return
    }
    const section = sections.at(-1)
    if (section === undefined) throw new PabulibError(line, null, 'the file must begin with META')
    const cells = cellsOf(content, line)
    if (section.columns.length === 0) {
      section.columns = cells.map((cell) => cell.trim())
      const twice = section.columns.find((column, at) => section.columns.indexOf(column) !== at)
      if (twice !== undefined) throw new PabulibError(line, twice, 'the column is there twice')
    } else if (cells.length !== section.columns.length) {
      throw new PabulibError(line, null, `there are ${cells.length} cells under ${section.columns.length} columns`)
    } else {
      section.rows.push({ line, cells })
    }
  })
  const [meta, projects, votes] = sections
  if (meta === undefined || projects === undefined || votes === undefined || votes.columns.length === 0) {
    const missing = SECTIONS[Math.min(sections.length, SECTIONS.length - 1)]
    throw new PabulibError(lines.length, null, `the file ends before ${missing} and its header`)
  }
  return [meta, projects, votes]
}

function columnOf(section: Section, name: string): number {
  const at = section.columns.indexOf(name)
  if (at < 0) throw new PabulibError(section.line + 1, name, 'the column is missing')
  return at
}

function countOf(text: string, line: number, field: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new PabulibError(line, field, `${JSON.stringify(text)} is not a whole number`)
  return Number(text)
}

function moneyOf(text: string, line: number, field: string): number {
  const cents = centsOf(text)
  if (cents === null) {
    throw new PabulibError(line, field, `${JSON.stringify(text)} is not an amount with at most two decimals`)
  }
  return cents
}

function once(seen: Set<string>, id: string, line: number, field: string): string {
  if (id === '') throw new PabulibError(line, field, 'it is empty')
  if (seen.has(id)) throw new PabulibError(line, field, `${JSON.stringify(id)} is there twice`)
  seen.add(id)
  return id
}

type Meta = { readonly value: string; readonly line: number }

function metaOf(section: Section): Map<string, Meta> {
  if (section.columns.join(';') !== 'key;value') {
    throw new PabulibError(section.line + 1, null, 'the header of META must be key;value')
  }
  const meta = new Map<string, Meta>()
  const seen = new Set<string>()
  for (const { line, cells } of section.rows) {
    const key = once(seen, cells[0]!.trim(), line, 'key')
    meta.set(key, { value: cells[1]!.trim(), line })
  }
  return meta
}

function projectsOf(section: Section): PabulibProject[] {
  const idAt = columnOf(section, 'project_id')
  columnOf(section, 'cost')
  const seen = new Set<string>()
  return section.rows.map(({ line, cells }) => {
    const fields: Record<string, string> = Object.create(null)
    section.columns.forEach((column, at) => { fields[column] = cells[at]! })
    const cost = fields['cost']!.trim()
    const votes = fields['votes']?.trim()
    return {
      line,
      id: once(seen, cells[idAt]!.trim(), line, 'project_id'),
      cost,
      costCents: moneyOf(cost, line, 'cost'),
      name: fields['name'] ?? '',
      votes: votes === undefined || votes === '' ? null : countOf(votes, line, 'votes'),
      selected: fields['selected']?.trim() ?? null,
      fields,
    }
  })
}

function picksOf(voteText: string, line: number): string[] {
  if (voteText === '') return []
  const picks = voteText.split(',')
  for (let i = 0; i < picks.length; i++) {
    picks[i] = picks[i]!.trim()
    if (picks[i] === '') throw new PabulibError(line, 'vote', 'a project id between commas is empty')
  }
  return picks
}

function votesOf(section: Section): PabulibVote[] {
  const voterAt = columnOf(section, 'voter_id')
  const voteAt = columnOf(section, 'vote')
  const pointsAt = section.columns.indexOf('points')
  const methodAt = section.columns.indexOf('voting_method')
  const seen = new Set<string>()
  return section.rows.map(({ line, cells }) => {
    const voteText = cells[voteAt]!.trim()
    return {
      line,
      voterId: once(seen, cells[voterAt]!.trim(), line, 'voter_id'),
      picks: picksOf(voteText, line),
      voteText,
      points: pointsAt < 0 ? null : cells[pointsAt]!.trim(),
      votingMethod: methodAt < 0 ? null : cells[methodAt]!.trim(),
      cells,
    }
  })
}

/**
 * Reads an election in the Pabulib `.pb` format: META, PROJECTS and VOTES, separated by semicolons, UTF-8 with or
 * without BOM, LF or CRLF. Throws a `PabulibError` that names line and field when the file is not that, or has not as
 * many projects and votes as META says: a file that was cut off must not become an election with fewer voters.
 * Source: pabulib.org/format.
 */
export function readPabulib(source: string | Uint8Array): PabulibFile {
  const [metaSection, projectSection, voteSection] = sectionsOf(typeof source === 'string' ? source : decode(source))
  const meta = metaOf(metaSection)
  const required = (key: string): Meta => {
    const found = meta.get(key)
    if (found === undefined) throw new PabulibError(metaSection.line, key, 'META lacks it')
    return found
  }
  const count = (key: string): number | null => {
    const found = meta.get(key)
    return found === undefined ? null : countOf(found.value, found.line, key)
  }
  const budget = required('budget')
  const budgetCents = moneyOf(budget.value, budget.line, 'budget')
  const type = required('vote_type')
  const voteType = VOTE_TYPES.find((known) => known === type.value)
  if (voteType === undefined) {
    throw new PabulibError(type.line, 'vote_type', `${JSON.stringify(type.value)} is none of ${VOTE_TYPES.join(', ')}`)
  }
  const projects = projectsOf(projectSection)
  const votes = votesOf(voteSection)
  for (const [key, found] of [['num_projects', projects.length], ['num_votes', votes.length]] as const) {
    const told = count(key)
    if (told !== null && told !== found) {
      throw new PabulibError(meta.get(key)!.line, key, `META says ${told}, but the file has ${found}`)
    }
  }
  return {
    meta: new Map([...meta].map(([key, { value }]) => [key, value])),
    budgetCents,
    voteType,
    minLength: count('min_length'),
    maxLength: count('max_length'),
    projects,
    voteColumns: voteSection.columns,
    votes,
  }
}

/** `readPabulib` of a file. */
export function readPabulibFile(path: string): PabulibFile {
  return readPabulib(readFileSync(path))
}

/**
 * Gives every project a number from 1 up in the order of the code points of its id, so that a tie rule by proposal
 * number breaks ties as one by project id does.
 */
export function numberProjects(projects: readonly PabulibProject[]): Map<string, number> {
  return new Map(projects.map(({ id }) => id).sort(byCodePoint).map((id, index) => [id, index + 1]))
}

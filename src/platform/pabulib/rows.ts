import { cellsOf, centsOf, PabulibError } from './cells.ts'
import type { PabulibProject, PabulibVote } from './types.ts'

/** The header of a section: its columns, and its line for what they lack. */
export type Columns = { readonly line: number; readonly names: readonly string[] }

/** Reads one line of a section. */
export type ReadRow<T> = (text: string, line: number) => T

function checkWidth(cells: number, columns: number, line: number): void {
  if (cells !== columns) throw new PabulibError(line, null, `there are ${cells} cells under ${columns} columns`)
}

function rowOf(text: string, line: number, { names }: Columns): string[] {
  const cells = cellsOf(text, line)
  checkWidth(cells.length, names.length, line)
  return cells
}

function columnOf({ line, names }: Columns, name: string): number {
  const at = names.indexOf(name)
  if (at < 0) throw new PabulibError(line, name, 'the column is missing')
  return at
}

export function countOf(text: string, line: number, field: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new PabulibError(line, field, `${JSON.stringify(text)} is not a whole number`)
  return Number(text)
}

export function moneyOf(text: string, line: number, field: string): number {
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

export type Meta = { readonly value: string; readonly line: number }

/** Collects the rows of META. */
export function metaReader(columns: Columns): { row: ReadRow<void>; meta: ReadonlyMap<string, Meta> } {
  if (columns.names.join(';') !== 'key;value') {
    throw new PabulibError(columns.line, null, 'the header of META must be key;value')
  }
  const meta = new Map<string, Meta>()
  const seen = new Set<string>()
  return {
    meta,
    row: (text, line) => {
      const cells = rowOf(text, line, columns)
      meta.set(once(seen, cells[0]!.trim(), line, 'key'), { value: cells[1]!.trim(), line })
    },
  }
}

/** Makes a project of each row of PROJECTS. */
export function projectReader(columns: Columns): ReadRow<PabulibProject> {
  const idAt = columnOf(columns, 'project_id')
  columnOf(columns, 'cost')
  const seen = new Set<string>()
  return (text, line) => {
    const cells = rowOf(text, line, columns)
    const fields: Record<string, string> = Object.create(null)
    columns.names.forEach((column, at) => { fields[column] = cells[at]! })
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
  }
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

/** The cells of a line at some places, and no others: the many lines of VOTES need not be cut up as a whole. */
function cellsAt(text: string, line: number, columns: number, wanted: readonly number[]): string[] {
  if (text.includes('"')) {
    const cells = cellsOf(text, line)
    checkWidth(cells.length, columns, line)
    return wanted.map((at) => cells[at] ?? '')
  }
  const found: string[] = []
  let from = 0
  let column = 0
  for (;; column++) {
    const end = text.indexOf(';', from)
    const place = wanted.indexOf(column)
    if (place >= 0) found[place] = end < 0 ? text.slice(from) : text.slice(from, end)
    if (end < 0) break
    from = end + 1
  }
  checkWidth(column + 1, columns, line)
  return found
}

/**
 * Refuses an id that was there before. Most files number their voters upwards: as long as each is a greater number than
 * the one before, none can be there twice, and a million of them need no set of texts.
 */
function onceEach(field: string): (id: string, line: number) => string {
  const rising: number[] = []
  let seen: Set<string> | null = null
  return (id, line) => {
    if (seen === null) {
      const number = /^[1-9]\d{0,14}$/.test(id) ? Number(id) : 0
      if (number > (rising.at(-1) ?? 0)) {
        rising.push(number)
        return id
      }
      seen = new Set(rising.map(String))
    }
    return once(seen, id, line, field)
  }
}

/** Makes a vote of each line of VOTES. */
export function voteReader(columns: Columns): ReadRow<PabulibVote> {
  const places = [
    columnOf(columns, 'voter_id'), columnOf(columns, 'vote'), columns.names.indexOf('points'),
    columns.names.indexOf('voting_method'),
  ]
  const width = columns.names.length
  const voterOnce = onceEach('voter_id')
  return (text, line) => {
    const [voter, vote, points, method] = cellsAt(text, line, width, places)
    const voteText = vote!.trim()
    return {
      line,
      voterId: voterOnce(voter!.trim(), line),
      picks: picksOf(voteText, line),
      voteText,
      points: places[2]! < 0 ? null : points!.trim(),
      votingMethod: places[3]! < 0 ? null : method!.trim(),
    }
  }
}

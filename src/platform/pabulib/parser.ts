import { cellsOf, PabulibError } from './cells.ts'
import { type Columns, countOf, type Meta, metaReader, moneyOf, projectReader, type ReadRow, voteReader } from './rows.ts'
import { type PabulibHead, type PabulibProject, type PabulibVote, VOTE_TYPES } from './types.ts'

/** Told what was read: once everything before the votes, then vote by vote. Nothing is kept for it. */
export type PabulibSink = {
  readonly onHead?: (head: PabulibHead) => void
  readonly onVote: (vote: PabulibVote) => void
}

const SECTIONS = ['META', 'PROJECTS', 'VOTES'] as const

type Known = { readonly meta: ReadonlyMap<string, Meta>; readonly metaLine: number }

function headOf({ meta, metaLine }: Known, projects: readonly PabulibProject[], voteColumns: readonly string[]): PabulibHead {
  const required = (key: string): Meta => {
    const found = meta.get(key)
    if (found === undefined) throw new PabulibError(metaLine, key, 'META lacks it')
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
  return {
    meta: new Map([...meta].map(([key, { value }]) => [key, value])),
    metaLines: new Map([...meta].map(([key, { line }]) => [key, line])),
    budgetCents, voteType, minLength: count('min_length'), maxLength: count('max_length'), projects, voteColumns,
  }
}

/**
 * Reads the format line by line, so that a large file need not be in memory. `lines` takes text whose every line is
 * whole, `end` makes sure that nothing is missing and answers the head. Both throw a `PabulibError`.
 */
export function createPabulibParser({ onHead, onVote }: PabulibSink) {
  let line = 0
  /** How many sections have begun. */
  let begun = 0
  let columns: Columns | null = null
  let metaLine = 0
  let meta: ReadonlyMap<string, Meta> = new Map()
  const projects: PabulibProject[] = []
  let votes = 0
  let head: PabulibHead | null = null
  let onRow: ReadRow<void> = () => {}

  function header(text: string): void {
    const names = cellsOf(text, line).map((cell) => cell.trim())
    const twice = names.find((name, at) => names.indexOf(name) !== at)
    if (twice !== undefined) throw new PabulibError(line, twice, 'the column is there twice')
    columns = { line, names }
    if (begun === 1) {
      const reader = metaReader(columns)
      meta = reader.meta
      onRow = reader.row
    } else if (begun === 2) {
      const project = projectReader(columns)
      onRow = (text, at) => { projects.push(project(text, at)) }
    } else {
      head = headOf({ meta, metaLine }, projects, names)
      const vote = voteReader(columns)
      onRow = (text, at) => {
        votes += 1
        onVote(vote(text, at))
      }
      onHead?.(head)
    }
  }

  function oneLine(raw: string): void {
    line += 1
    const text = raw.endsWith('\r') ? raw.slice(0, -1) : raw
    const trimmed = text.trim()
    if (trimmed === '') return
    const next = SECTIONS[begun]
    if (trimmed === next) {
      if (begun > 0 && columns === null) throw new PabulibError(line, null, `${next} begins before its header`)
      begun += 1
      columns = null
      if (begun === 1) metaLine = line
      return
    }
    if (begun === 0) throw new PabulibError(line, null, 'the file must begin with META')
    if (columns === null) return header(text)
    onRow(text, line)
  }

  function lines(text: string): void {
    let from = line === 0 && text.startsWith('\ufeff') ? 1 : 0
    for (;;) {
      const end = text.indexOf('\n', from)
      if (end < 0) break
      oneLine(text.slice(from, end))
      from = end + 1
    }
    if (from < text.length) oneLine(text.slice(from))
  }

  function end(): PabulibHead {
    if (head === null) {
      const missing = SECTIONS[Math.min(columns === null ? Math.max(0, begun - 1) : begun, SECTIONS.length - 1)]
      throw new PabulibError(Math.max(1, line), null, `the file ends before ${missing} and its header`)
    }
    for (const [key, found] of [['num_projects', projects.length], ['num_votes', votes]] as const) {
      const told = meta.get(key)
      if (told !== undefined && countOf(told.value, told.line, key) !== found) {
        throw new PabulibError(told.line, key, `META says ${told.value}, but the file has ${found}`)
      }
    }
    return head
  }

  /** How many lines were read so far. */
  const linesRead = (): number => line

  return { lines, end, linesRead }
}

import { MONEY_MAX_CENTS } from '../../kernel/index.ts'
import { type Election, ElectionError, pabulibInput, type PabulibRules, rulesOf, selectedRows } from '../../open-data/index.ts'
import { PabulibError, pabulibText } from '../../platform/pabulib/index.ts'
import type { ImportedRound } from '../../rounds/index.ts'
import { count, inputFault, type PastRound, sha256, type TallyInput, type TallyResult } from '../../tally/index.ts'
import { CommandError } from '../command-error.ts'
import { addDays, helsinkiInstant } from '../seed/calendar.ts'
import { importNote, projectSummary } from './note.ts'

/** Names of the format for rules that are counted here. */
export const IMPORT_RULES = ['greedy', 'greedy-no-skip', 'equalshares', 'equalshares/add1'] as const
export type ImportRule = (typeof IMPORT_RULES)[number]

/** `rows` places equal votes by the order of the rows, as the format has it: the rows then give the numbers. */
export const IMPORT_TIES = ['lower-cost', 'number', 'rows'] as const
export type ImportTies = (typeof IMPORT_TIES)[number]

export type ImportOptions = {
  readonly fileName: string
  readonly slug: string
  readonly name?: string | undefined
  readonly rule?: ImportRule | undefined
  readonly ties?: ImportTies | undefined
}

export type ImportPlan = {
  readonly past: PastRound
  readonly ties: ImportTies
  /** Ids chosen in the file alone and in the count alone; null when the file does not say who was chosen. */
  readonly differs: { readonly file: readonly string[]; readonly count: readonly string[] } | null
  readonly otherRule: { readonly told: string; readonly used: string } | null
}

const SLUG_MAX = 60
const NAME_MAX = 120
const NUMBER_MAX = 9999
const PICKS_MAX = 1000

/** A slug from the name of a file: `poland-lodz-2022`. */
export function importSlug(fileName: string): string {
  return fileName.replace(/\.pb$/i, '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-').slice(0, SLUG_MAX).replace(/^-|-$/g, '')
}

function nameOf({ head: { meta } }: Election): string {
  const place = [meta.get('unit'), meta.get('district') ?? meta.get('subunit')].filter((part) => part !== undefined).join(', ')
  return pabulibText([place, meta.get('instance')].filter((part) => part).join(' ')) || 'Pabulib'
}

/** A day of META as `yyyy-mm-dd`: `dd.mm.yyyy`, or a year, of which the first or the last day is taken. */
function dayOfMeta({ head: { meta, metaLines } }: Election, key: 'date_begin' | 'date_end'): string {
  const wrong = (problem: string): ElectionError => new ElectionError([new PabulibError(metaLines.get(key) ?? 1, key, problem)])
  const text = meta.get(key)
  if (text === undefined) throw wrong('META lacks it')
  const day = /^\d{4}$/.test(text) ? `${text}-${key === 'date_begin' ? '01-01' : '12-31'}`
    : /^\d{2}\.\d{2}\.\d{4}$/.test(text) ? text.split('.').reverse().join('-') : ''
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== day) throw wrong(`${JSON.stringify(text)} is no day or year`)
  if (day < '2000-01-02' || day > '2099-12-30') throw wrong(`${JSON.stringify(text)} is not a day of this century`)
  return day
}

function timesOf(election: Election, now: Date) {
  const { metaLines } = election.head
  const [begin, end] = [dayOfMeta(election, 'date_begin'), dayOfMeta(election, 'date_end')]
  if (begin > end) throw new ElectionError([new PabulibError(metaLines.get('date_end') ?? 1, 'date_end', 'it is before date_begin')])
  const votingOpenAt = helsinkiInstant(begin, '00:00')
  const told = helsinkiInstant(end, '23:59')
  // Of a year alone nobody knows the last day, so that one to come is no contradiction.
  const wholeYear = /^\d{4}$/.test(election.head.meta.get('date_end')!)
  const votingCloseAt = wholeYear && told > now ? now : told
  if (votingCloseAt > now || votingOpenAt >= now) {
    throw new ElectionError([new PabulibError(metaLines.get('date_end') ?? 1, 'date_end', 'the election has not ended')])
  }
  return {
    ideasOpenAt: helsinkiInstant(addDays(begin, -1), '00:00'), ideasCloseAt: votingOpenAt, votingOpenAt, votingCloseAt,
    paperUntil: votingCloseAt, ageCutoff: end,
  }
}

type Counted = { readonly ties: ImportTies; readonly numbers: readonly number[]; readonly input: TallyInput; readonly result: TallyResult }

function counted(election: Election, rules: Pick<PabulibRules, 'rule' | 'equalShares'>, ties: ImportTies): Counted {
  const { length } = election.head.projects
  if (length > NUMBER_MAX) throw new CommandError(`A round has at most ${NUMBER_MAX} proposals, not ${length}.`)
  const { numbers, input } = pabulibInput(election, rules, ties)
  const fault = inputFault(input)
  if (fault !== null) throw new CommandError(`This election cannot be counted here: ${fault}.`)
  return { ties, numbers, input, result: count(input, { sha256 }) }
}

/** Rows chosen in the file alone and in the count alone. */
function differenceOf(selected: readonly number[], { numbers, result }: Counted): { file: number[]; count: number[] } {
  const won = new Set(result.rows.filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => number))
  const rowsWon = numbers.flatMap((number, row) => (won.has(number) ? [row + 1] : []))
  return {
    file: selected.filter((row) => !rowsWon.includes(row)), count: rowsWon.filter((row) => !selected.includes(row)),
  }
}

function isInOrder({ numbers, result }: Counted): boolean {
  return result.rows.every(({ number }, place) => numbers[place] === number)
}

/**
 * The count by the tie rule that explains the file: its chosen projects, and as far as possible the order of its rows.
 * No file says how ties were broken, and in some elections that decides who wins.
 */
function explained(election: Election, rules: PabulibRules, ties: ImportTies | undefined): Counted {
  if (ties !== undefined) return counted(election, rules, ties)
  const selected = selectedRows(election.head)
  const first = counted(election, rules, 'lower-cost')
  const { ties: tied, trace } = first.result
  if (selected === null || (tied.length === 0 && (trace?.ties.length ?? 0) === 0)) return first
  const agrees = (one: Counted): boolean => {
    const { file, count: alone } = differenceOf(selected, one)
    return file.length + alone.length === 0
  }
  if (agrees(first) && isInOrder(first)) return first
  const second = counted(election, rules, 'number')
  if (agrees(second) && isInOrder(second)) return second
  if (agrees(first)) return first
  if (agrees(second)) return second
  const third = counted(election, rules, 'rows')
  return agrees(third) ? third : first
}

function themesOf({ head: { projects } }: Election): ImportedRound['themes'] {
  const names = new Set(projects.flatMap(({ fields }) => (fields['category'] ?? '').split(',')).map(pabulibText).filter((name) => name !== ''))
  const themes = [...names].slice(0, 19).map((name, i) => ({ slug: `teema-${i + 1}`, name: { fi: name.slice(0, 80) } }))
  return themes.length > 0 ? themes : [{ slug: 'muu', name: { fi: 'muu', sv: 'övrigt', en: 'other' } }]
}

/** The election with limits of picks that a round may have. What nobody made use of is left out. */
function withinLimits(election: Election): Election {
  const { picksMin, picksMax, ballots, head: { metaLines } } = election
  if (picksMin > PICKS_MAX || ballots.some(({ picks }) => picks.length > PICKS_MAX)) {
    throw new ElectionError([new PabulibError(metaLines.get('max_length') ?? 1, 'max_length', `a vote in a round has at most ${PICKS_MAX} projects`)])
  }
  return { ...election, picksMax: Math.min(picksMax, PICKS_MAX) }
}

const KEPT = ['description', 'country', 'unit', 'district', 'subunit', 'instance', 'language', 'currency', 'edition', 'rule']

/**
 * What to bring in: the election as a past round with everything that its result is counted from. Throws an
 * `ElectionError` or a `CommandError` for what cannot be a round here.
 */
export function planImport(read: Election, options: ImportOptions, now: Date): ImportPlan {
  const election = withinLimits(read)
  const { head, voteType, picksMin, picksMax, ballots, fileSha256 } = election
  const { meta, metaLines, projects, budgetCents } = head
  if (budgetCents > MONEY_MAX_CENTS) {
    throw new ElectionError([new PabulibError(metaLines.get('budget') ?? 1, 'budget', `a round has at most ${MONEY_MAX_CENTS / 100}`)])
  }
  const named = meta.get('rule') ?? 'unknown'
  const threshold = meta.get('min_project_score_threshold')
  const told = threshold === undefined ? named : `${named}, min_project_score_threshold ${threshold}`
  const rules = rulesOf(head, options.rule ?? named) ?? { rule: 'greedy', beyond: 'it is not known here' } as const
  const { ageCutoff, ...times } = timesOf(election, now)
  const final = explained(election, rules, options.ties)
  const { ties, numbers, input } = final
  const idsOf = (rows: readonly number[]): string[] => rows.map((row) => projects[row - 1]!.id)
  const selected = selectedRows(head)
  const rowsApart = selected === null ? null : differenceOf(selected, final)
  const differs = rowsApart && { file: idsOf(rowsApart.file), count: idsOf(rowsApart.count) }
  const isOther = rules.beyond !== null || (options.rule !== undefined && options.rule !== named)
  const otherRule = isOther ? { told, used: rules.rule } : null
  const currency = meta.get('currency')
  const name = pabulibText(options.name ?? nameOf(election)).slice(0, NAME_MAX)
  return {
    ties, differs, otherRule,
    past: {
      round: {
        slug: options.slug, name: { fi: name, sv: name, en: name }, envelopeCents: budgetCents, picksMin, picksMax,
        themes: themesOf(election), votingAge: 0, ageCutoff, municipalityCodes: ['000'], mayReplace: false, voteType,
        countingRule: rules.rule, topN: null, equalShares: input.equalShares ?? null, costBasis: 'max',
        tieRule: ties === 'lower-cost' ? 'lower-cost' : 'proposal-number', ...times,
      },
      proposals: projects.map(({ id, name: title, costCents, fields }, row) => ({
        number: numbers[row]!, title: { fi: pabulibText(title) || id },
        summary: fields['description'] ? { fi: pabulibText(fields['description']) } : projectSummary(id),
        costMinCents: costCents, costMaxCents: costCents, costIsExample: false,
      })),
      ballots: input.ballots,
      source: {
        voters: ballots.length, fileSha256,
        note: importNote({
          description: pabulibText(meta.get('description') ?? nameOf(election)), fileName: options.fileName, fileSha256,
          currency: currency === undefined || currency === 'EUR' ? null : currency, otherRule, differs,
        }),
        meta: Object.fromEntries(KEPT.flatMap((key) => (meta.has(key) ? [[key, meta.get(key)!]] : []))),
      },
    },
  }
}

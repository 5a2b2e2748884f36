import { MONEY_MAX_CENTS } from '../../kernel/index.ts'
import { numberProjects, type PabulibFile } from '../../platform/pabulib/index.ts'
import { picksFault } from '../../urn/index.ts'
import { CommandError } from '../command-error.ts'

export type PlannedProposal = {
  readonly number: number
  readonly projectId: string
  readonly title: string
  readonly costCents: number
  /** Whether the file says that it won; null when the file does not say. */
  readonly selected: boolean | null
}

export type PlannedBallot = {
  /** The line of the file. */
  readonly line: number
  readonly picks: readonly number[]
  readonly paper: boolean
  /** Whose ballot it is: a place in the line of artificial people. */
  readonly person: number
}

export type InvalidBallot = { readonly line: number; readonly why: string }

export type ReplayRule = 'greedy' | 'greedy-no-skip'

export type ReplayPlan = {
  readonly slug: string
  readonly name: string
  readonly envelopeCents: number
  readonly picksMin: number
  readonly picksMax: number
  readonly rule: ReplayRule
  /** The rule that the file names for its own outcome. */
  readonly fileRule: string | null
  /** By number: 1, 2, 3 and so on, in the order of the project ids' code points. */
  readonly proposals: readonly PlannedProposal[]
  readonly ballots: readonly PlannedBallot[]
  /** Ballots that break the rules of the round: the service would refuse them, so they are told and not cast. */
  readonly invalid: readonly InvalidBallot[]
}

const NAME_MAX = 120
const TITLE_MAX = 100
const SLUG_MAX = 60
const PICKS_MAX = 1000
const PROJECTS_MAX = 9999

/** A text as one line of at most `max` UTF-16 units, as the service takes it; what does not fit ends in an ellipsis. */
export function fit(text: string, max: number): string {
  const line = text.toWellFormed().normalize('NFC').replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim()
  if (line.length <= max) return line
  const cut = line.slice(0, max - 1)
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`
}

/** A slug that tells the file and is nobody else's: `replay-poland-zabrze-2020-1f03a9`. */
export function replaySlug(fileName: string, suffix: string): string {
  const plain = fileName.replace(/\.pb$/i, '').normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
  const name = `replay-${plain}`.slice(0, SLUG_MAX - suffix.length - 1).replace(/-+/g, '-').replace(/-$/, '')
  return `${name}-${suffix}`
}

/** Every so many ballots one is on paper, evenly over the file: the same ones at every replay. */
function isPaper(index: number, part: number): boolean {
  return Math.floor((index + 1) * part) > Math.floor(index * part)
}

function checkMoney(file: PabulibFile): void {
  const { budgetCents, projects } = file
  if (budgetCents < 1 || budgetCents > MONEY_MAX_CENTS) {
    const [most, budget] = [MONEY_MAX_CENTS / 100, budgetCents / 100]
    throw new CommandError(`The budget must be more than 0 and at most ${most}, not ${budget}.`)
  }
  for (const { id, line, costCents } of projects) {
    const wrong = costCents < 1 ? 'nothing' : costCents > budgetCents ? 'more than the whole budget' : null
    if (wrong !== null) throw new CommandError(`line ${line}: project ${id} costs ${wrong}; a proposal here may not.`)
  }
}

function limitsOf(file: PabulibFile): { picksMin: number; picksMax: number } {
  const all = file.projects.length
  if (all < 1 || all > PROJECTS_MAX) throw new CommandError(`A round has 1 to ${PROJECTS_MAX} proposals, not ${all}.`)
  const one = file.voteType === 'choose-1'
  const picksMin = Math.max(1, file.minLength ?? 1)
  const picksMax = file.maxLength ?? (one ? 1 : all)
  if (picksMax > PICKS_MAX) throw new CommandError(`A ballot here has at most ${PICKS_MAX} picks, not ${picksMax}.`)
  if (picksMax < picksMin) throw new CommandError(`Nobody can pick at least ${picksMin} and at most ${picksMax}.`)
  return { picksMin, picksMax }
}

/**
 * What to do with an election of Pabulib: the round, its proposals and one ballot for each vote. `fileName` is the
 * name without its folder, `suffix` makes the slug unique (lower-case letters and digits), `paper` is the part on
 * paper, 0 to 1. Throws a CommandError for an election that cannot be held as a round.
 */
export function planReplay(
  file: PabulibFile, options: { fileName: string; suffix: string; rule: ReplayRule; paper: number },
): ReplayPlan {
  if (file.voteType !== 'approval' && file.voteType !== 'choose-1') {
    throw new CommandError(`Only approval and choose-1 elections can be held as a round; this one is ${file.voteType}.`)
  }
  checkMoney(file)
  const limits = limitsOf(file)
  const numberOf = numberProjects(file.projects)
  const numbers = new Set(numberOf.values())
  const proposals = file.projects.map(({ id, name, costCents, selected }) => ({
    number: numberOf.get(id)!, projectId: id, title: fit(`${id} ${name}`, TITLE_MAX), costCents,
    selected: selected === null ? null : selected === '1',
  })).sort((a, b) => a.number - b.number)
  const ballots: PlannedBallot[] = []
  const invalid: InvalidBallot[] = []
  for (const { line, picks } of file.votes) {
    const unknown = picks.find((id) => !numberOf.has(id))
    const fault = picksFault(picks.map((id) => numberOf.get(id) ?? 0), { ...limits, numbers })
    if (fault === null) {
      const person = ballots.length
      ballots.push({ line, picks: picks.map((id) => numberOf.get(id)!), paper: isPaper(person, options.paper), person })
    } else {
      const figures = fault.code === 'unknown_proposal' ? [['project', unknown]] : Object.entries(fault.params ?? {})
      invalid.push({ line, why: [fault.code, ...figures.map(([name, value]) => `${name} ${value}`)].join(', ') })
    }
  }
  return {
    slug: replaySlug(options.fileName, options.suffix),
    name: fit(`${file.meta.get('description') ?? options.fileName} (replay)`, NAME_MAX),
    envelopeCents: file.budgetCents, ...limits, rule: options.rule, fileRule: file.meta.get('rule') ?? null,
    proposals, ballots, invalid,
  }
}

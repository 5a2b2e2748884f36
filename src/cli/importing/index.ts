import { basename } from 'node:path'
import type { AuditActor } from '../../audit/index.ts'
import { ElectionError, readElection } from '../../open-data/index.ts'
import { RefusedError } from '../../platform/http/index.ts'
import type { Rounds } from '../../rounds/index.ts'
import type { Tally } from '../../tally/index.ts'
import { CommandError } from '../command-error.ts'
import { rankingLines } from '../ranking.ts'
import { chunksOf, isAddress } from '../recounting.ts'
import type { Terminal } from '../terminal.ts'
import { type ImportOptions, importSlug, planImport } from './plan.ts'

export { IMPORT_RULES, IMPORT_TIES, type ImportPlan, importSlug, planImport } from './plan.ts'

type Deps = { readonly terminal: Terminal; readonly rounds: Rounds; readonly tally: Tally }

export type ImportRequest = Partial<Pick<ImportOptions, 'slug'>> & Omit<ImportOptions, 'slug' | 'fileName'> & {
  readonly file: string
  readonly actor: AuditActor
}

const HOW_TIES = {
  'lower-cost': 'the lower cost, then the lower number', number: 'the lower number', rows: 'the order of the rows, which gave the numbers',
} as const

/** What the file is called, which is published: of an address no query, which may hold a secret. */
function fileNameOf(place: string): string {
  if (!isAddress(place)) return basename(place)
  const name = basename(new URL(place).pathname)
  try {
    return decodeURIComponent(name)
  } catch {
    return name
  }
}

function isSlug(text: string): boolean {
  return /^[a-z0-9]+(-[a-z0-9]+)*$/.test(text) && text.length <= 60
}

/**
 * Brings in an election of a `.pb` file as a past round with its result, all or nothing. The slug is asked for before the
 * file is read, and again by the database. Throws a CommandError or a RefusedError (`slug_taken`).
 */
export async function importElection({ terminal, rounds, tally }: Deps, request: ImportRequest): Promise<void> {
  const { file, actor, ...options } = request
  const fileName = fileNameOf(file)
  const slug = options.slug ?? importSlug(fileName)
  if (!isSlug(slug)) throw new CommandError(`"${slug}" is no short name of a round: lower-case letters, digits and hyphens. Give one by --slug.`)
  if ((await rounds.list()).some((round) => round.slug === slug)) throw new RefusedError({ code: 'slug_taken', details: { slug } })
  const election = await readElection(await chunksOf(file)).catch((error: unknown) => {
    throw error instanceof ElectionError ? new CommandError(`${file} cannot be imported:\n${error.message}`) : error
  })
  const plan = (() => {
    try {
      return planImport(election, { ...options, slug, fileName }, rounds.now())
    } catch (error) {
      throw error instanceof ElectionError ? new CommandError(`${file} cannot be imported:\n${error.message}`) : error
    }
  })()
  const outcome = await tally.importPast(actor, plan.past)
  if (!outcome.ok && outcome.refusal.code === 'already_imported') throw new CommandError(`${file} was imported before, as another round.`)
  if (!outcome.ok) throw new RefusedError(outcome.refusal)
  const titles = new Map(plan.past.proposals.map(({ number, title }) => [number, title.fi]))
  for (const line of rankingLines(outcome.value, (number) => titles.get(number) ?? '')) terminal.print(line)
  terminal.print(`Imported as ${slug}. Equal votes go by ${HOW_TIES[plan.ties]}.`)
  if (election.repeats > 0) terminal.print(`${election.repeats} ballots name a project twice; it was counted once.`)
  if (plan.otherRule) terminal.print(`The file names the rule ${plan.otherRule.told}; it was counted by ${plan.otherRule.used}.`)
  if (plan.differs === null) terminal.print('The file does not tell which projects were chosen.')
  else if (plan.differs.file.length + plan.differs.count.length === 0) terminal.print('The same projects are chosen as the file tells.')
  else {
    terminal.print(`Chosen in the file alone: ${plan.differs.file.join(', ') || '-'}; in the count alone: ${plan.differs.count.join(', ') || '-'}.`)
  }
}

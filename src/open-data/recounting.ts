import type { TallyBallot, TallyInput, TallyResult } from '../tally/index.ts'
import { parseBallots, RecountError } from './ballots-file.ts'
import type { ResultDocument } from './schema.ts'

/**
 * `unchecked` is what the files do not let anybody check; `result` is null where no count could be shown to give the
 * published one.
 */
export type Recount =
  | {
    readonly agrees: true; readonly checked: readonly string[]; readonly unchecked: readonly string[]
    readonly result: TallyResult | null
  }
  | { readonly agrees: false; readonly difference: string }

/**
 * The counting itself, as an argument: this module and those that it imports run in a browser as they are, where the
 * rest of the tally's room does not.
 */
export type Engine = {
  readonly count: (input: TallyInput) => TallyResult
  readonly inputOf: (published: ResultDocument, ballots: readonly TallyBallot[]) => TallyInput
  readonly inputFault: (input: TallyInput) => string | null
  readonly compareResults: (published: unknown, recounted: TallyResult) => string | null
}

export { RecountError } from './ballots-file.ts'

/** A published result as JSON. Throws a RecountError when it is none. */
export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new RecountError('the result is not JSON')
  }
}

/**
 * A published result from its text, where no schema is at hand: that it is one is checked, and what is in it is compared
 * figure by figure later. Throws a RecountError for anything else.
 */
export function recountable(text: string): ResultDocument {
  const json = jsonOf(text)
  const { schema, rows, unopenable } = (json ?? {}) as { readonly schema?: unknown; readonly rows?: unknown; readonly unopenable?: unknown }
  const isOurs = schema === 'osbu-result/1' && Array.isArray(unopenable)
    && Array.isArray(rows) && rows.every((row) => typeof row === 'object' && row !== null)
  if (!isOurs) throw new RecountError('the result is not one of ours')
  return json as ResultDocument
}

/** Where the published result contradicts itself or the number of its ballots, or null. */
function contradiction({ round, imported, rows, unopenable, sealedCount, openedCount, voters }: ResultDocument, ballots: number): string | null {
  if (ballots !== openedCount) return `the result tells of ${openedCount} ballots, the file has ${ballots}`
  if (openedCount + unopenable.length !== sealedCount) {
    return `${sealedCount} ballots were sealed, but ${openedCount} opened and ${unopenable.length} named as unopenable`
  }
  const isImported = round?.kind === 'imported'
  if (isImported !== Boolean(imported)) return `the round is ${isImported ? '' : 'not '}imported, but ${imported ? 'tells' : 'does not tell'} where from`
  // Everybody whose ballot was in the urn is a voter; only of a round held elsewhere may the number be another or unknown.
  if (!isImported && voters !== sealedCount) return `${sealedCount} ballots were sealed, but there were ${voters} voters`
  const titled = rows.find(({ title, titles }) => title !== titles?.fi)
  return titled === undefined ? null
    : `proposal ${titled.number} has the titles ${JSON.stringify(titled.title)} and ${JSON.stringify(titled.titles?.fi)} in Finnish`
}

/** What no count can tell from the ballots, whoever counts. */
function uncounted({ round, unopenable }: ResultDocument): string[] {
  return [
    'names, titles and times: the ballots hold numbers alone, so compare the titles with those of the ballot',
    'how many ballots the urn held: that is in the list of the urn, which was locked before the opening',
    ...unopenable.length === 0 ? [] : [`that the ${unopenable.length} hashes of ballots that could not be opened are of the urn, and why`],
    ...round?.kind === 'imported' ? ['where the round was brought from, and how many voters there were'] : [],
  ]
}

/**
 * Counts the published ballots anew and compares with the published result, from the two files alone: the hash of
 * what was counted, every row, every tie, the money. Throws a RecountError for files that cannot be read.
 */
export function recountWith(engine: Engine, published: ResultDocument, ballotsText: string): Recount {
  const ballots = parseBallots(ballotsText)
  const contradicted = contradiction(published, ballots.length)
  if (contradicted !== null) return { agrees: false, difference: contradicted }
  const input = engine.inputOf(published, ballots)
  const fault = engine.inputFault(input)
  if (fault !== null) return { agrees: false, difference: fault }
  const result = engine.count(input)
  const difference = engine.compareResults(published, result)
  if (difference !== null) return { agrees: false, difference }
  const invalid = result.invalidBallots.length
  return {
    agrees: true, result, unchecked: uncounted(published),
    checked: [
      `${ballots.length} ballots with ${result.votes} votes for ${result.rows.length} proposals, ${invalid} of them invalid`,
      `the hash of all that was counted is ${result.inputSha256}`,
      `the rule ${result.rule} with ties by ${result.tieRule} gives the same rows, ranks, percentages and reasons`,
      result.ties.length === 0 ? 'no two proposals have equal votes'
        : result.ties.length === 1 ? 'one tie is broken the same way' : `${result.ties.length} ties are broken the same way`,
      `${(result.spentCents / 100).toFixed(2)} EUR of ${(result.envelopeCents / 100).toFixed(2)} EUR are used`,
    ],
  }
}

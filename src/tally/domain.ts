import { TRACKER_LENGTH } from '../kernel/index.ts'

export type OpeningRefusal = 'voting_not_ended' | 'already_opened' | 'urn_differs_from_list' | 'keys_missing'
export type TallyRefusal = 'not_opened' | 'already_counted'
export type PublicationRefusal = 'not_counted' | 'already_published' | 'undecided'

/** The file of an election that was held elsewhere is a round already, maybe under another name. */
export type ImportRefusal = 'already_imported'

/** Why a sealed ballot is not among the opened ones. Each is published by the hash of its seal. */
export type UnopenableReason =
  | 'wrong_length' | 'not_sealed_to_this_key' | 'not_a_ballot' | 'of_another_round' | 'tracker_taken'

/**
 * Sorts opened ballots, given as lines that begin with the tracker and then say which of two with the same tracker came
 * first. Lines that come together are kept as one sorted text, which takes half of what they do apart; a million are then
 * sorted a shelf at a time, by the first two characters, so that no single step takes long.
 */
export function createSorter() {
  const shelves = new Set<string>()
  const runs: { readonly text: string; at: number }[] = []

  function add(lines: readonly string[]): void {
    for (const line of lines) shelves.add(line.slice(0, 2))
    // Compared by code units, as the published list says it is sorted, not by any language's alphabet.
    runs.push({ text: lines.toSorted().map((line) => `${line}\n`).join(''), at: 0 })
  }

  /** The lines of the next shelf, which every run that has any begins with now. */
  function* takenOff(shelf: string): Generator<string> {
    for (const run of runs) {
      while (run.text.startsWith(shelf, run.at)) {
        const end = run.text.indexOf('\n', run.at)
        yield run.text.slice(run.at, end)
        run.at = end + 1
      }
    }
  }

  /**
   * The lines by tracker, shelf by shelf, once. A tracker is there once: another ballot with the same one can only be a
   * forgery, and is `taken`.
   */
  function* sorted(): Generator<{ readonly lines: readonly string[]; readonly taken: readonly string[] }> {
    for (const shelf of [...shelves].sort()) {
      const all = [...takenOff(shelf)].sort()
      const isFirst = (line: string, i: number): boolean => i === 0 || line.slice(0, TRACKER_LENGTH) !== all[i - 1]!.slice(0, TRACKER_LENGTH)
      const lines = all.filter(isFirst)
      yield { lines, taken: lines.length === all.length ? [] : all.filter((line, i) => !isFirst(line, i)) }
    }
  }

  return { add, sorted }
}

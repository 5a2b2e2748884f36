export type OpeningRefusal = 'voting_not_ended' | 'already_opened' | 'urn_differs_from_list' | 'keys_missing'
export type TallyRefusal = 'not_opened' | 'already_counted'
export type PublicationRefusal = 'not_counted' | 'already_published' | 'undecided'

/** The file of an election that was held elsewhere is a round already, maybe under another name. */
export type ImportRefusal = 'already_imported'

/** Why a sealed ballot is not among the opened ones. Each is published by the hash of its seal. */
export type UnopenableReason =
  | 'wrong_length' | 'not_sealed_to_this_key' | 'not_a_ballot' | 'of_another_round' | 'tracker_taken'

const TRACKER_LENGTH = 16

/**
 * Sorts opened ballots, given as lines that begin with the tracker and then say which of two with the same tracker came
 * first. A million lines are sorted a shelf at a time, by the first two characters, so that no single step takes long.
 */
export function createSorter() {
  const shelves = new Map<string, string[]>()

  function add(lines: readonly string[]): void {
    for (const line of lines) {
      const shelf = shelves.get(line.slice(0, 2))
      if (shelf) shelf.push(line)
      else shelves.set(line.slice(0, 2), [line])
    }
  }

  /**
   * The lines by tracker, shelf by shelf, each of which is given up with it. A tracker is there once: another ballot with
   * the same one can only be a forgery, and is `taken`.
   */
  function* sorted(): Generator<{ readonly lines: readonly string[]; readonly taken: readonly string[] }> {
    // Compared by code units, as the published list says it is sorted, not by any language's alphabet.
    for (const name of [...shelves.keys()].sort()) {
      const all = (shelves.get(name) ?? []).sort()
      shelves.delete(name)
      const isFirst = (line: string, i: number): boolean => i === 0 || line.slice(0, TRACKER_LENGTH) !== all[i - 1]!.slice(0, TRACKER_LENGTH)
      const lines = all.filter(isFirst)
      yield { lines, taken: lines.length === all.length ? [] : all.filter((line, i) => !isFirst(line, i)) }
    }
  }

  return { add, sorted }
}

export type OpeningRefusal = 'voting_not_ended' | 'already_opened' | 'urn_differs_from_list' | 'keys_missing'
export type TallyRefusal = 'not_opened' | 'already_counted'
export type PublicationRefusal = 'not_counted' | 'already_published' | 'undecided'

/** The file of an election that was held elsewhere is a round already, maybe under another name. */
export type ImportRefusal = 'already_imported'

/** Why a sealed ballot is not among the opened ones. Each is published by the hash of its seal. */
export type UnopenableReason =
  | 'wrong_length' | 'not_sealed_to_this_key' | 'not_a_ballot' | 'of_another_round' | 'tracker_taken'

export type Opened<Ballot> = {
  readonly ballots: readonly Ballot[]
  readonly unopenable: readonly { readonly sealedSha256: Buffer; readonly reason: UnopenableReason }[]
}

/**
 * Strips the opened ballots of everything but tracker and picks and sorts them by tracker. A tracker is there once:
 * another ballot with the same one can only be a forgery, and is named instead of counted.
 */
export function sortOpened<Ballot extends { readonly tracker: string }>(
  results: readonly { readonly sealedSha256: Buffer; readonly result: Ballot | UnopenableReason }[],
): Opened<Ballot> {
  const unopenable: { sealedSha256: Buffer; reason: UnopenableReason }[] = []
  const byTracker = new Map<string, Ballot>()
  for (const { sealedSha256, result } of results) {
    if (typeof result === 'string') unopenable.push({ sealedSha256, reason: result })
    else if (byTracker.has(result.tracker)) unopenable.push({ sealedSha256, reason: 'tracker_taken' })
    else byTracker.set(result.tracker, result)
  }
  // Compared by code units, as the published list says it is sorted, not by any language's alphabet.
  const ballots = [...byTracker.values()].sort((a, b) => (a.tracker < b.tracker ? -1 : 1))
  return { ballots, unopenable }
}

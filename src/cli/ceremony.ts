import type { AuditActor } from '../audit/index.ts'
import { type Clock, dayOf } from '../kernel/index.ts'
import { valueOf } from '../platform/http/index.ts'
import type { Rounds } from '../rounds/index.ts'
import { SHARES, SHARES_NEEDED, type Urn } from '../urn/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

export type Sheet = {
  readonly place: number
  readonly holder: string
  readonly round: { readonly slug: string; readonly name: string }
  /** `yyyy-mm-dd`. */
  readonly day: string
  readonly share: string
  readonly fingerprint: string
}

/** The lines of one key holder's sheet, to be printed or copied by hand. */
export function sheetLines({ place, holder, round, day, share, fingerprint }: Sheet): string[] {
  return [
    `OSBU - KEY SHARE ${place} OF ${SHARES}`,
    '',
    `Holder       ${holder}`,
    `Round        ${round.name} (${round.slug})`,
    `Made on      ${day}`,
    '',
    'Share',
    ...(share.match(/.{1,40}/g) ?? []).map((line) => `    ${line.trim()}`),
    '',
    'Fingerprint (not secret; it tells that the share is the right one)',
    `    ${fingerprint}`,
    '',
    `Any ${SHARES_NEEDED} of the ${SHARES} shares open the urn when voting has ended. Keep this sheet`,
    'locked away, apart from the other two, and show it to nobody. It was made',
    'once and is kept nowhere else.',
    '',
    'If this sheet is lost, tell the manager of the round at once: the other two',
    'still open the urn, and must be kept all the better.',
    'If two sheets are lost, the urn can never be opened, by anybody: the votes in',
    'it are gone.',
    'If somebody else has seen it, tell the manager too: one share alone opens',
    'nothing, two do.',
    'After the appeal period it is destroyed, and that is recorded.',
  ]
}

export type CeremonyOptions = {
  readonly slug: string
  readonly holders: readonly string[]
  readonly actor: AuditActor
  readonly printAll: boolean
}

export type CeremonyDeps = {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly rounds: Pick<Rounds, 'bySlug'>
  readonly urn: Pick<Urn, 'makeKeys'>
}

/**
 * Makes the keys of a round and shows the three sheets, one at a time: each holder sees their own alone. Throws a
 * CommandError before any key is made when there is neither somebody to show them to nor the wish to print all.
 */
export async function holdCeremony(
  { terminal, clock, rounds, urn }: CeremonyDeps,
  { slug, holders, actor, printAll }: CeremonyOptions,
): Promise<void> {
  if (holders.length !== SHARES) {
    throw new CommandError(`A ceremony has ${SHARES} key holders: --holders "Name 1" "Name 2" "Name 3".`)
  }
  const oneByOne = terminal.interactive && !printAll
  if (!oneByOne && !printAll) {
    throw new CommandError('The sheets are shown one at a time on a terminal. In a script say --print-all.')
  }
  const round = await rounds.bySlug(slug)
  if (oneByOne) {
    terminal.print(`The keys of ${round.name.fi} (${slug}) are made once and cannot be made again.`)
    terminal.print(`Three sheets follow, each for its holder's eyes alone: ${holders.join(', ')}.`)
    await terminal.ask('Press Enter to make the keys, Ctrl-C to stop. ')
  }
  const made = valueOf(await urn.makeKeys(actor, slug, holders))
  const common = { round: { slug, name: round.name.fi }, day: dayOf(clock.now()) }
  for (const [i, { holder, share, fingerprint }] of made.shares.entries()) {
    if (oneByOne) {
      terminal.clear()
      await terminal.ask(`Now ${holder} alone at the screen. Press Enter to show sheet ${i + 1}. `)
      terminal.clear()
    }
    for (const line of sheetLines({ ...common, place: i + 1, holder, share, fingerprint })) terminal.print(line)
    terminal.print()
    if (oneByOne) await terminal.ask('Printed or copied? It is not shown again. Press Enter. ')
  }
  if (oneByOne) terminal.clear()
  terminal.print(`The keys of ${slug} are made. Public key: ${made.publicKey}`)
}

import type { AuditActor } from '../audit/index.ts'
import { type Clock, dayOf, Fault } from '../kernel/index.ts'
import { valueOf } from '../platform/http/index.ts'
import type { Rounds } from '../rounds/index.ts'
import { SHARES, SHARES_NEEDED, type Urn } from '../urn/index.ts'
import { CommandError } from './command-error.ts'
import { sharesOf } from './opening.ts'
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
  /** Begin anew when an earlier ceremony never ended: its keys are discarded. */
  readonly anew?: boolean
}

export type CeremonyDeps = {
  readonly terminal: Terminal
  readonly clock: Clock
  readonly rounds: Pick<Rounds, 'bySlug'>
  readonly urn: Pick<Urn, 'makeKeys' | 'proveShare' | 'findKey'>
}

type Proving = { readonly slug: string; readonly actor: AuditActor; readonly shares: readonly string[] | null }

/**
 * Takes two shares back from paper: given, typed unseen, or piped in. Whoever mistypes at a terminal types again. With
 * the second the ceremony has ended and voting may open.
 */
export async function proveShares(
  { terminal, rounds, urn }: Omit<CeremonyDeps, 'clock'>, { slug, actor, shares }: Proving,
): Promise<void> {
  // A wrong name is told before anybody types a share.
  await rounds.bySlug(slug)
  const given = shares ?? (terminal.interactive ? null : sharesOf(await terminal.readAll()))
  for (let place = 0, ready = false; !ready && place < (given?.length ?? Infinity); place++) {
    const typed = given === null ? await terminal.askSecretly('A share, from its sheet (it is not shown): ') : given[place]!
    try {
      const proof = valueOf(await urn.proveShare(actor, slug, typed))
      ready = proof.ready
      terminal.print(`${proof.holder}: the share is on paper and right.`)
    } catch (error) {
      if (given !== null || !(error instanceof Fault) || error.code !== 'invalid_request') throw error
      terminal.print('That is not a share of this round. Type it again, or stop with Ctrl-C and prove it later.')
    }
    if (ready) return terminal.print(`The keys of ${slug} are ready: any two of the three shares open its urn.`)
  }
  throw new CommandError('Two different shares are needed: the keys are not ready yet.')
}

/**
 * Makes the keys of a round and shows the three sheets, one at a time: each holder sees their own alone. Throws a
 * CommandError before any key is made when there is neither somebody to show them to nor the wish to print all. At a
 * terminal two shares come back from paper at once; a script proves them with a command of its own.
 */
export async function holdCeremony(
  { terminal, clock, rounds, urn }: CeremonyDeps,
  { slug, holders, actor, printAll, anew = false }: CeremonyOptions,
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
    terminal.print(`The keys of ${round.name.fi} (${slug}) are ready when two shares have come back from paper.`)
    terminal.print(`Three sheets follow, each for its holder's eyes alone: ${holders.join(', ')}.`)
    await terminal.ask('Press Enter to make the keys, Ctrl-C to stop. ')
  }
  const before = anew && round.keysReadyAt === null ? await urn.findKey(round) : null
  const made = valueOf(await urn.makeKeys(actor, slug, { holders, discards: before?.publicKey.toString('hex') }))
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
  if (!oneByOne) {
    terminal.print('They are not ready before two shares have come back from paper:')
    return terminal.print(`  npm run osbu -- prove ${slug} --as "${actor.name}"`)
  }
  terminal.print('Two holders now type theirs back from paper, one after the other.')
  await proveShares({ terminal, rounds, urn }, { slug, actor, shares: null })
}

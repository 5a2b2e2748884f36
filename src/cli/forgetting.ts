import type { AuditActor } from '../audit/index.ts'
import { valueOf } from '../platform/http/index.ts'
import { forgettableFrom, type Rounds } from '../rounds/index.ts'
import { COPIES, type Copy, type Urn } from '../urn/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

export type ForgettingDeps = {
  readonly terminal: Terminal
  readonly rounds: Pick<Rounds, 'bySlug'>
  readonly urn: Pick<Urn, 'forget' | 'forgetting' | 'tellDestroyed'>
}

type Who = { readonly slug: string; readonly actor: AuditActor }

const COPY_WORDS: Readonly<Record<Copy, string>> = {
  share_sheets: 'the sheets of the three key holders',
  database_backups: 'backups of the database from before now',
  log_archive: 'archives of its write-ahead log, and replicas',
  secrets_backups: 'backups of SECRETS_DIR',
  other_copies: 'other copies, such as disk images; and restart the service',
}

/**
 * Destroys the secrets and the sealed ballots of a round. At a terminal its short name is typed once more; a script gives
 * it with `--confirm`. Throws a CommandError before anything is destroyed when neither is there.
 */
export async function forgetRound(
  { terminal, rounds, urn }: ForgettingDeps,
  { slug, actor, witness, confirm, secretsLost }: Who & { witness: string; confirm?: string | undefined; secretsLost: boolean },
): Promise<void> {
  const round = await rounds.bySlug(slug)
  if (confirm === undefined && !terminal.interactive) throw new CommandError(`In a script say --confirm ${slug}.`)
  const from = forgettableFrom(round)
  if (confirm === undefined) {
    terminal.print(`${round.name.fi} (${slug}): the sealed ballots, the roll and the secret files are destroyed, for ever.`)
    terminal.print('The result, the anonymous ballots and the urn list stay.')
    if (from !== null) terminal.print(`It may be forgotten from ${from.toISOString()} on, and not while an appeal is under way.`)
  }
  const typed = confirm ?? await terminal.ask('Type the short name of the round to go on, Ctrl-C to stop: ')
  const done = valueOf(await urn.forget(actor, slug, { confirm: typed, witness, secretsLost }))
  terminal.print(`${slug} is forgotten: ${done.sealedBallots} sealed ballots, ${done.rollEntries} entries of the roll and ${
    done.secretFiles} secret files were destroyed just now.`)
  terminal.print(done.logOverwritten ? 'The write-ahead log on the database\'s disk was overwritten.'
    : 'The write-ahead log on the database\'s disk could NOT be overwritten: see docs/command-line.md, "Forgetting a round".')
  terminal.print('What no software reaches, people destroy and say so:')
  for (const copy of COPIES) terminal.print(`  ${copy.padEnd(17)} ${COPY_WORDS[copy]}`)
  terminal.print(`  npm run osbu -- destroyed ${slug} --what share_sheets --note "who, when, how" --as "${actor.name}"`)
}

/** Records what people say that they destroyed, and prints what nobody has spoken of yet. */
export async function tellDestroyed(
  { terminal, urn }: ForgettingDeps, { slug, actor, what, note }: Who & { what: readonly Copy[]; note: string },
): Promise<void> {
  valueOf(await urn.tellDestroyed(actor, slug, { what: [...what], note }))
  const { destroyed } = await urn.forgetting(slug)
  const left = COPIES.filter((copy) => !destroyed.some((told) => told.what === copy))
  terminal.print(left.length === 0 ? 'Recorded. Nothing is left to destroy.' : `Recorded. Still left: ${left.join(', ')}.`)
}

import type { Audit } from '../audit/index.ts'
import type { Rounds } from '../rounds/index.ts'
import type { Tally } from '../tally/index.ts'
import type { Urn } from '../urn/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

type Checked = {
  readonly terminal: Terminal
  readonly audit: Pick<Audit, 'verify'>
  readonly rounds: Pick<Rounds, 'list'>
  readonly urn: Pick<Urn, 'roundsWithoutSecrets' | 'forgottenWithSecrets'>
  readonly tally: Pick<Tally, 'isUrnAsListed'>
}

/**
 * Looks after a restore, or at any time, whether database and secrets belong together and nothing in them was changed.
 * Tells no number of ballots, for voting may be going on. Throws a CommandError that names everything found.
 */
export async function checkAll({ terminal, audit, rounds, urn, tally }: Checked): Promise<void> {
  const found: string[] = []
  const tell = (line: string, fault: string | null): void => {
    terminal.print(`${fault === null ? 'ok      ' : 'WRONG   '}${fault ?? line}`)
    if (fault !== null) found.push(fault)
  }
  tell('The schema is up to date, the server commits to the disk, and the pepper of the service fits.', null)
  const chain = await audit.verify()
  tell('The audit chain holds.', chain.ok ? null : `The audit chain is broken at event ${chain.seq}: ${chain.reason}.`)
  const without = new Set(await urn.roundsWithoutSecrets())
  const left = new Set(await urn.forgottenWithSecrets())
  for (const { slug, keysReadyAt, publishedAt, forgottenAt } of await rounds.list()) {
    if (keysReadyAt !== null && publishedAt === null) {
      tell(`${slug}: its secret files fit.`, without.has(slug)
        ? `${slug}: its secret files are missing or not the ones it was made with. Nobody can vote. Restore SECRETS_DIR.` : null)
    }
    if (forgottenAt !== null) {
      tell(`${slug}: it was forgotten, and its secret files are not here.`, left.has(slug)
        ? `${slug}: secret files of it are here although it was forgotten. Run forget on this machine too.` : null)
    }
    const asListed = await tally.isUrnAsListed(slug)
    if (asListed !== null) {
      tell(`${slug}: the urn is what its published list says.`, asListed ? null : `${slug}: the urn differs from its list.`)
    }
  }
  if (found.length > 0) throw new CommandError(`${found.length === 1 ? 'One thing is' : `${found.length} things are`} wrong.`)
  terminal.print('Nothing is wrong.')
}

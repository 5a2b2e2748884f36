import type { Audit } from '../audit/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

/** Walks the audit chain. Throws a CommandError that names the first event where it breaks. */
export async function verifyAuditChain(terminal: Terminal, audit: Pick<Audit, 'verify'>): Promise<void> {
  const verified = await audit.verify()
  if (!verified.ok) throw new CommandError(`The audit chain is broken at event ${verified.seq}: ${verified.reason}.`)
  terminal.print(`The audit chain holds: ${verified.events} events, each follows the one before it.`)
  terminal.print(`Its head is ${verified.head}`)
  terminal.print('Note the head down elsewhere: a later chain that does not contain it was written anew.')
}

import { readFile } from 'node:fs/promises'
import { z } from 'zod'
import type { Audit, KeptHead } from '../audit/index.ts'
import { CommandError } from './command-error.ts'
import type { Terminal } from './terminal.ts'

const HASH = /^[0-9a-f]{64}$/

const publishedSchema = z.object({
  heads: z.array(z.object({ day: z.string(), seq: z.int(), hash: z.string().regex(HASH) })).min(1),
})

/** The heads in a copy of `/api/audit/heads`. Throws a CommandError when it is none. */
function headsIn(text: string, source: string): KeptHead[] {
  let document: unknown
  try {
    document = JSON.parse(text)
  } catch {
    throw new CommandError(`${source} is neither a hash nor a copy of /api/audit/heads.`)
  }
  const parsed = publishedSchema.safeParse(document)
  if (!parsed.success) throw new CommandError(`${source} is no copy of /api/audit/heads.`)
  return parsed.data.heads.map(({ hash, seq }) => ({ hash, seq }))
}

/** What somebody kept: a hash as it stands, or a file with a copy of the published heads. Throws a CommandError. */
async function keptHeads(given: string): Promise<KeptHead[]> {
  const hash = given.toLowerCase()
  if (HASH.test(hash)) return [{ hash }]
  try {
    return headsIn(await readFile(given, 'utf8'), given)
  } catch (error) {
    if (error instanceof CommandError) throw error
    throw new CommandError(`${given} is neither a hash of 64 characters nor a file that can be read.`)
  }
}

type Verified = Pick<Audit, 'verify' | 'placeOf'>

/**
 * Walks the audit chain and looks for heads that were kept elsewhere. Throws a CommandError that names the first event
 * where it breaks, or the first head that it does not hold.
 */
export async function verifyAuditChain(terminal: Terminal, audit: Verified, kept: readonly string[] = []): Promise<void> {
  const heads = (await Promise.all(kept.map(keptHeads))).flat()
  const verified = await audit.verify()
  if (!verified.ok) throw new CommandError(`The audit chain is broken at event ${verified.seq}: ${verified.reason}.`)
  for (const head of heads) {
    if (await audit.placeOf(head) === null) {
      throw new CommandError(`The audit chain was written anew: it does not hold the head ${head.hash}${
        head.seq === undefined ? '' : ` as event ${head.seq}`}.`)
    }
  }
  terminal.print(`The audit chain holds: ${verified.events} events, each follows the one before it.`)
  if (heads.length > 0) terminal.print(`It holds ${heads.length === 1 ? 'the head' : `all ${heads.length} heads`} that you kept.`)
  terminal.print(`Its head is ${verified.head}`)
  terminal.print('Note the head down elsewhere: a later chain that does not contain it was written anew.')
}

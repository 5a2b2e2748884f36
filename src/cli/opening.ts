import type { AuditActor } from '../audit/index.ts'
import { valueOf } from '../platform/http/index.ts'
import type { Proposals } from '../proposals/index.ts'
import type { Rounds } from '../rounds/index.ts'
import type { Tally, TallyResult } from '../tally/index.ts'
import { SHARES_NEEDED } from '../urn/index.ts'
import { CommandError } from './command-error.ts'
import { rankingLines } from './ranking.ts'
import type { Terminal } from './terminal.ts'

export type OpeningDeps = {
  readonly terminal: Terminal
  readonly rounds: Pick<Rounds, 'bySlug'>
  readonly proposals: Pick<Proposals, 'ofRound'>
  readonly tally: Pick<Tally, 'openUrn' | 'run' | 'publish'>
}

type Who = { readonly slug: string; readonly actor: AuditActor }

/** The shares in a file or from a pipe: one a line, empty lines aside. Throws a CommandError unless there are two. */
export function sharesOf(text: string): string[] {
  const shares = text.split(/\r?\n/).map((line) => line.trim()).filter((line) => line !== '')
  if (shares.length !== SHARES_NEEDED) {
    throw new CommandError(`The urn opens with ${SHARES_NEEDED} shares, one a line, but there are ${shares.length}.`)
  }
  return shares
}

async function askShares(terminal: Terminal): Promise<string[]> {
  if (!terminal.interactive) return sharesOf(await terminal.readAll())
  const shares: string[] = []
  for (let place = 1; place <= SHARES_NEEDED; place++) {
    shares.push(await terminal.askSecretly(`Share of key holder ${place} (it is not shown): `))
  }
  return shares
}

async function printRanking(deps: OpeningDeps, slug: string, result: TallyResult): Promise<void> {
  const { id } = await deps.rounds.bySlug(slug)
  const titles = new Map((await deps.proposals.ofRound(id)).map(({ number, title }) => [number, title.fi]))
  for (const line of rankingLines(result, (number) => titles.get(number) ?? '')) deps.terminal.print(line)
}

/** Opens the urn with two shares: given, typed unseen, or piped in. Prints what was sealed, opened and not openable. */
export async function openUrn(
  deps: OpeningDeps, { slug, actor, shares }: Who & { shares: readonly string[] | null },
): Promise<void> {
  // A wrong name is told before anybody types a share.
  await deps.rounds.bySlug(slug)
  const report = valueOf(await deps.tally.openUrn(actor, slug, shares ?? await askShares(deps.terminal)))
  deps.terminal.print(`The urn of ${slug} is open: ${report.sealedCount} sealed ballots, ${report.openedCount} opened, `
    + `${report.unopenable.length} that could not be opened.`)
  for (const { sealedSha256, reason } of report.unopenable) {
    deps.terminal.print(`  not opened: ${sealedSha256} (${reason})`)
  }
}

/** Counts an opened urn by the round's rule and prints the ranking. Nobody else sees it before `publish`. */
export async function countRound(deps: OpeningDeps, { slug, actor }: Who): Promise<void> {
  await printRanking(deps, slug, valueOf(await deps.tally.run(actor, slug)))
  deps.terminal.print('Nothing is published yet. When you have looked at it:')
  deps.terminal.print(`  npm run osbu -- publish ${slug} --as "${actor.name}"`)
}

/** Publishes the stored count and the anonymous ballots. */
export async function publishResult(deps: OpeningDeps, { slug, actor }: Who): Promise<void> {
  const result = valueOf(await deps.tally.publish(actor, slug))
  await printRanking(deps, slug, result)
  deps.terminal.print('Published. Anybody can recount it from these two:')
  for (const file of ['result', 'ballots.csv']) deps.terminal.print(`  /api/rounds/${slug}/${file}`)
}

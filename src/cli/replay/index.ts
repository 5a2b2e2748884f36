import { randomBytes } from 'node:crypto'
import { basename } from 'node:path'
import { parseBallots, recount, type ResultDocument } from '../../open-data/index.ts'
import { PabulibError, readPabulibFile } from '../../platform/pabulib/index.ts'
import { CommandError } from '../command-error.ts'
import { rankingLines } from '../ranking.ts'
import type { Terminal } from '../terminal.ts'
import { compareWithSelected, countFaults } from './checks.ts'
import { type Client, createClient } from './client.ts'
import { planReplay, type ReplayPlan, type ReplayRule } from './plan.ts'
import { startProgress } from './progress.ts'
import { createRehearsal } from './rehearsal.ts'
import { type Voting, voteAll } from './voting.ts'

export { compareWithSelected, countFaults } from './checks.ts'
export { planReplay, replaySlug, fit } from './plan.ts'

export type ReplayOptions = {
  readonly file: string
  readonly url: string
  readonly rule: ReplayRule
  /** The part of the ballots that is cast on paper, 0 to 1. */
  readonly paper: number
  readonly concurrency: number
}

const SHOWN_MAX = 20

function printSome(terminal: Terminal, lines: readonly string[]): void {
  for (const line of lines.slice(0, SHOWN_MAX)) terminal.print(`  ${line}`)
  if (lines.length > SHOWN_MAX) terminal.print(`  and ${lines.length - SHOWN_MAX} more`)
}

function read(options: ReplayOptions): ReplayPlan {
  try {
    return planReplay(readPabulibFile(options.file), {
      fileName: basename(options.file), suffix: randomBytes(3).toString('hex'),
      rule: options.rule, paper: options.paper,
    })
  } catch (error) {
    if (error instanceof PabulibError) throw new CommandError(`${options.file}, ${error.message}`)
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw new CommandError(`There is no file ${options.file}.`)
    throw error
  }
}

function printPlan(terminal: Terminal, plan: ReplayPlan, options: ReplayOptions): void {
  const paper = plan.ballots.filter((ballot) => ballot.paper).length
  terminal.print(`${basename(options.file)} as the rehearsal ${plan.slug} at ${options.url}`)
  terminal.print(`${plan.proposals.length} proposals, ${plan.ballots.length} ballots (${paper} of them on paper), `
    + `${plan.picksMin} to ${plan.picksMax} picks, rule ${plan.rule}`)
  if (plan.invalid.length === 0) return
  terminal.print(`${plan.invalid.length} ballots break the rules of the round and are not cast:`)
  for (const { line, why } of plan.invalid) terminal.print(`  line ${line}: ${why}`)
}

function rate(count: number, seconds: number): string {
  return `${count} in ${seconds.toFixed(1)} s, ${seconds > 0 ? Math.round(count / seconds) : 0} a second`
}

function printVoting(terminal: Terminal, voting: Voting, retries: number): void {
  terminal.print(`Sign-ins: ${rate(voting.signIns, voting.signInSeconds)}`)
  terminal.print(`Casts:    ${rate(voting.cast.length, voting.castSeconds)}`)
  if (retries > 0) terminal.print(`${retries} requests were asked again after trouble on the way, casts by the same id`)
}

/** The published result with its ballots, checked against what was cast. Every fault in a sentence. */
async function check(client: Client, plan: ReplayPlan, voting: Voting) {
  const path = `/api/rounds/${plan.slug}`
  const [resultText, ballotsText, urnList] = await Promise.all(
    [`${path}/result`, `${path}/ballots.csv`, `${path}/urn-list.txt`].map((file) => client.getText(file)))
  const result = JSON.parse(resultText!) as ResultDocument
  const sealed = new Set(urnList!.split('\n'))
  const unlisted = voting.cast.filter(({ sealedSha256 }) => !sealed.has(sealedSha256))
  const recounted = recount(resultText!, ballotsText!)
  return {
    result, recounted,
    faults: [
      ...voting.refused.map(({ line, why }) => `the ballot of line ${line} was refused: ${why}`),
      ...unlisted.map(({ line }) => `the sealed ballot of line ${line} is not on the urn list`),
      ...countFaults(voting.cast, parseBallots(ballotsText!)),
      ...(result.unopenable.length > 0 ? [`${result.unopenable.length} ballots could not be opened`] : []),
      ...(recounted.agrees ? [] : [`the recount does not agree: ${recounted.difference}`]),
    ],
  }
}

function printComparison(terminal: Terminal, plan: ReplayPlan, result: ResultDocument): void {
  const idOf = new Map(plan.proposals.map(({ number, projectId }) => [number, projectId]))
  const winners = result.rows.filter(({ outcome }) => outcome === 'carried_out').map(({ number }) => number)
  terminal.print(`Winners (${winners.length}): ${winners.map((number) => idOf.get(number)).join(' ')}`)
  const compared = compareWithSelected(winners, plan.proposals)
  if (compared === null) {
    terminal.print('The file has no column "selected" to compare with.')
    return
  }
  const { both, countAlone, fileAlone } = compared
  const column = `The file's column "selected" (rule ${plan.fileRule ?? 'not named'})`
  if (countAlone.length + fileAlone.length === 0) {
    terminal.print(`${column} has the same winners.`)
    return
  }
  terminal.print(`${column} has other winners: ${both.length} in both,`)
  terminal.print(`  here alone: ${countAlone.join(' ') || 'none'}; in the file alone: ${fileAlone.join(' ') || 'none'}.`)
}

/**
 * Holds a Pabulib election as a rehearsal through the HTTP API of a running demo service, from the round to the
 * published result, and checks it. Throws a CommandError when a ballot that was cast is not in the count, or a recount
 * of the published files differs.
 */
export async function replay(terminal: Terminal, options: ReplayOptions): Promise<void> {
  const plan = read(options)
  const client = createClient(options.url)
  await client.get('/ready')
  printPlan(terminal, plan, options)
  const rehearsal = createRehearsal(client, plan)
  const making = await startProgress(terminal, 'Proposals', plan.proposals.length)
  const { shares } = await rehearsal.prepare(making.step).finally(making.stop)
  const casting = await startProgress(terminal, 'Ballots', plan.ballots.length)
  const voting = await voteAll({ client, clerk: rehearsal.clerk, path: rehearsal.path }, plan.ballots,
    options.concurrency, casting.step).finally(casting.stop)
  printVoting(terminal, voting, client.retries())
  const desk = await rehearsal.closeDesk(voting.cast.filter(({ paper }) => paper).length)
  terminal.print(`SPOTTI closed its day: ${desk.counted} forms, ${desk.registered} in the urn`)
  const opening = await rehearsal.finish(shares)
  terminal.print(`The urn is open: ${opening.sealedCount} sealed, ${opening.openedCount} opened`)

  const { result, recounted, faults } = await check(client, plan, voting)
  const titleOf = new Map(plan.proposals.map(({ number, title }) => [number, title]))
  terminal.print()
  for (const line of rankingLines(result, (number) => titleOf.get(number) ?? '')) terminal.print(line)
  terminal.print()
  printComparison(terminal, plan, result)
  if (faults.length > 0) {
    terminal.print(`${faults.length} faults:`)
    printSome(terminal, faults)
    throw new CommandError(`The replay of ${basename(options.file)} is NOT right: ${faults[0]}.`)
  }
  terminal.print(`Every one of the ${voting.cast.length} ballots that were cast is in the count as it was cast.`)
  if (!recounted.agrees) return
  terminal.print('The recount of the published result and ballots agrees:')
  for (const line of recounted.checked) terminal.print(`  - ${line}`)
}

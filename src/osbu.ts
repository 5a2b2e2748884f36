import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { Command, InvalidArgumentError, Option } from 'commander'
import {
  checkAll, checkReceipt, CommandError, countRound, createTerminal, forgetRound, holdCeremony,
  IMPORT_RULES, IMPORT_TIES, importElection, type ImportRequest, openUrn, proveShares, publishResult, recountFiles,
  recountPabulibFile, replay,
  type ReplayOptions, SeedError, type Seeded, sharesOf, tellDestroyed, verifyAuditChain, writeGenerated,
} from './cli/index.ts'
import { type Config, ConfigError, readConfig } from './config.ts'
import { SecretError, SignInConfigError } from './identity/index.ts'
import { type Details, Fault } from './kernel/index.ts'
import { RecountError } from './open-data/index.ts'
import { connect, migrate } from './platform/database/index.ts'
import { RefusedError } from './platform/http/index.ts'
import { createLogger } from './platform/logging/index.ts'
import { EmbeddedPostgresError, startEmbeddedPostgres } from './platform/postgres/index.ts'
import { runRetention } from './keeping.ts'
import { type Backend, demoSharesFile, fillDemo, startBackend } from './start.ts'
import { COPIES, type Copy } from './urn/index.ts'
import { type FieldCode, fill, problemWords, type RefusalCode } from './web/words/index.ts'

const ROOT = resolve(import.meta.dirname, '..')
const terminal = createTerminal({ input: process.stdin, output: process.stdout })
const operator = (name: string) => ({ id: 'command-line', name })

/** Log lines go beside what a command prints, and only those that an operator must see. */
function logger() {
  return createLogger('error', process.stderr)
}

function urlOf(config: Config): string {
  return config.publicUrl ?? `http://${config.host}:${config.port}`
}

async function withBackend(work: (backend: Backend) => Promise<void>, config: Config = readConfig()): Promise<void> {
  const backend = await startBackend(config, logger(), () => urlOf(config))
  try {
    await work(backend)
  } finally {
    await backend.stop()
  }
}

async function migrateDatabase(): Promise<void> {
  const config = readConfig()
  const embedded = config.databaseUrl === null
    ? await startEmbeddedPostgres({ dataDir: join(config.dataDir, 'postgres') }) : null
  // Its lock wants a connection of its own, so where changes are listened for.
  const db = connect({ url: config.databaseListenUrl ?? config.databaseUrl ?? embedded?.url ?? '' })
  try {
    const ran = await migrate(db)
    terminal.print(`The database is up to date${ran.length === 0 ? ': nothing to do.' : '. These ran:'}`)
    for (const name of ran) terminal.print(`  ${name}`)
  } finally {
    await db.destroy()
    await embedded?.stop()
  }
}

const SEEDED = {
  filled: 'The demo is there: two past rounds with results, one in voting, one that takes ideas.',
  completed: 'An earlier filling was cut off; the demo is whole now.',
  kept: 'The demo was there already: nothing to do.',
  left_alone: 'The database holds other rounds, so it was left as it is.',
} as const satisfies Record<Seeded, string>

async function seed(): Promise<void> {
  const config = readConfig()
  if (!config.demo) throw new CommandError('Only a demo is filled with the demo\'s rounds: set DEMO=1.')
  await withBackend(async (backend) => {
    terminal.print(SEEDED[await fillDemo(config, backend, logger(), () => urlOf(config))])
    terminal.print(`The shares of its key holders: ${demoSharesFile(config)}`)
  }, config)
}

/** The API's document comes from the app itself, on a database that is thrown away: no other one is touched. */
async function generate(): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'osbu-generate-'))
  try {
    const config = readConfig({ DATA_DIR: folder, DEMO: '1' })
    await withBackend(async ({ services }) => {
      const publicUrl = (): string => 'http://localhost:3000'
      const { createApp } = await import('./app.ts')
      const app = await createApp({ services, logger: logger(), publicUrl, trustProxy: null })
      await app.ready()
      for (const path of await writeGenerated(ROOT, app.swagger())) terminal.print(`wrote ${path}`)
      await app.close()
    }, config)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function numberBetween(min: number, max: number): (text: string) => number {
  return (text) => {
    const value = Number(text)
    if (text.trim() !== '' && value >= min && value <= max) return value
    throw new InvalidArgumentError(`It must be a number from ${min} to ${max}.`)
  }
}

const asOption = (): Option =>
  new Option('--as <name>', 'your own name, for the record of who did it').makeOptionMandatory()

type As = { as: string }

function staffCommands(program: Command): void {
  program.command('ceremony').argument('<round>', 'the short name of the round, such as osbu-2026')
    .description('Make the keys of a round and show the sheets of its three key holders')
    .requiredOption('--holders <names...>', 'the three key holders, each name in quotation marks')
    .addOption(asOption())
    .option('--print-all', 'print the three sheets one after another, for scripts', false)
    .option('--anew', 'discard the keys of a ceremony that never ended and begin anew', false)
    .addHelpText('after', `
Hold it with the three key holders in the room, before voting opens. Each sheet is shown once, alone on the screen, and
stored nowhere. Any two of the three open the urn; with two of them lost it can never be opened. At the end two holders
type their shares back from paper: only then are the keys ready. One that was cut off is ended with "prove" or --anew.

Example:
  npm run osbu -- ceremony osbu-2026 --holders "Aino Avain" "Eero Avain" "Inka Avain" --as "Päivi Päällikkö"`)
    .action((slug: string, { as, ...options }: As & { holders: string[]; printAll: boolean; anew: boolean }) =>
      withBackend(({ services }) => holdCeremony({ terminal, ...services }, { slug, actor: operator(as), ...options })))

  program.command('prove').argument('<round>', 'the short name of the round')
    .description('Give two shares back from paper, which ends a ceremony: only then are the keys ready')
    .addOption(asOption())
    .option('--shares <file>', 'read the two shares from a file, one a line, instead of asking for them; - for a pipe')
    .action((slug: string, { as, shares }: As & { shares?: string }) =>
      withBackend(async ({ services }) => proveShares({ terminal, ...services },
        { slug, actor: operator(as), shares: await sharesIn(shares) })))

  program.command('open').argument('<round>', 'the short name of the round')
    .description('Open the urn with the shares of two key holders, after voting has ended')
    .addOption(asOption())
    .option('--shares <file>', 'read the two shares from a file, one a line, instead of asking for them; - for a pipe')
    .option('--count', 'count at once and print the ranking', false)
    .addHelpText('after', `
The shares are typed as they stand on the sheets and are not shown; capitals and spaces do not matter.
Opening, counting and publishing are three steps: open, count, publish.`)
    .action((slug: string, { as, shares, count }: As & { shares?: string; count: boolean }) =>
      withBackend(async ({ services }) => {
        const deps = { terminal, ...services }
        await openUrn(deps, { slug, actor: operator(as), shares: await sharesIn(shares) })
        if (count) await countRound(deps, { slug, actor: operator(as) })
      }))

  program.command('count').argument('<round>', 'the short name of the round')
    .description('Count an opened urn and print the ranking; nothing is published yet')
    .addOption(asOption())
    .action((slug: string, { as }: As) =>
      withBackend(({ services }) => countRound({ terminal, ...services }, { slug, actor: operator(as) })))

  program.command('publish').argument('<round>', 'the short name of the round')
    .description('Publish the counted result and the anonymous ballots')
    .addOption(asOption())
    .action((slug: string, { as }: As) =>
      withBackend(({ services }) => publishResult({ terminal, ...services }, { slug, actor: operator(as) })))
}

function sessionCommand(program: Command): void {
  program.command('sign-out').argument('<staff>', 'who it is, by the id that the audit chain shows')
    .description('End all sessions of a member of staff at once: somebody left, or a device was lost')
    .addOption(asOption())
    .action((staff: string, { as }: As) => withBackend(async ({ services }) => {
      await services.identity.endStaffSessions(operator(as), staff)
      terminal.print(`${staff} is signed out everywhere. The town's sign-in decides whether they can come back.`)
    }))
}

function forgettingCommands(program: Command): void {
  program.command('forget').argument('<round>', 'the short name of the round')
    .description('Destroy the sealed ballots, the roll and the secrets of a round, for ever, after its appeal period')
    .addOption(asOption())
    .requiredOption('--witness <name>', 'who else is there and sees it')
    .option('--confirm <round>', 'the short name once more, instead of being asked for it')
    .option('--secrets-lost', 'the secret files are not in SECRETS_DIR, and you have made sure that they exist nowhere', false)
    .addHelpText('after', `
Run it where the service's own SECRETS_DIR is. What was cut off in the middle is finished by running it again.`)
    .action((slug: string, { as, ...options }: As & { witness: string; confirm?: string; secretsLost: boolean }) =>
      withBackend(({ services }) => forgetRound({ terminal, ...services }, { slug, actor: operator(as), ...options })))

  program.command('destroyed').argument('<round>', 'the short name of a forgotten round')
    .description('Record what people destroyed that no software reaches: sheets, backups, archives')
    .addOption(asOption())
    .addOption(new Option('--what <copies...>', 'what was destroyed').choices(COPIES).makeOptionMandatory())
    .option('--note <text>', 'who, when and how, or that there were none', '')
    .action((slug: string, { as, ...options }: As & { what: Copy[]; note: string }) =>
      withBackend(({ services }) => tellDestroyed({ terminal, ...services }, { slug, actor: operator(as), ...options })))
}

/** The shares that an option names: in a file or, by a hyphen, from a pipe. Null asks for them. */
async function sharesIn(option: string | undefined): Promise<string[] | null> {
  if (option === undefined) return null
  return sharesOf(option === '-' ? await terminal.readAll() : await readOrExplain(option))
}

function importCommand(program: Command): void {
  program.command('import').argument('<file>', 'an election in the Pabulib format (.pb), a file or an http address')
    .description('Bring in an election that was held elsewhere as a past round with its result')
    .addOption(asOption())
    .option('--slug <slug>', 'the short name of the round; the name of the file unless told')
    .option('--name <name>', 'the name of the round; the place and the year of the file unless told')
    .addOption(new Option('--rule <rule>', 'count by another rule than the file names').choices(IMPORT_RULES))
    .addOption(new Option('--ties <how>', 'how equal votes are placed; otherwise by what explains the file').choices(IMPORT_TIES))
    .addHelpText('after', `
The round is published at once, and marked as imported for ever. All or nothing: what is wrong in the file is told by
line and field, and then nothing is brought in. A short name that is taken is refused, so that a second run does no harm.

Example:
  npm run osbu -- import Poland_Lodz_2022.pb --slug lodz-2022 --name "Łódź 2022" --as "Päivi Päällikkö"`)
    .action((file: string, { as, ...options }: As & Omit<ImportRequest, 'file' | 'actor'>) =>
      withBackend(({ services }) => importElection({ terminal, ...services }, { file, actor: operator(as), ...options })))
}

async function readOrExplain(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8')
  } catch (error) {
    throw new CommandError(`${path} cannot be read: ${(error as Error).message}`)
  }
}

function checkingCommands(program: Command): void {
  program.command('recount').argument('<result>', 'the published result, a file or an http address')
    .argument('[ballots]', 'the published ballots, a file or an http address; none for a .pb file, which holds both')
    .description('Count a published result anew from its two files alone, without any database')
    .addHelpText('after', `
Says what was checked and ends with 0, or tells the first difference and ends with 1. See docs/recount.md.

Example:
  npm run osbu -- recount result.json ballots.csv
  npm run osbu -- recount http://localhost:3000/api/rounds/osbu-2023/{result,ballots.csv}
  npm run osbu -- recount osbu-2023.pb`)
    .action((result: string, ballots: string | undefined) => ballots === undefined
      ? recountPabulibFile(terminal, result) : recountFiles(terminal, result, ballots))

  program.command('receipt').argument('<code>', 'the tracker, or the hash of the sealed ballot, as the receipt tells it')
    .argument('<file>', 'ballots.csv for a tracker, urn-list.txt for a hash: a file or an http address')
    .description('Look up a voter\'s receipt in a published file, without any database')
    .addHelpText('after', `
Example:
  npm run osbu -- receipt "7K3M-9QRT-2VWX-4YZ0" ballots.csv
  npm run osbu -- receipt 3f7a…c2 http://localhost:3000/api/rounds/osbu-2026/urn-list.txt`)
    .action((code: string, file: string) => checkReceipt(terminal, code, file))

  program.command('audit').description('The record of what staff did')
    .command('verify').description('Walk the whole audit chain and say whether it holds')
    .option('--head <kept...>', 'heads that you kept: hashes, or files with a copy of /api/audit/heads')
    .action(({ head }: { head?: string[] }) => withBackend(({ services }) => verifyAuditChain(terminal, services.audit, head)))

  program.command('replay').argument('<file>', 'an election in the Pabulib format (.pb): approval or choose-1')
    .description('Hold a real election of another town as a rehearsal, through the API of a running demo service')
    .option('--url <url>', 'the address that the service prints when it starts', 'http://localhost:3000')
    .addOption(new Option('--rule <rule>', 'the counting rule').choices(['greedy', 'greedy-no-skip']).default('greedy'))
    .option('--paper <part>', 'the part of the ballots that is on paper, 0 to 1', numberBetween(0, 1), 0.05)
    .option('--concurrency <people>', 'how many people vote at the same time', numberBetween(1, 256), 16)
    .addHelpText('after', `
Every ballot of the file is cast by an artificial person of its own. At the end the result is published, compared with
the file, and recounted. Ends with 1 when a ballot that was cast is not in the count.`)
    .action((file: string, options: Omit<ReplayOptions, 'file'>) => replay(terminal, { file, ...options }))
}

function createProgram(): Command {
  const program = new Command('osbu')
    .description('Osbu: the participatory budgeting of Heinola. What an operator runs.')
    .usage('<command> [options]     (npm run osbu -- <command> [options])')
    .showHelpAfterError('Add --help to see how the command is used.')
    .addHelpText('after', `
Each command explains itself: npm run osbu -- ceremony --help
See also docs/command-line.md.`)
  program.command('migrate').description('Bring the schema of the database up to date and say what ran')
    .action(migrateDatabase)
  program.command('seed').description('Fill an empty database with the rounds of the demo; any other is left as it is')
    .action(seed)
  staffCommands(program)
  sessionCommand(program)
  forgettingCommands(program)
  importCommand(program)
  checkingCommands(program)
  program.command('check').description('Say whether database and secrets belong together and nothing in them was changed')
    .addHelpText('after', `
Run it after every restore and every upgrade. Ends with 0, or names all that is wrong and ends with 1.`)
    .action(() => withBackend(({ services }) => checkAll({ terminal, ...services })))
  program.command('retention').description('Take away now what the nightly run takes away: see docs/operations.md')
    .action(() => withBackend(async ({ services }) => {
      const { addresses, authors, withdrawn, mails } = await runRetention(services)
      terminal.print(`Addresses: ${addresses}. Authors: ${authors}. Ideas that were taken back: ${withdrawn}. Mails: ${mails}.`)
    }))
  program.command('generate').description('Write the generated files of the project: API, events, hashes of migrations')
    .action(generate)
  return program
}

function refused(code: RefusalCode, details: Details | undefined): string {
  const figures = Object.entries(details ?? {}).map(([name, value]) => `; ${name}: ${value}`).join('')
  return `${fill(problemWords('en').refusals[code], details)} (${code}${figures})`
}

/** What a person can mend, in a sentence; null for what only whoever wrote this can. */
function sentenceOf(error: unknown): string | null {
  const plain = [CommandError, ConfigError, EmbeddedPostgresError, SecretError, SignInConfigError, RecountError, SeedError]
  if (plain.some((kind) => error instanceof kind)) return (error as Error).message
  if (error instanceof RefusedError) return refused(error.refusal.code as RefusalCode, error.refusal.details)
  if (error instanceof Fault) {
    const words = problemWords('en')
    const fields = error.fields.map(({ field, code, params }) =>
      `\n  ${field}: ${fill(words.fields[code as FieldCode] ?? code, params)} (${code})`)
    // Rounds are all that a command looks for by name.
    const what = error.code === 'not_found' ? 'There is no round of that name.' : words.door[error.code]
    return `${what} (${error.code})${fields.join('')}`
  }
  const { code, message } = error as { code?: unknown; message?: string }
  // What the system or the database said by a code of its own: no file, no right, no connection, a wrong password.
  return typeof code === 'string' && /^(E[A-Z]+|28P01|28000|3D000|57P03)$/.test(code) ? message || code : null
}

try {
  await createProgram().parseAsync()
} catch (error) {
  process.stderr.write(`${sentenceOf(error) ?? String((error as Error).stack ?? error)}\n`)
  process.exitCode = 1
}

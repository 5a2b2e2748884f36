import { existsSync } from 'node:fs'
import { enableCompileCache } from 'node:module'
import { join } from 'node:path'
import type { Config } from './config.ts'
import type { Running } from './start.ts'

// Reading the code and stripping its types is most of a start, so Node keeps what it made of it, which must be asked for
// before the code is loaded. The folder is trusted as far as the code beside it; where it cannot be written all goes on.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/osbu'))

const GRACE_MS = 25_000

/** Errors by name or code whose sentence is all that an operator needs. Of the rest they see the stack. */
const PLAIN = new Set([
  'ConfigError', 'DurabilityError', 'EmbeddedPostgresError', 'SecretError', 'SignInConfigError', 'SeedError', 'EADDRINUSE', 'EACCES',
  'ECONNREFUSED', 'ENOTFOUND', '28P01', '3D000',
])

/** Plain text for whoever has just started a demo; everything else that is told goes to the log. */
async function bannerOf(config: Config, { url, services: { rounds } }: Running): Promise<string> {
  const { demoBanner } = await import('./cli/index.ts')
  const { DEMO_PEOPLE, DEMO_STAFF } = await import('./identity/index.ts')
  const { demoSharesFile } = await import('./start.ts')
  const sharesFile = demoSharesFile(config)
  return demoBanner({
    url, people: DEMO_PEOPLE, staff: DEMO_STAFF, sharesFile: existsSync(sharesFile) ? sharesFile : null,
    rounds: (await rounds.list()).map((round) => ({ ...round, phase: rounds.phase(round) })),
  })
}

async function main(): Promise<void> {
  const { readConfig } = await import('./config.ts')
  const { createLogger } = await import('./platform/logging/index.ts')
  const config = readConfig()
  const logger = createLogger(config.logLevel)
  const { start } = await import('./start.ts')
  const running = await start(config, logger)
  logger.info({ url: running.url }, 'Osbu is ready')
  if (config.demo) process.stdout.write(await bannerOf(config, running))
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.once(signal, () => {
      logger.info({ signal }, 'stopping: requests under way are answered first')
      const hurry = setTimeout(() => process.exit(1), GRACE_MS)
      hurry.unref()
      running.stop().then(() => process.exit(0), (error: unknown) => {
        logger.error({ err: error }, 'stopping failed')
        process.exit(1)
      })
    })
  }
}

try {
  await main()
} catch (error) {
  // Whoever starts it reads this on a terminal: a sentence for what they can mend, the stack for the rest.
  const { name, code } = error as { name?: string; code?: string }
  const plain = PLAIN.has(name ?? '') || PLAIN.has(code ?? '')
  process.stderr.write(`${plain ? (error as Error).message : String((error as Error).stack ?? error)}\n`)
  process.exit(1)
}

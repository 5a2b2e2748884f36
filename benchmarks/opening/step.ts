import { monitorEventLoopDelay } from 'node:perf_hooks'
import { createApp } from '../../src/app.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { KEY_HOLDER, MANAGER, must } from '../../test/support/world.ts'
import { servicesOn } from './full-urn.ts'

// A process of the service that does one step, so that the memory it takes is this step's alone.
export type Step = {
  readonly step: 'open' | 'count' | 'export'
  readonly url: string; readonly secretsDir: string; readonly slug: string; readonly shares: readonly string[]
}

export type StepDone = {
  readonly seconds: number
  /** The most memory that was in the process's use at once, and what it had before it began. */
  readonly peakMb: number
  readonly beforeMb: number
  /** For how long nobody else was answered, at worst. */
  readonly heldUpMs: number
  /** When ballots began to be open, and when all were. */
  readonly firstSeconds: number
  readonly lastSeconds: number
}

const MB = 2 ** 20
const tell = (message: unknown): void => { process.send!(message) }

async function served(services: Parameters<typeof createApp>[0]['services']): Promise<string> {
  const app = await createApp({ services, logger: createLogger('silent'), publicUrl: () => 'http://localhost', trustProxy: null })
  return app.listen({ host: '127.0.0.1', port: 0 })
}

process.once('message', async ({ step, url, secretsDir, slug, shares }: Step) => {
  const { db, services } = await servicesOn(url, secretsDir)
  if (step === 'export') {
    tell(await served(services))
    process.once('message', () => {
      tell({ peakMb: process.resourceUsage().maxRSS * 1024 / MB })
      process.disconnect()
      process.exit()
    })
    return
  }
  const beforeMb = process.memoryUsage().rss / MB
  const delay = monitorEventLoopDelay({ resolution: 5 })
  delay.enable()
  const begun = performance.now()
  const since = (): number => (performance.now() - begun) / 1000
  let [firstSeconds, lastSeconds] = [0, 0]
  const onProgress = (): void => {
    lastSeconds = since()
    firstSeconds ||= lastSeconds
  }
  if (step === 'open') must(await services.tally.openUrn(KEY_HOLDER, slug, shares, onProgress))
  else must(await services.tally.run(MANAGER, slug, onProgress))
  const done: StepDone = {
    seconds: since(), peakMb: process.resourceUsage().maxRSS * 1024 / MB, beforeMb, heldUpMs: delay.max / 1e6, firstSeconds, lastSeconds,
  }
  await db.destroy()
  tell(done)
  process.disconnect()
})

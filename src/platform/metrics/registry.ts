import type { Api } from '../http/index.ts'
import { createHandful } from './handful.ts'

/** A value that is asked for when somebody reads: by label, or one without any. */
export type Reading = {
  readonly name: string
  readonly help: string
  readonly label?: string
  readonly read: () => Promise<number | Readonly<Record<string, number>>>
}

export type Metrics = Awaited<ReturnType<typeof createMetrics>>

/** So many requests of one kind come to light together. */
const HANDFUL = 20

const BUCKETS_SECONDS = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

/**
 * What Prometheus may read of the service. Nothing here may tell how the vote is going: requests that leave no line in the
 * log (casting, receipts, desks, sign-in) are not measured at all, all others come in handfuls, and the process tells
 * neither its CPU time nor its memory nor the size of anything, which a single ballot would change.
 */
export async function createMetrics({ version }: { version: string }) {
  // Most towns have no Prometheus, and their service need not load its library.
  const { Counter, Gauge, Histogram, Registry } = await import('prom-client')
  const registry = new Registry()
  const registers = [registry]
  new Gauge({ name: 'osbu_build_info', help: 'Always 1; the version that runs.', labelNames: ['version'], registers })
    .set({ version }, 1)
  new Gauge({ name: 'osbu_start_time_seconds', help: 'When the service was started, in seconds since 1970.', registers })
    .set(Math.floor(Date.now() / 1000 - process.uptime()))
  const alarms = new Counter({ name: 'osbu_alarms_total', help: 'Alarms since the start: see the log.', registers })
  const failures = new Counter({
    name: 'osbu_http_failures_total', help: 'Requests that ended in a failure of ours (5xx), all of them together.', registers,
  })
  const durations = new Histogram({
    name: 'osbu_http_request_duration_seconds', labelNames: ['door', 'act'], buckets: BUCKETS_SECONDS, registers,
    help: 'How long requests took, told in handfuls of 20. Casting, receipts, desks and sign-in are left out.',
  })

  const handfuls = new Map<string, (seconds: number) => void>()
  function measure(door: 'page' | 'api', act: 'read' | 'write', seconds: number): void {
    const key = `${door} ${act}`
    let handful = handfuls.get(key)
    if (handful === undefined) {
      handful = createHandful(HANDFUL, (value) => durations.observe({ door, act }, value))
      handfuls.set(key, handful)
    }
    handful(seconds)
  }

  /** Measures the requests of an app. Call it before its routes are registered. */
  function install(app: Api): void {
    app.addHook('onResponse', async (request, reply) => {
      if (reply.statusCode >= 500) failures.inc()
      const { config, url } = request.routeOptions
      if (config?.quiet || url === undefined) return
      measure(url.startsWith('/api/') ? 'api' : 'page', ['GET', 'HEAD'].includes(request.method) ? 'read' : 'write',
        reply.elapsedTime / 1000)
    })
  }

  /** A reading that fails is left out, so that one broken part does not hide the rest. */
  function tell({ name, help, label, read }: Reading): void {
    new Gauge({
      name, help, registers, ...(label === undefined ? {} : { labelNames: [label] }),
      async collect() {
        this.reset()
        try {
          const value = await read()
          if (typeof value === 'number') this.set(value)
          else for (const [of, number] of Object.entries(value)) this.set({ [label ?? 'of']: of }, number)
        } catch {
          this.remove()
        }
      },
    })
  }

  return {
    install, alarm: () => alarms.inc(), tell,
    text: () => registry.metrics(), contentType: registry.contentType,
  }
}

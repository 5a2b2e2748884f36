import type { AuditActor } from '../audit/index.ts'
import type { Outcome, Refusal } from '../kernel/index.ts'
import type { OpeningRefusal } from './domain.ts'
import type { OnOpened, OpeningReport } from './opening.ts'

/** Where an opening that was started in the background stands. What it found is read from the database. */
export type OpeningProgress =
  | { readonly state: 'running'; readonly opened: number; readonly sealedCount: number | null }
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly refusal: Refusal<OpeningRefusal> }
  | { readonly state: 'failed' }

type OpenUrn = (
  actor: AuditActor, slug: string, shares: readonly string[], onOpened: OnOpened,
) => Promise<Outcome<OpeningReport, OpeningRefusal>>

/**
 * Openings in the background of this process, one a round: a large urn takes longer than a browser waits. The shares live
 * in the call alone; a process that stops in the middle has opened nothing, and the key holders begin again.
 */
export function createOpeningJobs({ openUrn, alarm }: { openUrn: OpenUrn; alarm: (error: unknown) => void }) {
  const jobs = new Map<string, OpeningProgress>()

  /** Begins to open the urn of a round and returns at once. While one runs, another is not begun. */
  function start(actor: AuditActor, slug: string, shares: readonly string[]): void {
    if (jobs.get(slug)?.state === 'running') return
    jobs.set(slug, { state: 'running', opened: 0, sealedCount: null })
    openUrn(actor, slug, shares, (opened, sealedCount) => jobs.set(slug, { state: 'running', opened, sealedCount })).then(
      (outcome) => jobs.set(slug, outcome.ok ? { state: 'done' } : { state: 'refused', refusal: outcome.refusal }),
      (error: unknown) => {
        jobs.set(slug, { state: 'failed' })
        alarm(error)
      },
    )
  }

  /** Null when this process has not been asked to open the urn of the round. */
  function progress(slug: string): OpeningProgress | null {
    return jobs.get(slug) ?? null
  }

  return { start, progress }
}

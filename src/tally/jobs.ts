import type { Outcome, Refusal } from '../kernel/index.ts'

/** Where work that was started in the background stands. What it found is read from the database. */
export type Progress<Code extends string> =
  | { readonly state: 'running'; readonly done: number; readonly all: number | null }
  | { readonly state: 'done' }
  | { readonly state: 'refused'; readonly refusal: Refusal<Code> }
  | { readonly state: 'failed' }

/** Told again and again while the work goes on: how many ballots of all are done. */
export type OnProgress = (done: number, all: number) => void

/**
 * Work in the background of this process, one a round: a large urn takes longer than a browser waits. What it works on
 * lives in the call alone; a process that stops in the middle has stored nothing, and people begin again. `alarm` is
 * told when the work breaks, for nobody waits for it.
 */
export function createJobs<Code extends string>(alarm: (error: unknown) => void) {
  const jobs = new Map<string, Progress<Code>>()
  const endings = new Map<string, Promise<void>>()

  /** Begins the work of a round; while one runs, another is not begun. The promise is kept when it has ended, somehow. */
  function start(slug: string, work: (onProgress: OnProgress) => Promise<Outcome<unknown, Code>>): Promise<void> {
    const running = jobs.get(slug)?.state === 'running' ? endings.get(slug) : undefined
    if (running !== undefined) return running
    jobs.set(slug, { state: 'running', done: 0, all: null })
    const ending = work((done, all) => jobs.set(slug, { state: 'running', done, all })).then(
      (outcome) => {
        jobs.set(slug, outcome.ok ? { state: 'done' } : { state: 'refused', refusal: outcome.refusal })
      },
      (error: unknown) => {
        jobs.set(slug, { state: 'failed' })
        alarm(error)
      },
    )
    endings.set(slug, ending)
    return ending
  }

  /** Null when this process has not been asked to do the work of the round. */
  function progress(slug: string): Progress<Code> | null {
    return jobs.get(slug) ?? null
  }

  return { start, progress }
}

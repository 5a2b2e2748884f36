/** How long a client is waited for that sends or reads, in milliseconds. */
export type Patience = {
  /** Until the last line of its head has come. */
  readonly headersMs: number
  /** Until all of its request has come. */
  readonly requestMs: number
  /** How often these two are looked at: somebody may have that much more. */
  readonly checkMs: number
  /** While nothing goes either way: it does not read its answer, or the answer is still being made. */
  readonly stillMs: number
}

/** A head is a few kilobytes at most. A photo of ten megabytes takes its time over a slow phone. */
export const PATIENCE: Patience = { headersMs: 20_000, requestMs: 120_000, checkMs: 5_000, stillMs: 120_000 }

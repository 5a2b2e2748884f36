/** How long a client is waited for that sends, in milliseconds. */
export type Patience = {
  /** Until the last line of its head has come. */
  readonly headersMs: number
  /** Until all of its request has come. */
  readonly requestMs: number
  /** How often this is looked at: somebody may have that much more. */
  readonly checkMs: number
}

/** A head is a few kilobytes at most. A photo of ten megabytes takes its time over a slow phone. */
export const PATIENCE: Patience = { headersMs: 20_000, requestMs: 120_000, checkMs: 5_000 }

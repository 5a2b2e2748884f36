/** The embedded PostgreSQL can't be started or stopped here; the message tells an operator what to do about it. */
export class EmbeddedPostgresError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'EmbeddedPostgresError'
  }
}

/** What every message ends with when nothing but another database helps. */
export const USE_DATABASE_URL = 'Set DATABASE_URL to use a PostgreSQL server of your own.'

/** The code of a system or PostgreSQL error such as `ENOENT` or `57P03`, if it has one. */
export function codeOf(error: unknown): string | undefined {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  return typeof code === 'string' ? code : undefined
}

import { type Logger, pino } from 'pino'

export type { Logger } from 'pino'

/** Names whose values never reach a log, wherever they stand in an object up to three levels deep. */
const SECRET_NAMES = [
  'hetu', 'picks', 'castId', 'tracker', 'share', 'shares', 'voterKey', 'authorKey', 'pepper', 'password', 'token',
  'cookie', 'authorization', '["set-cookie"]', 'contactEmail', 'connectionString',
  // In these a database quotes the row that it refused, a voter key among it.
  'detail', 'where',
]

function paths(name: string): string[] {
  return name.startsWith('[') ? [name, `*${name}`, `*.*${name}`] : [name, `*.${name}`, `*.*.${name}`]
}

/** What is logged of an error. Drivers hang much more on theirs: connections, their keys, the row that was refused. */
function errorFields(error: Error & { code?: unknown; constraint?: unknown }): Record<string, unknown> {
  const { name, message, code, constraint, stack } = error
  return { type: name, message, code, constraint, stack }
}

/** The service's log: JSON lines on standard output, with secrets taken out. */
export function createLogger(level: string, destination?: { write: (line: string) => void }): Logger {
  const options = {
    level, base: undefined, serializers: { err: errorFields },
    redact: { paths: SECRET_NAMES.flatMap(paths), censor: '[redacted]' },
  }
  return destination ? pino(options, destination) : pino(options)
}

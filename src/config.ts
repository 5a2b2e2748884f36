import { isAbsolute, join, resolve } from 'node:path'
import { z } from 'zod'

const flag = z.enum(['0', '1', 'false', 'true', '']).transform((text) => text === '1' || text === 'true')
const words = z.string().default('').transform((text) => text.split(/\s+/).filter((word) => word !== ''))
const url = (...protocols: string[]) => z.url({
  protocol: new RegExp(`^(${protocols.join('|')})$`),
  error: `must begin with ${protocols.map((protocol) => `${protocol}://`).join(' or ')}`,
})

/** An empty variable is one that is not set, as in a copied `.env.example`. */
function given(env: Record<string, string | undefined>): Record<string, string> {
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]))
}

const schema = z.object({
  NODE_ENV: z.enum(['development', 'test', 'production']).default('development'),
  HOST: z.string().default('localhost'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000),
  PUBLIC_URL: url('http', 'https').optional(),
  DATABASE_URL: url('postgres', 'postgresql').optional(),
  DATABASE_LISTEN_URL: url('postgres', 'postgresql').optional(),
  DATABASE_READ_URL: url('postgres', 'postgresql').optional(),
  DATABASE_POOL_MAX: z.coerce.number().int().min(2).max(200).default(16),
  DATA_DIR: z.string().default('.osbu'),
  SECRETS_DIR: z.string().optional(),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  TRUST_PROXY: z.string().optional(),
  LIMIT_PER_ADDRESS: z.coerce.number().int().min(0).optional(),
  LIMIT_PER_PERSON: z.coerce.number().int().min(0).optional(),
  MAIL_URL: url('smtp', 'smtps').optional(),
  MAIL_FROM: z.string().regex(/^[^@\r\n]*[^@\s]@[^@\s]+$/, 'must be an address, such as Osbu <osbu@heinola.fi>').optional(),
  DEMO: flag.optional(),
  RESIDENT_OIDC_ISSUER: url('http', 'https').optional(),
  RESIDENT_OIDC_CLIENT_ID: z.string().optional(),
  RESIDENT_OIDC_CLIENT_SECRET: z.string().optional(),
  RESIDENT_OIDC_ACR: words,
  RESIDENT_OIDC_AUTH_TIME_OPTIONAL: flag.optional(),
  STAFF_OIDC_ISSUER: url('http', 'https').optional(),
  STAFF_OIDC_CLIENT_ID: z.string().optional(),
  STAFF_OIDC_CLIENT_SECRET: z.string().optional(),
  STAFF_OIDC_ACR: words,
  STAFF_OIDC_AUTH_TIME_OPTIONAL: flag.optional(),
  FEEDBACK_EMAIL: z.email().optional(),
  FEEDBACK_PHONE: z.string().regex(/^\+?[0-9 ()-]{5,25}$/, 'must be a telephone number').optional(),
  STAFF_ROLES_CLAIM: z.string().default('roles'),
  METRICS_HOST: z.string().default('127.0.0.1'),
  METRICS_PORT: z.coerce.number().int().min(0).max(65535).optional(),
  METRICS_TOKEN: z.string().min(16).optional(),
})

type Env = z.infer<typeof schema>

export type OidcConfig = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  /** How strongly people must have been identified, in the provider's own words; empty: not asked. */
  readonly acr: readonly string[]
  /** The provider does not tell when people identified themselves, and is trusted to have asked them anew. */
  readonly authTimeOptional: boolean
}

export type Config = {
  readonly production: boolean
  readonly host: string
  readonly port: number
  /** Where people reach the service; null while the port that it listens on decides. Without a slash at the end. */
  readonly publicUrl: string | null
  readonly databaseUrl: string | null
  readonly databasePoolMax: number
  /** Where the service listens for changes: a connection that no pooler shares among transactions; null for `databaseUrl`. */
  readonly databaseListenUrl: string | null
  /** A streaming replica, for what is the same for everybody; null for none. */
  readonly databaseReadUrl: string | null
  /** Absolute folders. */
  readonly dataDir: string
  readonly secretsDir: string
  readonly logLevel: Env['LOG_LEVEL']
  /** The mail server, with user and password where it wants them; null: mail becomes files in `DATA_DIR/mail`. */
  readonly mailUrl: string | null
  readonly mailFrom: string
  /** Addresses of proxies whose forwarding headers are believed, comma-separated; null for none. */
  readonly trustProxy: string | null
  /** Requests a minute; 0 for any number. Without a number per person there are no stricter limits either. */
  readonly limits: { readonly perAddress: number; readonly perPerson: number }
  /** Demo people sign in without a real provider, and an empty database is filled. Never in production. */
  readonly demo: boolean
  readonly residents: OidcConfig | null
  readonly staff: OidcConfig | null
  readonly staffRolesClaim: string
  /** Where people send feedback; null for what is not set. */
  readonly contact: { readonly email: string | null; readonly phone: string | null }
  /** Where Prometheus reads, at a port of its own; null for nowhere. */
  readonly metrics: { readonly host: string; readonly port: number; readonly token: string | null } | null
}

/** What is wrong with the environment, every fault in a line of its own. */
export class ConfigError extends Error {
  readonly faults: readonly string[]
  constructor(faults: readonly string[]) {
    super(`The configuration has ${faults.length === 1 ? 'a fault' : `${faults.length} faults`}:\n${
      faults.map((fault) => `  - ${fault}`).join('\n')}\nSee .env.example.`)
    this.name = 'ConfigError'
    this.faults = faults
  }
}

function oidc(env: Env, who: 'RESIDENT' | 'STAFF'): OidcConfig | null {
  const [issuer, clientId, clientSecret] =
    [env[`${who}_OIDC_ISSUER`], env[`${who}_OIDC_CLIENT_ID`], env[`${who}_OIDC_CLIENT_SECRET`]]
  if (!issuer || !clientId || !clientSecret) return null
  return {
    issuer, clientId, clientSecret, acr: env[`${who}_OIDC_ACR`], authTimeOptional: env[`${who}_OIDC_AUTH_TIME_OPTIONAL`] ?? false,
  }
}

function faultsBetween(env: Env, demo: boolean): string[] {
  const faults: string[] = []
  const production = env.NODE_ENV === 'production'
  for (const who of ['RESIDENT', 'STAFF'] as const) {
    const parts = ['ISSUER', 'CLIENT_ID', 'CLIENT_SECRET'].map((part) => `${who}_OIDC_${part}` as keyof Env)
    const unset = parts.filter((part) => env[part] === undefined)
    if (unset.length > 0 && unset.length < parts.length) faults.push(`${unset.join(', ')}: needed beside the others`)
    if (unset.length === parts.length && !demo) faults.push(`${parts.join(', ')}: needed unless DEMO=1`)
  }
  if (production) {
    if (env.DEMO) faults.push('DEMO: demo people cannot sign in in production')
    if (!env.DATABASE_URL) faults.push('DATABASE_URL: needed in production')
    if (!env.SECRETS_DIR) faults.push('SECRETS_DIR: needed in production, apart from the database and its backups')
    if (env.MAIL_URL && !env.MAIL_FROM) faults.push('MAIL_FROM: needed beside MAIL_URL')
    if (!env.PUBLIC_URL?.startsWith('https://')) faults.push('PUBLIC_URL: needed in production, with https://')
  }
  const local = ['127.0.0.1', '::1', 'localhost'].includes(env.METRICS_HOST)
  if (env.METRICS_PORT !== undefined && !local && !env.METRICS_TOKEN) {
    faults.push('METRICS_TOKEN: needed when METRICS_HOST is not this machine alone')
  }
  for (const name of ['DATABASE_LISTEN_URL', 'DATABASE_READ_URL'] as const) {
    if (env[name] && !env.DATABASE_URL) faults.push(`${name}: needs DATABASE_URL beside it`)
  }
  if (env.PUBLIC_URL && new URL(env.PUBLIC_URL).pathname !== '/') faults.push('PUBLIC_URL: must have no path')
  return faults
}

/**
 * The configuration, from the environment. Throws a ConfigError that lists every fault at once.
 * Without OIDC providers outside production the demo's are used, so that one command shows the whole service.
 */
export function readConfig(source: Record<string, string | undefined> = process.env): Config {
  const parsed = schema.safeParse(given(source))
  if (!parsed.success) {
    throw new ConfigError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`))
  }
  const env = parsed.data
  const production = env.NODE_ENV === 'production'
  // The embedded database is for trying things out, so the demo comes with it unless somebody says otherwise.
  const demo = env.DEMO ?? (!production && env.DATABASE_URL === undefined)
  const faults = faultsBetween(env, demo)
  if (faults.length > 0) throw new ConfigError(faults)
  const dataDir = isAbsolute(env.DATA_DIR) ? env.DATA_DIR : resolve(env.DATA_DIR)
  return {
    production, host: env.HOST, port: env.PORT, publicUrl: env.PUBLIC_URL ? new URL(env.PUBLIC_URL).origin : null,
    databaseUrl: env.DATABASE_URL ?? null, databasePoolMax: env.DATABASE_POOL_MAX, databaseListenUrl: env.DATABASE_LISTEN_URL ?? null,
    databaseReadUrl: env.DATABASE_READ_URL ?? null, dataDir,
    secretsDir: env.SECRETS_DIR ? resolve(env.SECRETS_DIR) : join(dataDir, 'secrets'), logLevel: env.LOG_LEVEL,
    mailUrl: env.MAIL_URL ?? null, mailFrom: env.MAIL_FROM ?? 'Osbu <osbu@localhost>',
    trustProxy: env.TRUST_PROXY ?? null, demo, residents: oidc(env, 'RESIDENT'), staff: oidc(env, 'STAFF'),
    staffRolesClaim: env.STAFF_ROLES_CLAIM,
    // One machine plays hundreds of people in a demo, when an election is replayed or a fault looked for.
    limits: { perAddress: env.LIMIT_PER_ADDRESS ?? (demo ? 0 : 6000), perPerson: env.LIMIT_PER_PERSON ?? (demo ? 0 : 1200) },
    contact: { email: env.FEEDBACK_EMAIL ?? null, phone: env.FEEDBACK_PHONE ?? null },
    metrics: env.METRICS_PORT === undefined ? null
      : { host: env.METRICS_HOST, port: env.METRICS_PORT, token: env.METRICS_TOKEN ?? null },
  }
}

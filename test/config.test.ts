import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import t from 'tap'
import { ConfigError, readConfig } from '../src/config.ts'

const root = resolve(import.meta.dirname, '..')
const provider = (who: string) => ({
  [`${who}_OIDC_ISSUER`]: 'https://idp.example/', [`${who}_OIDC_CLIENT_ID`]: 'osbu',
    [`${who}_OIDC_CLIENT_SECRET`]: 'secret',
})
const PRODUCTION = {
  NODE_ENV: 'production', DATABASE_URL: 'postgres://osbu@db/osbu', SECRETS_DIR: '/var/lib/osbu/secrets',
  PUBLIC_URL: 'https://osbu.heinola.fi', ...provider('RESIDENT'), ...provider('STAFF'),
}

function faultsOf(env: Record<string, string | undefined>): string[] {
  try {
    readConfig(env)
    return []
  } catch (error) {
    if (error instanceof ConfigError) return [...error.faults]
    throw error
  }
}
const faultyNames = (env: Record<string, string | undefined>): string[] =>
  faultsOf(env).map((fault) => fault.split(':')[0]!)

t.test('with nothing set the whole demo runs on an embedded database', async (t) => {
  t.match(readConfig({}), {
    production: false, host: 'localhost', port: 3000, publicUrl: null, databaseUrl: null, databasePoolMax: 16,
    dataDir: resolve('.osbu'), secretsDir: resolve('.osbu/secrets'), logLevel: 'info', trustProxy: null, demo: true,
    limits: { perAddress: 0, perPerson: 0 },
    residents: null, staff: null, staffRolesClaim: 'roles', contact: { email: null, phone: null }, mailUrl: null, mailFrom: 'Osbu <osbu@localhost>',
  })
})

t.test('a provider must tell when people identified themselves, unless it is trusted without, each for itself', async (t) => {
  t.match(readConfig({ ...PRODUCTION, RESIDENT_OIDC_AUTH_TIME_OPTIONAL: '1' }), {
    residents: { authTimeOptional: true }, staff: { authTimeOptional: false },
  })
})

t.test('how strongly people must be identified is told for each provider, and asked of nobody unless told', async (t) => {
  t.match(readConfig(PRODUCTION), { residents: { acr: [] }, staff: { acr: [] } })
  t.match(readConfig({ ...PRODUCTION, STAFF_OIDC_ACR: ' mfa  phr ' }), { residents: { acr: [] }, staff: { acr: ['mfa', 'phr'] } })
})

t.test('requests are limited unless it is a demo or somebody says otherwise', async (t) => {
  t.same(readConfig(PRODUCTION).limits, { perAddress: 6000, perPerson: 1200 })
  t.same(readConfig({ ...PRODUCTION, LIMIT_PER_ADDRESS: '0', LIMIT_PER_PERSON: '99' }).limits, { perAddress: 0, perPerson: 99 })
  t.same(faultyNames({ ...PRODUCTION, LIMIT_PER_ADDRESS: '-1' }), ['LIMIT_PER_ADDRESS'])
})

t.test('the demo is on by itself with the embedded database alone', async (t) => {
  t.equal(readConfig({ DEMO: '0', ...provider('RESIDENT'), ...provider('STAFF') }).demo, false)
  t.equal(readConfig({ DATABASE_URL: PRODUCTION.DATABASE_URL, DEMO: '1' }).demo, true)
  t.equal(readConfig({ ...PRODUCTION, NODE_ENV: 'development' }).demo, false)
  t.same(faultyNames({ DATABASE_URL: PRODUCTION.DATABASE_URL }), [
    'RESIDENT_OIDC_ISSUER, RESIDENT_OIDC_CLIENT_ID, RESIDENT_OIDC_CLIENT_SECRET',
    'STAFF_OIDC_ISSUER, STAFF_OIDC_CLIENT_ID, STAFF_OIDC_CLIENT_SECRET',
  ])
})

t.test('every fault of the environment is told at once', async (t) => {
  t.same(faultyNames({
    PORT: 'eighty', DATABASE_URL: 'mysql://db', LOG_LEVEL: 'loud', DEMO: 'perhaps', PUBLIC_URL: 'osbu',
      DATABASE_POOL_MAX: '1',
    NODE_ENV: 'staging', STAFF_OIDC_ISSUER: 'ftp://idp',
  }).sort(), ['DATABASE_POOL_MAX', 'DATABASE_URL', 'DEMO', 'LOG_LEVEL', 'NODE_ENV', 'PORT', 'PUBLIC_URL',
    'STAFF_OIDC_ISSUER'])
  for (const port of ['-1', '65536', '80.5', '0x']) t.same(faultyNames({ PORT: port }), ['PORT'], port)
})

t.test('a fault names its variable and never shows what was in it', async (t) => {
  const { message } = new ConfigError(faultsOf({ DATABASE_URL: 'mysql://osbu:hunter2@db/osbu', PORT: 'x' }))
  t.match(message, /2 faults:\n {2}- .*\n {2}- .*\nSee \.env\.example/)
  t.notMatch(message, /hunter2/)
})

t.test('production demands its own database, secrets, https and both providers, and has no demo', async (t) => {
  t.same(faultyNames({ NODE_ENV: 'production', DEMO: '1', PUBLIC_URL: 'http://osbu.heinola.fi/osbu' }),
    ['DEMO', 'DATABASE_URL', 'SECRETS_DIR', 'PUBLIC_URL', 'PUBLIC_URL'])
  t.equal(faultsOf({ NODE_ENV: 'production' }).length, 5)
  t.match(readConfig(PRODUCTION), {
    production: true, demo: false, publicUrl: 'https://osbu.heinola.fi', secretsDir: '/var/lib/osbu/secrets',
    residents: { issuer: 'https://idp.example/', clientId: 'osbu', clientSecret: 'secret' },
  })
})

t.test('a provider is described wholly or not at all', async (t) => {
  t.same(faultsOf({ STAFF_OIDC_ISSUER: 'https://idp.example' }),
    ['STAFF_OIDC_CLIENT_ID, STAFF_OIDC_CLIENT_SECRET: needed beside the others'])
})

t.test('mail has a server with a sender, or none', async (t) => {
  t.same(faultsOf({ MAIL_URL: 'http://mail', MAIL_FROM: 'nobody' }).length, 2)
  t.same(faultsOf({ ...PRODUCTION, MAIL_URL: 'smtp://mail' }), ['MAIL_FROM: needed beside MAIL_URL'])
  t.match(readConfig({ ...PRODUCTION, MAIL_URL: 'smtps://osbu:secret@mail:465', MAIL_FROM: 'Osbu <osbu@heinola.fi>' }),
    { mailUrl: 'smtps://osbu:secret@mail:465', mailFrom: 'Osbu <osbu@heinola.fi>' })
  t.notMatch(faultsOf({ MAIL_URL: 'http://osbu:secret@mail' }).join(), /secret/)
})

t.test('an empty variable is one that is not set', async (t) => {
  const empty = Object.fromEntries(Object.keys(PRODUCTION).map((name) => [name, '']))
  t.same(readConfig(empty), readConfig({}))
})

t.test('the public address is an origin, without a slash at its end', async (t) => {
  t.equal(readConfig({ PUBLIC_URL: 'https://osbu.heinola.fi/' }).publicUrl, 'https://osbu.heinola.fi')
  t.same(faultyNames({ PUBLIC_URL: 'https://osbu.heinola.fi/osbu' }), ['PUBLIC_URL'])
})

t.test('.env.example names exactly the variables that are read, with their defaults', async (t) => {
  const example = Object.fromEntries([...readFileSync(join(root, '.env.example'),
    'utf8').matchAll(/^([A-Z_]+)=(.*)$/gm)]
    .map((match) => [match[1]!, match[2]!]))
  const source = readFileSync(join(root, 'src/config.ts'), 'utf8')
  const schema = source.slice(source.indexOf('z.object({'), source.indexOf('type Env'))
  t.same(Object.keys(example).sort(), [...schema.matchAll(/^ {2}([A-Z_]+):/gm)].map((match) => match[1]!).sort())
  t.same(readConfig(example), readConfig({}))
})

t.test('a second address of the database stands beside the first', async (t) => {
  t.match(readConfig(PRODUCTION), { databaseListenUrl: null, databaseReadUrl: null })
  const more = { DATABASE_LISTEN_URL: 'postgres://osbu@db:5432/osbu', DATABASE_READ_URL: 'postgres://osbu@replica/osbu' }
  t.match(readConfig({ ...PRODUCTION, ...more }), { databaseListenUrl: more.DATABASE_LISTEN_URL, databaseReadUrl: more.DATABASE_READ_URL })
  t.same(faultyNames(more), Object.keys(more))
})

t.test('the metrics are off by default, and on other addresses than the machine’s own they want a token', async (t) => {
  t.equal(readConfig(PRODUCTION).metrics, null)
  t.same(readConfig({ ...PRODUCTION, METRICS_PORT: '9464' }).metrics, { host: '127.0.0.1', port: 9464, token: null })
  t.same(faultyNames({ ...PRODUCTION, METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0' }), ['METRICS_TOKEN'])
  t.match(readConfig({ ...PRODUCTION, METRICS_PORT: '9464', METRICS_HOST: '0.0.0.0', METRICS_TOKEN: 'sixteen-letters!' }).metrics, { token: 'sixteen-letters!' })
})

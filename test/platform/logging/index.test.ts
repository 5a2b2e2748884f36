import t from 'tap'
import { createLogger } from '../../../src/platform/logging/index.ts'

const SECRETS = {
  hetu: '131052-308T', picks: [9041, 9042, 9043], castId: 'c0ffee00c0ffee00c0ffee00c0ffee00', tracker: '7H3QMPV2K9XD4B6T',
  share: 'osbu-share-1', shares: ['osbu-share-2', 'osbu-share-3'], voterKey: 'voter-key-bytes',
    authorKey: 'author-key-bytes',
  pepper: 'pepper-bytes', password: 'hunter2', token: 'eyJhbGciOi', cookie: '__Host-osbu=eyJhbGciOi',
  authorization: 'Bearer eyJhbGciOi', 'set-cookie': '__Host-osbu=eyJhbGciOj', contactEmail: 'aino@example.fi',
  connectionString: 'postgres://osbu:hunter2@db/osbu',
}
const IN_CLEAR = /131052|308T|904[123]|c0ffee|7H3Q|osbu-share|key-bytes|pepper-bytes|hunter2|eyJ|aino@/

function lines(log: (logger: ReturnType<typeof createLogger>) => void): string {
  const written: string[] = []
  log(createLogger('trace', { write: (line) => { written.push(line) } }))
  return written.join('')
}

t.test('a secret never reaches a line, wherever it stands', async (t) => {
  for (const [name, value] of Object.entries(SECRETS)) {
    const one = { [name]: value }
    for (const [where, object] of Object.entries({
      above: one, inside: { body: one }, deep: { request: { body: one } }, list: { forms: [one] },
    })) {
      const line = lines((logger) => logger.info(object, 'something happened'))
      t.notMatch(line, IN_CLEAR, `${name} ${where}`)
      t.match(line, /something happened/)
    }
  }
})

t.test('nor by way of a child logger or an error', async (t) => {
  t.notMatch(lines((logger) => logger.child(SECRETS).info('x')), IN_CLEAR)
  t.notMatch(lines((logger) => logger.error({ err: Object.assign(new Error('broke'), SECRETS) }, 'x')), IN_CLEAR)
  t.notMatch(lines((logger) => logger.error(Object.assign(new Error('broke'), SECRETS))), IN_CLEAR)
})

t.test('nor in what a database says of the row that it refused', async (t) => {
  const refused = Object.assign(new Error('new row for relation "sealed_ballot" violates check constraint'), {
    code: '23514', detail: 'Failing row contains (…, \\x766f7465722d6b65792d6279746573, online, …).',
    where: 'PL/pgSQL function with \\x766f7465722d6b65792d6279746573', constraint: 'sealed_ballot_revision_check',
  })
  const line = lines((logger) => logger.error({ err: refused }, 'x'))
  t.notMatch(line, /766f746572/)
  t.match(line, /sealed_ballot_revision_check/, 'while what helps to mend it stays')
})

t.test('what is no secret stays readable', async (t) => {
  const line = JSON.parse(lines((logger) => logger.info({ route: '/api/rounds/:slug', status: 200, ms: 3 }, 'request')))
  t.match(line, { route: '/api/rounds/:slug', status: 200, ms: 3, msg: 'request' })
  t.notOk('pid' in line || 'hostname' in line, 'and nothing is added that nobody asked for')
})

import { execFileSync, spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingHttpHeaders, request, type RequestListener } from 'node:http'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import Fastify from 'fastify'
import t, { type Test } from 'tap'
import { deployed } from '../../checks/scale/deployed.ts'
import { findPrograms } from '../../checks/scale/programs.ts'
import { keepLengths, PATIENCE, quiet } from '../../src/platform/http/index.ts'
import { blockAfter } from '../keeping/documented.ts'

const programs = findPrograms()
const MB = 1024 * 1024

function folderOf(t: Test): string {
  const folder = mkdtempSync(join(tmpdir(), 'osbu-deployed-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  return folder
}

/** The two settings of nginx that we give, made to lead from one socket to another: of several processes, and under TLS. */
const SETTINGS: Readonly<Record<string, (folder: string) => string>> = {
  'deploy/scale/nginx.conf': (folder) => deployed('nginx.conf', {
    '/tmp/': `${folder}/`, 'listen 8080': `listen unix:${folder}/door`, 'worker_processes auto': 'master_process off',
    'osbu-1:3000': `unix:${folder}/service`, 'osbu-2:3000': `unix:${folder}/service`, 'osbu-3:3000': `unix:${folder}/service`,
  }),
  'docs/operations.md': (folder) => {
    const site = blockAfter('osbu.heinola.fi {', 'nginx').replace('listen 443 ssl', `listen unix:${folder}/door`)
      .replace(/^\tssl_.*\n/gm, '').replaceAll('http://127.0.0.1:3000', `http://unix:${folder}/service`)
    const paths = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`).join('\n')
    return `daemon off;\nmaster_process off;\npid ${folder}/pid;\nevents {}\nhttp {\n${paths}\n${site}}\n`
  },
}

/** Reads what comes and answers 204. */
const taker: RequestListener = (incoming, reply) => { incoming.resume().on('end', () => { reply.writeHead(204).end() }) }

/** nginx in `folder`, before a service. Returns what it has said, which grows. */
async function startNginx(t: Test, folder: string, nginx: string, settings: string, answer: RequestListener = taker) {
  const path = join(folder, 'nginx.conf')
  writeFileSync(path, settings)
  const service = createServer(answer)
  await new Promise<void>((resolve) => { service.listen(join(folder, 'service'), resolve) })
  const child = spawn(nginx, ['-c', path, '-e', 'stderr'], { stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.on('data', (chunk) => { said += chunk })
  const ended = new Promise<void>((resolve) => { child.on('exit', () => { resolve() }) })
  const stopService = async (): Promise<void> => {
    service.closeAllConnections()
    await new Promise((resolve) => { service.close(resolve) })
  }
  t.teardown(async () => {
    child.kill('SIGTERM')
    await ended
    await stopService()
  })
  const post = (address: string, bytes: number): Promise<number | string> => new Promise((answered) => {
    const sent = request({ socketPath: join(folder, 'door'), path: address, method: 'POST', headers: { 'content-length': bytes } }, (reply) => {
      reply.resume()
      answered(reply.statusCode!)
    })
    sent.on('error', (error: NodeJS.ErrnoException) => { answered(error.code!) })
    sent.end(Buffer.alloc(bytes))
  })
  /** The headers of what a browser is answered that takes packed answers, as every one does. */
  const get = (address: string): Promise<IncomingHttpHeaders> => new Promise((answered, failed) => {
    const headers = { 'accept-encoding': 'gzip, deflate, br' }
    request({ socketPath: join(folder, 'door'), path: address, headers }, (reply) => {
      reply.resume()
      answered(reply.headers)
    }).on('error', failed).end()
  })
  while (typeof await post('/', 0) === 'string') {
    if (child.exitCode !== null) throw new Error(said)
    await new Promise((resolve) => { setTimeout(resolve, 10) })
  }
  return { post, get, stopService, said: () => said }
}

for (const [name, settingsIn] of Object.entries(SETTINGS)) {
  t.test(`${name} lets photos through where they are sent, nothing of that size elsewhere, and says nothing of a service that is away`, {
    skip: 'missing' in programs ? `not installed: ${programs.missing.join(', ')}` : false,
  }, async (t) => {
    if ('missing' in programs) return
    const folder = folderOf(t)
    const { post, stopService, said } = await startNginx(t, folder, programs.nginx, settingsIn(folder))
    for (const path of ['/ideat/uusi?kierros=osbu-2026', '/sv/ideat/uusi', '/en/ideat/uusi', '/hallinta/seuranta/osbu-2026/3', '/sv/hallinta/seuranta/osbu-2026/3']) {
      t.equal(await post(path, 10 * MB + 200 * 1024), 204, `a photo of 10 MB and what is written beside it to ${path}`)
    }
    t.equal(await post('/api/rounds/osbu-2026/roll', MB), 204, 'a roll')
    for (const path of ['/', '/aanesta/tarkista', '/ideat/uusi/tyhjenna', '/api/ideas']) t.not(await post(path, 3 * MB), 204, path)
    await stopService()
    t.equal(await post('/aanesta/tarkista', 100), 502)
    t.equal(said(), '', 'when somebody voted is nowhere')
  })

  t.test(`${name} packs nothing under the nginx.conf of Debian, which does, and without its own line still no page of voting`, {
    skip: 'missing' in programs ? `not installed: ${programs.missing.join(', ')}` : false,
  }, async (t) => {
    if ('missing' in programs) return
    const app = Fastify()
    t.teardown(() => app.close())
    keepLengths(app)
    const page = '<p>Ehdotus</p>\n'.repeat(500)
    app.get('/aanesta/tarkista', { config: quiet }, async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
    app.get('/ideat', async (_request, reply) => reply.type('text/html; charset=utf-8').send(page))
    await app.ready()
    for (const [also, packs] of [['gzip off;', false], ['', true]] as const) {
      const folder = folderOf(t)
      const settings = settingsIn(folder).replace('http {', 'http {\ngzip on;').replace('gzip off;', also)
      const { get } = await startNginx(t, folder, programs.nginx, settings, app.routing)
      t.match(await get('/aanesta/tarkista'), { 'content-encoding': 'identity', 'content-length': String(page.length) }, also || 'without')
      t.equal((await get('/ideat'))['content-encoding'], packs ? 'gzip' : undefined, also || 'without')
    }
  })

  t.test(`${name} waits for the opening of an urn a little longer than the service waits with its answer`, async (t) => {
    const waits = Math.max(...[...settingsIn('').matchAll(/proxy_read_timeout (\d+)s;/g)].map((match) => Number(match[1]) * 1000))
    t.ok(waits > PATIENCE.stillMs && waits <= PATIENCE.stillMs + 10_000)
    t.notMatch(settingsIn(''), /_timeout \d+h/)
  })
}

t.test('the running of a round stays at one process in every language', async (t) => {
  const [, pattern = ''] = /location ~ (\S+) \{\s*proxy_pass http:\/\/one_of_the_round;/.exec(deployed('nginx.conf')) ?? []
  for (const prefix of ['', '/sv', '/en']) {
    t.equal(new RegExp(pattern).exec(`${prefix}/hallinta/kierros/osbu-2026/avaus`)?.groups?.['round'], 'osbu-2026', `at ${prefix || '/'}`)
  }
})

t.test('a replica forgets whom the primary waited for, and once promoted keeps whom it is told to wait for', async (t) => {
  const data = folderOf(t)
  const settings = join(data, 'postgresql.auto.conf')
  const startsWith = (signal: boolean): string => {
    writeFileSync(join(data, 'PG_VERSION'), '18\n')
    writeFileSync(settings, "work_mem = '8MB'\nsynchronous_standby_names = 'ANY 1 (replica)'\n")
    if (signal) writeFileSync(join(data, 'standby.signal'), '')
    else rmSync(join(data, 'standby.signal'))
    execFileSync('sh', [resolve(import.meta.dirname, '../../deploy/scale/replica.sh'), 'true'], { env: { ...process.env, PGDATA: data } })
    return readFileSync(settings, 'utf8')
  }
  t.equal(startsWith(true), "work_mem = '8MB'\n")
  t.match(startsWith(false), /^synchronous_standby_names = 'ANY 1 \(replica\)'$/m)
})

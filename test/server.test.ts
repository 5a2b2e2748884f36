import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import t, { type Test } from 'tap'
import { testDatabaseUrl } from './support/index.ts'

const SERVER = resolve(import.meta.dirname, '../src/server.ts')

type Service = { child: ChildProcess; output: () => string; url: Promise<string> }

/** The service in a process of its own, as `npm start` runs it, on a free port. */
function startService(env: Record<string, string>): Service {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', SERVER], {
    env: { PATH: process.env.PATH, PORT: '0', LOG_LEVEL: 'info', ...env }, stdio: ['ignore', 'pipe', 'pipe'],
  })
  let text = ''
  const url = new Promise<string>((found, failed) => {
    const read = (chunk: Buffer): void => {
      text += chunk
      const ready = /"url":"(http:[^"]+)","msg":"Osbu is ready"/.exec(text)
      if (ready) found(ready[1]!)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    child.once('exit', () => failed(new Error(`it ended: ${text}`)))
  })
  url.catch(() => {})
  return { child, output: () => text, url }
}

async function environment(t: Test): Promise<Record<string, string>> {
  const dataDir = await mkdtemp(join(tmpdir(), 'osbu-data-'))
  t.teardown(() => rm(dataDir, { recursive: true, force: true }))
  return {
    DATABASE_URL: await testDatabaseUrl(t), DATA_DIR: dataDir,
    RESIDENT_OIDC_ISSUER: 'https://tunnistus.example', RESIDENT_OIDC_CLIENT_ID: 'osbu', RESIDENT_OIDC_CLIENT_SECRET: 'x',
    STAFF_OIDC_ISSUER: 'https://kaupunki.example', STAFF_OIDC_CLIENT_ID: 'osbu', STAFF_OIDC_CLIENT_SECRET: 'x',
  }
}

t.test('a service that is told to stop answers every request under way and ends well', async (t) => {
  // A mail server that says hello and nothing more.
  const mail = createServer((socket) => { socket.on('error', () => {}).write('220 hello\r\n') })
  await new Promise<void>((done) => { mail.listen(0, '127.0.0.1', done) })
  const mailing = once(mail, 'connection') as Promise<[Socket]>
  const env: Record<string, string> = { ...await environment(t), MAIL_URL: `smtp://127.0.0.1:${(mail.address() as AddressInfo).port}` }
  const { child, url, output } = startService(env)
  const base = await url
  const outbox = new pg.Client(env.DATABASE_URL)
  await outbox.connect()
  await outbox.query(`insert into outbox (kind, about, occasion, language, to_address, params, made_at, due_at)
    values ('received', 'idea:1', 'sent', 'fi', 'a@example.org', '{"ideaId": 1, "title": "Penkki"}', now(), now())`)
  await outbox.end()
  t.equal((await fetch(`${base}/health`)).status, 200)
  t.equal((await fetch(`${base}/ready`)).status, 200)

  // A browser opens connections ahead of need, and a slow one has told half of what it wants.
  const { hostname, port } = new URL(base)
  for (const head of ['', 'GET /health HTTP/1.1\r\nHost: x\r\n']) {
    const socket = connect(Number(port), hostname)
    t.teardown(() => socket.destroy())
    await once(socket, 'connect')
    socket.on('error', () => {}).write(head)
  }

  // Somebody holds the table, so that the requests are under way when the signal comes.
  const holder = new pg.Client(env.DATABASE_URL)
  await holder.connect()
  await holder.query('begin')
  await holder.query('lock table round in access exclusive mode')
  // Two for each address: of those one renders and the other waits for it.
  const answers = Promise.all(Array.from({ length: 24 }, (_, i) => fetch(`${base}/api/rounds?${i % 12}`).then((response) => response.status)))
  const waiting = async (): Promise<number> =>
    (await holder.query<{ n: number }>('select count(*)::int as n from pg_locks where not granted')).rows[0]!.n
  while (await waiting() < 12) await pause(20)
  const [held] = await mailing
  mail.close()
  child.kill('SIGTERM')
  await pause(300)
  t.equal(child.exitCode, null, 'it waits for them')
  await t.rejects(fetch(`${base}/health`), 'and takes no new connection, though a mail is under way')
  held.destroy()
  await holder.query('rollback')
  await holder.end()

  t.same(await answers, Array.from({ length: 24 }, () => 200), 'none is cut off')
  if (child.exitCode === null) await once(child, 'exit')
  t.equal(child.exitCode, 0, 'it ends with 0')
  t.match(output(), /stopping: requests under way are answered first/)
})

t.test('a service with a faulty configuration names every fault and does not start', async (t) => {
  const { child, output } = startService({ NODE_ENV: 'production', PORT: 'many', DATABASE_URL: 'mysql://x' })
  const [code] = await once(child, 'exit') as [number]
  t.equal(code, 1)
  t.match(output(), /PORT/)
  t.match(output(), /DATABASE_URL/)
  t.notMatch(output(), /at .*\.ts:\d+/, 'a sentence, not a stack')
})

t.test('two services that start at once on an empty database both serve', async (t) => {
  const env = await environment(t)
  const services = [startService(env), startService(env)]
  const urls = await Promise.all(services.map((service) => service.url))
  for (const base of urls) t.equal((await fetch(`${base}/ready`)).status, 200)
  for (const { child } of services) {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
})

import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import t from 'tap'
import { startEmbeddedPostgres } from '../../../src/platform/postgres/index.ts'
import { ask, end, freshDataDir, isAlive, postmasterPid, spawnService } from './support.ts'

// One cluster for most of the file; the first test makes it. The tests run in order.
const dataDir = freshDataDir(t)

t.test('processes that start at the same moment in an empty folder end with one server', async (t) => {
  const services = [spawnService(t, dataDir), spawnService(t, dataDir), spawnService(t, dataDir)]
  const urls = await Promise.all(services.map((service) => service.url))
  t.equal(new Set(urls).size, 1)
  const folder = await services[0]!.folder
  const pid = postmasterPid(folder)
  t.equal((readFileSync(join(folder, 'postgres.log'), 'utf8').match(/starting PostgreSQL/g) ?? []).length, 1)
  await ask(urls[0]!, 'CREATE TABLE kept AS SELECT 42 AS n')
  await end(services[0]!.process, 'SIGTERM')
  await end(services[1]!.process, 'SIGKILL')
  t.same(await ask(urls[2]!, 'SELECT n FROM kept'), [{ n: 42 }], 'the last one still works')
  await end(services[2]!.process, 'SIGTERM')
  t.notOk(isAlive(pid), 'and its stop stops the server')
})

t.test('two starts in one process share one server, and the later stop stops it', async (t) => {
  const [first, second] = await Promise.all([startEmbeddedPostgres({ dataDir }), startEmbeddedPostgres({ dataDir })])
  t.equal(first.url, second.url)
  const pid = postmasterPid(first.folder)
  await first.stop()
  t.same(await ask(second.url, 'SELECT n FROM kept'), [{ n: 42 }])
  await second.stop()
  t.notOk(isAlive(pid))
})

t.test('a server whose service was killed is adopted, and stopped in the end', async (t) => {
  const service = spawnService(t, dataDir)
  const [url, folder] = [await service.url, await service.folder]
  const pid = postmasterPid(folder)
  await end(service.process, 'SIGKILL')
  t.ok(isAlive(pid), 'it outlives the service')
  const server = await startEmbeddedPostgres({ dataDir })
  t.equal(server.url, url)
  t.equal(postmasterPid(folder), pid, 'it is the same one')
  t.same(await ask(server.url, 'SELECT n FROM kept'), [{ n: 42 }])
  await server.stop()
  t.notOk(isAlive(pid))
})

t.test('a start after service and server were both killed brings every committed row back', async (t) => {
  const service = spawnService(t, dataDir)
  const [url, folder] = [await service.url, await service.folder]
  await ask(url, 'INSERT INTO kept VALUES (43)')
  const session = ask(url, 'SELECT pg_sleep(60)').catch(() => {})
  await sleep(50)
  process.kill(postmasterPid(folder), 'SIGKILL')
  await end(service.process, 'SIGKILL')
  const server = await startEmbeddedPostgres({ dataDir })
  t.same(await ask(server.url, 'SELECT n FROM kept ORDER BY n'), [{ n: 42 }, { n: 43 }])
  await server.stop()
  await session
})

t.test('a lock file that names an unrelated process does not stop a start', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir })
  const lockFile = join(first.folder, 'cluster', 'postmaster.pid')
  const lines = readFileSync(lockFile, 'utf8').split('\n')
  await first.stop()
  // It runs as the server's own account, for PostgreSQL itself is not deceived by others.
  const { uid, gid } = statSync(join(first.folder, 'cluster'))
  const stranger = spawn('sleep', ['60'], { uid, gid, cwd: '/', stdio: 'ignore' })
  t.teardown(() => stranger.kill('SIGKILL'))
  writeFileSync(lockFile, [stranger.pid, ...lines.slice(1)].join('\n'), { mode: 0o600 })
  const server = await startEmbeddedPostgres({ dataDir })
  t.same(await ask(server.url, 'SELECT count(*)::int AS n FROM kept'), [{ n: 2 }])
  t.ok(isAlive(stranger.pid!), 'and the stranger lives on')
  await server.stop()
})

t.test('an empty lock file that a crash of the machine left does not stop a start', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir })
  await first.stop()
  const lockFile = join(first.folder, 'cluster', 'postmaster.pid')
  writeFileSync(lockFile, '')
  utimesSync(lockFile, 1, 1)
  const server = await startEmbeddedPostgres({ dataDir })
  t.same(await ask(server.url, 'SELECT count(*)::int AS n FROM kept'), [{ n: 2 }])
  await server.stop()
})

t.test('a cluster that was killed half made is made anew', async (t) => {
  const dataDir = freshDataDir(t)
  const service = spawnService(t, dataDir)
  service.url.catch(() => {})
  const home = (): string => {
    const pointer = join(dataDir, 'postgres-is-at')
    return existsSync(pointer) ? readFileSync(pointer, 'utf8').trim() : dataDir
  }
  const unfinished = (): string[] =>
    existsSync(home()) ? readdirSync(home()).filter((name) => name.startsWith('init-')) : []
  while (!unfinished().some((name) => existsSync(join(home(), name, 'cluster', 'PG_VERSION')))) await sleep(2)
  await end(service.process, 'SIGKILL')
  t.equal(unfinished().length, 1)
  t.notOk(existsSync(join(home(), 'cluster')))
  const server = await startEmbeddedPostgres({ dataDir })
  t.same(await ask(server.url, 'SELECT 1 AS n'), [{ n: 1 }])
  await server.stop()
  // An initdb without its parent may still have been writing as the first start cleared up; the second gets it.
  await (await startEmbeddedPostgres({ dataDir })).stop()
  t.same(unfinished(), [])
})

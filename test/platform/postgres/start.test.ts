import { readFileSync, statSync } from 'node:fs'
import { connect, createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import t from 'tap'
import {
  EmbeddedPostgresError, startEmbeddedPostgres, stopEmbeddedPostgres,
} from '../../../src/platform/postgres/index.ts'
import { ask, end, freshDataDir, isAlive, postmasterPid, spawnService } from './support.ts'

// One cluster for the whole file, for making one takes most of a second. The tests run in order.
const dataDir = freshDataDir(t)

t.test('the server starts in an empty folder and answers', async (t) => {
  const server = await startEmbeddedPostgres({ dataDir, parameters: { max_connections: '150' } })
  t.match(server.url, /^postgres:\/\/osbu:[\w-]{32}@127\.0\.0\.1:\d+\/osbu$/)
  const [row] = await ask(server.url, `SELECT current_setting('server_version_num')::int / 10000 AS major,
    current_setting('fsync') AS fsync, current_setting('max_connections') AS max,
    current_setting('unix_socket_directories') AS sockets, current_setting('listen_addresses') AS listen,
    current_setting('data_checksums') AS checksums`)
  t.same(row, { major: 18, fsync: 'on', max: '150', sockets: '', listen: '127.0.0.1', checksums: 'on' })
  await ask(server.url, 'CREATE TABLE kept (n int PRIMARY KEY)')
  await ask(server.url, 'INSERT INTO kept VALUES (42)')
  const pid = postmasterPid(server.folder)
  await server.stop()
  t.notOk(isAlive(pid), 'the server is gone after stop')
  await t.resolves(server.stop(), 'a second stop does nothing')
})

t.test('a second start finds the same data, port and password', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir })
  await first.stop()
  const server = await startEmbeddedPostgres({ dataDir })
  t.equal(server.url, first.url)
  t.same(await ask(server.url, 'SELECT n FROM kept'), [{ n: 42 }])
  await server.stop()
})

t.test('a port that somebody else took meanwhile is replaced', async (t) => {
  const first = await startEmbeddedPostgres({ dataDir })
  await first.stop()
  const thief = createServer().listen(Number(new URL(first.url).port), '127.0.0.1')
  await once(thief, 'listening')
  const server = await startEmbeddedPostgres({ dataDir })
  t.not(new URL(server.url).port, new URL(first.url).port)
  t.same(await ask(server.url, 'SELECT n FROM kept'), [{ n: 42 }])
  await server.stop()
  thief.close()
})

t.test('what Finnish search and similar ideas need is there', async (t) => {
  const server = await startEmbeddedPostgres({ dataDir })
  const [finnish] = await ask(server.url, `SELECT to_tsvector('finnish', 'leikkipuistojen') @@ to_tsquery('finnish',
    'leikkipuisto') AS found, lower('ÄÅÖ') AS lower, 'ä' < 'ö' COLLATE "fi-x-icu" AS sorted`)
  t.same(finnish, { found: true, lower: 'äåö', sorted: true })
  await ask(server.url, 'CREATE EXTENSION pg_trgm')
  t.same(await ask(server.url, `SELECT similarity('uimapaikka', 'uimapaikat') > 0.5 AS alike`), [{ alike: true }])
  t.same(await ask(server.url, `SELECT datlocprovider AS provider, datlocale AS locale, pg_encoding_to_char(encoding) AS
    encoding FROM pg_database WHERE datname = 'osbu'`), [{ provider: 'b', locale: 'C.UTF-8', encoding: 'UTF8' }])
  await server.stop()
})

t.test('a wrong password is refused, and every way in needs scram', async (t) => {
  const server = await startEmbeddedPostgres({ dataDir })
  await t.rejects(ask(server.url.replace(/:[^:@]*@/, ':wrong@'), 'SELECT 1'), { code: '28P01' })
  const methods = await ask(server.url, 'SELECT DISTINCT auth_method FROM pg_hba_file_rules')
  t.same(methods, [{ auth_method: 'scram-sha-256' }])
  const role = `SELECT rolpassword ~ '^SCRAM-SHA-256' AS scram FROM pg_authid WHERE rolname = 'osbu'`
  t.same(await ask(server.url, role), [{ scram: true }])
  t.equal(statSync(join(server.folder, 'password')).mode & 0o777, 0o600)
  t.equal(statSync(join(server.folder, 'cluster')).mode & 0o077, 0)
  await server.stop()
})

t.test('the log of the server tells nothing of a statement that failed', async (t) => {
  const server = await startEmbeddedPostgres({ dataDir })
  await t.rejects(ask(server.url, 'INSERT INTO kept VALUES (42)'), { code: '23505' })
  await server.stop()
  const log = readFileSync(join(server.folder, 'postgres.log'), 'utf8')
  t.match(log, /ready to accept connections/)
  t.notMatch(log, /kept|duplicate|Key \(|STATEMENT/)
})

t.test('a process that joins leaves the server to the other one', async (t) => {
  const service = spawnService(t, dataDir)
  const url = await service.url
  const joined = await startEmbeddedPostgres({ dataDir })
  t.equal(joined.url, url)
  await joined.stop()
  t.same(await ask(url, 'SELECT n FROM kept'), [{ n: 42 }])
  const pid = postmasterPid(joined.folder)
  await end(service.process, 'SIGTERM')
  t.notOk(isAlive(pid))
})

t.test('a process that joined keeps the server when the one that started it stops', async (t) => {
  const service = spawnService(t, dataDir)
  await service.url
  const joined = await startEmbeddedPostgres({ dataDir })
  await end(service.process, 'SIGTERM')
  t.same(await ask(joined.url, 'SELECT n FROM kept'), [{ n: 42 }])
  const pid = postmasterPid(joined.folder)
  await joined.stop()
  t.notOk(isAlive(pid))
})

t.test('a server to be kept outlives its process and every stop until it is stopped by name', async (t) => {
  const service = spawnService(t, dataDir, 'keep')
  const url = await service.url
  await end(service.process, 'SIGKILL')
  const joined = await startEmbeddedPostgres({ dataDir })
  await joined.stop()
  t.same(await ask(url, 'SELECT n FROM kept'), [{ n: 42 }])
  t.equal(await stopEmbeddedPostgres({ dataDir }), true)
  t.equal(await stopEmbeddedPostgres({ dataDir }), false)
  const socket = connect(Number(new URL(url).port), '127.0.0.1')
  const [error] = await once(socket, 'error')
  t.equal(error.code, 'ECONNREFUSED')
})

t.test('a server in use is not stopped by name: the last of its users stops it', async (t) => {
  const service = spawnService(t, dataDir, 'keep')
  const url = await service.url
  await end(service.process, 'SIGKILL')
  const joined = await startEmbeddedPostgres({ dataDir })
  t.equal(await stopEmbeddedPostgres({ dataDir }), false)
  t.same(await ask(url, 'SELECT n FROM kept'), [{ n: 42 }])
  const pid = postmasterPid(joined.folder)
  await joined.stop()
  t.notOk(isAlive(pid))
})

t.test('the error of a failed start shows the end of the server\'s log', async (t) => {
  const failed = startEmbeddedPostgres({ dataDir, parameters: { shared_buffers: 'plenty' } })
  await t.rejects(failed, { name: 'EmbeddedPostgresError', message: /invalid value for parameter "shared_buffers"/ })
  await t.rejects(startEmbeddedPostgres({ dataDir, parameters: { '-c x': '1' } }), EmbeddedPostgresError)
})

import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import t, { type Test } from 'tap'
import { MIGRATIONS_FOLDER } from '../../src/platform/database/index.ts'
import { archivingTo, blockAfter, operations, restoringFrom } from './documented.ts'

const root = resolve(import.meta.dirname, '../..')
const read = (path: string): string => readFileSync(join(root, path), 'utf8')

t.test('every alarm of the service stands in the table of what to do', async (t) => {
  const sources = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))
  const texts = sources.flatMap((name) =>
    [...read(join('src', name)).matchAll(/(?:\balarm\(\s*|>\(told\()(?:`([^`]+)`|'([^']+)')/g)].map((match) => match[1] ?? match[2]!))
  t.ok(texts.length >= 6, 'the test sees them')
  // What a line says around its names: `casting in … has stopped: its … file is missing`.
  const rows = operations.split('\n').filter((line) => line.startsWith('| `')).map((line) => line.split('|')[1]!)
  for (const text of texts.filter((each) => !each.startsWith('${what}'))) {
    const parts = text.split(/\$\{[^}]*\}/).map((part) => part.trim()).filter((part) => part.length > 0)
    t.ok(rows.some((row) => parts.every((part) => row.includes(part))), text)
  }
})

t.test('of every table it is told what of people is in it and for how long', async (t) => {
  const made = readdirSync(MIGRATIONS_FOLDER).filter((name) => name.endsWith('.sql')).sort()
    .flatMap((name) => [...readFileSync(join(MIGRATIONS_FOLDER, name), 'utf8').matchAll(/^create table (\w+)/gm)].map((match) => match[1]!))
  t.ok(made.length > 25, 'the test sees them')
  const section = operations.slice(operations.indexOf('## What is kept'))
  t.same([...made, 'migration', 'migration_lock'].filter((table) => !section.includes(`\`${table}\``)), [])
})

t.test('the commands that it names are there', async (t) => {
  const named = [...operations.matchAll(/\bosbu (?:--? )?(check|[a-z]+)(?= |`|$|\n)/gm)].map((match) => match[1]!)
  const known = [...read('src/osbu.ts').matchAll(/command\('([a-z]+)'\)/g)].map((match) => match[1]!)
  const wanted = ['check', 'audit', 'open', 'migrate', 'retention']
  t.same(wanted.filter((name) => !known.includes(name)), [])
  t.same(wanted.filter((name) => !named.includes(name)), [])
})

t.test('the log of the database is told the same as in docker-compose.yml, so that no line tells of a ballot', async (t) => {
  const settings = [...read('docker-compose.yml').matchAll(/- (log_\w+)=(\w+)/g)]
  t.ok(settings.length >= 5)
  for (const [, name = '', value] of settings) t.match(operations, new RegExp(`^${name} = ${value}$`, 'm'), name)
})

/** Holds that these stand in the text in this order. */
function inOrder(t: Test, text: string, steps: readonly string[]): void {
  const places = steps.map((step) => text.indexOf(step))
  t.same(steps.filter((_, i) => places[i] === -1), [], 'all are there')
  t.same(steps.toSorted((a, b) => text.indexOf(a) - text.indexOf(b)), steps)
}

t.test('the settings mean the same to the service and to its commands, which have a shell read them', async (t) => {
  const settings = blockAfter('Production needs at least these', 'sh')
  // systemd takes what lies between the quotes as it is, and ends a value without any at no space.
  const forTheService = Object.fromEntries([...settings.matchAll(/^(\w+)=(?:'(.*)'|(.*))$/gm)].map(([, name, quoted, bare]) => [name!, quoted ?? bare!]))
  t.match(forTheService, { MAIL_FROM: 'Osbu <osbu@heinola.fi>', FEEDBACK_PHONE: /^\+358 3 / })
  const forCommands = execFileSync('sh', ['-euc', `set -a\n${settings}\nexec env -0`], { env: {}, encoding: 'utf8' })
    .split('\0').map((line) => line.split(/=(.*)/s, 2)).filter(([name = '']) => name in forTheService)
  t.same(Object.fromEntries(forCommands), forTheService)
})

t.test('of the programs that its commands use, those that Debian does not bring are installed first', async (t) => {
  const [, packages = ''] = /^apt-get install -y (.*)$/m.exec(blockAfter('## Installing', 'sh')) ?? []
  const commands = [...operations.matchAll(/^```sh\n([^]*?)^```/gm)].map((match) => match[1]).join('\n')
  const brought = { npm: 'npm', git: 'git', sudo: 'sudo', curl: 'curl', gpg: 'gnupg' }
  for (const [program, name] of Object.entries(brought)) {
    t.match(commands, new RegExp(`\\b${program} `), `${program} is used`)
    t.ok(packages.split(' ').includes(name), name)
  }
})

t.test('no line of a proxy tells of a request that found the service away', async (t) => {
  t.match(blockAfter('With Caddy', ''), /^\{\n\tlog \{\n\t\texclude http\.log\.error http\.handlers\.reverse_proxy\n/)
  t.match(blockAfter('osbu.heinola.fi {', 'nginx'), /^\terror_log stderr emerg;$/m)
})

t.test('no proxy packs an answer, whose length would tell the picks', async (t) => {
  for (const settings of [blockAfter('osbu.heinola.fi {', 'nginx'), read('deploy/scale/nginx.conf')]) {
    t.match(settings, /^\t*server \{\n[^{}]*\tgzip off;$/m, 'for the whole server')
    t.notMatch(settings, /gzip on|gunzip|brotli/)
  }
  t.notMatch(blockAfter('With Caddy', ''), /encode/)
})

t.test('a proxy writes nothing to its disk of what is sent, a roll with its identity codes included', async (t) => {
  for (const settings of [blockAfter('osbu.heinola.fi {', 'nginx'), read('deploy/scale/nginx.conf')]) {
    const [, buffer] = /\tclient_body_buffer_size (\d+)m;/.exec(settings) ?? []
    t.equal(settings.match(/client_body_buffer_size/g)?.length, 1, 'one for the whole server')
    t.ok(Number(buffer) > 0)
    // What may be larger is handed on as it comes.
    const largest = settings.replace(/location [^{}]+\{[^{}]*proxy_request_buffering off;[^{}]*\}/g, '').matchAll(/client_max_body_size (\d+)m;/g)
    const sizes = [...largest].map((match) => Number(match[1]))
    t.ok(sizes.length > 0 && sizes.every((size) => size <= Number(buffer)), sizes.join())
  }
})

t.test('a segment that is archived again is fine when it is the same, and never takes the place of another', async (t) => {
  const archive = mkdtempSync(join(tmpdir(), 'osbu-archive-'))
  t.teardown(() => { rmSync(archive, { recursive: true }) })
  const [name, segment] = ['000000010000000000000001', join(archive, 'segment')]
  const archives = (content: string): boolean => {
    writeFileSync(segment, content)
    const command = archivingTo(archive).archive_command.replaceAll('%p', segment).replaceAll('%f', name)
    try {
      execFileSync('sh', ['-c', command])
      return true
    } catch {
      return false
    }
  }
  t.ok(archives('ballots'))
  t.ok(archives('ballots'), 'a crash came before the server knew that it was archived')
  t.notOk(archives('others'))
  t.equal(readFileSync(join(archive, name), 'utf8'), 'ballots')
  t.same(readdirSync(archive).sort(), [name, 'segment'], 'nothing is left half copied')
})

t.test('a practice writes nothing to the archive, and a restore follows no branch but that of its base backup', async (t) => {
  const [, value, file = ''] = /^echo '(archive_mode = off)' > \S+\/conf\.d\/(\S+\.conf)/m.exec(blockAfter('In practice the archive is a copy', 'sh')) ?? []
  t.ok(value)
  t.ok(file > 'osbu.conf', 'PostgreSQL reads them by name, and the last one holds')
  t.equal(restoringFrom('/archive', 'START TIMELINE: 3\n')['recovery_target_timeline'], '3')
})

t.test('a second machine is let in before it is asked to come, and has come before anything waits for it', async (t) => {
  inOrder(t, operations, ['createuser --replication --pwprompt osbu_wal', 'replication osbu_wal SECOND/32', "listen_addresses = 'localhost, DB'",
    'systemctl restart postgresql\n# on the second', '/etc/osbu-wal.pgpass', '--create-slot', '--synchronous', 'enable --now osbu-wal',
    "synchronous_standby_names = 'osbu_wal'"])
})

t.test('an upgrade changes no file under a running process, and lets people in after the check', async (t) => {
  inOrder(t, blockAfter('## Upgrading', 'sh'),
    ['(cd next && npm ci', 'systemctl stop osbu', 'mv app before', 'mv next app', 'osbu migrate', 'osbu check', 'systemctl start osbu'])
})

t.test('a restore finds what is left of the log, also after the sixteenth, when its names begin with less zeros', async (t) => {
  const names = ['000000010000000000000007', '0000000F00000000000000A1', '000000100000000000000020', '0000012C.history']
  const folder = mkdtempSync(join(tmpdir(), 'osbu-restore-'))
  t.teardown(() => { rmSync(folder, { recursive: true }) })
  const put = (path: string): void => {
    mkdirSync(join(folder, dirname(path)), { recursive: true })
    writeFileSync(join(folder, path), '')
  }
  for (const name of [...names, 'archive_status/000000100000000000000020.ready', 'summaries/a']) put(`pg_wal/${name}`)
  for (const name of ['00000010.history', '000000100000000000000021.partial']) put(`second/${name}`)
  mkdirSync(join(folder, 'kept'))
  const documented = [...operations.matchAll(/^#   ((?:cp -n|for f in).*)$/gm)].map((match) => match[1]!)
  t.equal(documented.length, 2, 'the test sees both commands')
  const script = documented.join('\n').replaceAll('/var/backups/osbu/wal', '$kept').replaceAll('/srv/osbu-wal', '$broken/second')
  execFileSync('sh', ['-euc', script], { env: { ...process.env, kept: join(folder, 'kept'), broken: folder } })
  t.same(readdirSync(join(folder, 'kept')).sort(), [...names, '00000010.history', '000000100000000000000021'].sort())
})

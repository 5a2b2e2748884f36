import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import t, { type Test } from 'tap'
import { done, refuse } from '../../../src/kernel/index.ts'
import { type Db, transact } from '../../../src/platform/database/index.ts'
import {
  createMailTransport, createSender, enqueue, type OutgoingMail, type Render, stopMail, type Transport, TRIES_MAX,
} from '../../../src/platform/mail/index.ts'
import { testDatabase } from '../../support/index.ts'
import { mailServer } from './server.ts'

const FROM = 'Osbu <osbu@heinola.example>'
const START = new Date('2026-03-01T10:00:00Z')

const render: Render = ({ kind, params }) => ({
  subject: `${kind}: ${String(params.title)}`, text: 'Hyvää päivää, Äijälä!', html: '<p>Hyvää päivää, Äijälä!</p>',
  unsubscribeUrl: 'https://osbu.example/posti/lopeta/abc',
})

const mailOf = (change: Partial<OutgoingMail> = {}): OutgoingMail => ({
  kind: 'received', language: 'fi', to: 'aino@example.fi', about: 'idea:1', occasion: 'idea:1:received',
  params: { title: 'Penkkejä' }, ...change,
})

async function write(db: Db, ...mails: OutgoingMail[]): Promise<void> {
  await transact(db, async (tx) => {
    for (const mail of mails) await enqueue(tx, mail, START)
    return done()
  })
}

function testSender(db: Db, transport: Transport) {
  const log: { level: string; told: unknown; message: string }[] = []
  const line = (level: string) => (told: unknown, message: string) => { log.push({ level, told, message }) }
  let now = START
  const sender = createSender({
    db, transport, render, clock: { now: () => now }, logger: { warn: line('warn'), error: line('error') } as never,
  })
  return { sender, log, later: (minutes: number) => { now = new Date(now.getTime() + minutes * 60_000) } }
}

const outbox = (db: Db) => db.selectFrom('outbox').select(['occasion', 'to_address', 'params', 'tries', 'outcome']).orderBy('id').execute()

t.test('a mail leaves by SMTP: text first, HTML after it, and a way out in its head', async (t) => {
  const db = await testDatabase(t)
  const { url, received } = await mailServer(t)
  await write(db, mailOf())
  const { sender } = testSender(db, createMailTransport({ url, from: FROM, folder: '/nowhere' }))
  t.equal(await sender.sendDue(), 1)
  t.equal(await sender.sendDue(), 0, 'once')
  await sender.stop()
  t.equal(received.length, 1)
  const [mail] = received
  t.match(mail, { subject: 'received: Penkkejä', text: /Äijälä/, html: /<p>Hyvää päivää, Äijälä!<\/p>/ })
  t.equal(mail!.from?.text, '"Osbu" <osbu@heinola.example>')
  t.match(mail!.messageId, /^<[0-9a-f-]{36}@heinola\.example>$/)
  const raw = Object.fromEntries(mail!.headerLines.map(({ key, line }) => [key, line.replace(/\r?\n\s+/g, ' ')]))
  t.equal(raw['list-unsubscribe'], 'List-Unsubscribe: <https://osbu.example/posti/lopeta/abc>')
  t.equal(raw['list-unsubscribe-post'], 'List-Unsubscribe-Post: List-Unsubscribe=One-Click')
  t.same(await outbox(db), [{ occasion: 'idea:1:received', to_address: null, params: null, tries: 1, outcome: 'sent' }],
    'the address is not kept')
})

t.test('a mail is there if, and only if, the change is', async (t) => {
  const db = await testDatabase(t)
  await transact(db, async (tx) => {
    await enqueue(tx, mailOf(), START)
    return refuse('no_change')
  })
  t.same(await outbox(db), [])
})

t.test('what has been told is not told again', async (t) => {
  const db = await testDatabase(t)
  await write(db, mailOf(), mailOf({ params: { title: 'Toinen' } }))
  t.equal((await outbox(db)).length, 1)
})

t.test('without a mail server a mail is a file that mail programs open', async (t) => {
  const db = await testDatabase(t)
  const folder = join(await mkdtemp(join(tmpdir(), 'osbu-mail-')), 'mail')
  t.teardown(() => rm(join(folder, '..'), { recursive: true, force: true }))
  await write(db, mailOf(), mailOf({ occasion: 'idea:1:decision:1' }))
  const { sender } = testSender(db, createMailTransport({ url: null, from: FROM, folder }))
  t.equal(await sender.sendDue(), 2)
  const names = await readdir(folder)
  t.equal(names.length, 2)
  t.ok(names.every((name) => name.endsWith('.eml')))
  t.match(await simpleParser(await readFile(join(folder, names[0]!))), { subject: 'received: Penkkejä', text: /Äijälä/ })
})

t.test('a server that is away is asked again, each time later, and at last no more', async (t) => {
  const db = await testDatabase(t)
  const { url, received, refuse: refused } = await mailServer(t)
  await write(db, mailOf())
  const { sender, log, later } = testSender(db, createMailTransport({ url, from: FROM, folder: '/nowhere' }))
  refused.push(...Array.from({ length: TRIES_MAX }, () => 451))
  let tries = 0
  for (const minutes of [0, 5, 15, 60, 240, 720, 1440, 2880]) {
    later(minutes - 1)
    if (minutes > 0) {
      await sender.sendDue()
      t.equal((await outbox(db))[0]!.tries, tries, `not yet after ${minutes - 1} minutes`)
    }
    later(1)
    await sender.sendDue()
    tries++
    t.equal((await outbox(db))[0]!.tries, tries)
  }
  t.equal(tries, TRIES_MAX)
  t.match(await outbox(db), [{ to_address: null, params: null, outcome: 'given_up' }])
  t.same(log.map(({ level }) => level), [...Array.from({ length: TRIES_MAX - 1 }, () => 'warn'), 'error'])
  t.notMatch(JSON.stringify(log), /aino|example\.fi/, 'no line has the address')
  t.equal(received.length, 0)
  await sender.stop()
})

t.test('a mailbox that does not exist is not asked again, and does not hold up the others', async (t) => {
  const db = await testDatabase(t)
  const { url, received, refuse: refused } = await mailServer(t)
  await write(db, mailOf(), mailOf({ to: 'eero@example.fi', occasion: 'idea:2:received', about: 'idea:2' }))
  refused.push(550)
  const { sender, log } = testSender(db, createMailTransport({ url, from: FROM, folder: '/nowhere' }))
  t.equal(await sender.sendDue(), 1)
  t.same((await outbox(db)).map(({ outcome }) => outcome), ['given_up', 'sent'])
  t.match(log, [{ level: 'error', told: { reason: /550/ } }])
  t.equal(received.length, 1)
  await sender.stop()
})

t.test('of several processes one sends each mail', async (t) => {
  const db = await testDatabase(t)
  const sent: string[] = []
  const transport: Transport = {
    send: async ({ subject }) => { await new Promise((resolve) => setTimeout(resolve, 2)); sent.push(subject) }, close() {},
  }
  await write(db, ...Array.from({ length: 40 }, (_, i) => mailOf({ occasion: `idea:${i}:received`, params: { title: String(i) } })))
  const counts = await Promise.all(Array.from({ length: 4 }, () => testSender(db, transport).sender.sendDue()))
  t.equal(counts.reduce((a, b) => a + b, 0), 40)
  t.equal(new Set(sent).size, 40)
  t.equal(sent.length, 40)
})

t.test('a mail whose process died is sent by another, after its pause', async (t) => {
  const db = await testDatabase(t)
  await write(db, mailOf())
  const dead = testSender(db, { send: () => new Promise(() => undefined), close() {} })
  dead.sender.sendDue().catch(() => undefined)
  const { received, url } = await mailServer(t)
  const other = testSender(db, createMailTransport({ url, from: FROM, folder: '/nowhere' }))
  while ((await outbox(db))[0]!.tries === 0) await new Promise((resolve) => setTimeout(resolve, 5))
  t.equal(await other.sender.sendDue(), 0)
  other.later(5)
  t.equal(await other.sender.sendDue(), 1)
  t.equal(received.length, 1)
  await other.sender.stop()
})

t.test('what waits about something can be taken back', async (t: Test) => {
  const db = await testDatabase(t)
  await write(db, mailOf(), mailOf({ about: 'idea:2', occasion: 'idea:2:received' }))
  await transact(db, async (tx) => {
    await stopMail(tx, ['idea:1'], START)
    return done()
  })
  t.match(await outbox(db), [{ to_address: null, params: null, outcome: 'stopped' }, { to_address: 'aino@example.fi', outcome: null }])
})

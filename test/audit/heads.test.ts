import { createHash } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import t from 'tap'
import { chainText } from '../../src/audit/domain.ts'
import { createAudit } from '../../src/audit/index.ts'
import { verifyAuditChain } from '../../src/cli/index.ts'
import { done } from '../../src/kernel/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import { testTerminal } from '../cli/terminal.ts'
import { doorOf } from '../doors/door.ts'
import { testWorld } from '../support/index.ts'

const actor = { id: 'staff-1', name: 'Maija Moderaattori' }

t.test('the head of the chain is published once a day', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  let now = new Date('2026-12-01T21:30:00Z')
  const audit = createAudit({ db: world.db, clock: { now: () => now } })
  const record = (ideaId: number) => transact(world.db, async (tx) => {
    await audit.record(tx, { kind: 'idea_accepted', actor, body: { ideaId, reason: null } })
    return done()
  })
  const all = () => audit.heads('9999-12-31', 10)
  const headNow = async (): Promise<string> => {
    const verified = await audit.verify()
    return verified.ok ? verified.head : verified.reason
  }

  await audit.publishHead()
  t.same(await all(), [], 'an empty chain has none')
  await record(1)
  const first = await headNow()
  await Promise.all([audit.publishHead(), audit.publishHead(), audit.publishHead()])
  await record(2)
  await audit.publishHead()
  t.same(await all(), [{ day: '2026-12-01', seq: 1, hash: first }], 'several processes publish one, and a day keeps its first')
  now = new Date('2026-12-01T22:00:00Z')
  await audit.publishHead()
  const second = await headNow()
  t.same(await all(), [{ day: '2026-12-02', seq: 2, hash: second }, { day: '2026-12-01', seq: 1, hash: first }],
    'a day begins at midnight in Heinola')
  await t.rejects(sql`update audit_daily_head set seq = 9`.execute(world.db), /append-only/)
  await t.rejects(sql`delete from audit_daily_head`.execute(world.db), /append-only/)
  await t.rejects(sql`truncate audit_daily_head`.execute(world.db), /append-only/)

  await t.test('for everybody, newest first, without a word of what staff did', async (t) => {
    const { call } = doorOf(world)
    const { status, body, text } = await call(null, 'GET', '/api/audit/heads')
    t.equal(status, 200)
    t.same(body, { heads: await all() })
    t.notMatch(text, /Maija|staff-1|idea|T\d\d:/)
    t.same((await call(null, 'GET', '/api/audit/heads?before=2026-12-02')).body.heads.length, 1)
    t.match(await call(null, 'GET', '/api/audit/heads?limit=1'), { body: { heads: [{ day: '2026-12-02' }] } })
    for (const query of ['limit=0', 'limit=401', 'before=x', 'before=2026-02-30', 'other=1']) {
      t.match(await call(null, 'GET', `/api/audit/heads?${query}`), { status: 400, body: { code: 'invalid_request' } }, query)
    }
    const page = await world.app.inject({ method: 'GET', url: '/tietoa/avoin-data' })
    t.match(page.body, /href="\/api\/audit\/heads"/)
    t.match(page.body, second, 'the newest stands on a page')
  })

  await t.test('a chain that holds the heads that people kept is told so', async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'osbu-heads-'))
    t.teardown(() => rm(folder, { recursive: true, force: true }))
    const copy = join(folder, 'heads.json')
    await writeFile(copy, JSON.stringify({ heads: await all() }))
    const { terminal, printed } = testTerminal()
    await verifyAuditChain(terminal, audit, [first.toUpperCase(), copy])
    t.match(printed(), /The audit chain holds: 2 events.*It holds all 3 heads that you kept/s)
    await t.rejects(verifyAuditChain(terminal, audit, ['f'.repeat(64)]), /written anew.*ffff/)
    await t.rejects(verifyAuditChain(terminal, audit, ['nothing']), /neither a hash/)
    await writeFile(copy, JSON.stringify({ heads: [{ day: '2026-12-01', seq: 2, hash: first }] }))
    await t.rejects(verifyAuditChain(terminal, audit, [copy]), /does not hold the head .* as event 2/, 'elsewhere in the chain is not there')
    await writeFile(copy, '{"heads":[]}')
    await t.rejects(verifyAuditChain(terminal, audit, [copy]), /no copy of/)
  })

  await t.test('a chain that was written anew, every hash of it right, is found out by them', async (t) => {
    const rows = await world.db.selectFrom('audit_event').selectAll().orderBy('seq').execute()
    let prevHash = '00'.repeat(32)
    await sql`alter table audit_event disable trigger user`.execute(world.db)
    for (const row of rows) {
      const hash = createHash('sha256').update(chainText({
        seq: row.seq, at: row.at.toISOString(), kind: row.kind, actor: row.actor, actorName: 'Joku muu', roundId: row.round_id,
        body: row.body, prevHash,
      })).digest()
      await sql`update audit_event set actor_name = 'Joku muu', prev_hash = ${Buffer.from(prevHash, 'hex')}, hash = ${hash}
        where seq = ${row.seq}`.execute(world.db)
      await sql`update audit_head set hash = ${hash}`.execute(world.db)
      prevHash = hash.toString('hex')
    }
    t.match(await audit.verify(), { ok: false, seq: 1, reason: /published on 2026-12-01/ }, 'by our own copy')
    await sql`alter table audit_daily_head disable trigger user`.execute(world.db)
    await sql`delete from audit_daily_head`.execute(world.db)
    t.match(await audit.verify(), { ok: true, events: 2 }, 'who wipes that too leaves a chain that is whole by itself')
    const { terminal } = testTerminal()
    await t.rejects(verifyAuditChain(terminal, audit, [first]), /written anew/, 'and is found out by whoever kept a head')
  })
})

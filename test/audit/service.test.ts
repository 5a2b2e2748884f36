import { sql } from 'kysely'
import t from 'tap'
import { createAudit } from '../../src/audit/index.ts'
import { done, systemClock } from '../../src/kernel/index.ts'
import { transact } from '../../src/platform/database/index.ts'
import { testDatabase } from '../support/index.ts'

const actor = { id: 'staff-1', name: 'Maija Moderaattori' }

t.test('the audit chain', async (t) => {
  const db = await testDatabase(t)
  const audit = createAudit({ db, clock: systemClock })
  const record = (ideaId: number) => transact(db, async (tx) => {
    await audit.record(tx, { kind: 'idea_accepted', actor, body: { ideaId, reason: null } })
    return done()
  })

  t.same(await audit.verify(), { ok: true, events: 0, head: '00'.repeat(32) }, 'an empty chain holds')

  await Promise.all(Array.from({ length: 20 }, (_, i) => record(i)))
  const verified = await audit.verify()
  t.match(verified, { ok: true, events: 20 }, 'twenty writers at once make one unbroken chain')

  await t.rejects(sql`update audit_event set actor_name = 'Joku muu'`.execute(db), /append-only/, 'a row cannot be changed')
  await t.rejects(sql`delete from audit_event where seq = 3`.execute(db), /append-only/, 'a row cannot be dropped')
  await t.rejects(sql`truncate audit_event`.execute(db), /append-only/, 'the table cannot be emptied')

  // Whoever can switch the triggers off is still found out by the hashes.
  const tamper = async (change: ReturnType<typeof sql>) => {
    await sql`alter table audit_event disable trigger user`.execute(db)
    await change.execute(db)
    await sql`alter table audit_event enable trigger user`.execute(db)
  }
  await tamper(sql`update audit_event set body = '{"ideaId":99,"reason":null}' where seq = 7`)
  t.match(await audit.verify(), { ok: false, seq: 7 }, 'a changed row is found')
  const body = (await db.selectFrom('audit_event').select('body').where('seq', '=', 8).executeTakeFirstOrThrow()).body
  await tamper(sql`delete from audit_event where seq >= 7`)
  t.match(await audit.verify(), { ok: false, seq: 7, reason: 'the chain ends before its head' }, 'a cut chain is found')
  t.ok(body.includes('ideaId'))
})

import { sql } from 'kysely'
import t from 'tap'
import { doorOf } from '../doors/door.ts'
import { CLERK, KEY_HOLDER, MANAGER, MODERATOR, must, roundRequest, testWorld } from '../support/index.ts'

t.test('the doors of the audit chain', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  for (const slug of ['a', 'b', 'c']) must(await world.rounds.create(MANAGER, roundRequest({ slug })))

  await t.test('are open to managers alone', async (t) => {
    for (const url of ['/api/audit', '/api/audit/verification']) {
      t.match(await call(null, 'GET', url), { status: 401 })
      t.match(await call(1, 'GET', url), { status: 401 })
      for (const who of [MODERATOR, CLERK, KEY_HOLDER]) t.match(await call(who, 'GET', url), { status: 403 })
    }
  })

  await t.test('show what staff did, newest first, page by page', async (t) => {
    const all = (await call(MANAGER, 'GET', '/api/audit')).body.events
    t.same(all.map((event: { seq: number }) => event.seq), all.map((_: unknown, i: number) => all.length - i))
    t.match(all.find((event: { kind: string }) => event.kind === 'round_created'),
      { actor: 'manager', actorName: 'Staff manager', hash: /^[0-9a-f]{64}$/, body: /"slug":"c"/ })
    const page = await call(MANAGER, 'GET', `/api/audit?before=${all.length}&limit=2`)
    t.same(page.body.events, all.slice(1, 3))
    for (const query of ['limit=0', 'limit=201', 'before=0', 'before=1.5', 'before=x', 'other=1', 'limit=1&limit=2']) {
      t.match(await call(MANAGER, 'GET', `/api/audit?${query}`), { status: 400, body: { code: 'invalid_request' } },
        query)
    }
  })

  await t.test('and walk the whole chain', async (t) => {
    const verified = await call(MANAGER, 'GET', '/api/audit/verification')
    t.match(verified, { status: 200, body: { ok: true, head: /^[0-9a-f]{64}$/ } })
    await sql`alter table audit_event disable trigger all`.execute(world.db)
    await sql`update audit_event set actor_name = 'Joku muu' where seq = 2`.execute(world.db)
    t.match((await call(MANAGER, 'GET', '/api/audit/verification')).body, { ok: false, seq: 2 },
      'a changed event is named')
  })
})

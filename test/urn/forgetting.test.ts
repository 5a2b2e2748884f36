import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { copyFile, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import t from 'tap'
import { checkAll, forgetRound, tellDestroyed } from '../../src/cli/index.ts'
import { startSecretsWatch } from '../../src/keeping.ts'
import { connect } from '../../src/platform/database/index.ts'
import { createLogger } from '../../src/platform/logging/index.ts'
import { createUrn } from '../../src/urn/index.ts'
import { NODE_COMPILE_CACHE, osbuIn } from '../cli/osbu.ts'
import { castBallots, finishRound } from '../cli/round.ts'
import { testTerminal } from '../cli/terminal.ts'
import { doorOf } from '../doors/door.ts'
import { dump, placesOf, readTree } from '../secrecy/adversary.ts'
import { fault, KEY_HOLDER, MANAGER, MODERATOR, must, person, resident, testServer, testWorld, votingRound } from '../support/index.ts'
import { databaseUrl } from '../support/cluster.ts'
import { errorsIn, faultsOf } from '../web/pages/ideas-door.ts'
import { browserOf } from '../web/pages/jar.ts'

const DAY_MS = 86_400_000
const castId = (): string => randomBytes(16).toString('hex')
const WHO = { witness: 'Aino Avain', secretsLost: false }

t.test('a round is forgotten', async (t) => {
  // A server of its own: its files are searched, and its log is written over.
  const server = await testServer(t)
  const world = await testWorld(t, { url: server.url, poolMax: 6 })
  const { db, urn, rounds } = world
  const { call } = doorOf(world)
  const voting = await votingRound(world, { slug: 'ohi', appealDays: 90 })
  const other = await votingRound(world, { slug: 'ohi-toinen' })
  const forget = (change: object = {}) => urn.forget(MANAGER, 'ohi', { ...WHO, confirm: 'ohi', ...change })
  const refusal = (code: string) => ({ ok: false, refusal: { code } })
  /** What the database refuses, done by whoever may switch its refusing off: a test of rounds that are older than the test. */
  const byForce = async (change: ReturnType<typeof sql>): Promise<void> => {
    await sql`alter table round disable trigger user`.execute(db)
    await change.execute(db)
    await sql`alter table round enable trigger user`.execute(db)
  }

  const receipts: { tracker: string }[] = []
  for (let voter = 0; voter < 12; voter++) {
    const somebody = await resident(world, voter)
    const vote = { picks: [1 + voter % 4], castId: castId(), replaces: 0 }
    receipts.push(must(await urn.cast(somebody, 'ohi', vote)))
    must(await urn.cast(somebody, 'ohi-toinen', { ...vote, castId: castId() }))
  }
  const early = await resident(world, 20)
  // On the roll stand those who voted and others.
  await sql`alter table roll disable trigger user`.execute(db)
  await sql`insert into roll values (${voting.round.id}, 12)`.execute(db)
  await sql`alter table roll enable trigger user`.execute(db)
  await sql`insert into roll_entry select round_id, voter_key from sealed_ballot where round_id = ${voting.round.id}`.execute(db)
  await sql`analyze`.execute(db)
  const rowsOf = async (id: string) =>
    (await sql<{ key: Buffer; mark: Buffer; sealed: Buffer }>`select voter_key as key, mark, sealed from sealed_ballot where round_id = ${id} order by 1`.execute(db)).rows
  const before = await rowsOf(voting.round.id)
  const kept = await rowsOf(other.round.id)
  const traces = (rows: typeof before): Buffer[] => rows.flatMap(({ key, mark, sealed }) => [key, mark, sealed, Buffer.from(key.toString('hex'))])
  const peppers = await readFile(join(world.secretsDir, 'ohi.pepper'), 'utf8')
  const secretsOf = new Map([['pepper', peppers], ['receipt-key', await readFile(join(world.secretsDir, 'ohi.receipt-key'), 'utf8')]])

  await t.test('not before its result is published', async (t) => {
    t.match(await forget(), refusal('not_published'))
    t.match(await urn.forgetting('ohi'), { state: 'not_possible', from: null })
    await finishRound(world, 'ohi', voting.shares)
  })

  await t.test('not before the appeal period is over, by the database’s clock', async (t) => {
    await byForce(sql`update round set kind = 'regular', rehearsed_at = keys_ready_at where slug = 'ohi'`)
    const { publishedAt } = await rounds.bySlug('ohi')
    t.match(await forget(), refusal('appeal_period_open'))
    t.same((await urn.forgetting('ohi')).from, new Date(Number(publishedAt) + 90 * DAY_MS))
    const { rows } = await sql<{ days: number }>`
      select extract(epoch from appeal_period(r))::int / 86400 as days from round r order by slug`.execute(db)
    t.same(rows, [{ days: 90 }, { days: 0 }], 'the two clocks know one period')
    world.clock.set(Date.now() + 91 * DAY_MS)
    t.match(await forget(), refusal('appeal_period_open'), 'a service whose clock is wrong destroys nothing')
    world.clock.reset()
    const office = await browserOf(world, MANAGER)
    t.match((await office.get('/hallinta/kierros/ohi/unohtaminen')).text, /muutoksenhakuaika, 90 päivää tuloksen julkaisemisesta/)
    await t.rejects(sql`update round set appeal_days = 37 where slug = 'ohi'`.execute(db), /rules of a round freeze/)
    await t.rejects(sql`insert into forgetting values (${voting.round.id}, now(), 'Aino')`.execute(db), /appeal period/)
    await byForce(sql`update round set published_at = published_at - interval '90 days' where slug = 'ohi'`)
    t.match(await urn.forgetting('ohi'), { state: 'possible', secrets: 'there' })
    await t.rejects(sql`update round set forgotten_at = now() where slug = 'ohi'`.execute(db), /destroyed first/,
      'nor does the database let it be called forgotten')
  })

  await t.test('not by a slip of the finger, nor where its secrets are not', async (t) => {
    await t.rejects(forget({ confirm: 'ohi-toinen' }), fault('confirm', 'not_the_short_name'))
    const elsewhere = await mkdtemp(join(tmpdir(), 'osbu-elsewhere-'))
    t.teardown(() => rm(elsewhere, { recursive: true, force: true }))
    const there = createUrn({ ...world, secretsDir: elsewhere, alarm: () => {} })
    t.match(await there.forget(MANAGER, 'ohi', { ...WHO, confirm: 'ohi' }), refusal('secrets_not_here'))
    t.equal((await rowsOf(voting.round.id)).length, 12)
    t.match(await urn.forgetting('ohi'), { state: 'possible' })
    t.match(await urn.tellDestroyed(MANAGER, 'ohi', { what: ['share_sheets'], note: '' }), refusal('not_forgotten'))
  })

  const OFFERED = ['result', 'ballots.csv', 'result.json', 'result.csv', 'result.pb', 'proposals.json', 'urn-list', 'urn-list.txt', 'turnout', 'comparison']
  const offered = async () => Promise.all(OFFERED.map(async (file) => {
    const { status, text } = await call(null, 'GET', `/api/rounds/ohi/${file}`)
    return [file, status, text]
  }))
  const published = await offered()
  t.ok(published.every(([, status]) => status === 200))

  const office = await browserOf(world, MANAGER)
  const url = '/hallinta/kierros/ohi/unohtaminen'
  await t.test('one that is stopped in the middle is not called forgotten, and is finished by doing it again', async (t) => {
    const page = await office.get(url)
    t.same(faultsOf(page), [])
    t.match(page.text, /Tätä ei voi perua/)
    t.equal((await (await browserOf(world, MODERATOR)).get(url)).status, 403)
    const wrong = await office.post(url, { witness: '', confirm: 'väärä' })
    t.equal(wrong.status, 400)
    t.match(errorsIn(wrong), [['#witness', /./]])
    t.match(errorsIn(await office.post(url, { witness: 'Aino Avain', confirm: 'väärä' })), [['#confirm', /juuri näin: ohi$/]])
    // A dump goes on meanwhile: it still sees what is deleted, and so the files of the table would keep it.
    const dumping = connect({ url: server.url, poolMax: 1 })
    const begun = await dumping.startTransaction().setIsolationLevel('repeatable read').execute()
    await begun.selectFrom('round').select('id').execute()
    const stopped = await office.post(url, { witness: 'Aino Avain', confirm: 'ohi' })
    t.equal(stopped.status, 409)
    t.match(stopped.text, /jäi kesken.*Vie se loppuun/s)
    t.same(faultsOf(stopped), [])
    t.match(await rounds.bySlug('ohi'), { forgottenAt: null })
    t.match(await urn.forgetting('ohi'), { state: 'begun', secrets: 'destroyed' })
    await begun.rollback().execute()
    await dumping.destroy()
    const finished = await office.send(url, { witness: 'Aino Avain', confirm: 'ohi' })
    t.equal(finished.heading, 'Kierros on unohdettu')
    t.equal(rounds.phase(await rounds.bySlug('ohi')), 'archived')
    t.match(await forget(), refusal('already_forgotten'))
  })

  await t.test('and then nobody who holds the database, its files, its log or the secrets finds a trace', async (t) => {
    t.match(await urn.forgetting('ohi'), { state: 'forgotten', logOverwritten: true })
    await sql`analyze`.execute(db)
    await sql`checkpoint`.execute(db)
    const files = Buffer.concat([readTree(server.folder), Buffer.from(await dump(db)), readTree(world.secretsDir)])
    const places = placesOf(files, [...traces(before), ...traces(kept)])
    const found = (rows: typeof before): number =>
      traces(rows).filter((trace) => places.get(trace.toString('latin1'))!.first !== -1).length
    t.equal(found(before), 0)
    t.notOk(files.includes(peppers.trim()))
    t.ok(found(kept) >= kept.length * 3, 'one that stood there would be found')
    t.same((await readdir(world.secretsDir)).filter((name) => name.startsWith('ohi')).sort(),
      ['ohi-toinen.pepper', 'ohi-toinen.receipt-key', 'ohi.forgotten'], 'what belongs to another round stays')
    t.same(await rowsOf(other.round.id), kept)
  })

  await t.test('what the published round offers stays as it was', async (t) => {
    t.same(await offered(), published)
    for (const page of ['/tulokset?kierros=ohi', '/tulokset/tarkista?kierros=ohi']) {
      const { status, text } = await office.get(page)
      t.equal(status, 200)
      t.match(text, /Suljetut liput ja kierroksen salaiset avaimet on hävitetty/, page)
    }
    for (const page of ['/tulokset/ohi/data', '/hallinta/kierros/ohi', '/hallinta/kierros/ohi/osallistuminen', '/hallinta/kierros/ohi/avaimet',
      '/hallinta/kierros/ohi/laskenta', '/hallinta/kierros/ohi/avaus']) {
      t.equal((await office.get(page)).status, 200, page)
    }
    t.match(await office.post('/tulokset/tarkista?kierros=ohi', { koodi: receipts[3]!.tracker }), { status: 200, heading: 'Äänesi on laskettu mukaan' })
  })

  await t.test('nobody can vote, and no secrets are made anew', async (t) => {
    t.match(await urn.cast(early, 'ohi', { picks: [1], castId: castId(), replaces: 0 }), refusal('voting_closed'))
    t.match(await urn.makeKeys(KEY_HOLDER, 'ohi', { holders: ['A', 'B', 'C'] }), refusal('keys_exist'))
    t.notOk(Object.keys(await urn.votingRightsOf(person(1))).includes(voting.round.id))
    t.same(world.alarms, [], 'it alarms nobody')
    must(await urn.cast(await resident(world, 21), 'ohi-toinen', { picks: [2], castId: castId(), replaces: 0 }))
  })

  await t.test('what a restored backup brings back is destroyed by doing it again', async (t) => {
    await writeFile(join(world.secretsDir, 'ohi.pepper'), peppers)
    t.same(await urn.forgottenWithSecrets(), ['ohi'])
    const [row] = before
    await sql`insert into sealed_ballot select ${voting.round.id}, ${row!.key}, channel, revision, ${row!.mark}, ${row!.sealed}, cast_on
      from sealed_ballot limit 1`.execute(db)
    // Somebody writes in another database of the server meanwhile: no snapshot is younger than that, and it is waited for.
    const elsewhere = connect({ url: databaseUrl(server.url, 'postgres'), poolMax: 1 })
    const writing = await elsewhere.startTransaction().execute()
    await sql`select pg_current_xact_id()`.execute(writing)
    const ended = setTimeout(1500).then(() => writing.commit().execute())
    const { body, status } = await call(MANAGER, 'POST', '/api/rounds/ohi/forgetting', { confirm: 'ohi', witness: 'Eero Avain' })
    await ended
    await elsewhere.destroy()
    t.equal(status, 201)
    t.same(body, { sealedBallots: 1, rollEntries: 0, secretFiles: 1, logOverwritten: true })
    t.equal((await rowsOf(voting.round.id)).length, 0)
    t.notOk((await readdir(world.secretsDir)).includes('ohi.pepper'))
  })

  await t.test('on a machine that Forget was not run on an alarm tells of its secrets, until it is run there too', async (t) => {
    t.same(await urn.forgottenWithSecrets(), [], 'where it was run there are none')
    const secretsDir = await mkdtemp(join(tmpdir(), 'osbu-second-'))
    t.teardown(() => rm(secretsDir, { recursive: true, force: true }))
    for (const name of ['pepper', 'receipt-key']) {
      await writeFile(join(secretsDir, `ohi.${name}`), secretsOf.get(name)!)
      await copyFile(join(world.secretsDir, `ohi-toinen.${name}`), join(secretsDir, `ohi-toinen.${name}`))
    }
    const second = createUrn({ ...world, secretsDir, alarm: () => {} })
    const alarms: string[] = []
    const heard = new Promise<void>((done) => {
      t.teardown(startSecretsWatch({ urn: second }, (message) => { alarms.push(message); done() }, createLogger('silent')))
    })
    await heard
    t.same(alarms, ['secret files of ohi are here although the round was forgotten: run forget on this machine too'])
    const { terminal, printed } = testTerminal()
    await t.rejects(checkAll({ terminal, audit: world.audit, rounds, urn: second, tally: world.tally }), /One thing is wrong/)
    t.match(printed(), /WRONG +ohi: secret files of it are here/)
    must(await second.forget(MANAGER, 'ohi', { witness: 'Inka Avain', secretsLost: false, confirm: 'ohi' }))
    t.same(await second.forgottenWithSecrets(), [])
    t.same((await readdir(secretsDir)).sort(), ['ohi-toinen.pepper', 'ohi-toinen.receipt-key', 'ohi.forgotten'])
  })

  await t.test('what people destroyed themselves is told in the chain, beside what the software did', async (t) => {
    t.match(errorsIn(await office.post(`${url}/kopiot`, { note: 'Silputtiin.' })), [['#what', 'Valitse ainakin yksi kohta.']])
    const told = await office.send(`${url}/kopiot`, { what: ['share_sheets', 'database_backups'], note: 'Silputtiin kaupungintalolla.' })
    t.same(faultsOf(told), [])
    t.match(told.text, /kirjattu tapahtumalokiin.*Silputtiin kaupungintalolla\. Staff manager/)
    t.same(told.dom.querySelectorAll('[name=what]').map((tick) => tick.getAttribute('value')), ['log_archive', 'secrets_backups', 'other_copies'])
    for (const lang of ['sv', 'en']) t.same(faultsOf(await office.get(`/${lang}${url}`), lang), [], lang)
    const { terminal, printed } = testTerminal()
    await tellDestroyed({ terminal, rounds, urn }, { slug: 'ohi', actor: MANAGER, what: ['log_archive', 'other_copies'], note: '' })
    t.match(printed(), /Still left: secrets_backups/)
    const events = (await world.audit.page(Number.MAX_SAFE_INTEGER, 200, { roundId: voting.round.id })).reverse()
    const acts = events.filter(({ kind }) => /forg|copies/.test(kind)).map(({ kind, actor, body }) => ({ kind, actor, ...JSON.parse(body) }))
    t.match(acts, [
      { kind: 'forgetting_begun', actor: 'manager', witness: 'Aino Avain', sealedBallots: 12, rollEntries: 12, secretsLost: false },
      { kind: 'round_forgotten', actor: 'manager', witness: 'Aino Avain', logOverwritten: true },
      { kind: 'round_forgotten', witness: 'Eero Avain', sealedBallots: 1, secretFiles: 1 },
      { kind: 'round_forgotten', witness: 'Inka Avain', sealedBallots: 0, secretFiles: 2 },
      { kind: 'copies_destroyed', what: 'share_sheets', note: 'Silputtiin kaupungintalolla.' },
      { kind: 'copies_destroyed', what: 'database_backups' }, { kind: 'copies_destroyed', what: 'log_archive', note: null },
      { kind: 'copies_destroyed', what: 'other_copies' },
    ])
    t.match(await world.audit.verify(), { ok: true })
  })

  await t.test('at a terminal its name is typed; a rehearsal waits for no appeal; lost secrets are said to be lost', async (t) => {
    await finishRound(world, 'ohi-toinen', other.shares)
    const about = { slug: 'ohi-toinen', actor: MANAGER, ...WHO }
    const deps = (terminal: ReturnType<typeof testTerminal>['terminal']) => ({ terminal, rounds, urn })
    await t.rejects(forgetRound(deps(testTerminal().terminal), about), /--confirm ohi-toinen/)
    await rm(join(world.secretsDir, 'ohi-toinen.receipt-key'))
    await t.rejects(forgetRound(deps(testTerminal().terminal), { ...about, confirm: 'ohi-toinen' }), /secrets_not_here/)
    const { terminal, printed } = testTerminal({ tty: true, typed: ['ohi-toinen'] })
    await forgetRound(deps(terminal), { ...about, secretsLost: true })
    t.match(printed(), /13 sealed ballots, 0 entries of the roll and 1 secret files.*was overwritten.*share_sheets/s)
    t.match(await urn.forgetting('ohi-toinen'), { state: 'forgotten', secrets: 'destroyed' })
  })

  await t.test('one that is killed before any of its steps is forgotten once, by doing it again', async (t) => {
    const slug = 'ohi-katkos'
    const { round, shares } = await votingRound(world, { slug })
    await castBallots(world, slug, [[1], [2], [3]])
    await finishRound(world, slug, shares)
    const steps = join(world.secretsDir, 'steps')
    const secrets = () => Promise.all(['pepper', 'receipt-key'].map((name) =>
      readFile(join(world.secretsDir, `${slug}.${name}`), 'utf8').catch(() => null)))
    const whole = await secrets()
    const acts = async () => (await Promise.all((['forgetting_begun', 'round_forgotten'] as const).map((kind) =>
      world.audit.page(Number.MAX_SAFE_INTEGER, 9, { roundId: round.id, kind })))).map(({ length }) => length)
    const command = () => osbuIn({ DATABASE_URL: world.url, SECRETS_DIR: world.secretsDir, DEMO: '1' }, '',
      'forget', slug, '--as', 'Päivi Päällikkö', '--witness', 'Aino Avain', '--confirm', slug)
    const file = (name: string) => fileURLToPath(new URL(name, import.meta.url))
    const die = () => spawnSync(process.execPath, ['--disable-warning=ExperimentalWarning', '--import', file('dying.ts'), file('forget-once.ts'),
      world.url, world.secretsDir, slug], { encoding: 'utf8', env: { DYING_STEPS: steps, NODE_COMPILE_CACHE } })

    const STEPS = [
      'commit: insert into forgetting', `open ${slug}.forgotten`, `rm ${slug}.pepper`, `rm ${slug}.receipt-key`,
      'commit: delete from sealed_ballot', 'commit: cluster sealed_ballot', 'commit: update round',
    ]
    for (const step of STEPS) {
      t.match(die(), { signal: 'SIGKILL', stdout: '', stderr: '' }, step)
      const { state, secrets: left } = await urn.forgetting(slug)
      const gone = [(await secrets()).join() !== whole.join(), (await rowsOf(round.id)).length < 3].includes(true)
      // Something may be gone only after the chain and the round say that it was begun.
      if (step === STEPS[0]) t.same([state, left, gone, await acts()], ['possible', 'there', false, [0, 0]], step)
      else t.same([state, await acts()], ['begun', [1, 0]], step)
      if (gone) t.equal(left, 'destroyed', step)
    }
    t.same((await readFile(steps, 'utf8')).trim().split('\n'), STEPS, 'these are all of its steps')
    t.match(await command(), { code: 0, stdout: /ohi-katkos is forgotten/ })
    t.match(await urn.forgetting(slug), { state: 'forgotten', secrets: 'destroyed' })
    t.same([await secrets(), await rowsOf(round.id), await acts()], [[null, null], [], [1, 1]])
    t.match(die(), { status: 0, stdout: 'already_forgotten\n' })
    t.match(await world.audit.verify(), { ok: true })
  })
})

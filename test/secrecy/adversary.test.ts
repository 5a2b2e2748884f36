import { randomBytes } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { CLERK, KEY_HOLDER, MANAGER, must, person, residentHeaders, staffHeaders, testServer, testWorld, votingRound } from '../support/index.ts'
import { bestLink, chanceLimit, dump, findSecrets, guessPicks, placesOf, readTree } from './adversary.ts'

const VOTERS = 300
const CROWD = 25

/** Poisson with mean 1 exceeds this less than once in a hundred million; some hundred joins are tried. */
const LINKS_MAX = 12

t.test('who holds the database, a backup, the WAL and all logs can tell nothing', async (t) => {
  // A server of its own, whose files the adversary reads.
  const server = await testServer(t)
  const world = await testWorld(t, { url: server.url })
  const { db, app } = world
  const { slug, shares, round } = await votingRound(world)

  // 300 people vote at random, one pick each, online and on paper; a tenth change their minds. They come in crowds, so that
  // their ballots are committed in groups, and in an order of crowds that is known.
  const truth = new Map<string, { voter: number; pick: number }>()
  const castIds: string[] = []
  const answers: { pick: number; ms: number }[] = []
  const clerk = await staffHeaders(world, CLERK)
  const voterKeys: string[] = []
  async function send(voter: number, headers: Record<string, string>, replaces: number): Promise<void> {
    const pick = 1 + Math.floor(Math.random() * 5)
    const castId = randomBytes(16).toString('hex')
    castIds.push(castId)
    const onPaper = voter % 7 === 0
    const began = performance.now()
    const response = await app.inject({
      method: 'POST', url: `/api/rounds/${slug}/${onPaper ? 'desk/ballots' : 'my-ballot'}`, headers: onPaper ? clerk : headers,
      payload: {
        picks: [pick], castId, replaces,
        ...(onPaper ? { hetu: person(voter).hetu, residence: 'register', correctionReason: replaces > 0 ? 'Näppäilyvirhe' : null } : {}),
      },
    })
    if (!onPaper) answers.push({ pick, ms: performance.now() - began })
    if (response.statusCode !== 201) t.fail(response.body)
    for (const [tracker, known] of truth) if (known.voter === voter) truth.delete(tracker)
    truth.set(response.json<{ tracker: string }>().tracker, { voter, pick })
  }
  for (let from = 0; from < VOTERS; from += CROWD) {
    const crowd = await Promise.all(Array.from({ length: CROWD }, async (_, i) => {
      const right = (await world.urn.votingRightsOf(person(from + i)))[round.id]!
      voterKeys[from + i] = Buffer.from(right.voterKey, 'base64url').toString('hex')
      return { voter: from + i, headers: await residentHeaders(world, from + i) }
    }))
    await Promise.all(crowd.map(({ voter, headers }) => send(voter, headers, 0)))
    await Promise.all(crowd.filter(({ voter }) => voter % 10 === 3).map(({ voter, headers }) => send(voter, headers, 1)))
  }
  const secrets = [...truth.keys(), ...castIds, ...Array.from({ length: VOTERS }, (_, voter) => person(voter).hetu)]

  /** All that there is to steal: dump, base backup with the WAL, the service's log and the server's. */
  const loot = async (): Promise<{ text: string; files: Buffer; logs: string }> => {
    await sql`checkpoint`.execute(db)
    return { text: await dump(db), files: readTree(server.folder), logs: world.logLines.join('') }
  }

  await t.test('before the opening no pick, tracker, cast id or identity code stands anywhere', async (t) => {
    const { text, files, logs } = await loot()
    t.ok(text.includes(voterKeys[0]!) && files.includes(Buffer.from(voterKeys[0]!, 'hex')), 'the adversary does read the urn')
    t.same(findSecrets(Buffer.concat([Buffer.from(text), files, Buffer.from(logs)]), secrets), [])
    t.same(findSecrets(Buffer.from(`x${secrets[5]!}y`), secrets), [secrets[5]], 'one that stood there would be found')
    t.notOk(castIds.slice(0, 20).some((castId) => files.includes(Buffer.from(castId, 'hex'))), 'nor as bytes')
    t.notOk(files.includes('"picks":['), 'no opened ballot is in a data file, a temporary file or the WAL')
    t.notOk(voterKeys.some((key) => logs.includes(key) || logs.includes(Buffer.from(key, 'hex').toString('base64url'))),
      'no voter key is in a log')
    const casting = world.logLines.filter((line) => /my-ballot|desk/.test(line))
    t.same(casting, [], 'casting writes no line at all')
  })

  const { rows: urn } = await sql<{
    voterKey: Buffer; mark: Buffer; sealed: Buffer; revision: number; castOn: string; ctid: string; xmin: number; place: number
  }>`select voter_key as "voterKey", mark, sealed, revision, cast_on as "castOn", ctid::text, xmin::text::int,
      row_number() over (order by ctid)::int as place
    from sealed_ballot where round_id = ${round.id}`.execute(db)
  const byKey = new Map(voterKeys.map((key, voter) => [key, voter]))
  const voterOf = (key: Buffer): number => byKey.get(key.toString('hex'))!
  const pickOf = new Map([...truth.values()].map(({ voter, pick }) => [voter, pick]))

  await t.test('before the opening picks are guessed no better than by chance', async (t) => {
    t.equal(urn.length, VOTERS)
    t.ok(new Set(urn.map((row) => row.xmin)).size < VOTERS / 2, 'ballots were committed in groups')
    t.equal(new Set(urn.map((row) => row.sealed.length)).size, 1, 'sealed ballots have one length')
    const rows = urn.map((row) => ({
      pick: pickOf.get(voterOf(row.voterKey))!,
      bytes: Buffer.concat([row.voterKey, row.mark, row.sealed, Buffer.from([row.revision, row.place % 256, row.xmin % 256])]),
    })).sort(() => Math.random() - 0.5)
    const { guessed, right } = guessPicks(rows, [1, 2, 3, 4, 5])
    // Chance is not a fifth but the share of the pick that is most frequent.
    const most = Math.max(...[1, 2, 3, 4, 5].map((pick) => rows.filter((row) => row.pick === pick).length)) / rows.length
    t.ok(right <= chanceLimit(guessed, most), `${right} of ${guessed} guesses were right`)
    const plainly = guessPicks(rows.map((row) => ({ ...row, bytes: Buffer.from([row.pick * 50]) })), [1, 2, 3, 4, 5])
    t.ok(plainly.right > chanceLimit(guessed, most), 'a build whose rows tell the pick would be caught')
  })

  await t.test('nor from how long an answer took', async (t) => {
    const inTime = (ms: number): Buffer => Buffer.from([Math.min(255, Math.round(ms * 2))])
    const { guessed, right } = guessPicks(answers.map(({ pick, ms }) => ({ pick, bytes: inTime(ms) })).sort(() => Math.random() - 0.5), [1, 2, 3, 4, 5])
    const most = Math.max(...[1, 2, 3, 4, 5].map((pick) => answers.filter((answer) => answer.pick === pick).length)) / answers.length
    t.ok(right <= chanceLimit(guessed, most), `${right} of ${guessed} guesses were right`)
    const slow = guessPicks(answers.map(({ pick, ms }) => ({ pick, bytes: inTime(ms / 10 + pick * 20) })), [1, 2, 3, 4, 5])
    t.ok(slow.right > chanceLimit(slow.guessed, most), 'a build that takes longer for some picks would be caught')
  })

  must(await world.rounds.endRehearsal(MANAGER, slug))
  must(await world.tally.openUrn(KEY_HOLDER, slug, shares.slice(0, 2)))
  const { files, logs } = await loot()
  const sealedAt = placesOf(files, urn.map((row) => row.sealed))
  const seenVoters = urn.map((row) => ({
    voter: voterOf(row.voterKey),
    features: {
      key: row.voterKey.toString('hex'), mark: row.mark.toString('hex'), sealed: row.sealed.toString('hex'), place: row.place,
      xmin: row.xmin, revision: row.revision, order: voterOf(row.voterKey), file: sealedAt.get(row.sealed.toString('latin1'))!.first,
      wal: sealedAt.get(row.sealed.toString('latin1'))!.last,
    },
  }))

  await t.test('after the opening nobody can be linked with a ballot, by whatever order', async (t) => {
    const { rows: opened } = await sql<{ tracker: string; picks: number[]; place: number; xmin: number }>`
      select tracker, picks, row_number() over (order by ctid)::int as place, xmin::text::int from ballot
      where round_id = ${round.id}`.execute(db)
    t.equal(opened.length, VOTERS)
    t.same(new Set(opened.map((row) => row.xmin)).size, 1, 'all were written by one transaction')
    const trackerAt = placesOf(files, opened.map((row) => Buffer.from(row.tracker)))
    const seenBallots = opened.map((row) => ({
      voter: truth.get(row.tracker)!.voter,
      features: {
        tracker: row.tracker, picks: row.picks.join(), place: row.place, file: trackerAt.get(row.tracker)!.first,
        wal: trackerAt.get(row.tracker)!.last,
      },
    }))
    const { by, links } = bestLink(seenVoters, seenBallots)
    t.ok(links <= LINKS_MAX, `the best join, by ${by}, links ${links} of ${VOTERS}`)
    t.notOk([...truth.keys()].some((tracker) => logs.includes(tracker)), 'no tracker is in a log')
  })

  await t.test('a build that writes opened ballots in the order of the urn would be caught', async (t) => {
    await sql`create table linked_ballot (tracker text primary key)`.execute(db)
    const trackerOf = new Map([...truth].map(([tracker, { voter }]) => [voter, tracker]))
    for (const row of urn.toSorted((a, b) => a.place - b.place)) {
      await sql`insert into linked_ballot values (${trackerOf.get(voterOf(row.voterKey))!})`.execute(db)
    }
    const { rows } = await sql<{ tracker: string; place: number; xmin: number }>`
      select tracker, row_number() over (order by ctid)::int as place, xmin::text::int from linked_ballot`.execute(db)
    const { links } = bestLink(seenVoters, rows.map((row) => ({
      voter: truth.get(row.tracker)!.voter, features: { tracker: row.tracker, place: row.place, xmin: row.xmin },
    })))
    t.ok(links > VOTERS / 2, `it links ${links} of ${VOTERS}`)
  })
})

import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import t from 'tap'
import { ballotsCsv, type FileKey, filesOf, fileOf, recount, recountPabulib } from '../../src/open-data/index.ts'
import { doorOf } from '../doors/door.ts'
import {
  CLERK, holdCeremony, KEY_HOLDER, makeProposals, MANAGER, MODERATOR, must, resident, roundRequest, testWorld, votingRound,
} from '../support/index.ts'
import { countedRound } from './published.ts'

const HOUR = 3_600_000
const ASKED: Record<string, string>[] = [{}, { 'if-none-match': '*' }, { 'if-none-match': '"x"' }, { range: 'bytes=0-9' }]
const EVERYBODY = [null, 1, CLERK, MODERATOR, KEY_HOLDER, MANAGER] as const

/** Every address of a published round, as one might guess it, and the page that describes them. */
function addressesOf(slug: string): string[] {
  const files = filesOf({ slug, kind: 'regular' }).map(({ path }) => path)
  return [
    ...files, `/api/rounds/${slug}/result`, `/tulokset/${slug}/data`, `/sv/tulokset/${slug}/data`, `/en/tulokset/${slug}/data`,
  ]
}

t.test('before publication there is no file, in no phase, for nobody and by no way of asking', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const at = (hours: number): string => new Date(Date.now() + hours * HOUR).toISOString()
  const times = { ideasOpenAt: at(1), ideasCloseAt: at(2), votingOpenAt: at(3), votingCloseAt: at(4), paperUntil: at(5) }
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'tulossa', ...times })))
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'ideoita', ...times, ideasOpenAt: at(-1) })))
  must(await world.rounds.create(MANAGER, roundRequest({ slug: 'kasittely' })))
  await makeProposals(world, 'kasittely', [20_000, 10_000])
  await votingRound(world, { slug: 'aanestys' })
  must(await world.urn.cast(await resident(world, 9), 'aanestys', { picks: [1], replaces: 0, castId: 'ab'.repeat(16) }))
  await votingRound(world, { slug: 'paattynyt' })
  must(await world.rounds.endRehearsal(MANAGER, 'paattynyt'))
  await countedRound(world, 'laskettu', [[1, 2], [1]])
  const phases = new Map([
    ['tulossa', 'upcoming'], ['ideoita', 'ideas'], ['kasittely', 'review'], ['aanestys', 'voting'],
    ['paattynyt', 'counting'], ['laskettu', 'counting'],
  ])
  const wrong: string[] = []
  for (const [slug, phase] of phases) {
    t.equal(world.rounds.phase(await world.rounds.bySlug(slug)), phase)
    for (const address of addressesOf(slug)) {
      for (const who of EVERYBODY) {
        // Who asks and how are two questions: not every pair of answers is tried.
        for (const method of who === null ? ['GET', 'HEAD'] as const : ['GET'] as const) {
          for (const headers of who === null || who === MANAGER ? ASKED : [{}]) {
            const { status, headers: told } = await call(who, method, address, undefined, headers)
            const leak = Object.keys(told).find((name) => ['etag', 'link', 'content-disposition', 'last-modified'].includes(name))
            if (status !== 404 || leak !== undefined) wrong.push(`${method} ${address}: ${status} ${leak ?? ''}`)
          }
        }
      }
    }
  }
  t.same(wrong, [])
  for (const slug of ['x', '..%2Flaskettu', 'laskettu%00']) {
    t.match(await call(MANAGER, 'GET', `/tulokset/${slug}/data`), { status: /^40[04]$/ }, slug)
  }
})

t.test('the doors of the published result', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const { slug } = await countedRound(world, 'koe', [[1, 2], [1], [3, 4, 5], [5]])
  const url = `/api/rounds/${slug}`

  await t.test('before publication there is nothing, and the count is for those who count', async (t) => {
    for (const path of ['result', 'ballots.csv']) {
      for (const who of EVERYBODY) t.match(await call(who, 'GET', `${url}/${path}`), { status: 404, body: { code: 'not_found' } }, path)
    }
    t.match(await call(null, 'GET', `${url}/tally`), { status: 401 })
    t.match(await call(1, 'GET', `${url}/tally`), { status: 401 })
    for (const who of [CLERK, MODERATOR]) t.match(await call(who, 'GET', `${url}/tally`), { status: 403 })
    const preview = await call(KEY_HOLDER, 'GET', `${url}/tally`)
    t.match(preview, { status: 200, body: { votes: 7, voters: 4 } })
    t.equal(preview.headers['cache-control'], 'no-store')
    t.match(await call(null, 'GET', `/api/rounds/${slug}`), { body: { publishedAt: null, phase: 'counting' } })
    t.match(await call(KEY_HOLDER, 'POST', `${url}/publication`), { status: 403 }, 'key holders open, managers publish')
  })

  await t.test('after it everybody reads the same two files, and they recount', async (t) => {
    t.match(await call(MANAGER, 'POST', `${url}/publication`), { status: 201, body: { votes: 7 } })
    t.match(await call(MANAGER, 'POST', `${url}/publication`), { status: 409, body: { code: 'already_published' } })
    const [result, ballots] = [await call(null, 'GET', `${url}/result`), await call(null, 'GET', `${url}/ballots.csv`)]
    t.match(result, { status: 200, headers: { 'content-type': 'application/json; charset=utf-8' } })
    t.match(ballots, { status: 200, headers: { 'content-type': 'text/csv; charset=utf-8' } })
    t.match(recount(result.text, ballots.text), { agrees: true })
    const lines = ballots.text.trimEnd().split('\n')
    t.equal(lines.shift(), 'tracker;picks')
    t.same(lines, lines.toSorted(), 'sorted by tracker, which tells no order of casting')
    t.ok(lines.every((line) => /^[0-9A-HJKMNP-TV-Z]{16};\d+(,\d+)*$/.test(line)))
    t.equal(ballots.text.at(-1), '\n')
    for (const who of [1, CLERK, MANAGER]) t.equal((await call(who, 'GET', `${url}/result`)).text, result.text)
  })

  await t.test('a file that the caller has already is not sent again', async (t) => {
    for (const path of [`${url}/result`, ...filesOf({ slug, kind: 'regular' }).map((file) => file.path)]) {
      const { text, headers } = await call(null, 'GET', path)
      const etag = String(headers.etag)
      t.equal(etag, `"${createHash('sha256').update(text).digest('base64url')}"`)
      t.match(headers['cache-control'], /public/)
      for (const match of [etag, `W/${etag}`, `"old", ${etag}`, '*']) {
        const again = await call(null, 'GET', path, undefined, { 'if-none-match': match })
        t.match(again, { status: 304, text: '', headers: { etag } }, match)
      }
      for (const match of ['"old"', etag.slice(1, -1), '']) {
        t.equal((await call(null, 'GET', path, undefined, { 'if-none-match': match })).status, 200, match)
      }
    }
  })

  await t.test('what the caller has already is not made again, however large', async (t) => {
    const path = `${url}/ballots.csv`
    const first = await call(null, 'GET', path)
    const short = await call(null, 'GET', `${url}/result.csv`)
    t.equal(first.text, ballotsCsv(await world.tally.publishedBallots(slug)), 'the database writes the lines as we do')
    t.equal((await call(null, 'GET', path)).text, first.text)
    // Without these tables the files cannot be made: whoever has one does not need them.
    await sql`alter table ballot rename to ballot_away`.execute(world.db)
    await sql`alter table tally rename to tally_away`.execute(world.db)
    t.match(await call(null, 'GET', path, undefined, { 'if-none-match': String(first.headers.etag) }), { status: 304 })
    t.match(await call(null, 'GET', path), { status: 500 })
    t.equal((await call(null, 'GET', `${url}/result.csv`)).text, short.text, 'and a short text is kept')
    await sql`alter table ballot_away rename to ballot`.execute(world.db)
    await sql`alter table tally_away rename to tally`.execute(world.db)
    t.equal((await call(null, 'GET', path)).text, first.text)
  })

  await t.test('each file tells its licence, its kind and its name, and any page may read it', async (t) => {
    const expected: Record<FileKey, [type: string, disposition: string]> = {
      result: ['application/json', 'inline; filename="koe-result.json"'],
      resultCsv: ['text/csv', 'attachment; filename="koe-result.csv"'],
      ballots: ['text/csv', 'attachment; filename="koe-ballots.csv"'],
      pabulib: ['text/plain', 'attachment; filename="koe.pb"'],
      proposals: ['application/json', 'inline; filename="koe-proposals.json"'],
      proposalsCsv: ['text/csv', 'attachment; filename="koe-proposals.csv"'],
      ideas: ['application/json', 'inline; filename="koe-ideas.json"'],
      ideasCsv: ['text/csv', 'attachment; filename="koe-ideas.csv"'],
    }
    for (const [key, [type, disposition]] of Object.entries(expected)) {
      const { path } = fileOf(slug, key as FileKey)
      const { status, text, headers } = await call(null, 'GET', path)
      t.match({ status, headers }, {
        status: 200,
        headers: {
          'content-type': `${type}; charset=utf-8`, 'content-disposition': disposition,
          link: '<https://creativecommons.org/licenses/by/4.0/>; rel="license"', 'access-control-allow-origin': '*',
        },
      }, path)
      const head = await call(null, 'HEAD', path)
      t.match(head, { status: 200, text: '', headers: { etag: headers.etag, 'content-length': String(Buffer.byteLength(text)) } })
      for (const who of [1, MANAGER]) t.equal((await call(who, 'GET', path)).text, text, 'the same for everybody')
    }
    t.equal((await call(null, 'GET', `${url}/result.json`)).text, (await call(null, 'GET', `${url}/result`)).text)
  })

  await t.test('the table opens in a spreadsheet, and the .pb file recounts', async (t) => {
    const { text } = await call(null, 'GET', `${url}/result.csv`)
    t.match(text, /^\ufeffSija;Numero;Ehdotus;Ääniä;Osuus äänistä \(%\);/)
    t.match(text, /\r\n1;5;Ehdotus 5;2;28,57;50,00;5000;5000;5000;ei;Toteutetaan;50000;45000;1;;\r\n/)
    const pb = await call(null, 'GET', `${url}/result.pb`)
    t.match(await recountPabulib((async function* () { yield Buffer.from(pb.text) })()), { agrees: true, unchecked: [] })
  })

  await t.test('ideas and proposals without anything of who sent them', async (t) => {
    const ideas = await call(MANAGER, 'GET', `${url}/ideas.json`)
    t.match(ideas.body, { schema: 'osbu-ideas/1', round: slug, ideas: [{ state: 'accepted', source: 'workshop', proposalNumber: 1 }] })
    t.same(Object.keys(ideas.body.ideas[0]).sort(), [
      'body', 'id', 'language', 'mergedInto', 'place', 'proposalNumber', 'reason', 'source', 'state', 'submittedOn', 'theme', 'title',
    ])
    t.match(ideas.body.ideas[0].submittedOn, /^\d{4}-\d\d-\d\d$/)
    const proposals = await call(null, 'GET', `${url}/proposals.json`)
    t.equal(proposals.body.proposals.length, 5)
    t.same(proposals.body.proposals[0].ideas, [ideas.body.ideas[0].id])
    t.match((await call(null, 'GET', `${url}/ideas.csv`)).text, /^\ufeffIdean numero;Otsikko;Teksti;/)
    t.match((await call(null, 'GET', `${url}/proposals.csv`)).text, /\r\n1;Ehdotus 1;Ehdotuksen 1 kuvaus\.;20000;20000;ei;\d+;;;;\r\n/)
  })
})

t.test('only ideas that everybody may read are in the file, and texts that look like formulas are harmless', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const request = roundRequest({ slug: 'koe', kind: 'rehearsal' })
  must(await world.rounds.create(MANAGER, request))
  const enter = async (title: string, body: string): Promise<number> => must(await world.ideas.enter(MODERATOR, 'koe', {
    source: 'paper', title, body, theme: 'muu', language: 'fi', authorName: 'Aino Ainola', contactEmail: 'aino@example.org',
  })).id
  const good = await enter('=HYPERLINK("http://evil")', 'Tämä otsikko on kuin kaava, mutta ei ole.')
  const refused = await enter('Hylätty idea', 'Tämä idea hylättiin perustellusti.')
  const hidden = await enter('Piilotettu idea', 'Tämän idean teksti on piilotettu kaikilta.')
  await enter('Odottava idea', 'Tätä ideaa ei ole vielä ratkaistu.')
  must(await world.moderation.decide(MODERATOR, good, { kind: 'accept', seq: 0 }))
  must(await world.moderation.decide(MODERATOR, refused, { kind: 'refuse', seq: 0, reason: '+Se on jo tehty.', textHidden: false }))
  must(await world.moderation.decide(MODERATOR, hidden, { kind: 'refuse', seq: 0, reason: 'Asiaton.', textHidden: true }))
  must(await world.proposals.create(MODERATOR, 'koe', {
    ideaIds: [good], title: { fi: '@SUM(1)' }, summary: { fi: '-5' }, costMinCents: 100_000, costMaxCents: 200_000,
  }))
  must(await world.proposals.confirm(MANAGER, 'koe'))
  const shares = await holdCeremony(world, 'koe')
  must(await world.urn.cast(await resident(world, 1), 'koe', { picks: [1], replaces: 0, castId: 'ab'.repeat(16) }))
  must(await world.rounds.endRehearsal(MANAGER, 'koe'))
  must(await world.tally.openUrn(KEY_HOLDER, 'koe', shares.slice(1)))
  must(await world.tally.run(MANAGER, 'koe'))
  must(await world.tally.publish(MANAGER, 'koe'))

  for (const who of [null, MODERATOR, MANAGER]) {
    const { text, body } = await call(who, 'GET', '/api/rounds/koe/ideas.json')
    t.same(body.ideas.map(({ id }: { id: number }) => id), [good, refused, hidden])
    t.match(body.ideas[2], { state: 'refused', title: null, body: null, reason: 'Asiaton.' })
    for (const secret of ['Ainola', 'example.org', 'Piilotettu', 'piilotettu', 'Odottava']) t.notMatch(text, secret)
  }
  const ideas = await call(null, 'GET', '/api/rounds/koe/ideas.csv')
  t.match(ideas.text, `\r\n${good};"'=HYPERLINK(""http://evil"")";`)
  t.match(ideas.text, ";Hylätty;'+Se on jo tehty.;")
  t.notMatch(ideas.text, /Ainola|example\.org|Piilotettu|Odottava/)
  t.match((await call(null, 'GET', '/api/rounds/koe/proposals.csv')).text, "\r\n1;'@SUM(1);'-5;1000;2000;ei;")
  t.match((await call(null, 'GET', '/api/rounds/koe/result.csv')).text, "\r\n1;1;'@SUM(1);1;100,00;")
  t.match((await call(null, 'GET', '/api/rounds/koe/result')).body.rows[0].title, '@SUM(1)', 'JSON has it as it is')
})

import { createHash } from 'node:crypto'
import t from 'tap'
import { recount } from '../../src/open-data/index.ts'
import { doorOf } from '../doors/door.ts'
import { CLERK, KEY_HOLDER, MANAGER, MODERATOR, testWorld } from '../support/index.ts'
import { countedRound } from './published.ts'

t.test('the doors of the published result', async (t) => {
  const world = await testWorld(t, { poolMax: 4 })
  const { call } = doorOf(world)
  const { slug } = await countedRound(world, 'koe', [[1, 2], [1], [3, 4, 5], [5]])
  const url = `/api/rounds/${slug}`

  await t.test('before publication there is nothing, and the count is for those who count', async (t) => {
    for (const path of ['result', 'ballots.csv']) {
      for (const who of [null, 1, CLERK, MODERATOR, KEY_HOLDER, MANAGER]) {
        t.match(await call(who, 'GET', `${url}/${path}`), { status: 404, body: { code: 'not_found' } }, path)
      }
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
    for (const path of ['result', 'ballots.csv']) {
      const { text, headers } = await call(null, 'GET', `${url}/${path}`)
      const etag = String(headers.etag)
      t.equal(etag, `"${createHash('sha256').update(text).digest('base64url')}"`)
      t.match(headers['cache-control'], /public/)
      for (const match of [etag, `W/${etag}`, `"old", ${etag}`, '*']) {
        const again = await call(null, 'GET', `${url}/${path}`, undefined, { 'if-none-match': match })
        t.match(again, { status: 304, text: '', headers: { etag } }, match)
      }
      for (const match of ['"old"', etag.slice(1, -1), '']) {
        t.equal((await call(null, 'GET', `${url}/${path}`, undefined, { 'if-none-match': match })).status, 200, match)
      }
    }
  })
})

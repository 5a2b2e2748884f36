import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import t from 'tap'
import { preparePhoto } from '../../src/platform/photos/index.ts'
import { MANAGER, must, resident, roundRequest, testWorld, votingRound } from '../support/index.ts'
import { actsOf, lineOf, type Route, sessionsOf, unequalPages, WHO } from './matrix.ts'

/**
 * The reviewed answers. When a line differs, somebody may do something that they could not do before, or no longer may:
 * find out which, and then write the file anew by `OSBU_WRITE_MATRIX=1 npx tap test/doors/matrix.test.ts`.
 */
const REVIEWED = join(import.meta.dirname, 'matrix.txt')

const HEAD = `# Every operation of the JSON door and every page, asked by everybody. The idea of :id was sent by the author and waits for
# a decision; the round of :slug is a rehearsal in voting. 200 stands for every 2xx, 303 for a way on, sign-in for a way
# to the sign-in. 401, 403 and 404 mean that they may not; 400 and 409 that they may, and that something else is amiss.
${'#'.padEnd(62)} ${WHO.map((who) => who.padEnd(9)).join('').trimEnd()}`

t.test('nobody may do anything that was not thought about, with what is theirs or with what is others’', async (t) => {
  const routes: Route[] = []
  const world = await testWorld(t, {
    poolMax: 4,
    // Sees every route as it is registered, as the metrics do.
    metrics: { install: (app: { addHook: Function }) => app.addHook('onRoute', ({ method, url }: { method: string | string[]; url: string }) => {
      for (const each of [method].flat()) routes.push({ method: each, url })
    }) } as never,
  })
  const { slug } = await votingRound(world)
  must(await world.rounds.create(MANAGER, roundRequest({
    slug: 'ideointi', ideasCloseAt: new Date(Date.now() + 3_600_000).toISOString(),
    votingOpenAt: new Date(Date.now() + 7_200_000).toISOString(), votingCloseAt: new Date(Date.now() + 10_800_000).toISOString(),
  })))
  const prepared = await preparePhoto(await sharp({ create: { width: 8, height: 8, channels: 3, background: '#08c' } }).png().toBuffer())
  if (!prepared.ok) throw new Error(prepared.fault)
  const idea = must(await world.ideas.submit(await resident(world, 1), 'ideointi', {
    title: 'Penkkejä rantaraitille', body: 'Rantaraitilla ei ole paikkaa, johon istahtaa.', theme: 'muu', language: 'fi',
  }, { photo: prepared.photo, alt: 'Rantaraitti' }))

  t.same(unequalPages(routes), [], 'every page is there in three languages')
  const headersOf = await sessionsOf(world)
  const things = { slug, id: String(idea.id), castId: 'c'.repeat(32) }
  const lines: string[] = []
  for (const act of actsOf(world, routes)) lines.push(await lineOf(world, act, things, headersOf))
  t.ok(lines.length > 120, 'the test sees the routes')
  if (process.env.OSBU_WRITE_MATRIX) await writeFile(REVIEWED, `${HEAD}\n${lines.join('\n')}\n`)
  const reviewed = (await readFile(REVIEWED, 'utf8')).trimEnd().split('\n').filter((line) => !line.startsWith('#'))
  t.same(lines.filter((line) => !reviewed.includes(line)), [], 'answers that nobody has reviewed')
  t.same(reviewed.filter((line) => !lines.includes(line)), [], 'reviewed answers that are not given')
  t.same(world.logLines.filter((line) => /"code":"defect"|"level":60/.test(line)), [], 'no defect was logged on the way')
})

// How much CPU a page of 100 proposals takes to render: the ballot to choose from, and the list of proposals.
// node --disable-warning=ExperimentalWarning benchmarks/hundred-proposals.ts
import { randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { ProposalView } from '../src/proposals/index.ts'
import type { Round } from '../src/rounds/index.ts'
import { formatOf } from '../src/web/format/index.ts'
import { page } from '../src/web/layout/index.ts'
import { proposalsMain } from '../src/web/pages/proposals/index.ts'
import { choosePage } from '../src/web/pages/vote/choose.ts'
import type { Standing, VotePages } from '../src/web/pages/vote/standing.ts'
import type { Visit } from '../src/web/site/index.ts'
import { createDrafts } from '../src/web/unsaved/index.ts'
import { wordsOf } from '../src/web/words/index.ts'

const COUNT = 100
const WARM_UP = 300
const RUNS = 1000
const LIMIT_MS = 5

const request = { method: 'GET', url: '/aanesta/valitse?kierros=osbu-2026', query: { kierros: 'osbu-2026' }, cookies: {} }
const visit: Visit = {
  language: 'fi', words: wordsOf('fi'), format: formatOf('fi'), path: '/aanesta/valitse', href: (path) => path,
  resident: null, staff: null, unsaved: { state: 'no', slug: null }, request: request as unknown as FastifyRequest, reply: {} as FastifyReply,
}
const round = {
  id: 'a', slug: 'osbu-2026', kind: 'regular', name: { fi: 'Osbu 2026' }, envelopeCents: 5_000_000, picksMin: 1, picksMax: 3,
  votingCloseAt: new Date(), mayReplace: true,
} as unknown as Round
const proposals: ProposalView[] = Array.from({ length: COUNT }, (_, i) => ({
  number: i + 1, title: { fi: `Ehdotus ${i + 1}: penkkejä kävelyreiteille & valoja` },
  summary: { fi: 'Rantareitille ja muille kävelyreiteille tuodaan selkänojallisia penkkejä niin, että levähtää voi usein. '.repeat(4) },
  costMinCents: 400_000 + i * 100, costMaxCents: 600_000 + i * 10_000, costIsExample: false,
  ideas: [{ id: i, title: 'Lisää penkkejä' }, { id: i + 1000, title: 'Penkki rantaan' }],
}))
const kept = { read: () => ({ seed: randomBytes(16).toString('hex') }), write: () => undefined, clear: () => undefined, tagOf: () => randomBytes(32) }
const pages = { drafts: createDrafts({ kept: () => kept }) } as unknown as VotePages
const standing = {
  round, phase: 'voting', proposals, numbers: proposals.map(({ number }) => number), right: 'visitor', voter: null, ballot: null,
  draft: null, draftLocked: false,
} as unknown as Standing

function measure(name: string, render: () => string): number {
  for (let i = 0; i < WARM_UP; i++) render()
  const before = process.cpuUsage()
  for (let i = 0; i < RUNS; i++) render()
  const { user, system } = process.cpuUsage(before)
  const ms = (user + system) / 1000 / RUNS
  console.log(`${name}: ${ms.toFixed(2)} ms of CPU, ${Math.round(render().length / 1024)} kB`)
  return ms
}

const slowest = Math.max(
  measure('choose', () => String(choosePage(pages, visit, standing, [3, 50], []))),
  measure('proposals', () => String(page(visit, { title: 'x', main: proposalsMain(visit, { round, phase: 'voting' }, proposals, true) }))),
)
if (slowest > LIMIT_MS) {
  console.error(`more than ${LIMIT_MS} ms`)
  process.exitCode = 1
}

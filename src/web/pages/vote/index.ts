import { createDrafts } from '../../unsaved/index.ts'
import type { Site } from '../../site/index.ts'
import { check, takeVote } from './check.ts'
import { choose, takeChoice } from './choose.ts'
import { done } from './done.ts'
import { identify } from './identify.ts'
import { discard, leave } from './leave.ts'
import { createVotePages } from './standing.ts'

/** No request of the flow leaves a line in the log, and no page of it is kept by a browser or on the way. */
const quiet = { quiet: true } as const

/** Identify, choose, check, done. */
export function votePages(site: Site): void {
  const pages = createVotePages(site.rooms, createDrafts(site.rooms.identity))
  site.get('/aanesta', quiet, (visit) => identify(pages, visit))
  site.get('/aanesta/valitse', quiet, (visit) => choose(pages, visit))
  site.post('/aanesta/valitse', quiet, (visit) => takeChoice(pages, visit))
  site.get('/aanesta/tarkista', quiet, (visit) => check(pages, visit))
  site.post('/aanesta/tarkista', { ...quiet, limit: 'cast' }, (visit) => takeVote(pages, visit))
  site.get('/aanesta/valmis', quiet, (visit) => done(pages, visit))
  site.get('/aanesta/poistu', quiet, (visit) => leave(pages, visit))
  site.post('/aanesta/poistu', quiet, (visit) => discard(pages, visit))
}

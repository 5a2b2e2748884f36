import { ORIGIN, residentHeaders, staffHeaders, CLERK, KEY_HOLDER, MANAGER, MODERATOR, OTHER_CLERK, person, type World } from '../support/index.ts'
import { sampleOf } from './bodies.ts'
import { operationsOf, type Schema } from './operations.ts'

export type Route = { readonly method: string; readonly url: string }

/** Who asks, in this order: whoever is strange to a thing before whoever it belongs to, so that nothing is gone too early. */
export const WHO = ['nobody', 'other', 'moderator', 'manager', 'clerk', 'clerk2', 'keys', 'author'] as const
export type Asker = (typeof WHO)[number]

const AUTHOR = 1
const OTHER = 2
const STAFF = { moderator: MODERATOR, manager: MANAGER, clerk: CLERK, clerk2: OTHER_CLERK, keys: KEY_HOLDER } as const

/** Asked after all else, in this order: what these do is the end of an idea, a vote or a session. */
const LAST = [
  'POST /omat-ideat/:id/peru', 'POST /api/ideas/{id}/withdrawal', 'POST /api/my/erasure',
  'POST /hallinta/kierros/:slug/harjoituksen-paatos', 'POST /api/rounds/{slug}/rehearsal-end', 'POST /api/sign-out',
  'POST /uloskirjautuminen',
]

/** Files that are the same for everybody, at addresses that change with what is in them. */
const FILES = /^\/assets\//

/** Headers of a session for each who asks; a fresh one after each act that may have ended it. */
export async function sessionsOf(world: World): Promise<(who: Asker) => Promise<Record<string, string>>> {
  const known = new Map<Asker, Record<string, string>>()
  return async (who) => {
    const found = known.get(who)
    if (found) return found
    const headers = who === 'nobody' ? { origin: ORIGIN }
      : who === 'author' ? await residentHeaders(world, AUTHOR)
        : who === 'other' ? await residentHeaders(world, OTHER) : await staffHeaders(world, STAFF[who])
    known.set(who, headers)
    return headers
  }
}

type Act = { readonly name: string; readonly method: string; readonly path: string; readonly body: Schema | null; readonly isPage: boolean }

/** Every operation of the JSON door and every page in Finnish, in a fixed order: reading first, the ends last. */
export function actsOf(world: World, routes: readonly Route[]): Act[] {
  const json = operationsOf(world).operations
    .map(({ name, method, path, body }) => ({ name, method, path, body, isPage: false }))
  const pages = routes.filter(({ method, url }) => method !== 'HEAD' && !url.startsWith('/api/') && !/^\/(sv|en)(\/|$)/.test(url)
    && !['/health', '/ready'].includes(url) && !FILES.test(url))
    .map(({ method, url }) => ({ name: `${method} ${url}`, method, path: url, body: null, isPage: true }))
  const rank = ({ name, method }: Act): number => (LAST.includes(name) ? 2 + LAST.indexOf(name) : method === 'GET' ? 0 : 1)
  return [...json, ...pages].sort((a, b) => rank(a) - rank(b) || (a.path < b.path ? -1 : a.path > b.path ? 1 : a.method < b.method ? -1 : 1))
}

/** Pages that no one language alone has. */
export function unequalPages(routes: readonly Route[]): string[] {
  const of = (prefix: string): Set<string> => new Set(routes.filter(({ url }) => url === prefix || url.startsWith(`${prefix}/`))
    .map(({ method, url }) => `${method} ${url.slice(prefix.length) || '/'}`))
  const [sv, en] = [of('/sv'), of('/en')]
  return [...new Set([...sv, ...en])].filter((page) => !sv.has(page) || !en.has(page)
    || !routes.some(({ method, url }) => `${method} ${url}` === page))
}

export type Things = { readonly slug: string; readonly id: string; readonly castId: string }

/** What only somebody who knows this house can fill in, so that an act fails on rights and rules and not on its shape. */
function overridesOf(name: string, { id, castId }: Things): object {
  const soon = new Date(Date.now() + 2 * 60 * 60 * 1000).toISOString()
  if (name.endsWith('desk/check')) return { hetu: person(9).hetu }
  // `undefined` leaves out what only a correction brings.
  if (name.endsWith('desk/ballots')) {
    return { hetu: person(9).hetu, picks: [1], castId, residence: 'declaration', replaces: undefined, correctionReason: undefined }
  }
  if (name.endsWith('/my-ballot')) return { picks: [1], castId, replaces: 0 }
  if (name.endsWith('/roll')) return { hetus: [person(9).hetu] }
  if (name.endsWith('/closing')) return { votingCloseAt: soon, reason: 'Sähkökatko pääkirjastossa.' }
  if (/\/ideas(\/received)?$/.test(name)) return { contactEmail: 'aino@example.fi' }
  if (name.endsWith('/erasure')) return { ideas: [Number(id)] }
  return name.endsWith('moderation/publication') ? { ideaIds: [Number(id)] } : {}
}

/** What an answer comes to. A way to the sign-in is told apart from a way on. */
export function outcomeOf(status: number, location: unknown): string {
  if (status === 303 && String(location).startsWith('/api/sign-in/')) return 'sign-in'
  return String(status === 201 || status === 204 ? 200 : status)
}

/** Asks for one thing as everybody. */
export async function lineOf(
  world: World, act: Act, things: Things, headersOf: (who: Asker) => Promise<Record<string, string>>,
): Promise<string> {
  const url = act.path.replace(/[:{](\w+)\}?/g, (_, name: string) =>
    ({ slug: things.slug, id: things.id, file: 'large.webp' } as Record<string, string>)[name] ?? '1')
  const outcomes: string[] = []
  for (const who of WHO) {
    // A session that this act ends is needed again, so these are asked with one of their own.
    const headers = /sign-out|uloskirjautuminen/.test(act.name) ? await (await sessionsOf(world))(who) : await headersOf(who)
    const payload = act.body === null ? undefined : { ...sampleOf(act.body) as object, ...overridesOf(act.name, things) }
    const response = await world.app.inject({
      method: act.method as 'GET', url, headers: { ...headers, ...act.isPage && act.method === 'POST'
        ? { 'content-type': 'application/x-www-form-urlencoded' } : {} },
      ...payload === undefined ? act.isPage && act.method === 'POST' ? { payload: '' } : {} : { payload },
    })
    outcomes.push(outcomeOf(response.statusCode, response.headers.location))
  }
  return `${act.name.padEnd(62)} ${outcomes.map((outcome) => outcome.padEnd(9)).join('').trimEnd()}`
}

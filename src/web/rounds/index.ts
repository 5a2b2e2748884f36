import { Fault } from '../../kernel/index.ts'
import type { Phase, Round, Translated } from '../../rounds/index.ts'
import type { Rooms, Visit } from '../site/index.ts'

/** A text in the visitor's language, or in Finnish where it was not translated. */
export function inLanguage(visit: Pick<Visit, 'language'>, text: Translated): string {
  return text[visit.language] ?? text.fi
}

export function roundName(visit: Visit, round: Round): string {
  return inLanguage(visit, round.name)
}

/** The path of a page of one round: `/ideat?kierros=osbu-2026`. */
export function roundPath(path: string, round: Pick<Round, 'slug'>): string {
  return `${path}?kierros=${round.slug}`
}

/**
 * The round that a page is about: the one that the address names by `kierros`, else the newest in one of the phases
 * that the page is for, else the newest of all. Rehearsals only when they are named. Null when there is no round.
 */
export async function roundOf(rooms: Rooms, visit: Visit, phases: readonly Phase[]): Promise<Round | null> {
  const { kierros } = visit.request.query as { kierros?: string | string[] }
  if (kierros !== undefined) {
    if (typeof kierros !== 'string' || !/^[a-z0-9-]{1,60}$/.test(kierros)) throw new Fault('not_found')
    return rooms.rounds.bySlug(kierros)
  }
  const real = (await rooms.rounds.list()).filter((round) => round.kind !== 'rehearsal')
  for (const phase of phases) {
    const found = real.find((round) => rooms.rounds.phase(round) === phase)
    if (found) return found
  }
  return real[0] ?? null
}

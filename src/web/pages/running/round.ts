import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { KeptCookie } from '../../../identity/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Visit } from '../../site/index.ts'
import type { Held } from './held.ts'

/** Who holds ceremonies, opens and counts: the same as at the JSON door. */
export const COUNTERS = { staff: ['manager', 'key_holder'] } as const
export const QUIET_COUNTERS = { ...COUNTERS, quiet: true } as const

/** The page of a round that the others hang from. */
export function roundHome(round: Pick<Round, 'slug'>, page = ''): string {
  return `/hallinta/kierros/${round.slug}${page}`
}

export function backToRound(visit: Visit, round: Round): readonly [string, string] {
  return [roundHome(round), visit.words.running.toRound(roundName(visit, round))]
}

const referenceSchema = z.strictObject({ id: z.string() })

/**
 * Ties what is held in memory to the browser that brought it: by an id in a sealed cookie. The id stays the same from the
 * first page on, so that an answer that is lost, or comes second, takes nothing with it; each round has its own value.
 */
export function heldInBrowser<T>(cookie: KeptCookie, held: Held<T>, seconds: number) {
  function idOf(visit: Visit): string | null {
    return referenceSchema.safeParse(cookie.read(visit.request)).data?.id ?? null
  }
  /** Gives the browser its id, or more time with the one that it has. */
  function know(visit: Visit): string {
    const id = idOf(visit) ?? randomUUID()
    cookie.write(visit.reply, { id }, seconds)
    return id
  }
  function read(visit: Visit, round: Round): T | null {
    const id = idOf(visit)
    return id === null ? null : held.get(`${id} ${round.slug}`)
  }
  return {
    know, read,
    keep: (visit: Visit, round: Round, value: T): void => { held.put(`${know(visit)} ${round.slug}`, value) },
    /** Changes what is held, in one go: nothing else can come between the reading and the writing. */
    change(visit: Visit, round: Round, how: (value: T) => T): void {
      const value = read(visit, round)
      if (value !== null) held.put(`${know(visit)} ${round.slug}`, how(value))
    },
    drop(visit: Visit, round: Round): void {
      const id = idOf(visit)
      if (id !== null) held.drop(`${id} ${round.slug}`)
    },
  }
}

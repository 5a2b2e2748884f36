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

const referenceSchema = z.strictObject({ id: z.string(), slug: z.string() })

/** Ties what is held in memory to the browser that brought it: by an id in a sealed cookie. */
export function heldInBrowser<T>(cookie: KeptCookie, held: Held<T>, seconds: number) {
  function reference(visit: Visit, round: Round): string | null {
    const { data } = referenceSchema.safeParse(cookie.read(visit.request))
    return data?.slug === round.slug ? data.id : null
  }
  return {
    read(visit: Visit, round: Round): T | null {
      const id = reference(visit, round)
      return id === null ? null : held.get(id)
    },
    keep: (visit: Visit, round: Round, value: T): void => {
      cookie.write(visit.reply, { id: held.put(value), slug: round.slug }, seconds)
    },
    drop(visit: Visit, round: Round): void {
      const id = reference(visit, round)
      if (id !== null) held.drop(id)
      cookie.clear(visit.reply)
    },
  }
}

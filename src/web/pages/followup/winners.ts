import { Fault } from '../../../kernel/index.ts'
import { NUMBER_MAX, type WinnerView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'

/** The round and the number in an address. Faults with `not_found` for what can be neither. */
export async function addressed(rooms: Rooms, visit: Visit): Promise<{ round: Round; number: number }> {
  const { slug = '', number = '' } = visit.request.params as { slug?: string; number?: string }
  const isAddress = /^[a-z0-9-]{1,60}$/.test(slug) && /^[1-9]\d{0,3}$/.test(number) && Number(number) <= NUMBER_MAX
  if (!isAddress) throw new Fault('not_found')
  return { round: await rooms.rounds.bySlug(slug), number: Number(number) }
}

/** The published rounds with their winners, newest first; rehearsals only for staff, to try things out. */
export async function followed(
  rooms: Rooms, withRehearsals = false,
): Promise<{ round: Round; winners: WinnerView[] }[]> {
  const rounds = (await rooms.rounds.list())
    .filter(({ kind, publishedAt }) => publishedAt !== null && (withRehearsals || kind !== 'rehearsal'))
    .toSorted((a, b) => Number(b.publishedAt) - Number(a.publishedAt))
  return Promise.all(rounds.map(async (round) => ({ round, winners: await rooms.implementation.list(round.slug) })))
}

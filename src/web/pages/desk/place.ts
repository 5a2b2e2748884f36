import { done, Fault, type FieldError, type Outcome } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { StationRefusal } from '../../../stations/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'
import type { Place } from './frame.ts'
import { clerkOf } from './sitting.ts'

/** The clerk's station in a round, for the foot of the page. */
export async function placeOf(
  rooms: Rooms, visit: Visit, { round, others = [] }: { round: Round; others?: readonly Round[] },
): Promise<Outcome<Place, StationRefusal>> {
  const today = await rooms.stations.today(clerkOf(visit), round.slug)
  return today.ok ? done({ round, others, station: today.value.station }) : today
}

/** The errors of a fault in the fields of a form; anything else is thrown on. */
export function fieldErrorsOfFault(error: unknown): readonly FieldError[] {
  if (error instanceof Fault && error.code === 'invalid_request' && error.fields.length > 0) return error.fields
  throw error
}

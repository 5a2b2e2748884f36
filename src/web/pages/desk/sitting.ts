import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import type { KeptCookie, StaffActor } from '../../../identity/index.ts'
import { Fault, present } from '../../../kernel/index.ts'
import { mayRegisterPaper, type Round } from '../../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'
import { picksIn, pictureOf } from '../../unsaved/index.ts'

/** For as long as somebody may stand at the desk before everything is typed again. */
const FORM_SECONDS = 15 * 60
/** Long enough to print once more, short enough not to lie about. */
const SLIP_SECONDS = 5 * 60
const SITTING_SECONDS = 10 * 60 * 60

const residence = z.enum(['register', 'declaration'])

/**
 * The form on the desk between two pages: who it is of and what stands on it. It lives in the clerk's browser, sealed,
 * so that the code is in no address and no table, and goes when the ballot is in the urn. The numbers are a picture, as in a
 * resident's draft: its length tells nobody how many they are.
 */
const formSchema = z.strictObject({
  clerk: z.string(), slug: z.string(), hetu: z.string(), castId: z.string(), replaces: z.int(), ballot: z.string(),
  residence: residence.nullable(), reason: z.string().nullable(),
})

const slipSchema = z.strictObject({
  clerk: z.string(), slug: z.string(), castId: z.string(), tracker: z.string(), castOn: z.string(), corrected: z.boolean(),
})

const sittingSchema = z.strictObject({ clerk: z.string(), residence })

export type DeskForm = Omit<z.infer<typeof formSchema>, 'ballot'> & { picks: number[] }
export type Slip = z.infer<typeof slipSchema>
export type Residence = z.infer<typeof residence>

export type Sitting = ReturnType<typeof createSitting>

/** All numbers from one on: the picture can be read without the ballot. */
function upTo(highest: number): number[] {
  return Array.from({ length: highest }, (_, i) => i + 1)
}

/** What the browser at the desk keeps. What another clerk left there is not read. */
export function createSitting(rooms: Rooms) {
  const forms = rooms.identity.kept('desk-form')
  const slips = rooms.identity.kept('desk-slip')
  const sittings = rooms.identity.kept('desk-sitting')

  function read<T extends { clerk: string }>(cookie: KeptCookie, schema: z.ZodType<T>, visit: Visit): T | null {
    const { data } = schema.safeParse(cookie.read(visit.request))
    return data && data.clerk === clerkOf(visit).id ? data : null
  }

  /** The numbers in their order on the ballot. */
  function form(visit: Visit): DeskForm | null {
    const kept = read(forms, formSchema, visit)
    if (kept === null) return null
    const { ballot, ...rest } = kept
    return { ...rest, picks: picksIn(ballot, upTo(ballot.length * 6)) }
  }

  return {
    form,
    /** `highest` is the greatest number that is on the ballot. */
    keepForm: (visit: Visit, { picks, ...rest }: DeskForm, highest: number): void => {
      forms.write(visit.reply, { ...rest, ballot: pictureOf(picks, upTo(highest)) }, FORM_SECONDS)
    },
    newForm: (visit: Visit, slug: string, hetu: string): DeskForm => ({
      clerk: clerkOf(visit).id, slug, hetu, castId: randomBytes(16).toString('hex'), replaces: 0, picks: [],
      residence: null, reason: null,
    }),
    slip: (visit: Visit): Slip | null => read(slips, slipSchema, visit),
    keepSlip: (visit: Visit, slip: Slip): void => { slips.write(visit.reply, slip, SLIP_SECONDS) },
    clear: (visit: Visit): void => {
      forms.clear(visit.reply)
      slips.clear(visit.reply)
    },
    clearForm: (visit: Visit): void => { forms.clear(visit.reply) },
    /** How residence was made sure of last: most people of one sitting come with the same. */
    residence: (visit: Visit): Residence | null => read(sittings, sittingSchema, visit)?.residence ?? null,
    keepResidence: (visit: Visit, kept: Residence): void => {
      sittings.write(visit.reply, { clerk: clerkOf(visit).id, residence: kept }, SITTING_SECONDS)
    },
  }
}

export function clerkOf(visit: Visit): StaffActor {
  return present(visit.staff, 'a page of the desk has a clerk')
}

/** The rounds that take paper ballots now, real ones first. */
export async function openRounds(rooms: Rooms): Promise<Round[]> {
  const open = (await rooms.rounds.list()).filter((round) => mayRegisterPaper(round, rooms.clock.now()))
  return open.toSorted((a, b) => Number(a.kind === 'rehearsal') - Number(b.kind === 'rehearsal'))
}

/** The round that an address or a form names by `kierros`, else the first that is open; null when none is. */
export async function deskRound(rooms: Rooms, named: unknown): Promise<{ round: Round; others: Round[] } | null> {
  const open = await openRounds(rooms)
  if (named === undefined || named === '') {
    const [round, ...others] = open
    return round ? { round, others } : null
  }
  if (typeof named !== 'string' || !/^[a-z0-9-]{1,60}$/.test(named)) throw new Fault('not_found')
  const round = await rooms.rounds.bySlug(named)
  return { round, others: open.filter(({ id }) => id !== round.id) }
}

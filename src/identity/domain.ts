import { done, type Outcome, refuse } from '../kernel/index.ts'

export const ROLES = ['moderator', 'clerk', 'key_holder', 'manager'] as const
export type Role = (typeof ROLES)[number]

/** A member of staff who is signed in. `station` is the slug of a clerk's desk, and null for everybody else. */
export type StaffActor = {
  readonly kind: 'staff'
  readonly id: string
  readonly name: string
  readonly roles: readonly Role[]
  readonly station: string | null
}

/** What a resident may do in the voting of a round: `voterKey` is 32 bytes in base64url, `refusal` null or why not. */
export type VotingRight = { readonly voterKey: string; readonly refusal: string | null }

/** A resident who is signed in: keys and rights, nothing that names a person. `authorKey` is 32 bytes. */
export type ResidentActor = {
  readonly kind: 'resident'
  readonly authorKey: Buffer
  readonly votingRights: Readonly<Record<string, VotingRight>>
}

/** Lives during a sign-in or at the desk only: never in a token, a table or a log. `birthDate` is `yyyy-mm-dd`. */
export type Person = {
  readonly hetu: string | null
  readonly eidasPid: string | null
  readonly birthDate: string
  readonly municipality: string | null
}

export type HetuRefusal = 'hetu_malformed' | 'hetu_impossible_date' | 'hetu_wrong_check_character'
export type Hetu = { readonly hetu: string; readonly birthDate: string; readonly artificial: boolean }

const HETU = /^(\d\d)(\d\d)(\d\d)([-+YXWVUABCDEF])(\d{3})([0-9ABCDEFHJKLMNPRSTUVWXY])$/
const CHECK_CHARACTERS = '0123456789ABCDEFHJKLMNPRSTUVWXY'

function centuryOf(sign: string): number {
  return sign === '+' ? 18 : 'ABCDEF'.includes(sign) ? 20 : 19
}

function isDay(date: string): boolean {
  const instant = new Date(`${date}T00:00:00Z`)
  return !Number.isNaN(instant.getTime()) && instant.toISOString().startsWith(date)
}

/**
 * Reads a personal identity code as a person types it: spaces around it and lower case are accepted.
 * The century sign is part of the identity, so the normalised code keeps it: 100190-999P and 100190Y999P are two
 * people. Individual numbers 002-899 belong to people, 900-999 are artificial. Source: Digital and Population Data
 * Services Agency, "The personal identity code"; government decree 128/2010 as amended from 2023.
 */
export function parseHetu(typed: string): Outcome<Hetu, HetuRefusal> {
  const hetu = typed.trim().toUpperCase()
  const [, day, month, year, sign, number, check] = HETU.exec(hetu) ?? []
  if (!day || !month || !year || !sign || !number || Number(number) < 2) return refuse('hetu_malformed')
  const birthDate = `${centuryOf(sign)}${year}-${month}-${day}`
  if (!isDay(birthDate)) return refuse('hetu_impossible_date')
  if (CHECK_CHARACTERS[Number(day + month + year + number) % 31] !== check) return refuse('hetu_wrong_check_character')
  return done({ hetu, birthDate, artificial: Number(number) >= 900 })
}

/**
 * Calendar years completed on a day; both are `yyyy-mm-dd`. Who was born on 29 February completes a year on 1 March
 * of a common year: on 28 February the day of birth has not come round yet. Negative before the birth.
 */
export function ageOn(birthDate: string, day: string): number {
  const years = Number(day.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return day.slice(5) < birthDate.slice(5) ? years - 1 : years
}

export const RETURN_PATH_MAX = 500

/**
 * Whether a path stays on this site when a browser follows it. Browsers read `//host` and `/\host` as other sites and
 * drop tabs and line breaks first, so none of these pass, nor a path that becomes one when its dots are resolved.
 * Source: WHATWG URL, "relative slash state".
 */
export function isLocalPath(path: string): boolean {
  if (path.length > RETURN_PATH_MAX || !/^\/[\x21-\x5b\x5d-\x7e]*$/.test(path) || path.startsWith('//')) return false
  const url = URL.parse(path, 'http://osbu.invalid')
  return url !== null && url.origin === 'http://osbu.invalid' && !url.pathname.startsWith('//')
}

export type StaffRoles = { readonly roles: readonly Role[]; readonly station: string | null }

/**
 * Roles from the values of the town's claim: `moderator`, `manager`, `key_holder`, `clerk:<station>`. Other values
 * belong to other services and say nothing here. A clerk sits at one station: two are refused, not guessed between.
 */
export function staffRolesOf(values: readonly string[]): Outcome<StaffRoles, 'no_role' | 'several_stations'> {
  const stations = new Set(values.flatMap((value) => /^clerk:([a-z0-9]+(?:-[a-z0-9]+)*)$/.exec(value)?.[1] ?? []))
  const roles = ROLES.filter((role) => role === 'clerk' ? stations.size > 0 : values.includes(role))
  if (stations.size > 1) return refuse('several_stations')
  if (roles.length === 0) return refuse('no_role')
  return done({ roles, station: [...stations][0] ?? null })
}

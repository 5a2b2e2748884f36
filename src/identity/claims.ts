import { z } from 'zod'
import { type FaultCode, type Outcome, done, Fault, refuse } from '../kernel/index.ts'
import { parseHetu, type Person, type StaffActor, staffRolesOf } from './domain.ts'

/** Under which names a provider hands out what is needed of a resident. */
export type ResidentClaims = {
  readonly hetu: string
  readonly municipality: string
  readonly eidasPid: string
  readonly birthDate: string
}

/** Under which names the town's provider hands out what is needed of staff. */
export type StaffClaims = { readonly roles: string; readonly name: string }

/** The names that Suomi.fi e-Identification uses, and the eIDAS network behind it. */
export const SUOMI_FI_CLAIMS: ResidentClaims = {
  hetu: 'urn:oid:1.2.246.21',
  municipality: 'urn:oid:1.2.246.517.2002.2.18',
  eidasPid: 'http://eidas.europa.eu/attributes/naturalperson/PersonIdentifier',
  birthDate: 'http://eidas.europa.eu/attributes/naturalperson/DateOfBirth',
}

export const STAFF_CLAIMS: StaffClaims = { roles: 'roles', name: 'name' }

export type Claims = Readonly<Record<string, unknown>>

/** A sign-in that ends before a session: `field` and `code` name what was wrong, never in the provider's own words. */
export function signInFault(field: string, code: string, fault: FaultCode = 'unauthenticated'): Fault {
  return new Fault(fault, [{ field, code }])
}

const text = z.string().trim().min(1).max(300)
const optionalText = text.nullish().catch(null).transform((value) => value ?? null)
const municipalityCode = z.string().trim().regex(/^\d{3}$/).nullish().catch(null).transform((value) => value ?? null)
const roleValues = z.union([z.array(z.string().max(200)).max(200), z.string().max(200).transform((value) => [value])])

/**
 * A resident by the code that they are known by at home. Artificial codes are test people: production refuses them,
 * for nobody stands behind them.
 */
export function personByHetu(
  typed: string, municipality: string | null, allowArtificial: boolean,
): Outcome<Person, 'hetu_malformed' | 'hetu_impossible_date' | 'hetu_wrong_check_character' | 'hetu_artificial'> {
  const parsed = parseHetu(typed)
  if (!parsed.ok) return parsed
  if (parsed.value.artificial && !allowArtificial) return refuse('hetu_artificial')
  return done({ hetu: parsed.value.hetu, eidasPid: null, birthDate: parsed.value.birthDate, municipality })
}

/** The person whom a provider's claims describe. Throws the Fault `unauthenticated` when they name nobody. */
export function personOf(claims: Claims, names: ResidentClaims, allowArtificial: boolean): Person {
  const municipality = municipalityCode.parse(claims[names.municipality])
  const hetu = optionalText.parse(claims[names.hetu])
  if (hetu !== null) {
    const person = personByHetu(hetu, municipality, allowArtificial)
    if (!person.ok) throw signInFault('hetu', person.refusal.code)
    return person.value
  }
  const eidasPid = optionalText.parse(claims[names.eidasPid])
  if (eidasPid === null) throw signInFault('hetu', 'required')
  const birthDate = z.iso.date().safeParse(claims[names.birthDate])
  if (!birthDate.success) throw signInFault('birthDate', 'required')
  return { hetu: null, eidasPid, birthDate: birthDate.data, municipality }
}

/** The member of staff whom the town's claims describe. Throws `forbidden` when they have no role in this service. */
export function staffOfClaims(claims: Claims, names: StaffClaims): StaffActor {
  const id = text.safeParse(claims.sub)
  if (!id.success) throw signInFault('sub', 'required')
  const name = text.safeParse(claims[names.name])
  if (!name.success) throw signInFault('name', 'required')
  const values = roleValues.safeParse(claims[names.roles])
  const roles = staffRolesOf(values.success ? values.data : [])
  if (!roles.ok) throw signInFault('roles', roles.refusal.code, 'forbidden')
  return { kind: 'staff', id: id.data, name: name.data, ...roles.value }
}

import { assert } from '../../kernel/index.ts'
import { type StaffActor, staffRolesOf } from '../domain.ts'

/** A test person. `note` is Finnish, for the demo's own page. `signsIn` false: refused, as Suomi.fi would. */
export type DemoPerson = {
  readonly hetu: string
  readonly municipality: string | null
  readonly note: string
  readonly signsIn: boolean
}

/** A member of the demo's staff. `roles` are values of the claim, as the town's provider would send them. */
export type DemoStaff = {
  readonly id: string
  readonly name: string
  readonly note: string
  readonly roles: readonly string[]
}

const HEINOLA = '111'

/** The test people that DVV publishes, and a child. Their municipalities are the demo's own. */
export const DEMO_PEOPLE: readonly DemoPerson[] = [
  { hetu: '010280-952L', municipality: HEINOLA, note: 'asuu Heinolassa', signsIn: true },
  { hetu: '010469-999W', municipality: HEINOLA, note: 'asuu Heinolassa', signsIn: true },
  { hetu: '010675-9981', municipality: HEINOLA, note: 'asuu Heinolassa', signsIn: true },
  { hetu: '261298-998X', municipality: HEINOLA, note: 'asuu Heinolassa', signsIn: true },
  { hetu: '150316A9008', municipality: HEINOLA, note: 'lapsi, asuu Heinolassa', signsIn: true },
  { hetu: '210281-9988', municipality: '398', note: 'asuu Lahdessa', signsIn: true },
  { hetu: '040265-9985', municipality: '200', note: 'asuu ulkomailla', signsIn: true },
  { hetu: '260991-999R', municipality: null, note: 'turvakielto: kuntaa ei kerrota', signsIn: true },
  { hetu: '020365-999P', municipality: HEINOLA, note: 'kuollut: tunnistus ei onnistu', signsIn: false },
]

export const DEMO_STAFF: readonly DemoStaff[] = [
  { id: 'moderator', name: 'Maija Mallikas', note: 'käsittelijä', roles: ['moderator'] },
  { id: 'clerk-spotti', name: 'Sami Spotti', note: 'virkailija, SPOTTI', roles: ['clerk:spotti'] },
  { id: 'clerk-kirjasto', name: 'Kirsi Kirjasto', note: 'virkailija, kirjasto', roles: ['clerk:kirjasto'] },
  { id: 'clerk-uimahalli', name: 'Urho Uimahalli', note: 'virkailija, uimahalli', roles: ['clerk:uimahalli'] },
  { id: 'key-holder-1', name: 'Aino Avain', note: 'avaimenhaltija 1', roles: ['key_holder'] },
  { id: 'key-holder-2', name: 'Eero Avain', note: 'avaimenhaltija 2', roles: ['key_holder'] },
  { id: 'key-holder-3', name: 'Inka Avain', note: 'avaimenhaltija 3', roles: ['key_holder'] },
  { id: 'manager', name: 'Päivi Päällikkö', note: 'päällikkö', roles: ['manager'] },
  {
    id: 'coordinator', name: 'Kaisa Koordinaattori', note: 'päällikkö ja käsittelijä', roles: ['manager', 'moderator'],
  },
]

/** One of the demo's staff as an actor, for seeds and tests. Throws a Defect when nobody has the id. */
export function demoStaffActor(id: string): StaffActor {
  const person = DEMO_STAFF.find((staff) => staff.id === id)
  assert(person, `there is demo staff ${id}`)
  const roles = staffRolesOf(person.roles)
  assert(roles.ok, 'demo staff have roles')
  return { kind: 'staff', id: person.id, name: person.name, ...roles.value }
}

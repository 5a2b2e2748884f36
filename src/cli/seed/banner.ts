import type { DemoPerson, DemoStaff } from '../../identity/index.ts'
import type { Phase, Round } from '../../rounds/index.ts'

export type BannerFacts = {
  readonly url: string
  readonly rounds: readonly (Pick<Round, 'slug' | 'name' | 'kind'> & { readonly phase: Phase })[]
  readonly people: readonly DemoPerson[]
  readonly staff: readonly DemoStaff[]
  /** Where the shares of the key holders lie; null when they do not. */
  readonly sharesFile: string | null
}

function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, i) => Math.max(...rows.map((row) => row[i]!.length))) ?? []
  return rows.map((row) => `    ${row.map((cell, i) => cell.padEnd(widths[i]!)).join('   ').trimEnd()}`)
}

/** What a demo tells on the terminal when it is ready: where it is, what is in it and how to sign in as whom. */
export function demoBanner({ url, rounds, people, staff, sharesFile }: BannerFacts): string {
  return [
    '', `  Osbu runs as a demo on ${url}`, '',
    '  Its API, to read and to try:', `    ${url}/api/docs`, '',
    '  Rounds:',
    ...columns(rounds.map(({ slug, name, kind, phase }) => [
      name.fi, kind === 'imported' ? 'imported, with its result' : phase, `${url}/api/rounds/${slug}`,
    ])), '',
    `  Sign in as a resident: open ${url}/api/sign-in/resident and choose`,
    ...columns(people.map(({ hetu, note }) => [hetu, note])),
    '    or type another artificial code (individual number 900-999): a resident of Heinola', '',
    `  Sign in as staff: open ${url}/api/sign-in/staff and choose`,
    ...columns(staff.map(({ name, note, roles }) => [name, note, roles.join(', ')])), '',
    ...(sharesFile === null ? []
      : ['  The shares of the key holders, any two of which open the urn of a round:', `    ${sharesFile}`, '']),
    '  Stop it with Ctrl-C.', '', '',
  ].join('\n')
}

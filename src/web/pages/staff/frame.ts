import type { StaffActor } from '../../../identity/index.ts'
import { DAY_MS, dayOf, Fault, type FieldError, type Outcome, present, type Refusal } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, summaryBox } from '../../layout/index.ts'
import { roundName } from '../../rounds/index.ts'
import type { Rooms, Visit } from '../../site/index.ts'
import { fill, type RefusalCode } from '../../words/index.ts'

export const MODERATORS = { staff: ['moderator', 'manager'] } as const
export const MANAGERS = { staff: ['manager'] } as const
/** Everybody of staff who has something to do here: a clerk's work is at the desk. */
export const OFFICE = { staff: ['moderator', 'manager', 'key_holder'] } as const

/** Who asks, on a page that only staff can open. */
export function staffOf(visit: Visit): StaffActor {
  return present(visit.staff, 'the page is for staff')
}

export function isManager(visit: Visit): boolean {
  return visit.staff?.roles.includes('manager') ?? false
}

export function mayModerate(visit: Visit): boolean {
  return visit.staff?.roles.some((role) => role === 'moderator' || role === 'manager') ?? false
}

/** A number in the address. What is none is a page that is not there. */
export function numberIn(visit: Visit, name: string): number {
  const text = (visit.request.params as Record<string, string>)[name] ?? ''
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new Fault('not_found')
  return Number(text)
}

export function queryOf(visit: Visit, name: string): string {
  const value = (visit.request.query as Record<string, unknown>)[name]
  return typeof value === 'string' ? value : ''
}

/** The round that the address names. Faults with `not_found`. */
export function roundIn(rooms: Rooms, visit: Visit): Promise<Round> {
  const { slug = '' } = visit.request.params as { slug?: string }
  if (!/^[a-z0-9-]{1,60}$/.test(slug)) throw new Fault('not_found')
  return rooms.rounds.bySlug(slug)
}

type Link = readonly [path: string, label: string]

export type StaffParts = {
  readonly title: string
  readonly main: Html
  /** Where this page hangs, shown above its heading. */
  readonly back?: Link
  /** A rehearsal is named as one on each of its pages. */
  readonly round?: Pick<Round, 'kind'> | undefined
  readonly errors?: readonly FieldError[]
  /** What went wrong as a whole, told before everything else. */
  readonly problem?: Html | string | undefined
  /** What has just been done. */
  readonly done?: string | undefined
}

function staffMenu(visit: Visit): Html {
  const { menu } = visit.words.staff
  const links: Link[] = [['/hallinta', menu.home]]
  if (mayModerate(visit)) {
    links.push(['/hallinta/jono', menu.queue], ['/hallinta/paatokset', menu.prepared], ['/hallinta/ehdotukset', menu.proposals],
      ['/hallinta/seuranta', visit.words.followup.staff.title])
  }
  if (isManager(visit)) links.push(['/hallinta/loki', menu.log])
  return html`<nav class="staff-menu" aria-label="${menu.label}"><ul>${links.map(([path, label]) => html`
<li><a href="${visit.href(path)}"${path === visit.path ? html` aria-current="page"` : ''}>${label}</a></li>`)}</ul></nav>`
}

function problemAlert(visit: Visit, problem: Html | string | undefined): Html {
  if (problem === undefined) return html``
  return summaryBox(visit.words.staff.notDone, html`<p>${problem}</p>`)
}

/** A page of the office: its menu, the way back, what went wrong or was done, then the page. */
export function staffPage(visit: Visit, { title, main, back, round, errors = [], problem, done }: StaffParts): Html {
  return page(visit, {
    title, nav: 'staff', wide: true, errors, hasErrors: problem !== undefined, scripts: ['staff.js'],
    main: html`${staffMenu(visit)}
${back ? html`<p class="back"><a href="${visit.href(back[0])}">${back[1]}</a></p>` : ''}
${round ? rehearsalNotice(visit, round) : ''}
${problemAlert(visit, problem)}
${done ? html`<div class="ds-alert" data-color="success" role="status"><p>${done}</p></div>` : ''}
<div class="staff">${main}</div>`,
  })
}

/** When something happened: `22.11.2026 klo 14.05`. */
export function momentOf(visit: Visit, instant: Date | string): string {
  const at = new Date(instant)
  return `${visit.format.day(at)} ${visit.words.common.at} ${visit.format.time(at)}`
}

/** How many midnights of Heinola lie between an instant and now. */
export function daysSince(instant: Date | string, now: Date): number {
  return Math.round((Date.parse(dayOf(now)) - Date.parse(dayOf(new Date(instant)))) / DAY_MS)
}

/** Why something was refused, in a sentence. `by` is null when the author of an idea was the one. */
export function refusalText(visit: Visit, { code, details = {} }: Refusal): string {
  return fill(visit.words.problems.refusals[code as RefusalCode], { ...details, by: details.by ?? visit.words.staff.author })
}

/** The rounds that a page can be about, as links; nothing where there is one only. */
export function roundLinks(visit: Visit, rounds: readonly Round[], current: Round, path: string): Html {
  if (rounds.length <= 1 && rounds[0]?.id === current.id) return html``
  return html`<nav class="chips" aria-label="${visit.words.staff.rounds}"><ul>${rounds.map((round) => html`
<li><a href="${visit.href(`${path}?kierros=${round.slug}`)}"${round.id === current.id ? html` aria-current="true"` : ''}>${
  roundName(visit, round)}</a></li>`)}</ul></nav>`
}

/** What a use-case answers, or the faults of single fields that it found. Any other fault goes on to the edge. */
export async function attempt<T, Code extends string>(
  work: () => Promise<Outcome<T, Code>>,
): Promise<{ outcome: Outcome<T, Code> } | { errors: readonly FieldError[] }> {
  try {
    return { outcome: await work() }
  } catch (error) {
    if (error instanceof Fault && error.code === 'invalid_request' && error.fields.length > 0) return { errors: error.fields }
    throw error
  }
}

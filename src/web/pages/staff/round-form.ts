import { DAY_MS, Fault, type FieldError } from '../../../kernel/index.ts'
import { APPEAL_DAYS_USUAL, changeRoundSchema, type CreateRound, createRoundSchema, type Round } from '../../../rounds/index.ts'
import { LANGUAGES } from '../../../platform/http/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import { roundName } from '../../rounds/index.ts'
import { readForm, type Rooms, type Site, type Typed, typedOf, type Visit } from '../../site/index.ts'
import { wordsOf } from '../../words/index.ts'
import { attempt, MANAGERS, queryOf, refusalText, roundIn, staffOf, staffPage } from './frame.ts'
import { localTimeOf, type LocalTime, yearLater } from './local-time.ts'
import { inEuros } from './money.ts'
import { atRoundFields, roundFields, rulesOf, slugOf, timesOf, typedOfRound } from './round-fields.ts'
import { typedOfRule } from './round-rule-fields.ts'
import { freezeNotice, isFrozen } from './round.ts'

type FormParts = { readonly typed: Typed; readonly errors?: readonly FieldError[]; readonly problem?: string }

function errorsOf(visit: Visit, errors: readonly FieldError[], typed: Typed): FieldError[] {
  return inEuros(atRoundFields(errors, typed), typed, visit.format)
}

function settingsPage(rooms: Rooms, visit: Visit, round: Round, { typed, errors = [], problem }: FormParts): Html {
  const { round: words, roundPages } = visit.words.staff
  return staffPage(visit, {
    title: `${roundPages.settings}: ${roundName(visit, round)}`, back: [`/hallinta/kierros/${round.slug}`, roundName(visit, round)], round, errors, problem,
    main: html`<h1>${roundPages.settings}: ${roundName(visit, round)}</h1>${freezeNotice(rooms, visit, round)}
${isFrozen(rooms, round) ? '' : html`<form method="post" action="${visit.href(`/hallinta/kierros/${round.slug}/asetukset`)}" data-once>
${roundFields(visit, { typed, errors })}<p class="actions"><button class="ds-button" type="submit">${visit.words.common.save}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(`/hallinta/kierros/${round.slug}`)}">${visit.words.common.cancel}</a></p></form>
<p class="quiet">${words.audited}</p>`}`,
  })
}

/**
 * Only what differs from the round as it is: the audit chain then says what somebody changed, and nothing else moves.
 * A time is the same when its form would show the same, for a form shows neither seconds nor which of two same hours.
 */
function differenceOf(round: Round, wanted: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const same = (a: unknown, b: unknown): boolean =>
    JSON.stringify(sorted(a instanceof Date ? localTimeOf(a) : a)) === JSON.stringify(sorted(a instanceof Date ? localTimeOf(new Date(String(b))) : b))
  return Object.fromEntries(Object.entries(wanted).filter(([name, value]) => !same(round[name as keyof Round], value)))
}

/** The same value with the keys of its objects in order: the database keeps them in an order of its own. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, each]) => [key, sorted(each)]))
}

/** A name or short name a year later: the last year in it, counted on. */
function nextYear(text: string): string {
  return text.replace(/(20\d\d)(?!.*20\d\d)/, (year) => String(Number(year) + 1))
}

const HOUR_MS = 60 * 60 * 1000

/** Times of a rehearsal: ideas can be entered and are closed already, and voting opens as soon as the rest is ready. */
function rehearsalTimes(now: Date): ReturnType<typeof timesOf> {
  const hour = Math.floor(now.getTime() / HOUR_MS) * HOUR_MS
  const at = (ms: number): LocalTime => localTimeOf(new Date(ms))
  return {
    ideasOpenAt: at(hour - DAY_MS), ideasCloseAt: at(hour), votingOpenAt: at(hour), votingCloseAt: at(hour + 7 * DAY_MS),
    paperUntil: at(hour + 7 * DAY_MS + 2 * HOUR_MS),
  }
}

/** A short name that no round has yet, and how many were tried: a round may be rehearsed, or be the model of others, more than once. */
function freeSlug(begin: string, end: string, taken: ReadonlySet<string>): { readonly slug: string; readonly turn: number } {
  for (let turn = 1; ; turn++) {
    const ending = turn === 1 ? end : `${end}-${turn}`
    const slug = begin.slice(0, 60 - ending.length) + ending
    if (!taken.has(slug)) return { slug, turn }
  }
}

/** The form of a new round, filled from another: a year later, or now for a rehearsal. */
function typedOfNew(model: Round, rehearsal: boolean, now: Date, taken: ReadonlySet<string>): Typed {
  if (rehearsal) {
    const typed = typedOfRound(model, rehearsalTimes(now))
    const { slug, turn } = freeSlug(model.slug, '-harjoitus', taken)
    const names = Object.fromEntries(LANGUAGES.filter((language) => model.name[language] !== undefined).map((language) =>
      [`name.${language}`, wordsOf(language).staff.newRound.rehearsalName(model.name[language]!) + (turn === 1 ? '' : ` (${turn})`)]))
    return { ...typed, ...names, harjoitus: '1', malli: model.slug, pisteet: 'on', ehdotukset: 'on', slug }
  }
  const times = Object.fromEntries(Object.keys(timesOf(model)).map((name) => [name, yearLater(model[name as 'ideasOpenAt'])])) as ReturnType<typeof timesOf>
  const typed = typedOfRound(model, times)
  const names = Object.fromEntries(LANGUAGES.map((language) => [`name.${language}`, nextYear(typed[`name.${language}`] ?? '')]))
  return { ...typed, ...names, ageCutoff: nextYear(model.ageCutoff.slice(0, 4)) + leapless(model.ageCutoff.slice(4)), slug: freeSlug(nextYear(model.slug), '', taken).slug, malli: model.slug, pisteet: 'on' }
}

/** The last day of February has no year after it. */
function leapless(monthAndDay: string): string {
  return monthAndDay === '-02-29' ? '-02-28' : monthAndDay
}

function tick(name: string, label: string, typed: Typed): Html {
  return html`<div class="tick"><input type="checkbox" class="ds-input" id="${name}" name="${name}"${flag('checked', typed[name] === 'on')}>
<label for="${name}">${label}</label></div>`
}

function newPage(visit: Visit, model: Round | null, { typed, errors = [], problem }: FormParts): Html {
  const { newRound: words, home } = visit.words.staff
  const rehearsal = typed.harjoitus === '1'
  const title = rehearsal && model ? words.rehearsalOf(roundName(visit, model)) : words.title
  return staffPage(visit, {
    title, back: ['/hallinta', home.title], errors, problem,
    main: html`<h1>${title}</h1>
<p class="lead">${rehearsal ? words.rehearsalLead : model ? words.fromLead(roundName(visit, model)) : words.lead}</p>
<form method="post" action="${visit.href('/hallinta/kierros/uusi')}" data-once>
<input type="hidden" name="malli" value="${typed.malli ?? ''}"><input type="hidden" name="harjoitus" value="${rehearsal ? '1' : ''}">
${textField(visit, { name: 'slug', label: words.slug, hint: words.slugHint, value: typed.slug, errors, maxlength: 60 })}
${roundFields(visit, { typed, errors })}
${model ? tick('pisteet', words.copyStations(roundName(visit, model)), typed) : ''}
${model && rehearsal ? tick('ehdotukset', words.copyProposals(roundName(visit, model)), typed) : ''}
<p class="actions"><button class="ds-button" type="submit">${rehearsal ? words.createRehearsal : words.create}</button></p></form>`,
  })
}

async function modelOf(rooms: Rooms, slug: string): Promise<Round | null> {
  if (slug === '') return null
  if (!/^[a-z0-9-]{1,60}$/.test(slug)) throw new Fault('not_found')
  return rooms.rounds.bySlug(slug)
}

/** A round's rules where there is no other to copy: those of Heinola so far. */
const BLANK: Typed = {
  envelopeCents: '50000', picksMin: '1', picksMax: '3', votingAge: '', municipalityCodes: '111', mayReplace: 'on',
  ...typedOfRule({ countingRule: 'greedy', topN: null, equalShares: null }), costBasis: 'max', tieRule: 'lower-cost',
  appealDays: String(APPEAL_DAYS_USUAL),
}

export function roundFormPages({ rooms, get, post }: Site): void {
  get('/hallinta/kierros/:slug/asetukset', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    return settingsPage(rooms, visit, round, { typed: typedOfRound(round) })
  })

  post('/hallinta/kierros/:slug/asetukset', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    const form = readForm(changeRoundSchema, visit.request.body, rulesOf)
    const { typed } = form
    const again = (parts: Omit<FormParts, 'typed'>): Html => settingsPage(rooms, visit, round, { typed, ...parts })
    if (!form.ok) return { page: again({ errors: errorsOf(visit, form.errors, typed) }), status: 400 }
    const changes = differenceOf(round, form.value)
    if (Object.keys(changes).length === 0) return { redirect: visit.href(`/hallinta/kierros/${round.slug}?tehty=unchanged`) }
    const tried = await attempt(() => rooms.rounds.change(staffOf(visit), round.slug, changes))
    if ('errors' in tried) return { page: again({ errors: errorsOf(visit, tried.errors, typed) }), status: 400 }
    if (!tried.outcome.ok) return { page: again({ problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
    return { redirect: visit.href(`/hallinta/kierros/${round.slug}?tehty=changed`) }
  })

  get('/hallinta/kierros/uusi', MANAGERS, async (visit) => {
    const model = await modelOf(rooms, queryOf(visit, 'malli'))
    const rehearsal = queryOf(visit, 'harjoitus') === '1' && model?.kind === 'regular'
    const taken = new Set((await rooms.rounds.list()).map(({ slug }) => slug))
    const typed = model ? typedOfNew(model, rehearsal, rooms.clock.now(), taken) : BLANK
    return newPage(visit, model, { typed })
  })

  post('/hallinta/kierros/uusi', MANAGERS, async (visit) => {
    const { malli = '', harjoitus } = typedOf(visit.request.body)
    const model = await modelOf(rooms, malli)
    const form = readForm(createRoundSchema, visit.request.body, (typed) => ({
      slug: typed.slug?.trim() || slugOf(typed['name.fi'] ?? ''), ...rulesOf(typed),
      ...(harjoitus === '1' && model ? { kind: 'rehearsal', rehearsalOf: model.slug } : { kind: 'regular' }),
    }))
    const { typed } = form
    const again = (parts: Omit<FormParts, 'typed'>): Html => newPage(visit, model, { typed, ...parts })
    if (!form.ok) return { page: again({ errors: errorsOf(visit, form.errors, typed) }), status: 400 }
    const request: CreateRound = form.value
    const tried = await attempt(() => rooms.rounds.create(staffOf(visit), request))
    if ('errors' in tried) return { page: again({ errors: errorsOf(visit, tried.errors, typed) }), status: 400 }
    if (!tried.outcome.ok) return { page: again({ problem: refusalText(visit, tried.outcome.refusal) }), status: 409 }
    // A station that cannot be copied is missed on the next page; the round itself is there.
    if (model && typed.pisteet === 'on') {
      for (const station of await rooms.stations.list(model.slug)) await rooms.stations.add(staffOf(visit), request.slug, station)
    }
    // Nothing to copy is no error here: the page of proposals copies again.
    if (request.kind === 'rehearsal' && typed.ehdotukset === 'on') await rooms.proposals.copyFromRehearsed(staffOf(visit), request.slug)
    return { redirect: visit.href(`/hallinta/kierros/${request.slug}?tehty=created`) }
  })
}

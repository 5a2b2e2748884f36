import type { FieldError, Outcome } from '../../../kernel/index.ts'
import type { ProposalView } from '../../../proposals/index.ts'
import { registerSchema } from '../../../stations/index.ts'
import { picksFault } from '../../../urn/index.ts'
import { bytesOf, filling } from '../../even-size/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { errorId, fieldError, nameField, textField } from '../../layout/index.ts'
import { inLanguage, roundPath } from '../../rounds/index.ts'
import { readForm, type Rooms, type Site, type Typed, valuesOf, type Visit } from '../../site/index.ts'
import { deskPage, formFields, isOnScreen, otherFormPage, type Place, refusedPage } from './frame.ts'
import { placeOf } from './place.ts'
import { clerkOf, type DeskForm, type Sitting } from './sitting.ts'

type Checked = Extract<Awaited<ReturnType<Rooms['stations']['check']>>, { ok: true }>['value']
const NUMBERS_CHARACTERS = 200
const RESIDENCES = ['register', 'declaration'] as const

type FormState = {
  readonly form: DeskForm
  readonly place: Place
  readonly person: Checked
  readonly proposals: readonly ProposalView[]
  readonly errors: readonly FieldError[]
  readonly typed: Typed
  readonly ticked: ReadonlySet<string>
}

/** Numbers as clerks type them: parted by spaces, commas or stops. Null when something else stands among them. */
export function numbersIn(text: string): number[] | null {
  const parts = text.split(/[\s,.;]+/).filter((part) => part !== '')
  return parts.every((part) => /^\d{1,4}$/.test(part)) ? parts.map(Number) : null
}

function numbersField(visit: Visit, { place, proposals, errors, typed }: FormState): Html {
  const { form } = visit.words.desk
  const example = proposals.slice(0, place.round.picksMax).map(({ number }) => number).join(' ')
  const error = errors.find(({ field }) => field === 'picks')
  nameField(visit, 'picks', form.numbers)
  return html`<div class="ds-field">
<label class="ds-label" for="picks">${form.numbers}</label>
<p class="hint" id="picks-ohje">${form.numbersHint(example, place.round.picksMax)}</p>
${fieldError(visit, error)}
<input class="ds-input desk-input" id="picks" name="picks" value="${typed.picks ?? ''}" maxlength="${NUMBERS_CHARACTERS}" size="12" autocomplete="off"
 aria-describedby="picks-ohje${error ? ` ${errorId('picks')}` : ''}"${error ? html` aria-invalid="true"` : html` autofocus`}>
</div>`
}

function residenceField(visit: Visit, { person, errors, typed }: FormState): Html {
  if (person.onRoll !== null) return html``
  const { form } = visit.words.desk
  const error = errors.find(({ field }) => field === 'residence')
  return html`<fieldset class="desk-choice"${error ? html` aria-describedby="${errorId('residence')}"` : ''}>
<legend class="ds-label">${form.residence}</legend>
${fieldError(visit, error)}
${RESIDENCES.map((value, i) => html`<label class="desk-option"><input class="ds-input" type="radio" name="residence" value="${value}"${i === 0 ? html` id="residence"` : ''}${
  flag('checked', typed.residence === value)}> ${form.residences[value]}</label>`)}
</fieldset>`
}

function grid(visit: Visit, { proposals, ticked }: FormState): Html {
  return html`<details class="ds-details desk-grid"${flag('open', ticked.size > 0)}><summary>${visit.words.desk.form.grid}</summary>
<ul>${proposals.map((proposal) => html`<li><label class="desk-option"><input class="ds-input" type="checkbox" name="valinta" value="${proposal.number}"${
  flag('checked', ticked.has(String(proposal.number)))}> <strong>${proposal.number}</strong> ${inLanguage(visit, proposal.title)}</label></li>`)}</ul></details>`
}

/** The size of the page is the same whatever stands on the paper: whoever sees encrypted answers pass by learns nothing of it. */
function numbersFill({ proposals, typed, ticked }: FormState): Html {
  const unticked = (proposals.length - ticked.size) * ' checked'.length + (ticked.size > 0 ? 0 : ' open'.length)
  return filling(Math.max(NUMBERS_CHARACTERS, proposals.length * '9999 '.length) - bytesOf(html`${typed.picks ?? ''}`) + unticked)
}

function formPage(visit: Visit, state: FormState): Html {
  const { desk } = visit.words
  const { form, place, person, errors, typed } = state
  const start = visit.href(roundPath('/piste', place.round))
  const correcting = form.replaces > 0
  return deskPage(visit, {
    title: correcting ? desk.form.correcting : desk.person.mayVote, place, errors, offline: desk.network.form,
    main: html`<div class="desk-verdict" data-color="${correcting ? 'warning' : 'success'}"><h1>${correcting ? desk.form.correcting : desk.person.mayVote}</h1>
<p class="desk-hetu">${form.hetu}</p>${
  person.onRoll ? html`<p>${desk.person.onRoll}</p>` : person.onRoll === null && !correcting ? html`<p>${desk.person.residenceUnchecked}</p>` : ''}</div>
<form class="desk-form" method="post" action="${visit.href('/piste/lomake')}" novalidate data-once data-next="${visit.href('/piste/tarkista')}">
${formFields(form)}
${numbersField(visit, state)}
${correcting ? textField(visit, {
    name: 'correctionReason', label: desk.form.reason, hint: desk.form.reasonHint, value: typed.correctionReason, errors,
    maxlength: 300, autocomplete: 'off',
  }) : ''}
${residenceField(visit, state)}
<p class="actions"><button class="ds-button" type="submit">${desk.form.submit}</button></p>
${grid(visit, state)}
</form>
${numbersFill(state)}
<p><a href="${start}">${desk.form.cancel}</a></p>`,
  })
}

/** Somebody who may not vote here: why, in large letters, and the next person. */
function verdictPage(visit: Visit, place: Place, form: DeskForm, person: Checked, stationName: (slug: string) => string): Html {
  const { desk } = visit.words
  const { voted, refusal, mayCorrect } = person
  const title = voted === null ? desk.person.mayNotVote
    : voted.channel === 'online' ? desk.person.votedOnline : desk.person.votedOnPaper(stationName(voted.station ?? ''))
  return deskPage(visit, {
    title, place, offline: desk.network.idle,
    main: html`<div class="desk-verdict" data-color="danger"><h1>${title}</h1><p class="desk-hetu">${form.hetu}</p>
${voted ? html`<p>${desk.person.votedOn(visit.format.calendarDay(voted.castOn))} ${desk.person.votedText}</p>` : ''}
${voted === null && refusal ? html`<p>${desk.person.mayNot[refusal]}</p>` : ''}</div>
<p class="actions"><a class="ds-button" href="${visit.href(roundPath('/piste', place.round))}" autofocus>${desk.person.next}</a></p>
${mayCorrect ? html`<form method="post" action="${visit.href('/piste/lomake')}">${formFields(form)}<p>${desk.person.correctText}</p>
<button class="ds-button" data-variant="secondary" type="submit" name="korjaa" value="1">${desk.person.correct}</button></form>` : ''}`,
  })
}

/** What was typed, by the schema of the JSON door, and the rules of the ballot paper and of the desk beside it. */
function readBallot(form: DeskForm, state: Omit<FormState, 'errors' | 'typed' | 'ticked'>, body: unknown) {
  const ticked = valuesOf(body, 'valinta')
  const numbers = numbersIn(String((body as { picks?: unknown }).picks ?? ''))
  const picks = numbers && [...numbers, ...ticked.map(Number).filter((number) => !numbers.includes(number))]
  const read = readForm(registerSchema, body, ({ residence, correctionReason }) => ({
    hetu: form.hetu, picks: picks ?? [], castId: form.castId, replaces: form.replaces, residence,
    correctionReason: form.replaces > 0 ? correctionReason ?? '' : null,
  }))
  const errors: FieldError[] = read.ok ? [] : read.errors.map((error) => ({ ...error, field: error.field.split('.')[0]! }))
  if (picks === null) errors.unshift({ field: 'picks', code: 'not_numbers' })
  else if (!errors.some(({ field }) => field === 'picks')) {
    const fault = picksFault(picks, { ...state.place.round, numbers: new Set(state.proposals.map(({ number }) => number)) })
    if (fault?.code === 'unknown_proposal') errors.unshift({ field: 'picks', code: 'no_such_number', params: { number: picks[fault.index ?? 0] ?? 0 } })
    else if (fault) errors.unshift({ field: 'picks', code: fault.code, ...(fault.params ? { params: fault.params } : {}) })
  }
  const asked = state.person.onRoll === null
  if (asked && read.ok && read.value.residence === undefined) errors.push({ field: 'residence', code: 'required' })
  return { errors, typed: read.typed, ticked: new Set(ticked), ballot: read.ok && errors.length === 0 ? read.value : null }
}

export function formPages(site: Site, sitting: Sitting): void {
  const { rooms } = site

  /** The form on the desk with everything around it, asked anew each time: another desk may have been faster. */
  async function stateOf(visit: Visit, form: DeskForm): Promise<Outcome<Omit<FormState, 'errors' | 'typed' | 'ticked'>, string>> {
    const round = await rooms.rounds.bySlug(form.slug)
    const place = await placeOf(rooms, visit, { round })
    if (!place.ok) return place
    const person = await rooms.stations.check(clerkOf(visit), form.slug, form.hetu)
    if (!person.ok) return person
    const { proposals } = await rooms.proposals.list(visit.staff, form.slug)
    return { ok: true, value: { form, place: place.value, person: person.value, proposals } }
  }

  site.get('/piste/lomake', { staff: ['clerk'], quiet: true }, async (visit) => {
    const form = sitting.form(visit)
    if (form === null) return { redirect: visit.href('/piste') }
    const state = await stateOf(visit, form)
    if (!state.ok) return refusedPage(visit, state.refusal, null)
    const { person, place } = state.value
    if (!person.mayVote && form.replaces === 0) {
      const stations = await rooms.stations.list(form.slug)
      return verdictPage(visit, place, form, person, (slug) => stations.find((station) => station.slug === slug)?.name ?? slug)
    }
    const typed = {
      picks: form.picks.join(' '), residence: form.residence ?? sitting.residence(visit) ?? '', correctionReason: form.reason ?? '',
    }
    return formPage(visit, { ...state.value, errors: [], typed, ticked: new Set() })
  })

  site.post('/piste/lomake', { staff: ['clerk'], quiet: true }, async (visit) => {
    const form = sitting.form(visit)
    if (!isOnScreen(visit, form)) return otherFormPage(visit, form)
    const state = await stateOf(visit, form)
    if (!state.ok) return refusedPage(visit, state.refusal, null)
    const { body } = visit.request
    const { person } = state.value
    if ((body as { korjaa?: unknown }).korjaa !== undefined) {
      if (!person.mayCorrect || person.voted === null) return { redirect: visit.href('/piste/lomake') }
      sitting.keepForm(visit, { ...form, replaces: person.voted.revision, picks: [] }, 0)
      return { redirect: visit.href('/piste/lomake') }
    }
    if (!person.mayVote && form.replaces === 0) return { redirect: visit.href('/piste/lomake') }
    const { errors, typed, ticked, ballot } = readBallot(form, state.value, body)
    if (ballot === null) return { status: 400, page: formPage(visit, { ...state.value, errors, typed, ticked }) }
    if (ballot.residence) sitting.keepResidence(visit, ballot.residence)
    sitting.keepForm(visit, {
      ...form, picks: ballot.picks, residence: ballot.residence ?? null, reason: ballot.correctionReason,
    }, Math.max(...state.value.proposals.map(({ number }) => number)))
    return { redirect: visit.href('/piste/tarkista') }
  })
}

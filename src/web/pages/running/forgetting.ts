import { type FieldError, present } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { COPIES, destroyedSchema, type Forgetting, forgetSchema } from '../../../urn/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { fieldError, nameField, textField } from '../../layout/index.ts'
import { type Answer, readForm, type Site, type Typed, valuesOf, type Visit } from '../../site/index.ts'
import { attempt, MANAGERS, momentOf, queryOf, refusalText, roundIn, staffOf, staffPage } from '../staff/frame.ts'
import { backToRound, roundHome } from './round.ts'

type State = {
  readonly errors?: readonly FieldError[]
  readonly typed?: Typed
  readonly problem?: string
  readonly chosen?: readonly string[]
}

function list(heading: string, items: readonly string[]): Html {
  return html`<h2>${heading}</h2><ul>${items.map((item) => html`<li>${item}</li>`)}</ul>`
}

/** Asks for everything that makes somebody stop and think: who sees it, and the round's name letter by letter. */
function forgetForm(visit: Visit, round: Round, { state, secrets }: Forgetting, { errors = [], typed = {} }: State): Html {
  const { forgetting: words } = visit.words
  const danger = state === 'begun' ? html`<div class="ds-alert" data-color="danger"><p><strong>${words.begun}</strong></p></div>`
    : html`<div class="ds-alert" data-color="warning"><p>${words.appeal}</p></div>`
  return html`${danger}
<form method="post" action="${visit.href(roundHome(round, '/unohtaminen'))}" class="narrow" novalidate data-once>
${secrets === 'missing' ? html`<p><strong>${words.missing}</strong></p>
<div class="tick"><input type="checkbox" class="ds-input" id="secretsLost" name="secretsLost"${flag('checked', typed.secretsLost === 'on')}>
<label for="secretsLost">${words.lost}</label></div>` : ''}
${textField(visit, { name: 'witness', label: words.witness, hint: words.witnessHint, value: typed.witness, errors, maxlength: 100, autocomplete: 'off' })}
${textField(visit, { name: 'confirm', label: words.confirm(round.slug), value: typed.confirm, errors, maxlength: 100, autocomplete: 'off' })}
<p><strong>${words.forGood}</strong></p>
<p class="actions"><button class="ds-button" data-color="danger" type="submit">${state === 'begun' ? words.finish : words.forget}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href(roundHome(round))}">${visit.words.common.cancel}</a></p></form>`
}

/** What people say of the copies that no software reaches: what has been told, and a form for the rest. */
function copies(visit: Visit, round: Round, { destroyed }: Forgetting, { errors = [], typed = {}, chosen = [] }: State): Html {
  const { forgetting: words } = visit.words
  const left = COPIES.filter((copy) => !destroyed.some(({ what }) => what === copy))
  const error = errors.find(({ field }) => field === 'what')
  nameField(visit, 'what', words.people)
  return html`<h2>${words.people}</h2><p>${words.peopleText}</p>
${destroyed.length === 0 ? '' : html`<ul>${destroyed.map(({ what, note, by, at }) => html`<li><strong>${words.copies[what]}</strong><br>
${note === null ? '' : html`${note}<br>`}<span class="quiet">${words.told(by, momentOf(visit, at))}</span></li>`)}</ul>`}
${left.length === 0 ? html`<p>${words.allTold}</p>` : html`
<form method="post" action="${visit.href(roundHome(round, '/unohtaminen/kopiot'))}" class="narrow" novalidate data-once>
<fieldset class="ds-fieldset" id="what"><legend class="ds-label">${words.tell}</legend>
${fieldError(visit, error)}
<ul class="tick-list">${left.map((copy) => html`<li class="tick"><input type="checkbox" class="ds-input" name="what" id="what-${copy}" value="${copy}"${
  flag('checked', chosen.includes(copy))}><label for="what-${copy}">${words.copies[copy]}</label></li>`)}</ul></fieldset>
${textField(visit, { name: 'note', label: words.note, hint: words.noteHint, rows: 3, maxlength: 500, value: typed.note, errors, optional: true })}
<p class="actions"><button class="ds-button" type="submit">${words.tell}</button></p></form>`}`
}

function forgottenParts(visit: Visit, round: Round, forgetting: Forgetting, state: State): Html {
  const { forgetting: words } = visit.words
  const at = present(forgetting.forgottenAt, 'a forgotten round has its time')
  return html`<h1>${words.doneTitle}</h1><p class="lead">${words.done(visit.format.day(at))}</p>
<p>${forgetting.logOverwritten ? words.logDone : words.logNot}</p>
${list(words.stays, words.staysItems)}
${copies(visit, round, forgetting, state)}`
}

function forgettingPage(visit: Visit, round: Round, forgetting: Forgetting, state: State = {}): Html {
  const { forgetting: words } = visit.words
  const parts = (): Html => {
    if (forgetting.state === 'forgotten') return forgottenParts(visit, round, forgetting, state)
    const waits = forgetting.state === 'not_possible' ? words.notPossible
      : forgetting.state === 'too_early' && forgetting.from ? words.tooEarly(visit.format.day(forgetting.from), round.appealDays) : null
    return html`<h1>${words.title}</h1><p class="lead">${words.lead}</p>
${waits === null ? '' : html`<p><strong>${waits}</strong></p>`}
${list(words.goes, words.goesItems)}${list(words.stays, words.staysItems)}
${waits === null ? forgetForm(visit, round, forgetting, state) : ''}`
  }
  return staffPage(visit, {
    title: forgetting.state === 'forgotten' ? words.doneTitle : words.title, round, back: backToRound(visit, round),
    errors: state.errors, problem: state.problem, main: parts(),
    ...(queryOf(visit, 'tehty') === 'kerrottu' ? { done: words.toldNow } : {}),
  })
}

export function forgettingPages(site: Site): void {
  const { rooms } = site
  const again = async (visit: Visit, round: Round, status: number, state: State): Promise<Answer> =>
    ({ status, page: forgettingPage(visit, round, await rooms.urn.forgetting(round.slug), state) })

  site.get('/hallinta/kierros/:slug/unohtaminen', MANAGERS, async (visit) => {
    const round = await roundIn(rooms, visit)
    return forgettingPage(visit, round, await rooms.urn.forgetting(round.slug))
  })

  site.post('/hallinta/kierros/:slug/unohtaminen', MANAGERS, async (visit): Promise<Answer> => {
    const round = await roundIn(rooms, visit)
    const form = readForm(forgetSchema, visit.request.body, ({ confirm = '', witness = '', secretsLost }) =>
      ({ confirm, witness, secretsLost: secretsLost === 'on' }))
    const { typed } = form
    if (!form.ok) return again(visit, round, 400, form)
    const tried = await attempt(() => rooms.urn.forget(staffOf(visit), round.slug, form.value))
    if ('errors' in tried) return again(visit, round, 400, { errors: tried.errors, typed })
    const { outcome } = tried
    if (outcome.ok) return { redirect: visit.href(roundHome(round, '/unohtaminen')) }
    return again(visit, round, 409, { typed, problem: refusalText(visit, outcome.refusal) })
  })

  site.post('/hallinta/kierros/:slug/unohtaminen/kopiot', MANAGERS, async (visit): Promise<Answer> => {
    const round = await roundIn(rooms, visit)
    const chosen = valuesOf(visit.request.body, 'what')
    const form = readForm(destroyedSchema, visit.request.body, ({ note = '' }) => ({ what: chosen, note }))
    const { typed } = form
    if (!form.ok) {
      const errors = chosen.length === 0 ? [{ field: 'what', code: 'copy_needed' }] : form.errors
      return again(visit, round, 400, { errors, typed, chosen })
    }
    const outcome = await rooms.urn.tellDestroyed(staffOf(visit), round.slug, form.value)
    if (outcome.ok) return { redirect: visit.href(roundHome(round, '/unohtaminen?tehty=kerrottu')) }
    return again(visit, round, 409, { typed, chosen, problem: refusalText(visit, outcome.refusal) })
  })
}

import type { FieldError, Refusal } from '../../../kernel/index.ts'
import type { Round } from '../../../rounds/index.ts'
import type { Station } from '../../../stations/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import type { Answer, Visit } from '../../site/index.ts'
import { fill } from '../../words/index.ts'
import { clerkOf, type DeskForm } from './sitting.ts'

/** Where somebody works, for the line at the foot of each page. */
export type Place = { readonly round: Round; readonly station: Station; readonly others?: readonly Round[] }

function bar(visit: Visit, place: Place | null, atDay: boolean): Html {
  const { desk, common } = visit.words
  const to = (path: string): string => visit.href(place ? roundPath(path, place.round) : path)
  return html`<nav class="desk-bar screen" aria-label="${desk.bar.label}">
<p>${place ? html`<strong>${place.station.name}</strong>, ${roundName(visit, place.round)}. ` : ''}${desk.bar.clerk(clerkOf(visit).name)}</p>
<ul>
${place ? html`<li><a href="${to(atDay ? '/piste' : '/piste/paiva')}">${atDay ? desk.bar.desk : desk.bar.day}</a></li>` : ''}
${(place?.others ?? []).map((other) => html`<li><a href="${visit.href(roundPath('/piste', other))}">${
  desk.bar.otherRound(roundName(visit, other))}</a></li>`)}
<li><form method="post" action="${visit.href('/uloskirjautuminen')}"><button class="ds-button" data-variant="tertiary" data-size="sm" type="submit">${common.signOut}</button></form></li>
</ul></nav>`
}

export type DeskParts = {
  readonly title: string
  readonly main: Html
  readonly place: Place | null
  readonly errors?: readonly FieldError[]
  /** What the screen says when the network drops on this page. */
  readonly offline: string
  readonly atDay?: boolean
}

/** A page of the desk: large, without a menu to stray to, its own script for printing and a network that drops. */
export function deskPage(visit: Visit, { title, main, place, errors = [], offline, atDay = false }: DeskParts): Html {
  return page(visit, {
    title, slim: true, nav: 'desk', errors, scripts: ['desk.js'],
    main: html`<div class="desk">
<div class="screen">${place ? rehearsalNotice(visit, place.round) : ''}</div>
<div class="ds-alert" data-color="danger" role="alert" data-offline hidden><p><strong>${offline}</strong></p></div>
${main}
${bar(visit, place, atDay)}
</div>`,
  })
}

/** A refusal as a page: what was refused, that nothing was registered, and the way back to the start. */
export function refusedPage(visit: Visit, refusal: Refusal, place: Place | null): Answer {
  const { desk, problems } = visit.words
  const sentence = fill(problems.refusals[refusal.code as keyof typeof problems.refusals], refusal.details)
  return {
    status: 409,
    page: deskPage(visit, {
      title: desk.refused.title, place, offline: desk.network.idle,
      main: html`<div class="desk-verdict" data-color="danger"><h1>${desk.refused.title}</h1><p>${sentence}</p></div>
<p class="actions"><a class="ds-button" href="${visit.href(place ? roundPath('/piste', place.round) : '/piste')}" autofocus>${desk.refused.back}</a></p>`,
    }),
  }
}

/** What a page of the desk sends back, so that it is known which form stood on the screen. */
export function formFields({ castId }: DeskForm): Html {
  return html`<input type="hidden" name="lomake" value="${castId}">`
}

/** Whether the page that was sent showed this form: one cookie serves every tab of the browser. */
export function isOnScreen(visit: Visit, form: DeskForm | null): form is DeskForm {
  return form !== null && (visit.request.body as { lomake?: unknown }).lomake === form.castId
}

/** The page that was sent shows another form than the desk has, or the desk has none: nothing was registered. */
export function otherFormPage(visit: Visit, form: DeskForm | null): Answer {
  const { desk } = visit.words
  const { title, text, next } = form ? desk.otherForm : desk.noForm
  return {
    status: 409,
    page: deskPage(visit, {
      title, place: null, offline: desk.network.idle,
      main: html`<div class="desk-verdict" data-color="danger"><h1>${title}</h1><p><strong>${desk.nothingDone}</strong> ${text}</p></div>
<p class="actions"><a class="ds-button" href="${visit.href(form ? '/piste/tarkista' : '/piste')}" autofocus>${next}</a></p>`,
    }),
  }
}

import type { FieldError } from '../../../kernel/index.ts'
import { checkPersonSchema } from '../../../stations/index.ts'
import { type Html, html } from '../../html/index.ts'
import { errorId, fieldError, nameField } from '../../layout/index.ts'
import { roundName, roundPath } from '../../rounds/index.ts'
import { readForm, type Site, type Visit } from '../../site/index.ts'
import { castPages } from './cast.ts'
import { dayPages } from './day.ts'
import { fieldErrorsOfFault, placeOf } from './place.ts'
import { formPages } from './form.ts'
import { deskPage, type Place, refusedPage } from './frame.ts'
import { clerkOf, createSitting, deskRound } from './sitting.ts'

/** The box that the next person's code is typed or scanned into. The focus is in it as soon as the page is there. */
export function personForm(visit: Visit, place: Place, errors: readonly FieldError[] = [], typed = ''): Html {
  const { start } = visit.words.desk
  const error = errors.find(({ field }) => field === 'hetu')
  nameField(visit, 'hetu', start.hetu)
  return html`<form class="desk-form" method="post" action="${visit.href('/piste')}" novalidate data-once data-next="${visit.href('/piste/lomake')}">
<input type="hidden" name="kierros" value="${place.round.slug}">
<div class="ds-field">
<label class="ds-label" for="hetu">${start.hetu}</label>
<p class="hint" id="hetu-ohje">${start.hint}</p>
${fieldError(visit, error)}
<input class="ds-input desk-input" id="hetu" name="hetu" value="${typed}" maxlength="40" size="12" autocomplete="off" autocapitalize="characters"
 spellcheck="false" aria-describedby="hetu-ohje${error ? ` ${errorId('hetu')}` : ''}"${error ? html` aria-invalid="true"` : html` autofocus`}>
</div>
<p class="actions"><button class="ds-button" type="submit">${start.submit}</button></p>
</form>`
}

function lateNotice(visit: Visit, { round }: Place, now: Date): Html {
  if (now < round.votingCloseAt) return html``
  const { time } = visit.format
  return html`<div class="ds-alert" data-color="warning"><p>${visit.words.desk.lateNotice(time(round.votingCloseAt), time(round.paperUntil))}</p></div>`
}

export function deskPages(site: Site): void {
  const { rooms } = site
  const sitting = createSitting(rooms)

  async function startPage(visit: Visit, place: Place, errors: readonly FieldError[] = [], typed = ''): Promise<Html> {
    const { start, network } = visit.words.desk
    return deskPage(visit, {
      title: start.title, place, errors, offline: network.idle,
      main: html`<h1>${start.title}</h1>${lateNotice(visit, place, rooms.clock.now())}
${personForm(visit, place, errors, typed)}
${await ideaLinks(visit)}`,
    })
  }

  /** Ideas given on paper are entered at the desk too, while a round takes them. */
  async function ideaLinks(visit: Visit): Promise<Html> {
    const taking = (await rooms.rounds.list()).filter((round) => round.kind === 'regular' && rooms.rounds.phase(round) === 'ideas')
    return html`${taking.map((round) => html`<p><a href="${visit.href(roundPath('/hallinta/ideat/uusi', round))}">${
      visit.words.staff.queue.enter}</a> (${roundName(visit, round)})</p>`)}`
  }

  /** Nothing to vote on now: which round comes next, and the way to the day's sheet. */
  async function closedPage(visit: Visit): Promise<Html> {
    const { closed, network } = visit.words.desk
    const coming = (await rooms.rounds.list()).filter((round) => round.kind === 'regular' && round.votingOpenAt > rooms.clock.now())
    return deskPage(visit, {
      title: closed.title, place: null, offline: network.idle,
      main: html`<h1>${closed.title}</h1><p>${closed.text}</p>
${coming.map((round) => html`<p>${closed.opens(roundName(visit, round), visit.format.weekday(round.votingOpenAt), visit.format.time(round.votingOpenAt))}</p>`)}
${await ideaLinks(visit)}
<p><a href="${visit.href('/piste/paiva')}">${visit.words.desk.bar.day}</a></p>`,
    })
  }

  // Whoever comes here begins anew: what was on the desk before, a printed slip among it, is gone.
  site.get('/piste', { staff: ['clerk'], quiet: true }, async (visit) => {
    const found = await deskRound(rooms, (visit.request.query as { kierros?: unknown }).kierros)
    sitting.clear(visit)
    if (found === null) return closedPage(visit)
    const place = await placeOf(rooms, visit, found)
    return place.ok ? startPage(visit, place.value) : refusedPage(visit, place.refusal, null)
  })

  site.post('/piste', { staff: ['clerk'], quiet: true, limit: 'person' }, async (visit) => {
    const { kierros } = visit.request.body as { kierros?: unknown }
    const found = await deskRound(rooms, kierros)
    if (found === null) return closedPage(visit)
    const place = await placeOf(rooms, visit, found)
    if (!place.ok) return refusedPage(visit, place.refusal, null)
    const form = readForm(checkPersonSchema, visit.request.body, ({ hetu = '' }) => ({ hetu }))
    if (!form.ok) return { status: 400, page: await startPage(visit, place.value, form.errors, form.typed.hetu) }
    try {
      const checked = await rooms.stations.check(clerkOf(visit), found.round.slug, form.value.hetu)
      if (!checked.ok) return refusedPage(visit, checked.refusal, place.value)
    } catch (error) {
      return { status: 400, page: await startPage(visit, place.value, fieldErrorsOfFault(error), form.typed.hetu) }
    }
    sitting.clear(visit)
    sitting.keepForm(visit, sitting.newForm(visit, found.round.slug, form.value.hetu.trim().toUpperCase()), 0)
    return { redirect: visit.href('/piste/lomake') }
  })

  formPages(site, sitting)
  castPages(site, sitting, personForm)
  dayPages(site)
}

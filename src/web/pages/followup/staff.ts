import { dayOf, Fault, type FieldError, present } from '../../../kernel/index.ts'
import { addNewsSchema, IMPLEMENTATION_STATES, type WinnerView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, flag, html } from '../../html/index.ts'
import { errorSummary, page, rehearsalNotice, textField } from '../../layout/index.ts'
import { inLanguage, roundName } from '../../rounds/index.ts'
import { type Answer, readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { stateTag, timeline } from './news.ts'
import { addressed, followed } from './winners.ts'

const EDITORS = { staff: ['moderator', 'manager'] } as const
const PATH = '/hallinta/seuranta'

/** What a form shows again. `after` is what its writer has seen by now. */
type FormParts = { readonly typed: Typed; readonly errors?: readonly FieldError[]; readonly meanwhile?: boolean; readonly saved?: boolean }

function stateChoice(visit: Visit, typed: Typed, errors: readonly FieldError[]): Html {
  const { staff: words, states } = visit.words.followup
  const wrong = errors.some(({ field }) => field === 'state')
  return html`<fieldset class="ds-fieldset choose-one" aria-describedby="state-ohje"${wrong ? html` aria-invalid="true"` : ''}>
<legend class="ds-label">${words.stateLegend}</legend>
<p class="hint" id="state-ohje">${words.droppedHint}</p>
${IMPLEMENTATION_STATES.map((state, i) => html`<label><input type="radio" name="state" value="${state}"${i === 0 ? html` id="state"` : ''}${flag('checked', typed['state'] === state)}> ${states[state]}</label>`)}
</fieldset>`
}

function form(visit: Visit, round: Round, winner: WinnerView, { typed, errors = [] }: FormParts): Html {
  const { staff: words } = visit.words.followup
  const field = (name: string, label: string, more: object = {}): Html =>
    textField(visit, { name, label, value: typed[name], errors, ...more })
  return html`<form method="post" action="${visit.href(`${PATH}/${round.slug}/${winner.number}`)}" novalidate data-once>
<input type="hidden" name="after" value="${winner.news[0]?.seq ?? 0}">
${stateChoice(visit, typed, errors)}
${field('happenedOn', words.day, { type: 'date' })}
${field('text.fi', words.textFi, { rows: 5, hint: words.textHint })}
${field('text.sv', words.textSv, { rows: 3, optional: true })}
${field('text.en', words.textEn, { rows: 3, optional: true })}
<p class="quiet">${words.permanent} ${words.mailNote}</p>
<p class="actions"><button class="ds-button" type="submit">${words.submit}</button></p>
</form>`
}

function formPage(visit: Visit, round: Round, winner: WinnerView, parts: FormParts): Html {
  const { followup } = visit.words
  const { staff: words } = followup
  const title = words.formTitle(inLanguage(visit, winner.title))
  const { errors = [], meanwhile, saved } = parts
  return page(visit, {
    title, nav: 'staff', hasErrors: errors.length > 0 || meanwhile === true,
    main: html`${errorSummary(visit, errors)}
${meanwhile ? html`<div class="ds-alert" data-color="warning" tabindex="-1" data-focus><p>${words.meanwhile}</p></div>` : ''}
${saved ? html`<div class="ds-alert" data-color="success" role="status"><p>${words.saved} <a href="${visit.href(`/seuranta/${round.slug}/${winner.number}`)}">${words.toPublic}</a></p></div>` : ''}
${rehearsalNotice(visit, round)}
<p><a href="${visit.href(PATH)}">${words.title}</a></p>
<h1>${title}</h1>
<p>${roundName(visit, round)}. ${followup.state}: ${stateTag(visit, winner.state)}</p>
${form(visit, round, winner, parts)}
${winner.news.length === 0 ? '' : html`<h2>${words.told}</h2>${timeline(visit, winner.news)}`}`,
  })
}

async function publish(rooms: Rooms, visit: Visit): Promise<Answer> {
  const { round, number } = await addressed(rooms, visit)
  const { slug } = round
  const again = async (parts: FormParts): Promise<Html> => formPage(visit, round, await rooms.implementation.read(slug, number), parts)
  const given = (text: string | undefined): string | undefined => (text?.trim() ? text : undefined)
  const read = readForm(addNewsSchema, visit.request.body, (typed) => ({
    state: typed['state'], happenedOn: typed['happenedOn'], after: Number(typed['after']),
    text: { fi: given(typed['text.fi']), sv: given(typed['text.sv']), en: given(typed['text.en']) },
  }))
  if (!read.ok) return { status: 400, page: await again({ typed: read.typed, errors: read.errors }) }
  try {
    const outcome = await rooms.implementation.tell(present(visit.staff, 'the page is for staff'), slug, number, read.value)
    return outcome.ok ? { redirect: visit.href(`${PATH}/${slug}/${number}?tallennettu`) }
      : { status: 409, page: await again({ typed: read.typed, meanwhile: true }) }
  } catch (error) {
    if (!(error instanceof Fault) || error.fields.length === 0) throw error
    return { status: 400, page: await again({ typed: read.typed, errors: error.fields }) }
  }
}

export function followupStaffPages(site: Site): void {
  const { rooms } = site

  site.get(PATH, EDITORS, async (visit) => {
    const { followup } = visit.words
    const all = await followed(rooms, true)
    return page(visit, {
      title: followup.staff.title, nav: 'staff',
      main: html`<h1>${followup.staff.title}</h1><p class="lead">${all.length === 0 ? followup.none : followup.staff.lead}</p>
${all.map(({ round, winners }) => html`<h2>${roundName(visit, round)}</h2><ul class="rows">${winners.map((winner) => html`
<li><a href="${visit.href(`${PATH}/${round.slug}/${winner.number}`)}">${inLanguage(visit, winner.title)}</a> ${stateTag(visit, winner.state)}</li>`)}</ul>`)}`,
    })
  })

  site.get(`${PATH}/:slug/:number`, EDITORS, async (visit) => {
    const { round, number } = await addressed(rooms, visit)
    const winner = await rooms.implementation.read(round.slug, number)
    return formPage(visit, round, winner, {
      typed: { state: winner.state, happenedOn: dayOf(rooms.clock.now()) },
      saved: 'tallennettu' in (visit.request.query as object),
    })
  })

  site.post(`${PATH}/:slug/:number`, EDITORS, (visit) => publish(rooms, visit))
}

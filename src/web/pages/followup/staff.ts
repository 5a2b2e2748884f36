import { altSchema } from '../../../ideas/index.ts'
import { dayOf, Fault, type FieldError } from '../../../kernel/index.ts'
import { fieldErrorsOf } from '../../../platform/http/index.ts'
import { preparePhoto } from '../../../platform/photos/index.ts'
import { addNewsSchema, IMPLEMENTATION_STATES, type NewsPhoto, type WinnerView } from '../../../proposals/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import { inLanguage, roundName } from '../../rounds/index.ts'
import { type Answer, readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { readUpload, type Upload } from '../../uploads/index.ts'
import { choiceField, given, kindly, photoFields } from '../ideas/form.ts'
import { MODERATORS, staffOf, staffPage } from '../staff/frame.ts'
import { stateTag, timeline } from './news.ts'
import { addressed, followed } from './winners.ts'

const PATH = '/hallinta/seuranta'

/** What a form shows again; `after` of the new form is always what has been told by now. */
type FormParts = {
  readonly typed: Typed
  readonly errors?: readonly FieldError[]
  /** A photo was chosen: browsers forget it when a form comes back. */
  readonly photoAgain?: boolean
  readonly meanwhile?: boolean
  readonly saved?: boolean
}

function form(visit: Visit, round: Round, winner: WinnerView, { typed, errors = [], photoAgain }: FormParts): Html {
  const { staff: words, states } = visit.words.followup
  const field = (name: string, label: string, more: object = {}): Html =>
    textField(visit, { name, label, value: typed[name], errors, ...more })
  return html`<form method="post" action="${visit.href(`${PATH}/${round.slug}/${winner.number}`)}" enctype="multipart/form-data" novalidate data-once>
<input type="hidden" name="after" value="${winner.news[0]?.seq ?? 0}">
${choiceField(visit, {
    name: 'state', legend: words.stateLegend, hint: words.droppedHint, chosen: typed['state'], errors,
    choices: IMPLEMENTATION_STATES.map((state) => ({ value: state, label: states[state] })),
  })}
${field('happenedOn', words.day, { type: 'date' })}
${field('text.fi', words.textFi, { rows: 5, hint: words.textHint })}
${field('text.sv', words.textSv, { rows: 3, optional: true })}
${field('text.en', words.textEn, { rows: 3, optional: true })}
${photoFields(visit, typed, errors, photoAgain ? words.chooseAgain : null)}
<p class="quiet">${words.permanent} ${words.mailNote}</p>
<p class="actions"><button class="ds-button" type="submit">${words.submit}</button></p>
</form>`
}

function formPage(visit: Visit, round: Round, winner: WinnerView, parts: FormParts): Html {
  const { followup } = visit.words
  const { staff: words } = followup
  const title = words.formTitle(inLanguage(visit, winner.title))
  return staffPage(visit, {
    title, round, back: [PATH, words.title], errors: parts.errors ?? [],
    problem: parts.meanwhile ? words.meanwhile : undefined, done: parts.saved ? words.saved : undefined,
    main: html`<h1>${title}</h1>
<p>${roundName(visit, round)}. ${followup.state}: ${stateTag(visit, winner.state)}
<a href="${visit.href(`/seuranta/${round.slug}/${winner.number}`)}">${words.toPublic}</a></p>
${form(visit, round, winner, parts)}
${winner.news.length === 0 ? '' : html`<h2>${words.told}</h2>${timeline(visit, winner.news)}`}`,
  })
}

type Sent = { readonly photo: NewsPhoto | null } | { readonly errors: readonly FieldError[] }

/** The photo of a form, drawn anew, or what is wrong with it or with its words. */
async function photoOf(upload: Upload, typed: Typed): Promise<Sent> {
  if (!upload.fileChosen) return { photo: null }
  if (upload.file === null) return { errors: [{ field: 'photo', code: 'photo_bytes' }] }
  const alt = altSchema.safeParse(typed['alt'] ?? '')
  if (!alt.success) return { errors: kindly(fieldErrorsOf(alt.error, '').map((error) => ({ ...error, field: 'alt' }))) }
  const prepared = await preparePhoto(upload.file)
  return prepared.ok ? { photo: { photo: prepared.photo, alt: alt.data } } : { errors: [{ field: 'photo', code: prepared.fault }] }
}

async function publish(rooms: Rooms, visit: Visit): Promise<Answer> {
  const { round, number } = await addressed(rooms, visit)
  const { slug } = round
  const upload = await readUpload(visit.request, true)
  const read = readForm(addNewsSchema, upload.body, (typed) => ({
    state: typed['state'], happenedOn: typed['happenedOn'], after: Number(typed['after']),
    text: { fi: given(typed, 'text.fi'), sv: given(typed, 'text.sv'), en: given(typed, 'text.en') },
  }))
  const again = async (status: number, parts: Omit<FormParts, 'typed'>): Promise<Answer> => ({
    status, page: formPage(visit, round, await rooms.implementation.read(slug, number), {
      typed: read.typed, photoAgain: upload.fileChosen, ...parts,
    }),
  })
  if (!read.ok) return again(400, { errors: read.errors })
  const sent = await photoOf(upload, read.typed)
  if ('errors' in sent) return again(400, { errors: sent.errors })
  try {
    const outcome = await rooms.implementation.tell(staffOf(visit), slug, number, read.value, sent.photo)
    return outcome.ok ? { redirect: visit.href(`${PATH}/${slug}/${number}?tallennettu`) } : again(409, { meanwhile: true })
  } catch (error) {
    if (error instanceof Fault && error.fields.length > 0) return again(400, { errors: error.fields })
    throw error
  }
}

export function followupStaffPages(site: Site): void {
  const { rooms } = site

  site.get(PATH, MODERATORS, async (visit) => {
    const { followup } = visit.words
    const all = await followed(rooms, true)
    return staffPage(visit, {
      title: followup.staff.title,
      main: html`<h1>${followup.staff.title}</h1><p class="lead">${all.length === 0 ? followup.none : followup.staff.lead}</p>
${all.map(({ round, winners }) => html`<h2>${roundName(visit, round)}</h2><ul class="rows">${winners.map((winner) => html`
<li><a href="${visit.href(`${PATH}/${round.slug}/${winner.number}`)}">${inLanguage(visit, winner.title)}</a> ${stateTag(visit, winner.state)}</li>`)}</ul>`)}`,
    })
  })

  site.get(`${PATH}/:slug/:number`, MODERATORS, async (visit) => {
    const { round, number } = await addressed(rooms, visit)
    const winner = await rooms.implementation.read(round.slug, number)
    return formPage(visit, round, winner, {
      typed: { state: winner.state, happenedOn: dayOf(rooms.clock.now()) },
      saved: 'tallennettu' in (visit.request.query as object),
    })
  })

  site.post(`${PATH}/:slug/:number`, MODERATORS, (visit) => publish(rooms, visit))
}

import { altSchema, type IdeaPhoto, type IdeaRefusal, type IdeaView, type SubmitIdea, submitIdeaSchema } from '../../../ideas/index.ts'
import { type FieldError, newId, type Outcome, present } from '../../../kernel/index.ts'
import { fieldErrorsOf } from '../../../platform/http/index.ts'
import { preparePhoto } from '../../../platform/photos/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, textField } from '../../layout/index.ts'
import { roundName, roundOf, roundPath } from '../../rounds/index.ts'
import { type Answer, readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { readUpload, type Upload } from '../../uploads/index.ts'
import { fill } from '../../words/index.ts'
import type { Drafts } from './draft.ts'
import { given, ideaFields, kindly, photoFields } from './form.ts'
import type { Guard } from './guard.ts'

const PATH = '/ideat/uusi'

/** A round that takes ideas, or the one that the address names: its page says when it does. */
function roundToSendTo(rooms: Rooms, visit: Visit): Promise<Round | null> {
  return roundOf(rooms, visit, ['ideas', 'upcoming', 'review', 'voting'])
}

async function closedPage(rooms: Rooms, visit: Visit, round: Round | null): Promise<Html> {
  const { closed } = visit.words.ideas.send
  const open = (await rooms.rounds.list()).find((other) => other.kind === 'regular' && rooms.rounds.phase(other) === 'ideas')
  const { format } = visit
  const isUpcoming = round !== null && rooms.rounds.phase(round) === 'upcoming'
  return page(visit, {
    title: closed.title, nav: 'ideas',
    main: html`<h1>${closed.title}</h1>
<p class="lead">${round === null ? closed.never : isUpcoming
    ? closed.from(format.weekday(round.ideasOpenAt), format.time(round.ideasOpenAt))
    : closed.ended(format.weekday(round.ideasCloseAt))}</p>
${round !== null && !isUpcoming && !open ? html`<p>${closed.never}</p>` : ''}
<p class="actions">${open ? html`<a class="ds-button" href="${visit.href(roundPath(PATH, open))}">${closed.other(roundName(visit, open))}</a>` : ''}
<a class="ds-button" data-variant="secondary" href="${visit.href(round ? roundPath('/ideat', round) : '/ideat')}">${closed.see}</a></p>`,
  })
}

type FormParts = {
  readonly typed: Typed
  readonly errors?: readonly FieldError[]
  /** Why it could not be sent as a whole. */
  readonly problem?: string | undefined
  /** The text was kept over a sign-in. */
  readonly kept?: boolean
  /** Why the photo has to be chosen again. */
  readonly photoAgain?: string | null
}

function notices(visit: Visit, { kept, photoAgain, problem }: FormParts): Html {
  const { send } = visit.words.ideas
  return html`${problem ? html`<div class="ds-alert" data-color="danger" role="alert"><p>${problem}</p></div>` : ''}
${kept ? html`<div class="ds-alert" data-color="warning" role="status"><p><strong>${send.kept}</strong> ${send.keptText}${
    photoAgain ? html` ${photoAgain}` : ''}</p></div>` : ''}`
}

function formPage(visit: Visit, round: Round, guard: Guard, parts: FormParts): Html {
  const { send } = visit.words.ideas
  const { typed, errors = [], photoAgain = null } = parts
  const action = visit.href(roundPath(PATH, round))
  return page(visit, {
    title: send.title, nav: 'ideas', errors, hasErrors: parts.problem !== undefined,
    main: html`${rehearsalNotice(visit, round)}
<h1>${send.title}</h1>
<p class="lead">${send.lead(visit.format.money(round.envelopeCents))} ${send.who}</p>
<p>${send.until(visit.format.weekday(round.ideasCloseAt), visit.format.time(round.ideasCloseAt))}</p>
${notices(visit, parts)}
${visit.resident ? html`<p class="quiet">${send.signedIn}</p>` : html`<p>${send.signInLast}
<a href="/api/sign-in/resident?return=${encodeURIComponent(action)}">${send.signInFirst}</a>.</p>`}
<form method="post" action="${action}" enctype="multipart/form-data" novalidate data-once>
<input type="hidden" name="submissionId" value="${typed.submissionId ?? newId()}">
${guard.fields(typed, parts.kept ?? false)}
${ideaFields(visit, { round, typed, errors })}
${photoFields(visit, typed, errors, photoAgain)}
${textField(visit, {
    name: 'authorName', label: send.fields.authorName, hint: send.fields.authorNameHint, value: typed.authorName,
    maxlength: 60, optional: true, autocomplete: 'nickname', errors,
  })}
${textField(visit, {
    name: 'contactEmail', label: send.fields.contactEmail, hint: send.fields.contactEmailHint, value: typed.contactEmail,
    type: 'email', maxlength: 254, optional: true, autocomplete: 'email', errors,
  })}
<p class="actions"><button class="ds-button" type="submit">${visit.resident ? send.submit : send.toSignIn}</button></p>
</form>
${parts.kept ? html`<form method="post" action="${visit.href(roundPath(`${PATH}/tyhjenna`, round))}">
<button class="ds-button" data-variant="tertiary" data-color="danger" type="submit">${send.startOver}</button></form>` : ''}`,
  })
}

/** What was typed, and what of it the schemas of the JSON door will not take. The photo is looked at last. */
function readIdea(visit: Visit, upload: Upload) {
  const form = readForm(submitIdeaSchema, upload.body, (typed) => ({
    title: typed.title ?? '', body: typed.body ?? '', theme: given(typed, 'theme'), place: given(typed, 'place'),
    authorName: given(typed, 'authorName'), contactEmail: given(typed, 'contactEmail'), language: visit.language,
    submissionId: given(typed, 'submissionId'),
  }))
  const errors: FieldError[] = form.ok ? [] : kindly(form.errors)
  const alt = altSchema.safeParse(form.typed.alt ?? '')
  if (upload.fileChosen && !alt.success) errors.push(...kindly(fieldErrorsOf(alt.error, '').map((error) => ({ ...error, field: 'alt' }))))
  if (upload.fileTooLarge) errors.push({ field: 'photo', code: 'photo_bytes' })
  return { form, errors, alt: alt.success ? alt.data : null }
}

type Sent = { readonly idea: SubmitIdea; readonly photo: IdeaPhoto | null } | { readonly errors: readonly FieldError[] }

async function withPhoto(idea: SubmitIdea, upload: Upload, alt: string | null): Promise<Sent> {
  if (upload.file === null || alt === null) return { idea, photo: null }
  const prepared = await preparePhoto(upload.file)
  return prepared.ok ? { idea, photo: { photo: prepared.photo, alt } } : { errors: [{ field: 'photo', code: prepared.fault }] }
}

export function sendPages(site: Site, drafts: Drafts, guard: Guard): void {
  const { rooms } = site

  async function openRound(visit: Visit): Promise<{ round: Round } | { closed: Html }> {
    const round = await roundToSendTo(rooms, visit)
    if (round && round.kind !== 'imported' && rooms.rounds.phase(round) === 'ideas') return { round }
    return { closed: await closedPage(rooms, visit, round) }
  }

  site.get(PATH, {}, async (visit) => {
    const found = await openRound(visit)
    if ('closed' in found) return found.closed
    // What somebody types stays theirs: no cache keeps a form with a draft in it.
    visit.reply.header('cache-control', 'no-store')
    const draft = drafts.read(visit.request)
    const { send } = visit.words.ideas
    return formPage(visit, found.round, guard, {
      typed: draft?.typed ?? {}, kept: draft !== null, photoAgain: draft?.photo ? send.photoAgain : null,
    })
  })

  async function send(visit: Visit, round: Round): Promise<Answer> {
    const words = visit.words.ideas.send
    const upload = await readUpload(visit.request, visit.resident !== null)
    const { form, errors, alt } = readIdea(visit, upload)
    const photoAgain = upload.fileChosen ? words.photoLost : null
    const again = (status: number, more: Omit<FormParts, 'typed'>): Answer =>
      ({ status, page: formPage(visit, round, guard, { typed: form.typed, photoAgain, ...more }) })

    if (!form.ok || errors.length > 0) return again(400, { errors })
    const trap = guard.trapped(form.typed)
    if (trap !== null) return again(400, { problem: words.trapped[trap] })
    if (visit.resident === null) {
      const fits = drafts.keep(visit.reply, { typed: guard.written(form.typed), photo: upload.fileChosen })
      return fits ? { redirect: visit.href(roundPath(`${PATH}/tunnistaudu`, round)) } : again(400, { problem: words.tooLongToKeep })
    }
    if (!round.themes.some(({ slug }) => slug === form.value.theme)) return again(400, { errors: [{ field: 'theme', code: 'theme_needed' }] })
    const ready = await withPhoto(form.value, upload, alt)
    if ('errors' in ready) return again(400, { errors: ready.errors })
    const sent: Outcome<IdeaView, IdeaRefusal> = await rooms.ideas.submit(visit.resident, round.slug, ready.idea, ready.photo)
    if (!sent.ok) return again(409, { problem: fill(visit.words.problems.refusals[sent.refusal.code], sent.refusal.details) })
    drafts.clear(visit.reply)
    return { redirect: visit.href(`/ideat/${sent.value.id}/kiitos`) }
  }

  site.post(PATH, { limit: 'idea' }, async (visit) => {
    const found = await openRound(visit)
    return 'closed' in found ? { page: found.closed, status: 409 } : send(visit, found.round)
  })

  site.get(`${PATH}/tunnistaudu`, {}, async (visit) => {
    const { signIn } = visit.words.ideas.send
    const found = await openRound(visit)
    if ('closed' in found) return found.closed
    const form = visit.href(roundPath(PATH, found.round))
    visit.reply.header('cache-control', 'no-store')
    if (drafts.read(visit.request) === null || visit.resident) return { redirect: form }
    return page(visit, {
      title: signIn.title, nav: 'ideas',
      main: html`<h1>${signIn.title}</h1><p class="lead">${signIn.text}</p><p>${signIn.why}</p>
<p class="actions"><a class="ds-button" href="/api/sign-in/resident?return=${encodeURIComponent(form)}">${signIn.button}</a>
<a class="ds-button" data-variant="secondary" href="${form}">${signIn.backToForm}</a></p>`,
    })
  })

  site.post(`${PATH}/tyhjenna`, {}, async (visit) => {
    drafts.clear(visit.reply)
    const round = await roundToSendTo(rooms, visit)
    return { redirect: visit.href(round ? roundPath(PATH, round) : PATH) }
  })
}

/** The page after sending. Its address is the idea's, so that reloading it sends nothing. */
export function donePage(site: Site, ideaIdIn: (visit: Visit) => number): void {
  const { ideas, rounds } = site.rooms

  site.get('/ideat/:id/kiitos', { resident: true }, async (visit) => {
    const idea = await ideas.read({ staff: null, resident: present(visit.resident, 'the page is for residents') }, ideaIdIn(visit))
    const { done } = visit.words.ideas.send
    if (!idea.mine) return { redirect: visit.href(`/ideat/${idea.id}`) }
    const round = await rounds.bySlug(idea.round)
    return page(visit, {
      title: done.title, nav: 'ideas',
      main: html`<div class="ds-alert done" data-color="success"><h1>${done.title}</h1><p>${done.text}</p></div>
<p>${idea.contactEmail ? done.mail(idea.contactEmail) : done.noMail}</p>
<h2>${done.next}</h2><ol>${done.steps.map((step) => html`<li>${step}</li>`)}</ol>
<p class="actions"><a class="ds-button" href="${visit.href('/omat-ideat')}">${done.mine}</a>
<a class="ds-button" data-variant="secondary" href="${visit.href(`/ideat/${idea.id}`)}">${done.see}</a>
<a class="ds-button" data-variant="tertiary" href="${visit.href(roundPath('/ideat/uusi', round))}">${done.another}</a></p>
<form method="post" action="${visit.href('/uloskirjautuminen')}"><p>${done.signOut}</p>
<button class="ds-button" data-variant="secondary" type="submit">${visit.words.common.signOut}</button></form>`,
    })
  })
}

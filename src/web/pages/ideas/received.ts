import { enterIdeaSchema } from '../../../ideas/index.ts'
import { type FieldError, present } from '../../../kernel/index.ts'
import { LANGUAGES } from '../../../platform/http/index.ts'
import type { Round } from '../../../rounds/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, rehearsalNotice, textField } from '../../layout/index.ts'
import { roundName, roundOf, roundPath } from '../../rounds/index.ts'
import { type Answer, readForm, type Site, type Typed, type Visit } from '../../site/index.ts'
import { fill, wordsOf } from '../../words/index.ts'
import { mayModerate, staffPage } from '../staff/frame.ts'
import { choiceField, given, ideaFields, kindly } from './form.ts'

const PATH = '/hallinta/ideat/uusi'
const DESK = { staff: ['moderator', 'clerk', 'manager'] } as const

type Parts = { readonly typed: Typed; readonly errors?: readonly FieldError[]; readonly problem?: string; readonly entered?: number | undefined }

type Framed = { readonly main: Html; readonly round?: Round; readonly errors?: readonly FieldError[]; readonly problem?: string | undefined }

/** Moderators enter papers in the office, clerks at the desk: each finds the way back to their own work. */
function framed(visit: Visit, { main, round, errors = [], problem }: Framed): Html {
  const { title } = visit.words.ideas.received
  if (mayModerate(visit)) {
    const back = round ? roundPath('/hallinta/jono', round) : '/hallinta/jono'
    return staffPage(visit, { title, main, round, errors, problem, back: [back, visit.words.staff.menu.queue] })
  }
  return page(visit, {
    title, nav: 'desk', errors, hasErrors: problem !== undefined,
    main: html`<p class="back"><a href="${visit.href('/piste')}">${visit.words.common.nav.desk}</a></p>
${round ? rehearsalNotice(visit, round) : ''}
${problem ? html`<div class="ds-alert" data-color="danger" role="alert"><p>${problem}</p></div>` : ''}
${main}`,
  })
}

function formPage(visit: Visit, round: Round, { typed, errors = [], problem, entered }: Parts): Html {
  const { received } = visit.words.ideas
  return framed(visit, {
    round, errors, problem,
    main: html`${entered === undefined ? '' : html`<div class="ds-alert" data-color="success" role="status"><p><strong>${received.done(entered)}</strong> ${
    received.doneText} <a href="${visit.href(`/ideat/${entered}`)}">${received.see}</a></p></div>`}
<h1>${received.title}</h1>
<p class="lead">${received.lead}</p><p>${received.round}: <strong>${roundName(visit, round)}</strong></p>
<form method="post" action="${visit.href(roundPath(PATH, round))}" novalidate data-once>
${choiceField(visit, {
    name: 'source', legend: received.source, chosen: typed.source ?? 'paper', errors,
    choices: [{ value: 'paper', label: received.paper }, { value: 'workshop', label: received.workshop }],
  })}
${ideaFields(visit, { round, typed, errors })}
${choiceField(visit, {
    name: 'language', legend: received.language, hint: received.languageHint, chosen: typed.language ?? 'fi', errors,
    choices: LANGUAGES.map((language) => ({ value: language, label: wordsOf(language).common.languageName })),
  })}
${textField(visit, {
    name: 'authorName', label: received.name, hint: received.nameHint, value: typed.authorName, maxlength: 60, optional: true,
    autocomplete: 'off', errors,
  })}
${textField(visit, {
    name: 'contactEmail', label: received.email, hint: received.emailHint, value: typed.contactEmail, type: 'email',
    maxlength: 254, optional: true, autocomplete: 'off', errors,
  })}
<p class="actions"><button class="ds-button" type="submit">${received.button}</button></p>
</form>`,
  })
}

export function receivedPages(site: Site): void {
  const { rooms } = site

  /** The round that papers belong to: one that takes ideas, or whose ideas are being read. */
  async function roundFor(visit: Visit): Promise<Round | null> {
    const round = await roundOf(rooms, visit, ['ideas', 'review'])
    return round && ['ideas', 'review'].includes(rooms.rounds.phase(round)) ? round : null
  }

  function closedPage(visit: Visit): Html {
    const { received } = visit.words.ideas
    return framed(visit, { main: html`<h1>${received.title}</h1><p>${received.closed}</p>` })
  }

  site.get(PATH, DESK, async (visit) => {
    const round = await roundFor(visit)
    const { kirjattu } = visit.request.query as { kirjattu?: unknown }
    const entered = typeof kirjattu === 'string' && /^[1-9]\d{0,14}$/.test(kirjattu) ? Number(kirjattu) : undefined
    return round ? formPage(visit, round, { typed: {}, entered }) : closedPage(visit)
  })

  site.post(PATH, DESK, async (visit): Promise<Answer> => {
    const round = await roundFor(visit)
    if (!round) return { page: closedPage(visit), status: 409 }
    const form = readForm(enterIdeaSchema, visit.request.body, (typed) => ({
      title: typed.title ?? '', body: typed.body ?? '', theme: given(typed, 'theme'), place: given(typed, 'place'),
      authorName: given(typed, 'authorName'), contactEmail: given(typed, 'contactEmail'), source: given(typed, 'source'),
      language: given(typed, 'language'),
    }))
    const again = (status: number, more: Omit<Parts, 'typed'>): Answer =>
      ({ status, page: formPage(visit, round, { typed: form.typed, ...more }) })
    if (!form.ok) return again(400, { errors: kindly(form.errors) })
    if (!round.themes.some(({ slug }) => slug === form.value.theme)) return again(400, { errors: [{ field: 'theme', code: 'theme_needed' }] })
    const entered = await rooms.ideas.enter(present(visit.staff, 'the page is for staff'), round.slug, form.value)
    if (!entered.ok) return again(409, { problem: fill(visit.words.problems.refusals[entered.refusal.code], entered.refusal.details) })
    return { redirect: visit.href(`${roundPath(PATH, round)}&kirjattu=${entered.value.id}`) }
  })
}

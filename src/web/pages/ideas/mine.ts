import { answerSchema, type IdeaView } from '../../../ideas/index.ts'
import type { ResidentActor } from '../../../identity/index.ts'
import { type FieldError, Fault, present } from '../../../kernel/index.ts'
import { type Html, html } from '../../html/index.ts'
import { page, textField } from '../../layout/index.ts'
import { type Answer, readForm, type Site, type Typed, typedOf, type Visit } from '../../site/index.ts'
import type { Drafts } from './draft.ts'
import { kindly } from './form.ts'
import { mayWithdraw } from './one.ts'
import { ideaIdIn, paragraphs, photo, refusalPage, stateTag } from './parts.ts'

const MINE = { resident: true } as const

function authorOf(visit: Visit): ResidentActor {
  return present(visit.resident, 'the page is for residents')
}

/** The question that waits for an answer. */
function questionOf(idea: IdeaView): string | null {
  return idea.state === 'asked' ? idea.history.findLast(({ kind }) => kind === 'ask')?.text ?? null : null
}

function row(visit: Visit, idea: IdeaView): Html {
  const { mine, one, own, states } = visit.words.ideas
  const question = questionOf(idea)
  const about = html`<span class="ds-sr-only">: ${idea.title}</span>`
  return html`<li class="card idea${question ? ' asked' : ''}">
${idea.photo ? html`<div class="idea-photo">${photo(idea.photo, { size: 'card', alt: '' })}</div>` : ''}
<h2><a href="${visit.href(`/ideat/${idea.id}`)}">${idea.title}</a></h2>
<p class="quiet">${mine.sent(visit.format.day(new Date(idea.submittedAt)))}</p>
<p>${stateTag(visit, idea.state)}</p>
<p>${own[idea.state]}</p>
${question ? html`<blockquote><p class="quiet">${states.asked}:</p>${paragraphs(question)}</blockquote>` : ''}
${question || mayWithdraw(idea) ? html`<p class="actions">${question ? html`<a class="ds-button" href="${visit.href(`/omat-ideat/${idea.id}/vastaa`)}">${one.answerButton}${about}</a>` : ''}
${mayWithdraw(idea) ? html`<a class="ds-button" data-variant="tertiary" href="${visit.href(`/omat-ideat/${idea.id}/peru`)}">${one.withdrawButton}${about}</a>` : ''}</p>` : ''}
</li>`
}

/** What has just been done here, named by the address that the form led to. */
function doneNotice(visit: Visit): Html {
  const { mine } = visit.words.ideas
  const { tehty } = visit.request.query as { tehty?: unknown }
  const said: Readonly<Record<string, string>> = { vastaus: mine.answer.done, peruttu: mine.withdraw.done, poistettu: mine.data.done }
  const text = typeof tehty === 'string' && Object.hasOwn(said, tehty) ? said[tehty] : null
  return text ? html`<div class="ds-alert" data-color="success" role="status"><p>${text}</p></div>` : html``
}

export function minePages(site: Site, drafts: Drafts): void {
  const { ideas } = site.rooms

  /** An idea of whoever asks. Somebody else's is a page that is not there. */
  async function ownIdea(visit: Visit): Promise<IdeaView> {
    const idea = await ideas.read({ staff: null, resident: authorOf(visit) }, ideaIdIn(visit))
    if (!idea.mine) throw new Fault('not_found')
    return idea
  }

  site.get('/omat-ideat', MINE, async (visit) => {
    const { mine, list } = visit.words.ideas
    const own = await ideas.mine(authorOf(visit))
    // A question is what somebody can do something about.
    const sorted = own.toSorted((a, b) => Number(b.state === 'asked') - Number(a.state === 'asked'))
    return page(visit, {
      title: mine.title, nav: 'ideas', wide: true,
      main: html`<h1>${mine.title}</h1>${doneNotice(visit)}
${sorted.length === 0 ? html`<p>${mine.none}</p>` : html`<ul class="cards">${sorted.map((idea) => row(visit, idea))}</ul>`}
<p class="actions"><a class="ds-button"${sorted.length > 0 ? html` data-variant="secondary"` : ''} href="${visit.href('/ideat/uusi')}">${list.send}</a></p>
${sorted.length === 0 ? '' : html`<p><a href="${visit.href('/omat-ideat/tiedot')}">${mine.data.link}</a></p>`}`,
    })
  })

  function answerPage(visit: Visit, idea: IdeaView, typed: Typed, errors: readonly FieldError[]): Html {
    const { answer } = visit.words.ideas.mine
    return page(visit, {
      title: answer.title, nav: 'ideas', errors,
      main: html`<p class="back"><a href="${visit.href('/omat-ideat')}">${visit.words.ideas.mine.backToMine}</a></p>
<h1>${answer.title}</h1>
<p class="quiet">${idea.title}</p>
<blockquote>${paragraphs(questionOf(idea) ?? '')}</blockquote>
<form method="post" action="${visit.href(`/omat-ideat/${idea.id}/vastaa`)}" novalidate data-once>
${textField(visit, { name: 'text', label: answer.field, hint: answer.hint, value: typed.text, rows: 6, maxlength: 2000, errors })}
<p class="actions"><button class="ds-button" type="submit">${answer.button}</button></p>
</form>`,
    })
  }

  site.get('/omat-ideat/:id/vastaa', MINE, async (visit) => {
    const idea = await ownIdea(visit)
    const draft = drafts.read(visit.request)?.typed ?? {}
    if (questionOf(idea) === null) return { redirect: visit.href('/omat-ideat') }
    return answerPage(visit, idea, draft.idea === String(idea.id) ? draft : {}, [])
  })

  /** The sign-in has run out while somebody wrote. A link leads on, for no form may lead to another server's page. */
  function signInPage(visit: Visit): Answer {
    const { signInAgain } = visit.words.ideas.mine
    const id = ideaIdIn(visit)
    drafts.keep(visit.reply, { typed: { ...typedOf(visit.request.body), idea: String(id) }, photo: false })
    const back = encodeURIComponent(visit.href(`/omat-ideat/${id}/vastaa`))
    return {
      status: 401,
      page: page(visit, {
        title: signInAgain.title, nav: 'ideas',
        main: html`<h1>${signInAgain.title}</h1><p>${signInAgain.text}</p>
<p class="actions"><a class="ds-button" href="/api/sign-in/resident?return=${back}">${visit.words.common.signInAgain}</a></p>`,
      }),
    }
  }

  site.post('/omat-ideat/:id/vastaa', {}, async (visit): Promise<Answer> => {
    if (visit.resident === null) return signInPage(visit)
    const idea = await ownIdea(visit)
    const form = readForm(answerSchema, visit.request.body, ({ text }) => ({ text: text ?? '' }))
    if (!form.ok) return { page: answerPage(visit, idea, form.typed, kindly(form.errors)), status: 400 }
    const answered = await ideas.answer(authorOf(visit), idea.id, form.value.text)
    if (answered.ok) drafts.clear(visit.reply)
    return answered.ok ? { redirect: visit.href('/omat-ideat?tehty=vastaus') } : refusalPage(visit, answered.refusal)
  })

  site.get('/omat-ideat/:id/peru', MINE, async (visit) => {
    const idea = await ownIdea(visit)
    const { withdraw } = visit.words.ideas.mine
    return page(visit, {
      title: withdraw.title, nav: 'ideas',
      main: html`<h1>${withdraw.title}</h1>
<p class="lead">${idea.title}</p><p>${withdraw.text}</p>
<form method="post" action="${visit.href(`/omat-ideat/${idea.id}/peru`)}" data-once><p class="actions">
<button class="ds-button" data-color="danger" type="submit">${withdraw.button}</button>
<a class="ds-button" data-variant="secondary" href="${visit.href('/omat-ideat')}">${withdraw.keep}</a></p></form>`,
    })
  })

  site.post('/omat-ideat/:id/peru', MINE, async (visit): Promise<Answer> => {
    const idea = await ownIdea(visit)
    // Sent twice, or by Back and again: it is withdrawn, as was asked.
    const withdrawn = idea.state === 'withdrawn' || await ideas.withdraw(authorOf(visit), idea.id)
    return withdrawn === true || withdrawn.ok
      ? { redirect: visit.href('/omat-ideat?tehty=peruttu') } : refusalPage(visit, withdrawn.refusal)
  })
}

import { isLive, type IdeaView } from '../../../ideas/index.ts'
import type { Refusal } from '../../../kernel/index.ts'
import { decideSchema } from '../../../moderation/index.ts'
import { type Html, html } from '../../html/index.ts'
import { textField } from '../../layout/index.ts'
import { readForm, type Rooms, type Site, type Typed, type Visit } from '../../site/index.ts'
import { carryOut, decisionProblem, shapeOf, toQueue } from './decide.ts'
import { decisionButtons, seenFields } from './decision-form.ts'
import { attempt, MODERATORS, numberIn, queryOf, staffOf, staffPage } from './frame.ts'
import { stateTag } from './idea-words.ts'
import { ideaPage, type IdeaPageParts, ideaParts } from './idea.ts'

function side(visit: Visit, heading: string, idea: IdeaView): Html {
  return html`<section class="card"><h2>${heading}</h2>
<h3 lang="${idea.language}">${idea.title}</h3><p class="marks">${stateTag(visit, idea.state)} <span class="tag">${visit.words.staff.queue.number(idea.id)}</span></p>
<p class="clip" lang="${idea.language}">${idea.body}</p></section>`
}

type Preview = IdeaPageParts & { readonly target: IdeaView }

/** What merging does, before anybody does it: it is the one decision that cannot be taken back. */
function preview(visit: Visit, { idea, round, target, prepared, typed, errors = [], problem }: Preview): Html {
  const { merge } = visit.words.staff
  return staffPage(visit, {
    title: merge.title, back: [`/hallinta/ideat/${idea.id}?paatos=yhdista`, merge.back], round, errors, problem,
    main: html`<h1>${merge.title}</h1>
<div class="two even">${side(visit, merge.from, idea)}${side(visit, merge.into, target)}</div>
<h2>${merge.happens}</h2><ul>
<li>${merge.becomes(idea.id, target.id)}</li><li>${merge.kept}</li>
${idea.merged.length > 0 ? html`<li>${merge.alsoMerged(idea.merged.length)}</li>` : ''}
${idea.contactEmail ? html`<li>${merge.mail}</li>` : ''}
<li><strong>${merge.forGood}</strong></li></ul>
<form method="post" action="${visit.href(`/hallinta/ideat/${idea.id}/yhdista`)}" class="narrow" data-once>
<input type="hidden" name="kind" value="merge"><input type="hidden" name="intoIdeaId" value="${target.id}">${seenFields({ idea, prepared })}
${textField(visit, { name: 'reason', label: merge.reason, hint: merge.reasonHint, rows: 3, maxlength: 1000, optional: true, value: typed.reason ?? '', errors })}
${decisionButtons(visit, 'merge')}</form>`,
  })
}

/** Why the idea of this number cannot be merged into: a code of a field. The door asks again when it is done. */
function wrongTarget(idea: IdeaView, target: IdeaView | null): 'unknown' | 'itself' | null {
  if (target?.id === idea.id) return 'itself'
  return target !== null && target.round === idea.round && isLive(target.state) ? null : 'unknown'
}

async function targetOf(rooms: Rooms, visit: Visit, typed: string): Promise<IdeaView | null> {
  if (!/^[1-9]\d{0,8}$/.test(typed)) return null
  // Whatever keeps it from being read, to who chooses it is no idea.
  return rooms.ideas.read({ staff: staffOf(visit), resident: null }, Number(typed)).catch(() => null)
}

async function refusedPage(rooms: Rooms, visit: Visit, id: number, typed: Typed, refusal: Refusal): Promise<Html> {
  const parts = await ideaParts(rooms, visit, id, 'merge')
  return ideaPage(rooms, visit, { ...parts, typed: { ...typed, numero: typed.intoIdeaId ?? '' }, problem: decisionProblem(visit, refusal) })
}

export function mergePages({ rooms, get, post }: Site): void {
  get('/hallinta/ideat/:id/yhdista', MODERATORS, async (visit) => {
    const parts = await ideaParts(rooms, visit, numberIn(visit, 'id'), 'merge')
    const typedNumber = queryOf(visit, 'numero').replace(/[\s#]/g, '')
    const chosen = typedNumber || queryOf(visit, 'ideaan')
    const target = await targetOf(rooms, visit, chosen)
    const wrong = chosen === '' ? 'required' : wrongTarget(parts.idea, target)
    if (wrong === null && target !== null && parts.kind === 'merge') return preview(visit, { ...parts, target })
    const typed = { numero: typedNumber, ideaan: queryOf(visit, 'ideaan') }
    if (parts.kind !== 'merge') return ideaPage(rooms, visit, parts)
    return { page: ideaPage(rooms, visit, { ...parts, typed, errors: [{ field: 'numero', code: wrong ?? 'unknown' }] }), status: 400 }
  })

  post('/hallinta/ideat/:id/yhdista', MODERATORS, async (visit) => {
    const id = numberIn(visit, 'id')
    const form = readForm(decideSchema, visit.request.body, shapeOf)
    const target = await targetOf(rooms, visit, form.typed.intoIdeaId ?? '')
    const parts = await ideaParts(rooms, visit, id, 'merge')
    if (!form.ok || target === null) {
      const errors = form.ok ? [{ field: 'numero', code: 'unknown' }] : form.errors
      const page = target === null ? ideaPage(rooms, visit, { ...parts, typed: form.typed, errors })
        : preview(visit, { ...parts, target, typed: form.typed, errors })
      return { page, status: 400 }
    }
    const tried = await attempt(() => carryOut(rooms, visit, id, form.value, form.typed))
    if ('errors' in tried) return { page: preview(visit, { ...parts, target, typed: form.typed, errors: tried.errors }), status: 400 }
    if (tried.outcome.ok) return toQueue(visit, parts.round.slug, id, form.value, form.typed)
    return { page: await refusedPage(rooms, visit, id, form.typed, tried.outcome.refusal), status: 409 }
  })
}

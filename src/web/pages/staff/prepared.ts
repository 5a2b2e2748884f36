import type { Decide, Prepared, Unpublished } from '../../../moderation/index.ts'
import { flag, type Html, html } from '../../html/index.ts'
import { inLanguage } from '../../rounds/index.ts'
import { type Rooms, type Site, valuesOf, type Visit } from '../../site/index.ts'
import { decisionProblem } from './decide.ts'
import { SLUGS } from './decision-form.ts'
import { MODERATORS, momentOf, queryOf, staffOf, staffPage } from './frame.ts'

function saysOf(visit: Visit, decision: Decide): Html {
  const { decide } = visit.words.staff
  const text = decision.kind === 'ask' ? decision.question : decision.reason
  return html`<strong>${decide.kinds[decision.kind]}${decision.kind === 'merge' ? html` → ${visit.words.staff.queue.number(decision.intoIdeaId)}` : ''}</strong>${
    decision.kind === 'refuse' && decision.textHidden ? html` · ${visit.words.staff.idea.hidden}` : ''}${
    text ? html`<p class="said">${text}</p>` : ''}`
}

type Parts = {
  readonly all: readonly Prepared[]
  readonly refused?: readonly Unpublished[]
  readonly published?: number
  readonly discarded?: number
  readonly nothingChosen?: boolean
}

async function preparedPage(rooms: Rooms, visit: Visit, { all, refused = [], published = 0, discarded = 0, nothingChosen = false }: Parts): Promise<Html> {
  const { prepared: words, queue } = visit.words.staff
  const failed = new Map(refused.map((each) => [each.prepared.ideaId, each.refusal]))
  const names = new Map((await rooms.rounds.list()).map((round) => [round.slug, inLanguage(visit, round.name)]))
  return staffPage(visit, {
    title: words.title,
    ...(refused.length > 0 ? { problem: words.someFailed(published, refused.length) } : {}),
    ...(nothingChosen ? { problem: words.nothingChosen } : {}),
    ...(refused.length === 0 && published > 0 ? { done: words.published(published) } : {}),
    ...(discarded > 0 ? { done: words.discarded(discarded) } : {}),
    main: html`<h1>${words.title}</h1><p>${words.lead}</p>
${all.length === 0 ? html`<p>${words.none}</p>` : html`<form method="post" action="${visit.href('/hallinta/paatokset')}" data-once>
<ul class="tick-list">${all.map(({ ideaId, title, round, decision, staffName, preparedAt }) => html`<li class="card${failed.has(ideaId) ? ' failed' : ''}">
<div class="tick"><input type="checkbox" class="ds-input" name="idea" id="idea-${ideaId}" value="${ideaId}"${flag('checked', refused.length === 0)}>
<label for="idea-${ideaId}">${queue.number(ideaId)}: ${title}</label></div>
${failed.has(ideaId) ? html`<p class="ds-validation-message" data-color="danger">${decisionProblem(visit, failed.get(ideaId)!)}</p>` : ''}
<div>${saysOf(visit, decision)}</div>
<p class="quiet">${names.get(round)} · ${staffName}, ${momentOf(visit, preparedAt)} ·
<a href="${visit.href(`/hallinta/ideat/${ideaId}?paatos=${SLUGS[decision.kind]}#paatos`)}">${words.edit}<span class="ds-sr-only">, ${queue.number(ideaId)}</span></a></p></li>`)}</ul>
<p class="actions"><button class="ds-button" type="submit" name="toiminto" value="valitut">${words.publishChosen}</button>
<button class="ds-button" data-variant="secondary" type="submit" name="toiminto" value="kaikki">${words.publishAll(all.length)}</button>
<button class="ds-button" data-variant="tertiary" data-color="danger" type="submit" name="toiminto" value="poista">${words.discard}</button></p></form>`}`,
  })
}

function countIn(visit: Visit, name: string): number {
  return Math.max(0, Math.trunc(Number(queryOf(visit, name))) || 0)
}

export function preparedPages({ rooms, get, post }: Site): void {
  get('/hallinta/paatokset', MODERATORS, async (visit) => preparedPage(rooms, visit, {
    all: await rooms.moderation.prepared(staffOf(visit)), published: countIn(visit, 'julkaistu'), discarded: countIn(visit, 'poistettu'),
  }))

  post('/hallinta/paatokset', MODERATORS, async (visit) => {
    const staff = staffOf(visit)
    const { toiminto } = visit.request.body as { toiminto?: string }
    const all = await rooms.moderation.prepared(staff)
    const chosen = valuesOf(visit.request.body, 'idea').map(Number)
    const ids = toiminto === 'kaikki' ? all.map(({ ideaId }) => ideaId) : chosen.filter((id) => all.some(({ ideaId }) => ideaId === id))
    if (ids.length === 0) return { page: await preparedPage(rooms, visit, { all, nothingChosen: true }), status: 400 }
    if (toiminto === 'poista') {
      for (const id of ids) await rooms.moderation.discard(staff, id)
      return { redirect: visit.href(`/hallinta/paatokset?poistettu=${ids.length}`) }
    }
    const { published, refused } = await rooms.moderation.publish(staff, ids)
    if (refused.length === 0) return { redirect: visit.href(`/hallinta/paatokset?julkaistu=${published.length}`) }
    const left = await rooms.moderation.prepared(staff)
    return { page: await preparedPage(rooms, visit, { all: left, refused, published: published.length }), status: 409 }
  })
}

import type { Outcome } from '../../../kernel/index.ts'
import { type Decide, decideSchema, type DecisionKind } from '../../../moderation/index.ts'
import { readForm, type Rooms, type Site, type Typed, typedOf, type Visit } from '../../site/index.ts'
import type { Answer } from '../../site/index.ts'
import { attempt, MODERATORS, momentOf, numberIn, refusalText, staffOf } from './frame.ts'
import { ideaPage, ideaParts } from './idea.ts'
import type { Refusal } from '../../../kernel/index.ts'
import { type Html, html } from '../../html/index.ts'

/** A decision as the schema of the JSON door wants it, from the texts of a form. */
export function shapeOf(typed: Typed): unknown {
  const seq = Number(typed.seq)
  switch (typed.kind) {
    case 'refuse': return { kind: 'refuse', seq, reason: typed.reason ?? '', textHidden: typed.textHidden === 'on' }
    case 'ask': return { kind: 'ask', seq, question: typed.question ?? '' }
    case 'merge': return { kind: 'merge', seq, intoIdeaId: Number(typed.intoIdeaId), reason: typed.reason?.trim() || undefined }
    default: return { kind: typed.kind, seq, reason: typed.reason?.trim() || undefined }
  }
}

/** Why a decision was refused; of one that came too late who was first, with what and when. */
export function decisionProblem(visit: Visit, refusal: Refusal): Html | string {
  const { decide, author, idea } = visit.words.staff
  const { code, details = {} } = refusal
  if (code !== 'decided_meanwhile') return refusalText(visit, refusal)
  const kind = String(details.kind) as keyof typeof idea.acts
  return html`${decide.meanwhile(String(details.by ?? author), momentOf(visit, String(details.at)))} ${idea.acts[kind]}. ${decide.keptText}`
}

/** Publishes a decision or keeps it for later, by the button that was pressed. */
export function carryOut(
  rooms: Rooms, visit: Visit, id: number, decision: Decide, typed: Typed,
): Promise<Outcome<unknown, string>> {
  const staff = staffOf(visit)
  return typed.toiminto === 'valmistele'
    ? rooms.moderation.prepare(staff, id, decision, Math.max(0, Math.trunc(Number(typed.replaces)) || 0))
    : rooms.moderation.decide(staff, id, decision)
}

/** Back to the queue, where what was done is told. */
export function toQueue(visit: Visit, round: string, id: number, decision: Decide, typed: Typed): Answer {
  const done = typed.toiminto === 'valmistele' ? 'prepare' : decision.kind
  return { redirect: visit.href(`/hallinta/jono?kierros=${round}&tehty=${done}&idea=${id}`) }
}

export function decidePages({ rooms, post }: Site): void {
  post('/hallinta/ideat/:id/paatos', MODERATORS, async (visit) => {
    const id = numberIn(visit, 'id')
    const form = readForm(decideSchema, visit.request.body, shapeOf)
    const asked = typedOf(visit.request.body).kind as DecisionKind
    if (!form.ok) {
      const parts = await ideaParts(rooms, visit, id, asked)
      return { page: ideaPage(rooms, visit, { ...parts, typed: form.typed, errors: form.errors }), status: 400 }
    }
    const { value: decision, typed } = form
    const tried = await attempt(() => carryOut(rooms, visit, id, decision, typed))
    if ('outcome' in tried && tried.outcome.ok) {
      const { round } = await rooms.ideas.read({ staff: staffOf(visit), resident: null }, id)
      return toQueue(visit, round, id, decision, typed)
    }
    const parts = { ...await ideaParts(rooms, visit, id, asked), typed }
    if ('errors' in tried) return { page: ideaPage(rooms, visit, { ...parts, errors: tried.errors }), status: 400 }
    const { refusal } = tried.outcome as { refusal: Refusal }
    return { page: ideaPage(rooms, visit, { ...parts, problem: decisionProblem(visit, refusal) }), status: 409 }
  })
}

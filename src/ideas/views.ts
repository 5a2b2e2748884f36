import { type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Db, Tables } from '../platform/database/index.ts'
import type { ResidentActor, StaffActor } from '../identity/index.ts'
import {
  IDEA_STATES, type IdeaState, type LastKind, lastKindsOf, PUBLIC_ACTS, PUBLIC_STATES, stateAfter,
} from './domain.ts'
import type { IdeaView } from './schema.ts'
import { photosOf, photoView } from './photos.ts'
import { type ActRow, historyOf, type IdeaRow } from './store.ts'

/** Who reads: staff see everything, an author their own, everybody what is public. */
export type Viewer = { readonly staff: StaffActor | null; readonly resident: ResidentActor | null }
export const PUBLIC: Viewer = { staff: null, resident: null }

/** What ideas asks of the proposals, which stand above it: the number of the proposal that each idea is part of. */
export type ProposalsOf = (db: Db, ideaIds: readonly number[]) => Promise<ReadonlyMap<number, number>>

export type RoundOfIdeas = { readonly slug: string; readonly proposalsPublished: boolean }

function isOwn(viewer: Viewer, row: Pick<IdeaRow, 'author_key'>): boolean {
  return viewer.resident !== null && row.author_key !== null && row.author_key.equals(viewer.resident.authorKey)
}

function seesContact(viewer: Viewer): boolean {
  return viewer.staff?.roles.some((role) => role === 'moderator' || role === 'manager') ?? false
}

function visibleStates(viewer: Viewer): readonly IdeaState[] {
  return viewer.staff ? IDEA_STATES : PUBLIC_STATES
}

type Target = Pick<IdeaRow, 'id' | 'title' | 'author_key'> & {
  start: number
  last_kind: LastKind
  text_hidden: boolean
}

/** What each merged idea has become in the end: what it was merged into may itself have been merged later. */
async function targetsOf(db: Db, ids: readonly number[]): Promise<Map<number, Target>> {
  const { rows } = await sql<Target>`
    with recursive path (start, id) as (
      select idea_id, into_idea_id from idea_history where kind = 'merge' and idea_id = any(${ids})
      union
      select path.start, h.into_idea_id from path join idea_history h on h.idea_id = path.id and h.kind = 'merge'
    )
    select path.start, i.id, i.title, i.author_key, s.last_kind, s.text_hidden
    from path join idea i on i.id = path.id join idea_state s on s.idea_id = i.id
    where s.last_kind <> 'merge'`.execute(db)
  return new Map(rows.map((row) => [row.start, row]))
}

type Merged = { id: number; title: string; into_idea_id: number | null }

function mergedInto(db: Db, ids: readonly number[]): Promise<Merged[]> {
  return db.selectFrom('idea_history').innerJoin('idea', 'idea.id', 'idea_history.idea_id')
    .select(['idea.id', 'idea.title', 'into_idea_id']).where('into_idea_id', 'in', ids)
    .orderBy('idea.id').execute()
}

function toLink(target: Target | undefined, viewer: Viewer): IdeaView['mergedInto'] {
  if (!target) return null
  const state = stateAfter(target.last_kind)
  const own = isOwn(viewer, target)
  if (!own && !visibleStates(viewer).includes(state)) return null
  return { id: target.id, title: target.text_hidden && !own && !viewer.staff ? null : target.title }
}

function toHistory(acts: readonly ActRow[], viewer: Viewer, inside: boolean): IdeaView['history'] {
  return acts.filter((act) => inside || PUBLIC_ACTS.includes(act.kind)).map((act) => ({
    seq: act.seq, kind: act.kind, text: inside || act.kind === 'refuse' ? act.text : null, at: act.at.toISOString(),
    ...(viewer.staff && act.staff_name !== null ? { staffName: act.staff_name } : {}),
  }))
}

/**
 * Ideas as this viewer may see them, in the order given; those that they may not see are left out. `rounds` says of
 * each round by its id what its ideas are shown with.
 */
export async function viewsOf(
  db: Db, rows: readonly IdeaRow[], viewer: Viewer, rounds: ReadonlyMap<string, RoundOfIdeas>, proposalsOf: ProposalsOf,
): Promise<IdeaView[]> {
  if (rows.length === 0) return []
  const ids = rows.map((row) => row.id)
  const [acts, targets, merged, numbers, photos] = await Promise.all([
    historyOf(db, ids), targetsOf(db, ids), mergedInto(db, ids), proposalsOf(db, ids), photosOf(db, ids),
  ])
  const actsOf = Map.groupBy(acts, (act) => act.idea_id)
  const mergedOf = Map.groupBy(merged, (link) => link.into_idea_id)
  return rows.flatMap((row) => {
    const history = actsOf.get(row.id) ?? []
    const last = history.at(-1)
    const state = stateAfter(last?.kind ?? 'submit')
    const mine = isOwn(viewer, row)
    const inside = mine || viewer.staff !== null
    if (!inside && !PUBLIC_STATES.includes(state)) return []
    const round = rounds.get(row.round_id)!
    const hidden = (last?.text_hidden ?? false) || row.erased === 'all'
    // Of what was erased there is nothing left that anybody could be shown.
    const shown = row.erased !== 'all' && (!hidden || inside)
    return [{
      id: row.id, round: round.slug, state, seq: last?.seq ?? 0,
      title: shown ? row.title : null, body: shown ? row.body : null, theme: row.theme,
      place: shown ? row.place : null, authorName: shown ? row.author_name : null, language: row.language,
      source: row.source, submittedAt: row.submitted_at.toISOString(),
      photo: shown ? photoView(photos.get(row.id)) : null,
      reason: last?.kind === 'refuse' ? last.text : null, textHidden: hidden,
      mergedInto: state === 'merged' ? toLink(targets.get(row.id), viewer) : null,
      merged: (mergedOf.get(row.id) ?? []).map(({ id, title }) => ({ id, title })),
      proposalNumber: viewer.staff || round.proposalsPublished ? numbers.get(row.id) ?? null : null,
      mine, history: toHistory(history, viewer, inside),
      ...(mine || seesContact(viewer) ? { contactEmail: row.contact_email } : {}),
      ...(viewer.staff ? { enteredBy: row.entered_by } : {}),
    }]
  })
}

const TEXT = sql<string>`idea.title || ' ' || idea.body || ' ' || coalesce(idea.place, '')`

function like(text: string): string {
  return `%${text.replace(/[\\%_]/g, '\\$&')}%`
}

/**
 * Whether an idea has what is searched for. Finnish joins words and bends them, so beside the stemmed words (`penkit`
 * finds `penkki`) a stem inside a longer word counts (`penkki` finds `puistonpenkkejä`), and so does the text as typed.
 * A long stem counts without its last letter, for the dictionary knows few consonant changes (`vanhus`, `vanhuksia`).
 * A quotation or an exclusion means just what it says: then only the words count.
 */
function matches(q: string) {
  const words = sql<SqlBool>`idea.words @@ websearch_to_tsquery('finnish', ${q})`
  if (/"|(^|\s)-/.test(q)) return words
  return sql<SqlBool>`(${words} or ${TEXT} ilike ${like(q)} or (
    select count(*) > 0 and bool_and(position(left(stem, greatest(5, length(stem) - 1)) in idea.words::text) > 0)
    from unnest(tsvector_to_array(to_tsvector('finnish', ${q}))) stem))`
}

export type IdeaFilter = {
  readonly roundId: string
  readonly q?: string | undefined
  readonly theme?: string | undefined
  readonly states: readonly IdeaState[]
  /** Hidden texts are not searched, or the search would tell them. */
  readonly searchHidden: boolean
}

function filtered(db: Db, { roundId, q, theme, states, searchHidden }: IdeaFilter) {
  let query = db.selectFrom('idea').innerJoin('idea_state', 'idea_state.idea_id', 'idea.id')
    .where('idea.round_id', '=', roundId)
    .where((eb: ExpressionBuilder<Tables, 'idea_state'>) => eb('idea_state.last_kind', 'in', lastKindsOf(states)))
  if (theme !== undefined) query = query.where('idea.theme', '=', theme)
  if (q !== undefined) query = query.where(matches(q))
  if (q !== undefined && !searchHidden) query = query.where('idea_state.text_hidden', '=', false)
  return query
}

/** One page of ideas and how many there are in all. `waiting` puts first what has waited longest. */
export async function page(
  db: Db, filter: IdeaFilter, order: 'newest' | 'waiting', page: number, pageSize: number,
): Promise<{ rows: IdeaRow[]; total: number }> {
  if (filter.states.length === 0) return { rows: [], total: 0 }
  const { total } = await filtered(db, filter).select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  const found = filtered(db, filter).select([
    'idea.id', 'idea.round_id', 'idea.author_key', 'idea.author_name', 'idea.contact_email', 'idea.language',
    'idea.source', 'idea.entered_by', 'idea.title', 'idea.body', 'idea.theme', 'idea.place', 'idea.submitted_at', 'idea.erased',
  ])
  const ordered = order === 'newest'
    ? found.orderBy('idea.submitted_at', 'desc').orderBy('idea.id', 'desc')
    : found.orderBy('idea_state.last_at').orderBy('idea.id')
  return { total, rows: await ordered.limit(pageSize).offset((page - 1) * pageSize).execute() }
}

import { sql } from 'kysely'
import { type Db, transact } from '../platform/database/index.ts'
import { done } from '../kernel/index.ts'
import { type IdeaState, type LastKind, stateAfter } from './domain.ts'

/** Another idea of the same round that tells of the same thing. `likeness` is between 0 and 1. */
export type SimilarIdea = {
  readonly id: number
  readonly title: string
  readonly state: IdeaState
  readonly likeness: number
}

/** Found by trial on ideas that people had sent: below it are ideas that share a word, above it those worth a look. */
const LIKENESS_MIN = 0.3

type Row = { like_id: number; id: number; title: string; last_kind: LastKind; likeness: number }

/**
 * For each of these ideas the ones of its round that are most like it, the likest first and `most` at the most. Two are
 * alike when their texts share trigrams of Finnish stems, or when the title of one stands nearly whole in the other.
 * What its author has taken back is left out. Source: PostgreSQL, pg_trgm, "Functions and Operators".
 */
export async function similarTo(db: Db, ids: readonly number[], most: number): Promise<Map<number, SimilarIdea[]>> {
  if (ids.length === 0) return new Map()
  // In a transaction, because the thresholds by which the index is asked are settings that must end with the question.
  const found = await transact<Row[], never>(db, async (tx) => {
    await sql`select set_config('pg_trgm.similarity_threshold', ${String(LIKENESS_MIN)}, true),
      set_config('pg_trgm.word_similarity_threshold', ${String(LIKENESS_MIN)}, true)`.execute(tx)
    const { rows } = await sql<Row>`
      with a as materialized (
        -- Materialized, because making stems costs more than comparing them: once an idea, not once a pair.
        select id, round_id, stems, finnish_stems(title) as head from idea where id = any(${ids})
      )
      select a.id as like_id, s.* from a cross join lateral (
        select b.id, b.title, state.last_kind, greatest(similarity(a.stems, b.stems),
          word_similarity(a.head, b.stems), word_similarity(finnish_stems(b.title), a.stems)) as likeness
        from idea b join idea_state state on state.idea_id = b.id
        where b.round_id = a.round_id and b.id <> a.id and state.last_kind <> 'withdraw'
          and (b.stems % a.stems or b.stems %> a.head)
        order by likeness desc, b.id limit ${most}
      ) s`.execute(tx)
    return done(rows)
  })
  const rows = found.ok ? found.value : []
  return new Map(ids.map((id) => [id, rows.filter((row) => row.like_id === id).map((row) => (
    { id: row.id, title: row.title, state: stateAfter(row.last_kind), likeness: row.likeness }))]))
}

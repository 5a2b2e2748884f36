/**
 * Ways to break the service that the harness must see. Each changes the text of a file as it is loaded, so that the real
 * service runs but for that one line. `find` must be there: a mutation that changes nothing is an error.
 */
export type Mutation = {
  readonly changes: readonly { readonly file: string; readonly find: string; readonly put: string }[]
  /** Run on the database before voting opens. */
  readonly sql?: readonly string[]
  /** The kinds of faults that bring it to light. */
  readonly faults: readonly string[]
}

const STORE = 'src/urn/store.ts'
const DURABILITY = 'src/platform/database/durability.ts'

export const MUTATIONS = {
  'no-primary-key': {
    sql: ['alter table sealed_ballot drop constraint sealed_ballot_pkey'],
    changes: [
      { file: STORE, find: `    on conflict (round_id, voter_key) do update
      set revision = excluded.revision, mark = excluded.mark, sealed = excluded.sealed, cast_on = excluded.cast_on
      where sealed_ballot.channel = 'online' and sealed_ballot.revision = excluded.revision - 1
        and sealed_ballot.mark <> excluded.mark
`, put: '' },
      { file: STORE, find: 'on conflict (round_id, voter_key) do nothing', put: '' },
    ],
    faults: ['none'],
  },
  'asynchronous-commit': {
    sql: ['alter system set synchronous_commit = off', "alter system set wal_writer_delay = '10s'", 'select pg_reload_conf()'],
    changes: [{ file: DURABILITY, find: 'export async function requireDurability(db: Db): Promise<void> {', put: 'export async function requireDurability(db: Db): Promise<void> {\n  if (db) return' }],
    faults: ['kill_postmaster'],
  },
  'answer-before-commit': {
    changes: [{
      file: 'src/urn/casting.ts', find: 'commit: (ballots) => store.castOnline(db, ballots),',
      put: `commit: async (ballots) => {
        setTimeout(() => store.castOnline(db, ballots).catch(() => undefined), 300)
        return ballots.map(({ replaces }) => ({ revision: replaces + 1, castOn: '2026-01-01' }))
      },`,
    }],
    faults: ['kill_service'],
  },
  'closing-by-the-process': {
    changes: [
      { file: STORE, find: 'clock_timestamp() < o.voting_close_at', put: '${new Date()}::timestamptz < o.voting_close_at' },
      { file: STORE, find: '\n        and not exists (select from urn_list u where u.round_id = r.id)', put: '' },
    ],
    faults: ['clock_jump'],
  },
} as const satisfies Record<string, Mutation>

export type MutationName = keyof typeof MUTATIONS

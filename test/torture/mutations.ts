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
    changes: [{ file: STORE, find: 'on conflict (round_id, voter_key) do nothing', put: '' }],
    faults: ['none'],
  },
  'asynchronous-commit': {
    sql: ['alter system set synchronous_commit = off', "alter system set wal_writer_delay = '10s'", 'select pg_reload_conf()'],
    changes: [{ file: DURABILITY, find: 'export async function requireDurability(db: Db): Promise<void> {', put: 'export async function requireDurability(db: Db): Promise<void> {\n  if (db) return' }],
    faults: ['kill_postmaster'],
  },
  'answer-before-commit': {
    changes: [{
      file: STORE, find: "  return (await statement.execute(db)).rows[0] ?? null\n}\n\n/**\n * Registers",
      put: "  setTimeout(() => statement.execute(db).catch(() => undefined), 300)\n  return { revision: replaces + 1, castOn: '2026-01-01' }\n}\n\n/**\n * Registers",
    }],
    faults: ['kill_service'],
  },
  'closing-by-the-process': {
    changes: [{
      file: STORE,
      find: 'voting_has_opened(r) and clock_timestamp() < r.${sql.ref(closesAt)}\n  ) and not exists (select from urn_list u where u.round_id = r.id)'.replace('r.id)', '${roundId})'),
      put: 'voting_has_opened(r) and ${new Date()} < r.${sql.ref(closesAt)}\n  )',
    }],
    faults: ['clock_jump'],
  },
} as const satisfies Record<string, Mutation>

export type MutationName = keyof typeof MUTATIONS

export type SecretCheckTable = {
  name: string
  check_value: Buffer
}

/** A session that was ended before its time. `until` is the last day on which a token of it could hold. */
export type RevokedSessionTable = {
  hash: Buffer
  until: string
}

/** All sessions of a member of staff from before an instant were ended. */
export type StaffSessionsEndTable = {
  staff_id: string
  ended_at: Date
}

declare module '../platform/database/tables.ts' {
  interface Tables {
    secret_check: SecretCheckTable
    revoked_session: RevokedSessionTable
    staff_sessions_end: StaffSessionsEndTable
  }
}

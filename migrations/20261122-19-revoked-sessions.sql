-- Sessions that were ended by signing out, so that a copy of the token opens nothing any more. The SHA-256 of a random
-- id and the last day on which the session could have held: neither whose it was nor when it ended.
create table revoked_session (
  hash  bytea primary key check (octet_length(hash) = 32),
  until date not null
);

-- Members of staff all of whose sessions from before an instant were ended by an operator: somebody left, or a device was
-- lost. Kept for as long as such a session could have held.
create table staff_sessions_end (
  staff_id text primary key,
  ended_at timestamptz not null
);

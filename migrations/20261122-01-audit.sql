-- The record of what staff did. Rows are only ever added; each carries the hash of the one before it.
create table audit_event (
  seq        bigint primary key check (seq > 0),
  at         timestamptz not null,
  kind       text not null,
  actor      text not null,
  actor_name text not null,
  round_id   uuid,
  body       text not null,
  prev_hash  bytea not null check (length(prev_hash) = 32),
  hash       bytea not null unique check (length(hash) = 32)
);
create index audit_event_round on audit_event (round_id, seq);

-- The end of the chain. Its row lock puts writers in line, so that no two events share a predecessor.
create table audit_head (
  one  boolean primary key default true check (one),
  seq  bigint not null,
  hash bytea not null
);
insert into audit_head (seq, hash) values (0, decode(repeat('00', 32), 'hex'));

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger audit_event_append_only before update or delete on audit_event
  for each row execute function refuse_change();
create trigger audit_event_never_emptied before truncate on audit_event
  for each statement execute function refuse_change();

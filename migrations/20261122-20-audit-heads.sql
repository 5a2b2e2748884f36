-- The head of the audit chain as it was published, one a day. Whoever kept one knows later whether the chain was written anew.
create table audit_daily_head (
  day  date primary key,
  seq  bigint not null check (seq > 0),
  hash bytea not null check (length(hash) = 32)
);
create trigger audit_daily_head_append_only before update or delete on audit_daily_head
  for each row execute function refuse_change();
create trigger audit_daily_head_never_emptied before truncate on audit_daily_head
  for each statement execute function refuse_change();

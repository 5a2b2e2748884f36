-- What was erased of an idea: `person` is who sent it, `all` its words and photo as well. What it became part of stays.
alter table idea add column erased text check (erased in ('person', 'all'));
alter table idea drop constraint idea_check;
alter table idea
  add check (source = 'online' or author_key is null),
  add check (source <> 'online' or author_key is not null or erased is not null),
  add check (erased is null or (author_key is null and author_name is null and contact_email is null)),
  add check (erased is distinct from 'all' or (title = '' and body = '' and place is null));

-- Where something was erased, it stays so.
create function idea_stays_erased() returns trigger language plpgsql as $$
begin
  if old.erased = 'all' and new.erased is distinct from 'all' or old.erased = 'person' and new.erased is null then
    raise exception 'what was erased of an idea stays erased' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger idea_stays_erased before update of erased on idea for each row execute function idea_stays_erased();

-- An author's answer in the history of an idea goes with its words, and only to nothing. All else stands.
create function idea_history_stands() returns trigger language plpgsql as $$
begin
  if tg_op = 'UPDATE' and old.kind = 'answer' and new.text = '' and to_jsonb(old) - 'text' = to_jsonb(new) - 'text'
    and exists (select from idea i where i.id = old.idea_id and i.erased = 'all') then
    return new;
  end if;
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;
drop trigger idea_history_append_only on idea_history;
create trigger idea_history_append_only before update or delete on idea_history
  for each row execute function idea_history_stands();

-- An idea without words is one whose text nobody sees.
create or replace view idea_state as
  select i.id as idea_id, coalesce(h.kind, 'submit') as last_kind, coalesce(h.seq, 0) as last_seq,
         coalesce(h.at, i.submitted_at) as last_at, h.into_idea_id,
         coalesce(h.text_hidden, false) or coalesce(i.erased = 'all', false) as text_hidden
  from idea i
  left join lateral (select * from idea_history where idea_id = i.id order by seq desc limit 1) h on true;

-- The nightly run that takes away what is not needed any more: one a day, whichever process comes first, and what it found.
create table retention_run (
  day    date primary key,
  at     timestamptz not null,
  counts jsonb not null
);

create table idea (
  id            bigint generated always as identity primary key,
  round_id      uuid not null references round,
  author_key    bytea check (length(author_key) = 32),
  author_name   text,
  contact_email text,
  language      text not null check (language in ('fi', 'sv', 'en')),
  source        text not null check (source in ('online', 'paper', 'workshop')),
  entered_by    text,
  title         text not null,
  body          text not null,
  theme         text not null,
  place         text,
  submitted_at  timestamptz not null,
  words         tsvector generated always as (
    setweight(to_tsvector('finnish', title), 'A') || setweight(to_tsvector('finnish', body || ' ' || coalesce(place, '')), 'B')
  ) stored,
  check ((source = 'online') = (author_key is not null)),
  check ((source = 'online') = (entered_by is null))
);
create index idea_round on idea (round_id, submitted_at desc, id desc);
create index idea_author on idea (author_key, submitted_at desc) where author_key is not null;
create index idea_words on idea using gin (words);

-- What happened to an idea, one row an act, in order. Its state is the kind of the last row.
create table idea_history (
  idea_id      bigint not null references idea,
  seq          int not null check (seq > 0),
  kind         text not null check (kind in ('accept', 'refuse', 'ask', 'merge', 'answer', 'withdraw')),
  staff_id     text,
  staff_name   text,
  text         text,
  text_hidden  boolean not null default false,
  into_idea_id bigint references idea,
  at           timestamptz not null,
  primary key (idea_id, seq),
  check ((kind in ('accept', 'refuse', 'ask', 'merge')) = (staff_id is not null)),
  check ((kind = 'merge') = (into_idea_id is not null)),
  check (into_idea_id <> idea_id),
  check (kind not in ('refuse', 'ask', 'answer') or text is not null)
);
create index idea_history_into on idea_history (into_idea_id) where into_idea_id is not null;
create trigger idea_history_append_only before update or delete on idea_history
  for each row execute function refuse_change();

create view idea_state as
  select i.id as idea_id, coalesce(h.kind, 'submit') as last_kind, coalesce(h.seq, 0) as last_seq,
         coalesce(h.at, i.submitted_at) as last_at, h.into_idea_id, coalesce(h.text_hidden, false) as text_hidden
  from idea i
  left join lateral (select * from idea_history where idea_id = i.id order by seq desc limit 1) h on true;

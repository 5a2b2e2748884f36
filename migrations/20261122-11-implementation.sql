-- What becomes of a winner, one row an act of staff, in order. Its state is the state of the last row.
create table proposal_news (
  round_id    uuid not null,
  number      int not null,
  seq         int not null check (seq > 0),
  state       text not null check (state in ('planned', 'under_way', 'done', 'dropped')),
  happened_on date not null,
  body        jsonb not null check (length(body ->> 'fi') > 0),
  staff_id    text not null,
  staff_name  text not null,
  at          timestamptz not null,
  primary key (round_id, number, seq),
  foreign key (round_id, number) references proposal
);
create trigger proposal_news_append_only before update or delete on proposal_news
  for each row execute function refuse_change();

-- There is news of winners alone, once everybody knows that they won.
create function news_of_a_winner() returns trigger language plpgsql as $$
begin
  if not exists (
    select from tally t join round r on r.id = t.round_id
    where t.round_id = new.round_id and r.published_at is not null
      and t.result -> 'rows' @> jsonb_build_array(jsonb_build_object('number', new.number, 'outcome', 'carried_out'))
  ) then
    raise exception 'there is news of published winners alone' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger news_of_a_winner before insert on proposal_news for each row execute function news_of_a_winner();

-- The photo of a piece of news, drawn anew when it came, as an idea's is.
create table proposal_news_photo (
  round_id uuid not null,
  number   int not null,
  seq      int not null,
  alt      text not null check (length(alt) > 0),
  primary key (round_id, number, seq),
  foreign key (round_id, number, seq) references proposal_news
);

create table proposal_news_photo_file (
  round_id uuid not null,
  number   int not null,
  seq      int not null,
  name     text not null check (name in ('large.webp', 'large.jpeg', 'card.webp', 'card.jpeg')),
  width    int not null check (width > 0),
  height   int not null check (height > 0),
  sha256   bytea not null check (length(sha256) = 32),
  bytes    bytea not null,
  primary key (round_id, number, seq, name),
  foreign key (round_id, number, seq) references proposal_news_photo
);
alter table proposal_news_photo_file alter column bytes set storage external;

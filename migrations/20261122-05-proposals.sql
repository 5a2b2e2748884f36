create table proposal (
  round_id       uuid not null references round,
  number         int not null check (number between 1 and 9999),
  title          jsonb not null,
  summary        jsonb not null,
  cost_min_cents bigint not null check (cost_min_cents > 0),
  cost_max_cents bigint not null,
  cost_is_example boolean not null default false,
  created_at     timestamptz not null,
  primary key (round_id, number),
  check (cost_max_cents >= cost_min_cents)
);
-- An idea becomes part of one proposal at most.
create table proposal_idea (
  idea_id  bigint primary key references idea,
  round_id uuid not null,
  number   int not null,
  foreign key (round_id, number) references proposal on delete cascade
);
create index proposal_idea_proposal on proposal_idea (round_id, number);

-- The set of proposals stands still while the round says that it is ready, and so does every number for ever.
create function proposal_stands() returns trigger language plpgsql as $$
declare
  r round;
begin
  select * into r from round where id = coalesce(new.round_id, old.round_id) for share;
  if r.proposals_ready_at is not null then
    raise exception 'the proposals of this round are confirmed' using errcode = 'restrict_violation';
  end if;
  if tg_op = 'UPDATE' and (new.round_id <> old.round_id or new.number <> old.number) then
    raise exception 'the number of a proposal never changes' using errcode = 'restrict_violation';
  end if;
  if tg_op <> 'DELETE' and new.cost_max_cents > r.envelope_cents then
    raise exception 'a proposal costs at most the envelope' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger proposal_stands before insert or update or delete on proposal
  for each row execute function proposal_stands();

-- Which ideas a proposal was made from stands still with it, and an idea belongs to a proposal of its own round.
create function proposal_idea_stands() returns trigger language plpgsql as $$
declare
  r round;
begin
  select * into r from round where id = coalesce(new.round_id, old.round_id) for share;
  if r.proposals_ready_at is not null then
    raise exception 'the proposals of this round are confirmed' using errcode = 'restrict_violation';
  end if;
  if tg_op <> 'DELETE' and not exists (select from idea where id = new.idea_id and round_id = new.round_id) then
    raise exception 'the idea is of another round' using errcode = 'restrict_violation';
  end if;
  return coalesce(new, old);
end $$;
create trigger proposal_idea_stands before insert or update or delete on proposal_idea
  for each row execute function proposal_idea_stands();

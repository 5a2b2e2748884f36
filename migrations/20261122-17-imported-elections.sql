-- What the file of an election held elsewhere said of it, by the names of its format; null for rounds of our own past.
alter table import_source add column meta jsonb;

-- A proposal of our own costs at most the envelope. Elsewhere voters may have been asked about one that could not be paid.
create or replace function proposal_stands() returns trigger language plpgsql as $$
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
  if tg_op <> 'DELETE' and r.kind <> 'imported' and new.cost_max_cents > r.envelope_cents then
    raise exception 'a proposal costs at most the envelope' using errcode = 'check_violation';
  end if;
  return coalesce(new, old);
end $$;

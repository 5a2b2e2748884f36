-- Forget: after the appeal period a round's sealed ballots, its roll and its secrets are destroyed. A row here says that
-- this has begun, and then it can only be finished; `round.forgotten_at` says that it is done.
create table forgetting (
  round_id uuid primary key references round,
  begun_at timestamptz not null,
  witness  text not null check (length(witness) > 0)
);
create trigger forgetting_append_only before update or delete on forgetting for each row execute function refuse_change();

-- The same as `APPEAL_DAYS` in rounds/domain.ts. A rehearsal decides nothing that anybody could appeal against.
create function appeal_period(r round) returns interval language sql immutable as $$
  select case when r.kind = 'rehearsal' then interval '0' else interval '1440 hours' end
$$;

-- By the database's clock, whatever that of the service says: nothing brings a destroyed urn back.
create function forgetting_in_time() returns trigger language plpgsql as $$
declare
  r round;
begin
  select * into r from round where id = new.round_id for share;
  if r.kind = 'imported' or r.published_at is null or clock_timestamp() < r.published_at + appeal_period(r) then
    raise exception 'a round is forgotten after its appeal period alone' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger forgetting_in_time before insert on forgetting for each row execute function forgetting_in_time();

-- A round never says that it is forgotten while its voter keys are there.
create function round_is_forgotten() returns trigger language plpgsql as $$
begin
  if old.forgotten_at is null and new.forgotten_at is not null and (
    not exists (select from forgetting f where f.round_id = new.id)
    or exists (select from sealed_ballot b where b.round_id = new.id)
    or exists (select from roll_entry e where e.round_id = new.id)
  ) then
    raise exception 'what a forgotten round had is destroyed first' using errcode = 'restrict_violation';
  end if;
  return new;
end $$;
create trigger round_is_forgotten before update of forgotten_at on round for each row execute function round_is_forgotten();

-- The planner's statistics would keep voter keys and sealed ballots as samples, beyond the rows themselves. Setting the type
-- anew drops those that are there, and a target of nought gathers no others: the primary keys are all that a plan needs.
alter table sealed_ballot
  alter column voter_key type bytea, alter column mark type bytea, alter column sealed type bytea;
alter table sealed_ballot
  alter column voter_key set statistics 0, alter column mark set statistics 0, alter column sealed set statistics 0;
alter table roll_entry alter column voter_key type bytea;
alter table roll_entry alter column voter_key set statistics 0;

create table round (
  id                 uuid primary key,
  slug               text not null unique check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 60),
  kind               text not null check (kind in ('regular', 'rehearsal', 'imported')),
  rehearsal_of       uuid references round,
  name               jsonb not null,
  envelope_cents     bigint not null check (envelope_cents > 0),
  picks_min          int not null check (picks_min >= 1),
  picks_max          int not null,
  themes             jsonb not null,
  voting_age         int not null check (voting_age between 0 and 120),
  age_cutoff         date not null,
  municipality_codes text[] not null check (cardinality(municipality_codes) >= 1),
  may_replace        boolean not null,
  counting_rule      text not null,
  cost_basis         text not null check (cost_basis in ('max', 'min')),
  tie_rule           text not null check (tie_rule in ('lower-cost', 'proposal-number', 'lot')),
  ideas_open_at      timestamptz not null,
  ideas_close_at     timestamptz not null,
  voting_open_at     timestamptz not null,
  voting_close_at    timestamptz not null,
  paper_until        timestamptz not null,
  -- What voting waits for. Each is set by the room that makes it ready, in the transaction that does.
  keys_ready_at      timestamptz,
  proposals_ready_at timestamptz,
  rehearsed_at       timestamptz,
  published_at       timestamptz,
  forgotten_at       timestamptz,
  created_at         timestamptz not null,
  check (picks_max between picks_min and 1000),
  check (ideas_open_at < ideas_close_at and ideas_close_at <= voting_open_at
    and voting_open_at < voting_close_at and voting_close_at <= paper_until),
  check (rehearsal_of is null or kind = 'rehearsal')
);

-- Has the voting of a round opened? The same rule as `hasVotingOpened` in rounds/domain.ts, by the database's clock.
-- What becomes ready only after voting should have ended does not open it.
create function voting_opens_within(r round, margin interval) returns boolean language sql stable as $$
  select r.kind <> 'imported'
     and r.keys_ready_at is not null
     and r.proposals_ready_at is not null
     and (r.kind = 'rehearsal' or r.rehearsed_at is not null)
     and greatest(r.keys_ready_at, r.proposals_ready_at, r.rehearsed_at) < r.voting_close_at
     and clock_timestamp() + margin >= r.voting_open_at
$$;

create function voting_has_opened(r round) returns boolean language sql stable as $$
  select voting_opens_within(r, interval '0')
$$;

-- The rules of a round freeze when its voting opens: after that only the end of voting may move, and what comes later
-- may be recorded once.
create function round_freezes() returns trigger language plpgsql as $$
declare
  changing constant text[] := array['voting_close_at', 'paper_until', 'published_at', 'forgotten_at', 'rehearsed_at'];
begin
  -- A rehearsal that was counted stays so: taken back, it would close an open vote and thaw its rules.
  if old.rehearsed_at is not null and new.rehearsed_at is null then
    raise exception 'a rehearsal stays counted' using errcode = 'restrict_violation';
  end if;
  if (to_jsonb(old) - 'rehearsed_at') = (to_jsonb(new) - 'rehearsed_at') then
    return new;
  end if;
  if old.published_at is not null and old.published_at is distinct from new.published_at
    or old.forgotten_at is not null and old.forgotten_at is distinct from new.forgotten_at then
    raise exception 'publication and forgetting happen once' using errcode = 'restrict_violation';
  end if;
  if old.id <> new.id or old.slug <> new.slug or old.kind <> new.kind
    or old.rehearsal_of is distinct from new.rehearsal_of then
    raise exception 'the identity of a round never changes' using errcode = 'restrict_violation';
  end if;
  if old.keys_ready_at is not null and old.keys_ready_at is distinct from new.keys_ready_at then
    raise exception 'the keys of a round are made once' using errcode = 'restrict_violation';
  end if;
  -- A minute before, so that a change whose transaction lasts is not written after the first cast; none lasts longer.
  if voting_opens_within(old, interval '1 minute') then
    if (to_jsonb(old) - changing) <> (to_jsonb(new) - changing) then
      raise exception 'the rules of a round freeze when its voting opens' using errcode = 'restrict_violation';
    end if;
    if new.voting_close_at <> old.voting_close_at or new.paper_until <> old.paper_until then
      if clock_timestamp() >= old.paper_until then
        raise exception 'voting has ended' using errcode = 'restrict_violation';
      end if;
      if old.kind <> 'rehearsal' and (clock_timestamp() >= old.voting_close_at
        or new.voting_close_at < old.voting_close_at or new.paper_until < old.paper_until) then
        raise exception 'the end of voting moves only later' using errcode = 'restrict_violation';
      end if;
    end if;
  end if;
  return new;
end $$;
create trigger round_freezes before update on round for each row execute function round_freezes();

create function refuse_delete() returns trigger language plpgsql as $$
begin
  raise exception 'a % is never deleted', tg_table_name using errcode = 'restrict_violation';
end $$;
create trigger round_is_kept before delete on round for each row execute function refuse_delete();
